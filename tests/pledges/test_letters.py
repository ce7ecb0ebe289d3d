"""A village's responsibility letters: prepared, printed, marked as signed, each on one page."""

import datetime as dt
import io
import re
import time
import uuid

import pytest
from docx import Document
from pypdf import PdfReader

from groups.models import Cycle, Placement, Post
from members.models import Member
from pledges.actions import prepare_letters
from pledges.documents import letter_values
from pledges.models import ResponsibilityLetter
from tests import build
from tests.board.stories import text_of
from tests.papers.stories import sent, who
from tests.papers.test_many import RARE
from tests.pledges.stories import ON, holder, letter_of, pledge_of, sign, walked
from tools.papers.word import write
from tools.workflow.errors import Refused

PENALTIES = re.compile("罚|扣分|处分|追究|取消|通报|淘汰")


def page(where, end=""):
    return f"/pledges/{where.village.code}/letters/{end}"


def test_everybody_on_a_post_gets_his_letter_and_pressed_twice_none_gets_two(cast):
    holder(cast.a)
    client = cast.client(cast.a.clerk)
    assert [one.member.name for one in client.get(page(cast.a)).context["lacking"]] == ["吴庄子在岗"]
    for _time in range(2):
        assert client.post(page(cast.a, "prepare/")).status_code == 302
    letter = ResponsibilityLetter.objects.get()
    assert (letter.state, letter.term_from, letter.term_until) == (
        "prepared",
        dt.date(2026, 10, 28),
        dt.date(2027, 12, 31),
    )
    assert client.get(page(cast.a)).context["lacking"] == []


def test_what_was_signed_does_not_move_when_the_scheme_does(cast):
    letter = letter_of(cast.a)
    Post.objects.filter(pk=letter.placement.post_id).update(duties="完全别的职责")
    letter.refresh_from_db()
    assert letter.duties == "按岗位职责服务群众"


@pytest.mark.parametrize(("person", "status"), [("viewer", 403), ("leader", 403), ("member", 403), ("maintainer", 403)])
def test_nobody_else_prepares_letters(cast, person, status):
    holder(cast.a)
    assert cast.client(who(cast, person)).post(page(cast.a, "prepare/")).status_code == status
    assert cast.client(cast.b.clerk).post(page(cast.a, "prepare/")).status_code == 404
    assert not ResponsibilityLetter.objects.exists()


def test_all_that_are_ticked_are_marked_as_signed_after_a_look(cast):
    letters = [letter_of(cast.a)]
    client, bulk = cast.client(cast.a.secretary), "/moves/pledges.responsibilityletter/list/"
    asked = {
        "move": "sign",
        "pk": [one.pk for one in letters],
        "next": page(cast.a),
        "request_id": uuid.uuid4(),
        "version": 0,
    }
    facts = {"member_signed_on": "2026-11-20", "branch_signed_on": "2026-11-21", "signed_by": "吴庄子书记"}
    preview = client.post(bulk, asked | facts)
    assert preview.status_code == 200 and len(preview.context["outcome"].moved) == 1
    assert ResponsibilityLetter.objects.get().state == "prepared"
    done = client.post(bulk, asked | facts | {"do": "1", "promised": asked["pk"]})
    assert (done.status_code, done.url) == (302, page(cast.a))
    letter = ResponsibilityLetter.objects.get()
    assert (letter.state, letter.branch_signed_on, letter.signed_by) == ("signed", dt.date(2026, 11, 21), "吴庄子书记")


def test_nobody_signed_before_he_took_up_the_post_or_tomorrow(cast):
    letter = letter_of(cast.a)
    with pytest.raises(Refused):
        sign(letter, cast.a.clerk, dt.date(2026, 10, 27))
    client = cast.client(cast.a.clerk)
    facts = {"member_signed_on": "2026-11-24", "branch_signed_on": "2026-11-20", "signed_by": "书记"}
    move = f"/moves/pledges.responsibilityletter/{letter.pk}/sign/"
    assert client.post(move, facts | {"version": 0, "request_id": uuid.uuid4()}).status_code == 422
    assert ResponsibilityLetter.objects.get().state == "prepared"


def test_a_letter_says_duties_and_term_and_threatens_nobody(cast):
    letter = sign(letter_of(cast.a), cast.a.clerk)
    text = text_of(cast.client(cast.a.clerk).get(f"/pledges/letters/{letter.pk}/print/"))
    for said in ("吴庄子在岗", "环境岗", "按岗位职责服务群众", "2026年10月28日", "2027年12月31日", "2026年11月20日"):
        assert said in text, said
    assert not PENALTIES.search(text)


def test_with_the_pledge_on_the_other_side(cast):
    letter = letter_of(cast.a)
    client = cast.client(cast.a.clerk)
    blank = text_of(client.get(f"/pledges/letters/{letter.pk}/print/?both=1"))
    assert "公开承诺书" in blank and "<td>4</td>" in blank
    walked(cast.a, "public", pledge_of(cast.a, member=letter.placement.member))
    written = text_of(client.get(f"/pledges/letters/{letter.pk}/print/?both=1"))
    assert "吴庄子承诺事项1号" in written and "<td>4</td>" not in written


def test_a_villages_letters_are_one_word_file(cast):
    letter_of(cast.a)
    answer = cast.client(cast.a.clerk).get(page(cast.a, "print.docx"))
    text = "\n".join(line.text for line in Document(io.BytesIO(answer.content)).paragraphs)
    assert "吴庄子在岗" in text and "{{" not in text and not PENALTIES.search(text)


def test_forty_letters_are_made_in_ten_seconds_as_word_and_as_pdf(cast, pango):
    letter = letter_of(cast.a)
    values = letter_values([letter] * 40, {})
    begun = time.perf_counter()
    file, pdf = write.word("letter_and_pledge", values), write.pdf("letter_and_pledge", values)
    assert time.perf_counter() - begun < 10
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 80
    assert sum("公开承诺书" in line.text for line in Document(io.BytesIO(file)).paragraphs) == 40


def test_every_name_prints(cast, pango):
    letter = letter_of(cast.a)
    names = [f"王{character}" for character in RARE]
    for name in names:
        Member.objects.filter(pk=letter.placement.member_id).update(name=name)
        letter = ResponsibilityLetter.objects.select_related("placement__member", "placement__post__group").get()
        [values] = letter_values([letter])
        text = "".join(one.extract_text() for one in PdfReader(io.BytesIO(write.pdf("letter", [values]))).pages)
        assert name in text.replace("\n", ""), name


def test_the_signed_letter_comes_back_as_a_photo_and_its_member_sees_it(cast):
    letter = letter_of(cast.a)
    scan = sent(
        cast.client(cast.a.clerk), f"/papers/of/pledges.responsibilityletter/{letter.pk}/", kind="signed_letter"
    )
    assert (scan.step, scan.kind) == ("sign", "signed_letter")
    Member.objects.filter(user=cast.a.member).update(user=None)
    Member.objects.filter(pk=letter.placement.member_id).update(user=cast.a.member)
    for person, status in (
        (cast.a.member, 200),
        (cast.a.secretary, 200),
        (cast.a.leader, 404),
        (cast.b.secretary, 404),
    ):
        assert cast.client(person).get(scan.get_absolute_url()).status_code == status


def test_the_next_years_letter_is_another_one(cast, clock):
    letter_of(cast.a)
    clock.move_to("2027-01-06")
    cycle = Cycle.objects.create(year=2027, name="2027年度选岗", starts_on="2027-01-01", term_ends_on="2028-12-31")
    assert prepare_letters(cast.a.village, cycle) == 1
    assert ResponsibilityLetter.objects.count() == 2 and Placement.objects.count() == 1


def test_who_has_left_the_post_gets_no_letter(cast):
    placement = holder(cast.a)
    build.move(placement.application, "end", cast.a.secretary, reason="外出务工", on=ON)
    assert prepare_letters(cast.a.village, cast.cycle) == 0
