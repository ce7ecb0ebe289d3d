"""One short transaction: whole or not at all, once and not twice, on the day it says."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError

from groups.models import Placement
from groups.moves import APPLICATION
from tests import build
from tools.workflow.errors import Conflict, Forbidden, Refused
from tools.workflow.models import StateChange

D = dt.date


@pytest.fixture
def draft(cast):
    return build.draft(cast.a.members[0], cast.a.posts["economy"])


def test_an_internal_move_is_made_by_nobody_alone(cast, draft):
    build.walk(draft, "confirmed", cast.a.secretary)
    for actor in (cast.a.secretary, cast.township, cast.maintainer, None):
        with pytest.raises(Forbidden):
            APPLICATION.perform(draft, "post", actor=actor)


def test_an_internal_move_takes_person_day_and_request_from_its_cause(cast, draft):
    build.walk(draft, "confirmed", cast.a.secretary)
    cause = StateChange.objects.of(draft).last()
    other = build.walk(build.draft(cast.a.members[1], cast.a.posts["culture"]), "confirmed", cast.a.secretary)
    change = APPLICATION.perform(other, "post", actor=None, cause=cause)
    assert (change.actor, change.happened_on, change.request_id, change.cause) == (
        cast.a.secretary, cause.happened_on, cause.request_id, cause,
    )  # fmt: skip


def test_a_day_to_come_and_a_day_before_the_step_before_are_refused(cast, draft):
    with pytest.raises(Refused):
        build.move(draft, "apply", cast.a.clerk, on=D(2026, 11, 24))
    build.move(draft, "apply", cast.a.clerk, on=D(2026, 10, 8))
    with pytest.raises(Refused):
        build.move(draft, "nominate", cast.a.clerk, on=D(2026, 10, 7), nominators=3, how="slips")
    assert (
        build.move(draft, "nominate", cast.a.clerk, on=D(2026, 10, 8), nominators=3, how="slips").state == "nominated"
    )


def test_two_dates_are_kept_the_day_it_happened_and_the_moment_it_was_typed(cast, draft, clock):
    moment = clock.move_to("2026-11-20T15:30")
    build.move(draft, "apply", cast.a.clerk, on=D(2026, 10, 8))
    change = StateChange.objects.of(draft).get()
    assert (change.happened_on, change.typed_at) == (D(2026, 10, 8), moment)


def test_an_effect_that_fails_leaves_no_trace_of_the_move(cast, draft):
    build.walk(draft, "reviewed", cast.a.secretary)
    holders = [build.draft(person, cast.a.posts["economy"]) for person in cast.a.members[1:]]
    meetings = {}
    for holder in holders:
        build.walk(holder, "confirmed", cast.a.secretary, meetings=meetings)
    before = StateChange.objects.count()
    with pytest.raises(Conflict) as refused:
        build.move(draft, "confirm", cast.a.secretary, **build.votes(meetings["confirm"]))
    assert all(person.name in str(refused.value) for person in cast.a.members[1:])
    draft.refresh_from_db()
    assert (draft.state, StateChange.objects.count(), draft.ballots.filter(step="confirm").count()) == (
        "reviewed",
        before,
        0,
    )


def test_the_database_itself_gives_one_seat_once(cast, draft):
    build.walk(draft, "confirmed", cast.a.secretary)
    seat = Placement.objects.get(application=draft)
    other = build.draft(cast.a.members[1], cast.a.posts["economy"])
    with pytest.raises(IntegrityError):
        Placement.objects.create(
            application=other, post=seat.post, member=other.member, seat=seat.seat, reserved_on="2026-11-01"
        )


def test_seats_are_numbered_and_the_lowest_free_one_is_given(cast):
    meetings, drafts = {}, [build.draft(person, cast.a.posts["economy"]) for person in cast.a.members]
    for one in drafts[:2]:
        build.walk(one, "confirmed", cast.a.secretary, meetings=meetings)
    assert list(Placement.objects.order_by("seat").values_list("seat", flat=True)) == [1, 2]
    build.move(drafts[0], "return", cast.a.secretary, reason="补正", on=build.DAYS["confirm"])
    assert list(Placement.objects.values_list("seat", flat=True)) == [2]
    build.walk(drafts[2], "confirmed", cast.a.secretary, meetings=meetings)
    assert Placement.objects.get(application=drafts[2]).seat == 1


def test_a_list_is_confirmed_by_the_same_table_in_one_transaction(cast, django_assert_max_num_queries):
    meetings = {}
    drafts = [
        build.walk(build.draft(person, cast.a.posts["economy"]), "reviewed", cast.a.secretary, meetings=meetings)
        for person in cast.a.members[:2]
    ]
    met = build.meeting(cast.a.village, "assembly", held_on=build.DAYS["confirm"], entitled=20, present=15)
    changes = APPLICATION.perform_many(
        drafts,
        "confirm",
        actor=cast.a.secretary,
        happened_on=build.DAYS["confirm"],
        data_for=lambda _obj: build.votes(met),
    )
    assert [change.target for change in changes] == ["confirmed", "confirmed"]
    assert len({change.request_id for change in changes}) == 1


def test_one_who_may_not_be_moved_stops_the_whole_list(cast):
    meetings = {}
    own = build.walk(
        build.draft(cast.a.secretary_member, cast.a.posts["economy-leader"]),
        "reviewed",
        cast.a.clerk,
        meetings=meetings,
    )
    other = build.walk(
        build.draft(cast.a.members[0], cast.a.posts["economy"]), "reviewed", cast.a.clerk, meetings=meetings
    )
    met = build.meeting(cast.a.village, "assembly", held_on=build.DAYS["confirm"], entitled=20, present=15)
    with pytest.raises(Forbidden):
        APPLICATION.perform_many(
            [own, other],
            "confirm",
            actor=cast.a.secretary,
            happened_on=build.DAYS["confirm"],
            data_for=lambda _obj: build.votes(met),
        )
    other.refresh_from_db()
    assert other.state == "reviewed"


def test_an_empty_list_is_no_move(cast):
    assert APPLICATION.perform_many([], "confirm", actor=cast.a.secretary) == []


def test_a_request_answered_before_gives_the_same_changes_again(cast, draft):
    request_id = uuid.uuid4()
    first = APPLICATION.perform(draft, "apply", actor=cast.a.clerk, request_id=request_id, happened_on=D(2026, 10, 8))
    again = APPLICATION.perform(
        draft, "apply", actor=cast.a.clerk, request_id=request_id, happened_on=D(2026, 10, 8), version=0
    )
    assert first == again


def test_the_inbox_holds_what_waits_for_each_and_nothing_else(cast, draft):
    build.move(draft, "apply", cast.a.clerk)
    foreign = build.draft(cast.b.members[0], cast.b.posts["economy"])
    build.move(foreign, "apply", cast.b.clerk)

    def waiting(user):
        return {obj.pk for obj, _moves in APPLICATION.inbox(user)}

    assert waiting(cast.a.secretary) == {draft.pk}
    assert waiting(cast.b.clerk) == {foreign.pk}
    assert waiting(cast.township) == {draft.pk, foreign.pk}
    assert waiting(cast.viewer) == set()
    assert waiting(cast.maintainer) == set()


def test_the_inbox_is_filled_after_it_was_asked_whose_things_they_are(cast):
    """However many things of others are older: what waits for one is found."""
    for member in cast.b.members:
        build.walk(build.draft(member, cast.b.posts["economy"]), "reviewed", cast.b.secretary)
    own = build.walk(build.draft(cast.a.secretary_member, cast.a.posts["economy"]), "reviewed", cast.a.secretary)
    found = APPLICATION.inbox(cast.township, without=frozenset({"township"}), most=1)
    assert [(obj.pk, [move.name for move in moves]) for obj, moves in found] == [(own.pk, ["confirm"])]
    assert APPLICATION.inbox(cast.township, among=APPLICATION.model.objects.exclude(pk=own.pk)) == []
