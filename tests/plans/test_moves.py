"""Plans and goals: every state x every move x everybody. What is not in the table is refused."""

import pytest

from plans.models import Goal
from plans.moves import GOAL, PLAN, GoalState, PlanState
from tests.groups.test_moves import ENTERERS, OUTSIDERS, PEOPLE, person
from tests.plans.stories import plan_of, walked
from tests.support.shares import my_share
from tools.workflow.errors import Conflict, Forbidden

DELIBERATED = {"proposed", "discussed", "examined", "decided"}
# Written by hand from the procedure, not read from the tables under test: who may do what from where.
PLANS = {
    "propose": ({"drafted", "returned"}, ENTERERS),
    "discuss": ({"proposed"}, ENTERERS),
    "examine": ({"discussed"}, ENTERERS),
    "decide": ({"examined"}, ENTERERS),
    "publish": ({"decided"}, {"secretary"}),
    "report": ({"published"}, {"secretary"}),
    "vote_down": ({"proposed", "discussed", "examined"}, {"secretary"}),
    "return": (DELIBERATED, {"secretary", "township"}),
    "withdraw": ({"drafted", "returned", "published"} | DELIBERATED, {"secretary", "township"}),
    "undo": (DELIBERATED, ENTERERS),
}
GOALS = {
    "finish": ({"open"}, ENTERERS),
    "drop": ({"open"}, {"secretary", "township"}),
    "reopen": ({"done", "dropped"}, {"secretary"}),
}
EVERYBODY = PEOPLE + OUTSIDERS


def test_the_tables_have_these_moves_and_no_others():
    assert {move.name for move in PLAN.moves} == set(PLANS)
    assert {move.name for move in GOAL.moves} == set(GOALS)


@pytest.mark.parametrize("state", PlanState.values)
@pytest.mark.parametrize("who", my_share(EVERYBODY))
def test_only_the_written_cells_of_a_plan_open_a_button(cast, who, state):
    plan = plan_of(cast.a, goals=0)
    plan.state = state  # Only asked, never written: set on the instance in memory.
    seen = {move.name for move in PLAN.available(person(cast, who), plan)}
    # Nothing was typed a moment ago here, so nothing can be taken back: test_procedure.py.
    assert seen == {name for name, (sources, by) in PLANS.items() if state in sources and who in by} - {"undo"}


@pytest.mark.parametrize("state", GoalState.values)
@pytest.mark.parametrize("who", my_share(EVERYBODY))
def test_only_the_written_cells_of_a_goal_open_a_button(cast, who, state):
    goal = plan_of(cast.a).goals.get(number=1)
    goal.state = state
    seen = {move.name for move in GOAL.available(person(cast, who), goal)}
    assert seen == {name for name, (sources, by) in GOALS.items() if state in sources and who in by}


def refused(table, first):
    """Everybody tries every move on what was just made, but for the cells in which the move is his to make."""
    return [
        (who, name)
        for name, (sources, by) in table.items()
        for who in EVERYBODY
        if who not in by or first not in sources
    ]


@pytest.mark.parametrize(("who", "name"), my_share(refused(PLANS, "drafted")))
def test_whoever_is_not_in_the_table_moves_no_plan_and_nothing_is_written(cast, who, name):
    plan = plan_of(cast.a)
    expected = Conflict if who in PLANS[name][1] else Forbidden
    with pytest.raises(expected):
        PLAN.perform(plan, name, actor=person(cast, who), data={"reason": "试"})
    plan.refresh_from_db()
    assert (plan.state, plan.version) == ("drafted", 0)


@pytest.mark.parametrize(("who", "name"), my_share(refused(GOALS, "open")))
def test_whoever_is_not_in_the_table_moves_no_goal_and_nothing_is_written(cast, who, name):
    goal = walked(cast.a, "published").goals.get(number=1)
    expected = Conflict if who in GOALS[name][1] else Forbidden
    with pytest.raises(expected):
        GOAL.perform(goal, name, actor=person(cast, who), data={"reason": "试", "result": "试"})
    assert Goal.objects.get(pk=goal.pk).state == "open"


def test_a_leader_settles_the_goals_of_his_own_group_alone(cast):
    plan = walked(cast.a, "published")
    own, other = plan.goals.get(number=1), plan.goals.get(number=2)
    Goal.objects.filter(pk=own.pk).update(group=cast.a.groups["culture"])
    own.refresh_from_db()
    assert [move.name for move in GOAL.available(cast.a.leader, own)] == ["finish"]
    assert not GOAL.available(cast.a.leader, other) and not GOAL.available(cast.b.leader, own)


def test_a_mandate_that_ended_yesterday_opens_nothing(cast):
    cast.a.secretary.mandates.update(ends_on="2026-11-22")
    with pytest.raises(Forbidden):
        PLAN.perform(plan_of(cast.a), "propose", actor=cast.a.secretary, data={})
