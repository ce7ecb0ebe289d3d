"""A year's plan and its goals: every state x every move x everybody. What is not in the table is refused."""

import pytest

from plans.moves import GOAL, PLAN, GoalState, PlanState
from tests import build
from tests.plans.stories import decided, met, move, plan_of, walked
from tools.workflow.errors import Conflict, Forbidden
from tools.workflow.models import StateChange

ENTERERS = {"clerk", "secretary", "liaison", "township"}
DELIBERATED = {"proposed", "discussed", "examined", "decided"}
# Written by hand from the procedure, not read from the tables under test: who may do what from where, and what comes of it.
PLANS = {
    "propose": ({"drafted", "returned"}, ENTERERS, "proposed"),
    "discuss": ({"proposed"}, ENTERERS, "discussed"),
    "examine": ({"discussed"}, ENTERERS, "examined"),
    "decide": ({"examined"}, ENTERERS, "decided"),
    "publish": ({"decided"}, {"secretary"}, "published"),
    "report": ({"published"}, {"secretary"}, "reported"),
    "vote_down": ({"proposed", "discussed", "examined"}, {"secretary"}, "returned"),
    "return": (DELIBERATED, {"secretary", "township"}, "returned"),
    "withdraw": ({"drafted", "returned"} | DELIBERATED, {"secretary", "township"}, "withdrawn"),
}
# The leader of the culture group, for a goal that was given to the culture group.
GOALS = {
    "finish": ({"open"}, ENTERERS | {"leader"}, "done"),
    "drop": ({"open"}, {"secretary", "township"}, "dropped"),
    "reopen": ({"done", "dropped"}, {"secretary"}, "open"),
}
PEOPLE = ["clerk", "secretary", "liaison", "township", "member", "leader", "viewer", "maintainer", "clock"]
OUTSIDERS = ["secretary-b", "clerk-b", "member-b", "leader-b"]
EVERYBODY = PEOPLE + OUTSIDERS


def person(cast, word):
    if word == "clock":
        return None
    if word in ("township", "viewer", "liaison", "maintainer"):
        return getattr(cast, word)
    name, _, village = word.partition("-")
    return getattr(cast.b if village == "b" else cast.a, name)


def test_the_tables_have_these_moves_and_no_others():
    assert {m.name: (set(m.sources), m.target) for m in PLAN.moves} == {n: (s, t) for n, (s, _b, t) in PLANS.items()}
    assert {m.name: (set(m.sources), m.target) for m in GOAL.moves} == {n: (s, t) for n, (s, _b, t) in GOALS.items()}


@pytest.mark.parametrize("state", PlanState.values)
@pytest.mark.parametrize("who", EVERYBODY)
def test_only_the_written_cells_open_a_button_of_a_plan(cast, who, state):
    plan = plan_of(cast.a, goals=1)
    # Only asked, never written: the state is set on the instance in memory.
    plan.state = state
    seen = {one.name for one in PLAN.available(person(cast, who), plan)}
    assert seen == {name for name, (sources, by, _to) in PLANS.items() if state in sources and who in by}


@pytest.mark.parametrize("state", GoalState.values)
@pytest.mark.parametrize("who", EVERYBODY)
def test_only_the_written_cells_open_a_button_of_a_goal(cast, who, state):
    goal = plan_of(cast.a).goals.get(group=cast.a.groups["culture"])
    goal.state = state
    seen = {one.name for one in GOAL.available(person(cast, who), goal)}
    assert seen == {name for name, (sources, by, _to) in GOALS.items() if state in sources and who in by}


@pytest.mark.parametrize("which", ["the branch's own", "another group's"])
def test_a_leader_has_no_button_on_what_was_given_to_others(cast, which):
    goals = plan_of(cast.a).goals
    goal = goals.get(group=None) if which == "the branch's own" else goals.get(group=cast.a.groups["environment"])
    assert GOAL.available(cast.a.leader, goal) == []
    assert [one.name for one in GOAL.available(cast.a.secretary, goal)] == ["finish", "drop"]


def tried(table, thing, name, actor, expected):
    """The move is refused, and neither the thing nor its trail knows of it."""
    before, trail = type(thing).objects.values().get(pk=thing.pk), StateChange.objects.count()
    with pytest.raises(expected):
        table.perform(thing, name, actor=actor, data={"reason": "试", "result": "试", "how": "试"})
    assert type(thing).objects.values().get(pk=thing.pk) == before
    assert StateChange.objects.count() == trail


# A draft is tried by everybody with every move, but for the cells in which the move is his to make.
REFUSED = [
    (w, n) for n, (sources, by, _to) in PLANS.items() for w in EVERYBODY if not (w in by and "drafted" in sources)
]


@pytest.mark.parametrize(("who", "name"), REFUSED)
def test_whoever_is_not_in_the_table_moves_no_draft_and_nothing_is_written(cast, who, name):
    expected = Conflict if who in PLANS[name][1] else Forbidden
    tried(PLAN, plan_of(cast.a), name, person(cast, who), expected)


@pytest.mark.parametrize("state", ["proposed", "decided", "published", "reported"])
def test_on_the_way_too_nobody_is_let_in_whom_the_table_does_not_name(cast, state):
    plan = walked(plan_of(cast.a, goals=1), state, cast.a)
    for name, (sources, by, _to) in PLANS.items():
        for who in EVERYBODY:
            if who not in by:
                tried(PLAN, plan, name, person(cast, who), Forbidden)
            elif state not in sources:
                tried(PLAN, plan, name, person(cast, who), Conflict)


@pytest.mark.parametrize("state", GoalState.values)
def test_whoever_is_not_in_the_table_moves_no_goal_and_nothing_is_written(cast, state):
    goal = walked(plan_of(cast.a), "published", cast.a).goals.get(group=cast.a.groups["culture"])
    if state != "open":
        move(goal, {"done": "finish", "dropped": "drop"}[state], cast.a.secretary, result="好", reason="改期")
    for name, (sources, by, _to) in GOALS.items():
        for who in EVERYBODY:
            if who not in by:
                tried(GOAL, goal, name, person(cast, who), Forbidden)
            elif state not in sources:
                tried(GOAL, goal, name, person(cast, who), Conflict)


@pytest.mark.parametrize("name", ["clerk", "secretary", "liaison"])
def test_a_mandate_that_ended_yesterday_opens_nothing(cast, name):
    actor, plan = person(cast, name), plan_of(cast.a)
    actor.mandates.update(ends_on="2026-11-22")
    tried(PLAN, plan, "propose", actor, Forbidden)
    actor.mandates.update(ends_on="2026-11-23")
    decided(plan, "propose", cast.a) if name == "secretary" else PLAN.check(plan, "propose", actor=actor, version=0)


def test_a_leader_whose_mandate_ended_yesterday_finishes_no_goal(cast):
    goal = walked(plan_of(cast.a), "published", cast.a).goals.get(group=cast.a.groups["culture"])
    cast.a.leader.mandates.update(ends_on="2026-11-22")
    tried(GOAL, goal, "finish", cast.a.leader, Forbidden)


def test_a_mandate_taken_away_opens_nothing_even_inside_its_dates(cast):
    plan = walked(plan_of(cast.a), "decided", cast.a)
    cast.a.secretary.mandates.update(taken_at=build.moment("2026-11-23", 9))
    tried(PLAN, plan, "publish", cast.a.secretary, Forbidden)


@pytest.mark.parametrize(("who", "word"), [("clerk", "clerk"), ("liaison", "liaison"), ("township", "township")])
def test_the_trail_says_as_what_somebody_recorded_the_proposal(cast, who, word):
    plan, meeting = plan_of(cast.a), met(cast.a, "propose")
    move(plan, "propose", person(cast, who), **build.votes(meeting))
    [change] = plan.trail()
    assert (change.actor, change.acted_as, change.happened_on) == (person(cast, who), word, meeting.held_on)
