"""Notices at the desk: drafted, posted, an objection to one of eight, concluded; taken down and corrected."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.models import Application, Placement
from notices.models import Line, Notice, Objection
from tests import build

D = dt.date
TODAY = D(2026, 11, 23)
SECRET = "他平时不在村里，我在镇上见过他"
WORDS = {"title": "关于公示", "basis": "", "body": "", "organ": "中共吴庄子村支部委员会", "phone": "0315-0000000", "place": ""}


def who(cast, name):
    return getattr(cast.a, name, None) or getattr(cast, name)


def press(client, thing, name, **fields):
    thing.refresh_from_db()
    sent = {"request_id": uuid.uuid4(), "version": thing.version} | fields
    answer = client.post(f"/moves/{thing._meta.label_lower}/{thing.pk}/{name}/", sent)
    assert "login" not in answer.headers.get("Location", "")
    return answer


class Signed:
    """Somebody who signs in anew for every page: days pass in these stories, and a session ends after half an hour."""

    def __init__(self, cast, user):
        self.get = lambda *args, **more: cast.client(user).get(*args, **more)
        self.post = lambda *args, **more: cast.client(user).post(*args, **more)


def confirmed(cast, count, village=None):
    """`count` members of a village, each confirmed for a post of his own."""
    where, meetings, found = village or cast.a, {}, []
    for number in range(count):
        person = build.member(where.branch, f"公示人{'甲乙丙丁戊己庚辛'[number]}")
        zone = list(where.groups)[number % 5]
        post = where.posts[zone if number < 5 else f"{zone}-leader"]
        found.append(build.walk(build.draft(person, post), "confirmed", where.secretary, meetings=meetings))
    return found


def states(applications):
    return [Application.objects.get(pk=application.pk).state for application in applications]


def draft(client, village, applications, **more):
    sent = WORDS | {"request_id": uuid.uuid4(), "picked": [a.pk for a in applications]} | more
    return client.post(f"/groups/{village.code}/notice/", sent)


def test_a_notice_is_drafted_from_what_the_branch_has_confirmed(cast):
    ready = confirmed(cast, 3)
    client = cast.client(cast.a.clerk)
    page = client.get(f"/groups/{cast.a.village.code}/notice/")
    words = page.context["form"].initial
    assert "吴庄子村" in words["title"]
    assert "2026" in words["title"]
    assert "榛子镇吴庄子村" in words["organ"]
    assert words["phone"] == "0315-0000000"
    assert draft(client, cast.a.village, ready[:2]).status_code == 302
    notice = Notice.objects.get()
    assert (notice.state, notice.kind) == ("drafted", "placements")
    assert set(notice.lines.values_list("subject_id", "member")) == {(a.pk, a.member_id) for a in ready[:2]}
    # Who stands on a draft is offered for no second one.
    again = client.get(f"/groups/{cast.a.village.code}/notice/")
    assert list(again.context["form"].candidates) == [ready[2].pk]


def test_a_double_click_drafts_one(cast):
    [one] = confirmed(cast, 1)
    client, sent = cast.client(cast.a.clerk), {"request_id": uuid.uuid4()}
    assert len({draft(client, cast.a.village, [one], **sent).headers["Location"] for _ in range(2)}) == 1
    assert Notice.objects.count() == 1


def test_nobody_of_elsewhere_and_nobody_unconfirmed_is_forged_onto_a_list(cast):
    [mine] = confirmed(cast, 1)
    [theirs] = confirmed(cast, 1, cast.b)
    waiting = build.walk(build.draft(cast.a.members[2], cast.a.posts["culture"]), "reviewed", cast.a.secretary)
    client = cast.client(cast.township)
    for forged in (theirs, waiting):
        assert draft(client, cast.a.village, [mine, forged]).status_code == 422
    assert draft(client, cast.a.village, []).status_code == 422
    assert draft(client, cast.a.village, [mine], body="联系13800001234").status_code == 422
    assert not Notice.objects.exists()


@pytest.mark.parametrize(("name", "status"), [("viewer", 403), ("member", 403), ("maintainer", 403), ("leader", 403)])
def test_who_only_reads_drafts_nothing(cast, name, status):
    [one] = confirmed(cast, 1)
    assert draft(cast.client(who(cast, name)), cast.a.village, [one]).status_code == status
    assert draft(cast.client(cast.b.secretary), cast.a.village, [one]).status_code == 404
    assert not Notice.objects.exists()


def test_a_draft_is_changed_and_thrown_away_and_a_posted_notice_is_not(cast):
    one, two, three = confirmed(cast, 3)
    client = cast.client(cast.a.clerk)
    draft(client, cast.a.village, [one, two])
    notice = Notice.objects.get()
    page = f"/posting/{notice.pk}/edit/"
    assert cast.client(cast.viewer).get(page).status_code == 403
    assert cast.client(cast.b.secretary).post(page, WORDS | {"picked": [one.pk]}).status_code == 404
    assert client.post(page, WORDS | {"picked": [one.pk, 999999]}).status_code == 422
    assert client.post(page, WORDS | {"title": "改过的题目", "picked": [two.pk, three.pk]}).status_code == 302
    notice.refresh_from_db()
    assert notice.title == "改过的题目"
    assert set(notice.lines.values_list("subject_id", flat=True)) == {two.pk, three.pk}
    assert press(cast.client(cast.a.secretary), notice, "open", opens_on="2026-11-23").status_code == 302
    assert client.post(page, WORDS | {"picked": [one.pk]}).status_code == 409
    assert client.post(page, {"discard": "1"}).status_code == 409
    assert notice.lines.count() == 2
    draft(client, cast.a.village, [one])
    other = Notice.objects.exclude(pk=notice.pk).get()
    assert client.post(f"/posting/{other.pk}/edit/", {"discard": "1"}).status_code == 302
    assert not Notice.objects.filter(pk=other.pk).exists()
    assert states([one, two, three]) == ["confirmed", "posted", "posted"]


def test_a_draft_says_beforehand_what_would_stand_in_the_way(cast):
    one, two = confirmed(cast, 2)
    type(one.member).objects.filter(pk__in=[one.member_id, two.member_id]).update(name="李强")
    client = cast.client(cast.a.clerk)
    draft(client, cast.a.village, [one, two])
    page = client.get(Notice.objects.get().get_absolute_url())
    assert ["李强" in sentence for sentence in page.context["warnings"]] == [True]
    assert page.context["preview"]["ends_on"] == D(2026, 11, 27)


@pytest.fixture
def eight(cast):
    """Eight confirmed members on a notice that went up this morning."""
    applications = confirmed(cast, 8)
    return applications, build.posted(cast.a, applications, TODAY)


def object_to(notice, application, **more):
    line = notice.lines.get(subject_id=application.pk) if application else None
    return Objection.objects.create(notice=notice, line=line, text=SECRET, received_on=TODAY, **more)


def test_one_objection_of_eight_seats_seven_and_names_the_eighth_then_it_is_dismissed(cast, clock, eight):
    applications, notice = eight
    objection = object_to(notice, applications[2])
    secretary, town = Signed(cast, cast.a.secretary), Signed(cast, cast.township)
    clock.move_to("2026-11-27")
    assert press(secretary, notice, "conclude", stated="on").status_code == 422
    clock.move_to("2026-11-28")
    assert press(secretary, notice, "conclude", stated="on").status_code == 302
    assert states(applications) == ["seated"] * 2 + ["posted"] + ["seated"] * 5
    page = secretary.get(notice.get_absolute_url())
    held = [line for line in page.context["lines"] if not line.result]
    assert [(line.subject_id, bool(line.mark)) for line in held] == [(applications[2].pk, True)]
    rest = f"/moves/notices.notice/{notice.pk}/conclude_rest/"
    assert rest not in page.content.decode()
    assert press(secretary, notice, "conclude_rest", stated="on").status_code == 422
    assert press(town, objection, "dismiss", finding="经核查，反映情况不属实").status_code == 302
    page = secretary.get(notice.get_absolute_url()).content.decode()
    assert rest in page
    assert "经核查，反映情况不属实" in page
    assert SECRET not in page
    assert press(secretary, notice, "conclude_rest", stated="on").status_code == 302
    assert states(applications) == ["seated"] * 8
    assert Placement.objects.filter(held_from=D(2026, 11, 28)).count() == 8
    assert rest not in secretary.get(notice.get_absolute_url()).content.decode()


def test_an_upheld_objection_declines_the_eighth_and_frees_his_seat(cast, clock, eight):
    applications, notice = eight
    objection = object_to(notice, applications[7])
    town = Signed(cast, cast.township)
    page = town.get(objection.get_absolute_url())
    assert [row["may_uphold"] for row in page.context["subjects"]] == [True]
    sent = {"objection": objection.pk, "finding": "不符合任岗条件", "outcome": "declined"}
    assert press(town, applications[7], "uphold", **sent).status_code == 302
    clock.move_to("2026-11-28")
    assert press(cast.client(cast.a.secretary), notice, "conclude", stated="on").status_code == 302
    assert states(applications) == ["seated"] * 7 + ["declined"]
    objection.refresh_from_db()
    assert (objection.state, objection.finding) == ("upheld", "不符合任岗条件")
    assert not Placement.objects.filter(application=applications[7]).exists()
    [row] = town.get(objection.get_absolute_url()).context["subjects"]
    assert row["may_uphold"] is False


def test_an_objection_to_the_list_holds_it_all_only_where_the_township_says_so(cast, clock, eight):
    applications, notice = eight
    objection = object_to(notice, None)
    assert press(cast.client(cast.township), objection, "hold").status_code == 302
    clock.move_to("2026-11-28")
    secretary = Signed(cast, cast.a.secretary)
    assert press(secretary, notice, "conclude", stated="on").status_code == 422
    marks = [line.mark for line in secretary.get(notice.get_absolute_url()).context["lines"]]
    assert len(marks) == 8
    assert all(marks)
    assert states(applications) == ["posted"] * 8


def test_a_notice_taken_down_is_corrected_by_a_new_one_for_a_new_period(cast, clock, eight):
    applications, notice = eight
    secretary = Signed(cast, cast.a.secretary)
    clock.move_to("2026-11-25")
    assert press(secretary, notice, "withdraw", reason="漏写一个岗位").status_code == 302
    assert states(applications) == ["confirmed"] * 8
    form = secretary.get(f"/groups/{cast.a.village.code}/notice/").context["form"]
    assert form["corrects"].value() == notice.pk
    assert draft(secretary, cast.a.village, applications, corrects=notice.pk).status_code == 302
    new = Notice.objects.get(corrects=notice)
    assert press(secretary, new, "open", opens_on="2026-11-25").status_code == 302
    new.refresh_from_db()
    assert new.ends_on == D(2026, 12, 1)
    old = secretary.get(notice.get_absolute_url())
    assert old.context["correction"] == new
    assert "漏写一个岗位" in old.content.decode()


def test_a_neighbours_notice_cannot_be_forged_in_as_the_one_corrected(cast):
    [theirs] = confirmed(cast, 1, cast.b)
    foreign = build.posted(cast.b, [theirs], TODAY)
    [mine] = confirmed(cast, 1)
    own = build.posted(cast.a, [mine], TODAY)
    for notice, where in ((foreign, cast.b), (own, cast.a)):
        press(cast.client(where.secretary), notice, "withdraw", reason="重写")
    answer = draft(cast.client(cast.township), cast.a.village, [mine], corrects=foreign.pk)
    assert answer.status_code == 422
    assert "corrects" in answer.context["form"].errors


def test_taking_a_list_down_sheds_no_objection(cast, clock, eight):
    applications, notice = eight
    objection = object_to(notice, applications[0])
    secretary = Signed(cast, cast.a.secretary)
    press(secretary, notice, "withdraw", reason="重写")
    again = build.posted(cast.a, applications, TODAY)
    clock.move_to("2026-11-28")
    press(secretary, again, "conclude", stated="on")
    assert states(applications) == ["posted"] + ["seated"] * 7
    sent = {"objection": objection.pk, "finding": "属实", "outcome": "review_again"}
    assert press(cast.client(cast.township), applications[0], "uphold", **sent).status_code == 302
    assert states(applications[:1]) == ["returned"]


def test_the_rest_of_an_old_list_seats_nobody_who_stands_on_a_newer_one(cast, clock, eight):
    applications, notice = eight
    objection = object_to(notice, None)
    town, secretary = Signed(cast, cast.township), Signed(cast, cast.a.secretary)
    sent = {"objection": objection.pk, "finding": "票数有误", "outcome": "review_again"}
    assert press(town, applications[0], "uphold", **sent).status_code == 302
    meetings = {
        "review": build.meeting(cast.a.village, held_on=TODAY),
        "confirm": build.meeting(cast.a.village, "assembly", held_on=TODAY, entitled=20, present=15),
    }
    build.move(applications[0], "apply", cast.a.clerk, on=TODAY)
    build.move(applications[0], "nominate", cast.a.clerk, nominators=5, how="slips", on=TODAY)
    build.move(applications[0], "review", cast.a.clerk, on=TODAY, **build.votes(meetings["review"]))
    build.move(applications[0], "confirm", cast.a.secretary, on=TODAY, **build.votes(meetings["confirm"]))
    clock.move_to("2026-11-27")
    newer = build.posted(cast.a, applications[:1], D(2026, 11, 27))
    clock.move_to("2026-11-28")
    assert press(secretary, notice, "conclude", stated="on").status_code == 302
    assert states(applications) == ["posted"] + ["seated"] * 7
    clock.move_to("2026-12-05")
    assert press(secretary, newer, "conclude", stated="on").status_code == 302
    assert states(applications[:1]) == ["seated"]


@pytest.mark.parametrize(
    ("name", "reads", "lists"),
    [("township", 200, 200), ("maintainer", 200, 200), ("secretary", 404, 403), ("clerk", 404, 403), ("liaison", 404, 403),
     ("viewer", 404, 403), ("member", 404, 403)],
)  # fmt: skip
def test_objections_are_read_by_the_township_alone(cast, eight, name, reads, lists):
    applications, notice = eight
    objection = object_to(notice, applications[0], signed="赵某 13900000000")
    client = cast.client(who(cast, name))
    page = client.get(objection.get_absolute_url())
    assert page.status_code == reads
    assert (SECRET in page.content.decode()) == (reads == 200)
    assert client.get("/posting/objections/").status_code == lists
    for address in (notice.get_absolute_url(), f"/posting/{notice.pk}/print/", "/posting/"):
        assert SECRET not in client.get(address).content.decode()


def typed(notice, **more):
    sent = {"request_id": uuid.uuid4(), "line": "", "channel": "letter", "received_on": "2026-11-24", "text": SECRET, "signed": ""}
    return sent | more


def test_a_letter_is_typed_by_the_township_and_holds_its_line(cast, clock, eight):
    applications, notice = eight
    clock.move_to("2026-11-25")
    page = f"/posting/{notice.pk}/objections/new/"
    line = notice.lines.get(subject_id=applications[4].pk)
    client, sent = cast.client(cast.township), typed(notice, line=line.pk)
    assert len({client.post(page, sent).headers["Location"] for _ in range(2)}) == 1
    objection = Objection.objects.get()
    assert (objection.line, objection.channel, objection.received_on) == (line, "letter", D(2026, 11, 24))
    assert line not in notice.free_lines()
    for name, status in (("secretary", 403), ("viewer", 403), ("maintainer", 403), ("member", 404)):
        assert cast.client(who(cast, name)).post(page, typed(notice)).status_code == status
    assert cast.client(cast.b.secretary).post(page, typed(notice)).status_code == 404
    assert Objection.objects.count() == 1


def test_an_objection_out_of_its_period_or_against_another_list_is_not_typed(cast, clock, eight):
    _applications, notice = eight
    other = build.posted(cast.b, confirmed(cast, 1, cast.b), TODAY)
    clock.move_to("2026-11-30")
    client, page = cast.client(cast.township), f"/posting/{notice.pk}/objections/new/"
    wrong = (
        {"received_on": "2026-11-22"}, {"received_on": "2026-11-28"}, {"channel": "board"}, {"text": ""},
        {"line": Line.objects.get(notice=other).pk},
    )  # fmt: skip
    for more in wrong:
        assert client.post(page, typed(notice, **more)).status_code == 422
    assert not Objection.objects.exists()
    assert client.post(page, typed(notice, received_on="2026-11-27")).status_code == 302


def test_the_list_shows_first_what_waits_and_how_many_days_are_left(cast, clock):
    ready = confirmed(cast, 4)
    over = build.posted(cast.a, ready[:1], D(2026, 10, 21))
    running = build.posted(cast.a, ready[1:2], TODAY)
    gone = build.posted(cast.a, ready[2:3], TODAY)
    press(cast.client(cast.a.secretary), gone, "withdraw", reason="重写")
    draft(cast.client(cast.a.clerk), cast.a.village, ready[3:])
    drafted = Notice.objects.get(state="drafted")
    clock.move_to("2026-11-25")
    page = cast.client(cast.a.secretary).get("/posting/").context["page"]
    assert [notice.pk for notice in page] == [over.pk, running.pk, drafted.pk, gone.pk]
    assert [getattr(notice, "left", None) for notice in page] == [None, 3, None, None]

    def listed(user, query):
        return [notice.pk for notice in cast.client(user).get(f"/posting/{query}").context["page"]]

    assert listed(cast.viewer, "?state=over") == [over.pk]
    assert listed(cast.viewer, "?state=withdrawn") == [gone.pk]
    assert listed(cast.viewer, f"?village={cast.b.village.code}") == []
    assert listed(cast.b.secretary, "") == listed(cast.a.member, "") == []


@pytest.mark.parametrize("page", ["", "edit/", "print/"])
def test_a_neighbours_notice_looks_like_none(cast, eight, page):
    _applications, notice = eight
    for user in (cast.b.secretary, cast.a.member):
        assert cast.client(user).get(f"/posting/{notice.pk}/{page}").status_code == 404
        assert cast.client(user).get(f"/posting/999999/{page}").status_code == 404
    assert cast.client().get(f"/posting/{notice.pk}/{page}").status_code == 302


def test_one_notice_or_three_cost_the_same_and_so_do_objections(cast):
    ready = confirmed(cast, 3)
    client = cast.client(cast.township)

    def queries(address):
        client.get(address)  # the session's own first steps are not counted
        with CaptureQueriesContext(connection) as caught:
            assert client.get(address).status_code == 200
        return len(caught)

    lists = ("/posting/", "/posting/objections/")
    first = build.posted(cast.a, ready[:1], TODAY)
    object_to(first, ready[0])
    one = [queries(address) for address in lists]
    for application in ready[1:]:
        object_to(build.posted(cast.a, [application], TODAY), application)
    assert [queries(address) for address in lists] == one


def test_one_line_or_three_cost_the_same(cast):
    ready = confirmed(cast, 4)
    client = cast.client(cast.a.secretary)

    def queries(notice):
        client.get(notice.get_absolute_url())  # the session's own first steps are not counted
        with CaptureQueriesContext(connection) as caught:
            assert client.get(notice.get_absolute_url()).status_code == 200
        return len(caught)

    short, long = build.posted(cast.a, ready[:1], TODAY), build.posted(cast.a, ready[1:], TODAY)
    assert queries(short) == queries(long)
