"""Letters of a whole village: who is asked, what stays as it was, what prints, and in whose template."""

import io
import time
import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from docx import Document as Word
from pypdf import PdfReader

from groups.models import Cycle, Post
from members.merging import merge
from members.models import Member
from pledges.actions import prepare_letters
from pledges.models import Pledge, PledgeItem, ResponsibilityLetter
from tests import build
from tests.papers.test_many import RARE, glyphs, unseen
from tests.pledges.paths import SIGNED, TODAY, WORDS, goal_of, holder, letter_of, pledge_of, published, step
from tests.pledges.test_letters import PENALTIES, page
from tests.support.sheets import queries, rows
from tools.papers import fonts
from tools.workflow.errors import Refused

NAMES = ["堃", "喆", "祎", "珺", "𠮷"]
PDF = ("print.pdf", "print.pdf?both=1")


@pytest.fixture
def five(cast):
    """Five holders with names that few fonts have, each with his letter; the first has pledged something."""
    for seat, character in enumerate(NAMES, 1):
        holder(cast.a, cast, "economy", f"王{character}", seat=seat)
    prepare_letters(cast.a.village, cast.cycle)
    letters = list(ResponsibilityLetter.objects.select_related("placement__member").order_by("pk"))
    published(pledge_of(member=letters[0].placement.member), cast.a.secretary)
    return letters


def printed(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content


def words_of(file):
    """Every line and every cell of a Word file."""
    word = Word(io.BytesIO(file))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return [line.text for line in word.paragraphs] + cells


def test_who_came_to_a_post_after_the_letters_is_the_one_that_is_listed(cast):
    holder(cast.a, cast, "economy", "早任岗人")
    client = cast.client(cast.a.secretary)
    client.post(page(cast.a, "prepare/"))
    holder(cast.a, cast, "culture", "新任岗人")
    assert [one.member.name for one in client.get(page(cast.a)).context["lacking"]] == ["新任岗人"]
    client.post(page(cast.a, "prepare/"))
    assert ResponsibilityLetter.objects.count() == 2
    assert cast.client(cast.viewer).get(page(cast.a)).context["lacking"] == []


def test_the_duties_and_what_was_asked_of_the_group_are_frozen(cast):
    group = cast.a.groups["economy"]
    group.requirements = "每月集中活动一次"
    group.save()
    placement = holder(cast.a, cast)
    prepare_letters(cast.a.village, cast.cycle)
    Post.objects.filter(pk=placement.post_id).update(duties="另立的职责")
    group.requirements = "另提的要求"
    group.save()
    letter = ResponsibilityLetter.objects.get()
    text = printed(cast.client(cast.a.clerk), f"/pledges/letters/{letter.pk}/print/").decode()
    for said, now in (("按岗位职责服务群众", "另立的职责"), ("每月集中活动一次", "另提的要求")):
        assert said in text
        assert now not in text


def test_a_letter_that_was_declared_void_makes_room_for_another(cast):
    letter = letter_of(holder(cast.a, cast))
    with pytest.raises(IntegrityError), transaction.atomic():
        letter_of(letter.placement)
    step(letter, "void", cast.a.secretary)
    client = cast.client(cast.a.secretary)
    assert client.get(page(cast.a)).context["letters"] == []
    assert prepare_letters(cast.a.village, cast.cycle) == 1


def test_the_database_knows_no_letter_that_one_side_alone_has_signed(cast):
    letter = letter_of(holder(cast.a, cast))
    for half in ({"member_signed_on": TODAY}, {"branch_signed_on": TODAY, "signed_by": "书记"}, {"signed_by": "书记"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ResponsibilityLetter.objects.filter(pk=letter.pk).update(**half)


def test_of_those_ticked_who_had_not_taken_up_his_post_is_named_and_skipped(cast):
    early, late = letter_of(holder(cast.a, cast)), letter_of(holder(cast.a, cast, "culture", "晚任岗人"))
    late.term_from = "2026-06-01"
    late.save()
    client, bulk = cast.client(cast.a.clerk), "/moves/pledges.responsibilityletter/list/"
    asked = {"move": "sign", "pk": [early.pk, late.pk], "next": page(cast.a)}
    shown = client.get(bulk, asked).context["form"]
    sent = asked | SIGNED | {"version": 0, "request_id": shown.initial["request_id"]}
    outcome = client.post(bulk, sent).context["outcome"]
    assert ([one.pk for one in outcome.moved], [one.pk for one, _why in outcome.skipped]) == ([early.pk], [late.pk])
    assert client.post(bulk, sent | {"do": "1", "promised": [early.pk]}).status_code == 302
    assert set(ResponsibilityLetter.objects.values_list("pk", "state")) == {(early.pk, "signed"), (late.pk, "prepared")}
    tomorrow = sent | {"branch_signed_on": "2026-11-24", "request_id": uuid.uuid4(), "do": "1", "promised": [late.pk]}
    assert client.post(bulk, tomorrow).status_code == 422
    assert client.get(bulk, asked | {"move": "void"}).status_code == 404


def test_signed_in_a_list_each_letter_bears_its_days(cast, five):
    client, bulk = cast.client(cast.a.secretary), "/moves/pledges.responsibilityletter/list/"
    keys = [letter.pk for letter in five]
    sent = {"move": "sign", "pk": keys, "next": page(cast.a), "version": 0, "request_id": uuid.uuid4()} | SIGNED
    for _time in range(2):
        assert client.post(bulk, sent | {"do": "1", "promised": keys}).status_code == 302
    found = ResponsibilityLetter.objects.values_list("state", *SIGNED)
    assert set(found) == {("signed", *SIGNED.values())}
    assert {letter.version for letter in ResponsibilityLetter.objects.all()} == {1}
    headings, *taken = rows(client, page(cast.a, "export/"), ["member", "signed_by"])
    assert sorted(row[0] for row in taken) == sorted(f"王{character}" for character in NAMES)


@pytest.mark.parametrize("end", ["print/", "print.docx", "print/?both=1", "print.docx?both=1"])
def test_nowhere_on_a_letter_stands_a_word_of_penalty_and_every_name_stands_there(cast, five, end):
    content = printed(cast.client(cast.a.clerk), page(cast.a, end))
    text = "\n".join(words_of(content)) if ".docx" in end else content.decode()
    assert not PENALTIES.search(text)
    for character in NAMES:
        assert f"王{character}" in text
    assert (WORDS["content"] in text) is ("both" in end)
    assert "{{" not in text
    assert "{%" not in text


@pytest.mark.parametrize("end", PDF)
def test_every_character_of_a_name_is_drawn(cast, five, end, pango):
    for letter, character in zip(five, RARE[5:10], strict=True):
        Member.objects.filter(pk=letter.placement.member_id).update(name=f"王{character}{NAMES[five.index(letter)]}")
    assert fonts.unprintable(RARE + "".join(NAMES)) == ""
    pdf = printed(cast.client(cast.a.clerk), page(cast.a, end))
    assert not unseen(list(glyphs(pdf)))
    text = "".join("".join(one.extract_text().split()) for one in PdfReader(io.BytesIO(pdf)).pages)
    for character, own in zip(RARE[5:10], NAMES, strict=True):
        assert f"王{character}{own}" in text
    assert not PENALTIES.search(text)


def test_on_both_sides_each_letter_has_a_front_and_his_own_pledge_on_its_back(cast, five, pango):
    pdf = printed(cast.client(cast.a.clerk), page(cast.a, "print.pdf?both=1"))
    texts = ["".join(one.extract_text().split()) for one in PdfReader(io.BytesIO(pdf)).pages]
    assert len(texts) == 10
    for number, character in enumerate(NAMES):
        front, back = texts[2 * number : 2 * number + 2]
        assert f"王{character}" in front
        assert (WORDS["measure"] in back) is (number == 0)
        assert WORDS["measure"] not in front


def test_some_of_the_letters_are_printed_and_nobody_elses(cast, five):
    other = letter_of(holder(cast.b, cast, "economy", "外村任岗人"))
    path = page(cast.a, f"print.docx?pk={five[1].pk}&pk={other.pk}&pk=x")
    text = "\n".join(words_of(printed(cast.client(cast.a.clerk), path)))
    assert "王喆" in text
    assert "王堃" not in text
    assert "外村任岗人" not in text
    assert cast.client(cast.a.clerk).get(page(cast.b, "print/")).status_code == 404
    assert cast.client(cast.b.clerk).get(page(cast.b, f"print/?pk={five[1].pk}")).status_code == 302


def test_forty_letters_of_a_village_are_one_word_file_in_ten_seconds(cast):
    for seat in range(1, 41):
        holder(cast.a, cast, "economy", f"任岗人{NAMES[seat % 5]}{'甲乙丙丁戊己庚辛'[seat // 5 - 1]}", seat=seat)
    client = cast.client(cast.a.clerk)
    client.post(page(cast.a, "prepare/"))
    began = time.process_time()
    file = printed(client, page(cast.a, "print.docx?both=1"))
    assert time.process_time() - began < 10
    assert len(Word(io.BytesIO(file)).sections) == 80


def test_pages_and_papers_of_letters_ask_as_often_for_three_as_for_one(cast):
    client = cast.client(cast.a.clerk)
    ends = ("", "print/", "print/?both=1", "print.docx?both=1")

    def asked():
        found = []
        for end in ends:
            printed(client, page(cast.a, end))
            with CaptureQueriesContext(connection) as caught:
                printed(client, page(cast.a, end))
            found.append(len(caught))
        return [*found, queries(client, page(cast.a, "export/"))]

    def one_more(seat):
        goal = goal_of(cast.a, cast, f"目标{seat}", seat)
        placement = holder(cast.a, cast, "economy", f"任岗人{'甲乙丙'[seat - 1]}", seat=seat)
        letter_of(placement)
        pledge = pledge_of(member=placement.member, items=[{"goal": goal}] * seat)
        assert PledgeItem.objects.filter(pledge=pledge).count() == seat

    one_more(1)
    one = asked()
    one_more(2)
    one_more(3)
    assert asked() == one


def test_in_the_new_year_everybody_on_a_post_waits_for_a_new_letter_and_the_old_ones_can_be_read(cast, five, clock):
    clock.move_to("2027-01-06")
    Cycle.objects.create(year=2027, name="2027年度选岗", starts_on="2027-01-01", term_ends_on="2028-12-31")
    client = cast.client(cast.a.secretary)
    shown = client.get(page(cast.a)).context
    assert (shown["cycle"].year, shown["letters"], len(shown["lacking"])) == (2027, [], 5)
    assert "王堃" in printed(client, f"/pledges/letters/{five[0].pk}/print/").decode()
    client.post(page(cast.a, "prepare/"))
    assert sorted(ResponsibilityLetter.objects.values_list("cycle__year", flat=True)) == [2026] * 5 + [2027] * 5


def test_of_two_records_of_one_person_letters_and_papers_go_along(cast, five):
    twin = five[0].placement.member
    keep = build.member(cast.a.branch, twin.name, born="1968", joined="1995-07")
    old = pledge_of(member=keep)
    with pytest.raises(Refused):
        merge(keep, twin)
    step(old, "withdraw", cast.a.clerk)
    merge(keep, twin)
    letter = ResponsibilityLetter.objects.get(pk=five[0].pk)
    assert letter.placement.member == keep
    assert sorted(Pledge.objects.filter(member=keep).values_list("state", flat=True)) == ["public", "withdrawn"]
    text = printed(cast.client(cast.a.clerk), f"/pledges/letters/{letter.pk}/print/?both=1").decode()
    assert WORDS["content"] in text
