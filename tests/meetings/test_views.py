"""Meetings at the desk: who records them, what is refused at once, and that evidence stays."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings.models import Meeting
from members.models import Office, Village
from tests import build
from tests.people import mandate

D = dt.date
NEW = "/meetings/new/"


def new(**more):
    sent = {"request_id": uuid.uuid4(), "kind": "villagers", "held_on": "2026-10-15", "entitled": 30, "present": 24}
    return sent | more


def who(cast, name):
    return getattr(cast.a, name, None) or getattr(cast, name)


@pytest.mark.parametrize("name", ["secretary", "clerk", "liaison", "township"])
def test_who_enters_records_a_meeting_and_it_says_who_typed_it(cast, name):
    answer = cast.client(who(cast, name)).post(f"{NEW}?village={cast.a.village.code}", new())
    meeting = Meeting.objects.get()
    assert answer.headers["Location"] == meeting.get_absolute_url()
    assert (meeting.village, meeting.typed_by, meeting.held_on) == (cast.a.village, who(cast, name), D(2026, 10, 15))


@pytest.mark.parametrize(("name", "status"), [("viewer", 403), ("maintainer", 403), ("member", 403), ("leader", 403)])
def test_who_only_reads_records_none(cast, name, status):
    assert cast.client(who(cast, name)).post(f"{NEW}?village={cast.a.village.code}", new()).status_code == status
    assert not Meeting.objects.exists()


def test_a_neighbours_village_in_the_address_is_none(cast):
    client = cast.client(cast.b.secretary)
    assert client.post(f"{NEW}?village={cast.a.village.code}", new()).status_code == 404
    # A field of that name moves nothing to another village.
    client.post(NEW, new(village=cast.a.village.pk))
    assert Meeting.objects.get().village == cast.b.village


def test_a_page_gone_back_to_and_typed_over_says_that_it_was_not_kept(cast):
    client, address = cast.client(cast.a.clerk), f"{NEW}?village={cast.a.village.code}"
    sent = new()
    client.post(address, sent)
    again = client.post(address, sent, follow=True)
    assert "没有保存" not in again.content.decode()
    other = client.post(address, sent | {"present": 22, "place": "小学"}, follow=True)
    assert "刚才填的没有保存" in other.content.decode()
    assert [(meeting.present, meeting.place) for meeting in Meeting.objects.all()] == [(24, "")]


def test_a_double_click_records_one(cast):
    client, sent = cast.client(cast.a.clerk), new()
    assert len({client.post(NEW, sent).headers["Location"] for _ in range(2)}) == 1
    assert Meeting.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"present": 31}, "present"),
        ({"entitled": 0, "present": 0}, "entitled"),
        ({"held_on": "2026-11-24"}, "held_on"),
        ({"kind": "residents"}, "kind"),
        ({"kind": "wedding"}, "kind"),
        ({"kind": "joint", "entitled": ""}, "entitled"),
    ],
)
def test_numbers_and_kinds_that_cannot_be_are_refused_at_their_field(cast, wrong, field):
    answer = cast.client(cast.a.clerk).post(NEW, new(**wrong))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not Meeting.objects.exists()


def test_the_residents_committee_has_its_own_meeting(cast):
    committee = build.village("130284105001", "宋家峪居委会", kind="committee")
    mandate(cast.liaison, "liaison", committee)
    client, page = cast.client(cast.liaison), f"{NEW}?village={committee.code}"
    kinds = {kind for kind, _label in client.get(page).context["form"].fields["kind"].choices}
    assert "residents" in kinds
    assert "villagers" not in kinds
    assert client.post(page, new()).status_code == 422
    assert client.post(page, new(kind="residents")).status_code == 302


def test_who_is_entitled_is_filled_in_where_it_is_known(cast):
    Village.objects.filter(pk=cast.a.village.pk).update(representatives=35)
    build.member(cast.a.branch, "新党员", category="probationary")
    build.member(cast.a.branch, "已迁走", left_on=D(2026, 5, 1), left_how="moved")
    Office.objects.create(member=cast.a.members[0], kind="committee")
    Office.objects.create(member=cast.a.members[1], kind="committee", ends_on=D(2026, 1, 31))
    client = cast.client(cast.a.clerk)
    filled = {}
    for kind in ("villagers", "assembly", "committee", "joint"):
        filled[kind] = client.get(f"{NEW}?kind={kind}").context["form"]["entitled"].value()
    # Five formal members here; the secretary and one committee member sit on the committee.
    assert filled == {"villagers": 35, "assembly": 5, "committee": 2, "joint": None}
    client.post(NEW, new(kind="assembly", entitled="", present=4))
    assert Meeting.objects.get().entitled == 5


def test_recorded_from_a_step_one_comes_back_to_the_step(cast):
    client = cast.client(cast.a.clerk)
    back = "/moves/groups.application/1/review/"
    assert client.post(f"{NEW}?next={back}", new()).headers["Location"] == f"{back}?meeting={Meeting.objects.get().pk}"
    assert client.post(f"{NEW}?next=https://elsewhere.example/", new()).headers["Location"].startswith("/meetings/")


def test_the_page_says_what_it_takes_to_pass(cast):
    enough = build.meeting(cast.a.village, held_on=D(2026, 10, 15), entitled=30, present=20)
    short = build.meeting(cast.a.village, held_on=D(2026, 10, 15), entitled=30, present=19)
    branch = build.meeting(cast.a.village, "assembly", held_on=D(2026, 10, 15), entitled=20, present=15)
    client = cast.client(cast.a.clerk)

    def said(meeting):
        return client.get(meeting.get_absolute_url()).context["requirements"]

    assert len(said(enough)) == 2
    assert all(number in said(enough)[0] for number in ("30", "20"))
    assert "11" in said(enough)[1]
    assert len(said(short)) == 3
    assert "1" in said(short)[2]
    # Of twenty entitled: eleven present, eleven in favour.
    assert all("11" in sentence for sentence in said(branch))


def edited(meeting, **more):
    meeting.refresh_from_db()
    names = ("kind", "held_on", "entitled", "present", "place", "convener", "chair", "observers", "note")
    return {name: getattr(meeting, name) for name in names} | more


def test_what_was_mistyped_is_corrected_until_a_vote_was_decided_by_it(cast):
    meetings = {}
    draft = build.draft(cast.a.members[0], cast.a.posts["economy"])
    build.walk(draft, "nominated", cast.a.secretary)
    met = meetings["review"] = build.meeting(cast.a.village, held_on=build.DAYS["review"])
    client, page = cast.client(cast.a.clerk), f"/meetings/{met.pk}/edit/"
    assert client.post(page, edited(met, present=25)).status_code == 302
    met.refresh_from_db()
    assert met.present == 25
    build.move(draft, "review", cast.a.secretary, **build.votes(met))
    for change in ({"present": 24}, {"entitled": 31}, {"held_on": "2026-10-14"}, {"kind": "joint"}):
        answer = client.post(page, edited(met, **change))
        assert answer.status_code == 422
        assert set(answer.context["form"].errors) == set(change)
    assert client.post(page, edited(met, chair="王主任")).status_code == 302
    met.refresh_from_db()
    assert (met.present, met.entitled, met.chair) == (25, 30, "王主任")


def test_a_meeting_is_read_and_changed_within_ones_scope(cast):
    met = build.meeting(cast.a.village, held_on=D(2026, 10, 15))
    for name, reads, changes in (
        ("clerk", 200, 200), ("liaison", 200, 200), ("township", 200, 200), ("viewer", 200, 403), ("maintainer", 200, 403),
        ("member", 404, 404),
    ):  # fmt: skip
        client = cast.client(who(cast, name))
        assert client.get(met.get_absolute_url()).status_code == reads, name
        assert client.get(f"/meetings/{met.pk}/edit/").status_code == changes, name
        assert client.get("/meetings/999999/").status_code == 404
    foreign = cast.client(cast.b.secretary)
    assert foreign.get(met.get_absolute_url()).status_code == 404
    assert foreign.post(f"/meetings/{met.pk}/edit/", edited(met, chair="我")).status_code == 404
    assert cast.client().get(met.get_absolute_url()).status_code == 302


def test_the_list_ends_where_ones_scope_ends(cast):
    mine = build.meeting(cast.a.village, held_on=D(2026, 10, 15))
    theirs = build.meeting(cast.b.village, "assembly", held_on=D(2026, 10, 16))

    def listed(user, query=""):
        return [meeting.pk for meeting in cast.client(user).get(f"/meetings/{query}").context["page"]]

    assert listed(cast.township) == listed(cast.viewer) == [theirs.pk, mine.pk]
    assert listed(cast.a.clerk) == listed(cast.a.clerk, f"?village={cast.b.village.code}") == [mine.pk]
    assert listed(cast.a.member) == []
    assert listed(cast.township, "?kind=assembly") == [theirs.pk]


def test_one_meeting_or_three_cost_the_same(cast):
    client = cast.client(cast.township)

    def queries():
        client.get("/meetings/")  # the session's own first steps are not counted
        with CaptureQueriesContext(connection) as caught:
            assert client.get("/meetings/").status_code == 200
        return len(caught)

    build.meeting(cast.a.village, held_on=D(2026, 10, 15))
    one = queries()
    build.meeting(cast.b.village, held_on=D(2026, 10, 15))
    build.meeting(cast.b.village, "assembly", held_on=D(2026, 10, 16))
    assert queries() == one
