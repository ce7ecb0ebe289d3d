"""An objection's course: taken up or not, suspended, late; what the village reads of it, and the slip for who brought it."""

import uuid

import pytest

from notices.models import Objection
from notices.moves import OBJECTION
from tests.notices.stories import SECRET, Signed, object_to, press, states
from tools.workflow.models import StateChange

TAKEN = {"accept": {}, "suspend": {"finding": "待核实"}, "dismiss": {"finding": "不属实"}}


def typed(client, notice, **more):
    sent = {"request_id": uuid.uuid4(), "line": "", "channel": "person", "received_on": "2026-11-23", "text": SECRET}
    return client.post(f"/posting/{notice.pk}/objections/new/", sent | {"signed": ""} | more)


def test_one_not_taken_up_counts_as_looked_into_and_says_why(cast, clock, eight):
    applications, notice = eight
    objection = object_to(notice, applications[0], channel="letter", signed="张三丰 13812345678")
    town = Signed(cast, cast.township)
    assert press(town, objection, "decline", finding="另行处理").status_code == 422
    for told in ("张三丰说的不对", "回电13812345678"):
        assert press(town, objection, "decline", ground="other_matter", finding=told).status_code == 422
    assert press(town, objection, "decline", ground="other_matter", finding="与本公示无关").status_code == 302
    objection.refresh_from_db()
    assert (objection.state, objection.ground) == ("declined", "other_matter")
    clock.move_to("2026-11-28")
    secretary = Signed(cast, cast.a.secretary)
    assert press(secretary, notice, "conclude", stated="on").status_code == 302
    assert states(applications) == ["seated"] * 8
    page = secretary.get(notice.get_absolute_url()).content.decode()
    assert "与本公示无关" in page
    assert "不予受理" in page
    assert SECRET not in page
    assert "张三丰" not in page
    assert StateChange.objects.of(objection).get().note == "与本公示无关"


def test_the_finding_of_one_upheld_tells_no_more_of_who_objected_than_any_other(cast, clock, eight):
    applications, notice = eight
    objection = object_to(notice, applications[1], channel="letter", signed="张三丰 13812345678")
    town, sent = Signed(cast, cast.township), {"objection": objection.pk, "outcome": "declined"}
    for told in ("张三丰反映属实", "已回电13812345678"):
        assert press(town, applications[1], "uphold", finding=told, **sent).status_code == 422
    assert states(applications[1:2]) == ["posted"]
    assert press(town, applications[1], "uphold", finding="情况属实", **sent).status_code == 302


def test_one_taken_up_and_suspended_holds_its_line_until_it_is_settled(cast, clock, eight):
    applications, notice = eight
    objection = object_to(notice, applications[1])
    town, secretary = Signed(cast, cast.township), Signed(cast, cast.a.secretary)
    assert press(town, objection, "accept").status_code == 302
    assert press(town, objection, "decline", ground="late", finding="迟了").status_code == 409
    assert press(town, objection, "suspend", finding="待有关单位答复").status_code == 302
    clock.move_to("2026-11-28")
    assert press(secretary, notice, "conclude", stated="on").status_code == 302
    assert states(applications[:2]) == ["seated", "posted"]
    assert "待有关单位答复" in secretary.get(notice.get_absolute_url()).content.decode()
    sent = {"objection": objection.pk, "finding": "属实", "outcome": "declined"}
    assert press(town, applications[1], "uphold", **sent).status_code == 302
    assert states(applications[1:2]) == ["declined"]


def test_one_against_the_list_that_is_suspended_holds_the_list(cast, clock, eight):
    _applications, notice = eight
    whole = object_to(notice, None)
    OBJECTION.perform(whole, "suspend", actor=cast.township, data={"finding": "待核实"})
    clock.move_to("2026-11-28")
    assert press(cast.client(cast.a.secretary), notice, "conclude", stated="on").status_code == 422
    assert notice.free_lines() == []


def test_one_that_came_late_is_kept_as_not_taken_up_or_taken_up_all_the_same(cast, clock, eight):
    applications, notice = eight
    clock.move_to("2026-11-30")
    town = Signed(cast, cast.township)
    line = notice.lines.get(subject_id=applications[0].pk).pk
    same = {"request_id": uuid.uuid4(), "line": line, "received_on": "2026-11-30"}
    assert {typed(town, notice, **same).status_code for _ in range(2)} == {302}
    late = Objection.objects.get()
    assert (late.state, late.ground) == ("declined", "late")
    assert len(notice.free_lines()) == 8
    assert typed(town, notice, line=line, received_on="2026-11-30", all_the_same="on").status_code == 302
    assert Objection.objects.get(state="accepted").is_in_period is False
    assert len(notice.free_lines()) == 7
    press(cast.client(cast.a.secretary), notice, "conclude", stated="on")
    assert typed(town, notice, received_on="2026-11-30", all_the_same="on").status_code == 422
    assert typed(town, notice, received_on="2026-11-25").status_code == 422
    assert typed(town, notice, received_on="2026-11-30").status_code == 302


@pytest.mark.parametrize("channel", ["letter", "phone", "person"])
def test_every_way_of_objecting_is_kept_also_without_a_name(cast, eight, channel):
    _applications, notice = eight
    assert typed(cast.client(cast.township), notice, channel=channel).status_code == 302
    kept = Objection.objects.get()
    assert (kept.channel, kept.signed, kept.state) == (channel, "", "received")


@pytest.mark.parametrize("move", TAKEN)
def test_only_the_township_decides_on_it_and_nobody_in_the_village_sees_it(cast, eight, move):
    applications, notice = eight
    objection = object_to(notice, applications[0])
    for user, status in ((cast.a.secretary, 404), (cast.a.clerk, 404), (cast.viewer, 404), (cast.maintainer, 403)):
        assert press(cast.client(user), objection, move, **TAKEN[move]).status_code == status
    assert press(cast.client(cast.township), objection, move, **TAKEN[move]).status_code == 302


def test_the_slip_names_nobody_and_says_whether_it_is_taken_up(cast, eight):
    applications, notice = eight
    objection = object_to(notice, applications[0], channel="letter", signed="张三丰")
    client, page = cast.client(cast.township), f"/posting/objections/{objection.pk}/slip/"
    text = client.get(page).content.decode()
    assert notice.title in text
    assert "2026年11月23日" in text
    for secret in (SECRET, "张三丰", applications[0].member.name):
        assert secret not in text
    press(client, objection, "decline", ground="repeated", finding="已有结论")
    assert "已核查过" in client.get(page).content.decode()
    assert cast.client(cast.a.secretary).get(page).status_code == 404
