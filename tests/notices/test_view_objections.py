"""An objection to one of eight, to the whole list, by letter: what it holds, who reads it, how it ends."""

import datetime as dt
import uuid

import pytest

from groups.models import Placement
from notices.models import Line, Objection
from tests import build
from tests.notices.stories import SECRET, TODAY, Signed, confirmed, object_to, press, states, who

D = dt.date


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
    sent = {
        "request_id": uuid.uuid4(),
        "line": "",
        "channel": "letter",
        "received_on": "2026-11-24",
        "text": SECRET,
        "signed": "",
    }
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
        {"received_on": "2026-11-22"}, {"received_on": "2026-12-01"}, {"channel": "board"}, {"text": ""},
        {"line": Line.objects.get(notice=other).pk},
    )  # fmt: skip
    for more in wrong:
        assert client.post(page, typed(notice, **more)).status_code == 422
    assert not Objection.objects.exists()
    assert client.post(page, typed(notice, received_on="2026-11-27")).status_code == 302
