"""四议两公开: a plan from its draft to its published result, and what keeps it from going on."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from groups.models import Cycle
from members.models import Township
from plans.actions import write_plan
from plans.models import Goal, Plan, Resolution
from plans.moves import PLAN
from plans.words import steps_of
from tests import build
from tests.groups.test_view_paper import press
from tests.plans.stories import DAYS, REACHED, SHEETS, STEPS, met, plan_of, settle, take, walked
from tools.upkeep.invariants import find_broken
from tools.workflow.errors import Refused
from tools.workflow.models import StateChange

# One too few of those who came, one too few in favour; by the law's and the Party's shares, reckoned by hand.
SHORT = [
    ("propose", {"entitled": 6, "present": 3}, None),
    ("propose", {"entitled": 8, "present": 6}, 4),
    ("discuss", {"entitled": 8, "present": 4}, None),
    ("discuss", {"entitled": 9, "present": 8}, 4),
    ("examine", {"entitled": 30, "present": 19}, None),
    ("examine", {"entitled": 30, "present": 24}, 15),
    ("decide", {"entitled": 30, "present": 19}, None),
    ("decide", {"entitled": 30, "present": 24}, 12),
]
ENOUGH = [
    ("propose", {"entitled": 6, "present": 4}, 4),
    ("discuss", {"entitled": 9, "present": 5}, 3),
    ("examine", {"entitled": 30, "present": 20}, 16),
    ("decide", {"entitled": 30, "present": 20}, 11),
]


def before(step):
    """The state from which a step goes on."""
    return "drafted" if step == STEPS[0] else REACHED[STEPS[STEPS.index(step) - 1]]


def test_a_plan_goes_from_its_draft_to_its_published_result(cast):
    plan = walked(cast.a, "reported")
    assert [(row.step, row.meeting.kind) for row in plan.resolutions.all()] == [(s, SHEETS[s][0]) for s in SHEETS]
    assert [row.published_on for row in plan.publications.all()] == [DAYS["publish"], DAYS["report"]]
    assert [change.move for change in StateChange.objects.of(plan)] == list(STEPS)
    assert [step.status for step in steps_of(plan)] == ["done"] * 6
    assert find_broken() == []


@pytest.mark.parametrize(("step", "numbers", "favour"), SHORT)
def test_a_deliberation_that_is_short_by_one_does_not_count(cast, step, numbers, favour):
    plan = walked(cast.a, before(step))
    votes = build.votes(met(cast.a, step, **numbers), favour)
    with pytest.raises(Refused):
        take(cast.a, plan, step, **votes)
    assert Plan.objects.get().state == before(step) and not plan.resolutions.filter(step=step).exists()


@pytest.mark.parametrize(("step", "numbers", "favour"), ENOUGH)
def test_a_deliberation_that_has_just_enough_counts(cast, step, numbers, favour):
    plan = walked(cast.a, before(step))
    take(cast.a, plan, step, **build.votes(met(cast.a, step, **numbers), favour))
    vote = plan.resolutions.get(step=step)
    assert (vote.entitled, vote.present, vote.in_favour) == (numbers["entitled"], numbers["present"], favour)


@pytest.mark.parametrize("step", SHEETS)
def test_another_kind_of_meeting_decides_nothing(cast, step):
    plan = walked(cast.a, before(step))
    other = "villagers" if step != "decide" else "assembly"
    wrong = build.meeting(cast.a.village, other, held_on=DAYS[step])
    with pytest.raises(Refused):
        take(cast.a, plan, step, **build.votes(wrong))


@pytest.mark.parametrize("step", SHEETS)
def test_another_villages_meeting_decides_nothing(cast, step):
    plan = walked(cast.a, before(step))
    with pytest.raises(Refused):
        take(cast.a, plan, step, **build.votes(met(cast.b, step)))


def test_members_have_the_plan_three_days_before_the_assembly(cast):
    plan = walked(cast.a, "discussed")
    early, soon = (met(cast.a, "examine", DAYS["discuss"] + dt.timedelta(days=days)) for days in (2, 3))
    with pytest.raises(Refused, match="2026"):
        take(cast.a, plan, "examine", **build.votes(early))
    assert take(cast.a, plan, "examine", **build.votes(soon)).state == "examined"


def test_the_town_may_ask_for_days_between_the_deliberations(cast):
    Township.objects.update(plan_step_days=7)
    plan = walked(cast.a, "proposed")
    with pytest.raises(Refused, match="7"):
        take(cast.a, plan, "discuss")
    later = met(cast.a, "discuss", DAYS["propose"] + dt.timedelta(days=7))
    assert take(cast.a, plan, "discuss", on=DAYS["report"], **build.votes(later)).state == "discussed"


def test_the_town_may_limit_the_days_of_all_of_them(cast):
    Township.objects.update(plan_all_days=9)
    plan = walked(cast.a, "examined")
    with pytest.raises(Refused, match="9"):
        take(cast.a, plan, "decide")
    Township.objects.update(plan_all_days=10)
    assert take(cast.a, plan, "decide").state == "decided"


def test_a_vote_that_failed_is_kept_and_the_next_round_begins_with_nothing(cast):
    plan = walked(cast.a, "discussed")
    take(cast.a, plan, "vote_down", on=DAYS["examine"], **build.votes(met(cast.a, "examine"), 15))
    assert (plan.state, plan.round) == ("returned", 2)
    failed = Resolution.objects.get(step="vote_down")
    assert (failed.round, failed.in_favour) == (1, 15)
    assert [step.vote for step in steps_of(plan)] == [None] * 6
    walked_again = take(
        cast.a, plan, "propose", on=DAYS["report"], **build.votes(met(cast.a, "propose", DAYS["decide"]))
    )
    assert walked_again.state == "proposed"


def test_a_vote_that_passed_is_not_recorded_as_failed(cast):
    plan = walked(cast.a, "discussed")
    with pytest.raises(Refused):
        take(cast.a, plan, "vote_down", on=DAYS["examine"], **build.votes(met(cast.a, "examine")))


def test_what_was_sent_back_begins_again_and_keeps_its_votes(cast):
    plan = walked(cast.a, "decided")
    take(cast.a, plan, "return", cast.township, reason="目标写得太笼统")
    assert (plan.state, plan.round, plan.resolutions.count()) == ("returned", 2, 4)
    assert plan.is_editable


def test_a_mistyped_vote_is_taken_back_by_whoever_typed_it_within_ten_minutes(cast, clock):
    plan = walked(cast.a, "discussed")
    with pytest.raises(Refused):
        take(cast.a, plan, "undo", cast.a.clerk)
    take(cast.a, plan, "undo", cast.a.secretary, on=DAYS["discuss"])
    assert plan.state == "proposed" and not plan.resolutions.filter(step="discuss").exists()
    take(cast.a, plan, "discuss", **build.votes(met(cast.a, "discuss", present=9)))
    assert plan.resolutions.get(step="discuss").present == 9
    clock.forward(minutes=11)
    with pytest.raises(Refused):
        take(cast.a, plan, "undo", cast.a.secretary, on=DAYS["discuss"])


def test_what_is_typed_late_from_paper_counts_by_the_days_of_its_meetings(cast):
    client, plan = cast.client(cast.a.secretary), plan_of(cast.a)
    for step in SHEETS:
        meeting = met(cast.a, step)
        votes = {"meeting": meeting.pk, "in_favour": meeting.present, "against": 0, "abstained": 0, "happened_on": ""}
        assert press(client, plan, step, **votes).status_code == 302, step
    assert [change.happened_on for change in StateChange.objects.of(plan)] == [DAYS[step] for step in SHEETS]


def test_a_plan_without_goals_is_not_proposed(cast):
    with pytest.raises(Refused):
        take(cast.a, plan_of(cast.a, goals=0), "propose")


@pytest.mark.parametrize("number", ["13812345678", "130284197001011234", "6222021234567890123"])
def test_what_names_somebodys_number_is_not_published(cast, number):
    plan = walked(cast.a, "decided")
    Goal.objects.filter(plan=plan, number=1).update(content=f"找王某{number}")
    with pytest.raises(Refused, match=number):
        take(cast.a, plan, "publish")
    assert Plan.objects.get().state == "decided"


def test_the_result_says_something_of_every_goal(cast):
    plan = walked(cast.a, "published")
    settle(plan.goals.get(number=1), cast.a.secretary)
    with pytest.raises(Refused, match="目标2号"):
        take(cast.a, plan, "report")
    settle(plan.goals.get(number=2), cast.a.secretary, "drop")
    assert take(cast.a, plan, "report").state == "reported"


def test_the_result_is_not_older_than_what_it_tells_of(cast):
    plan = walked(cast.a, "published")
    for goal in plan.goals.all():
        settle(goal, cast.a.secretary, on=DAYS["report"])
    with pytest.raises(Refused, match="目标1号"):
        take(cast.a, plan, "report", on=DAYS["report"] - dt.timedelta(days=1))
    assert take(cast.a, plan, "report").state == "reported"


def test_a_published_plan_comes_down_only_while_nothing_was_done_by_it(cast):
    def offered():
        return "withdraw" in [move.name for move in PLAN.available(cast.a.secretary, plan)]

    plan = walked(cast.a, "published")
    assert offered()
    goal = settle(plan.goals.get(number=1), cast.a.secretary)
    assert not offered()
    with pytest.raises(Refused):
        take(cast.a, plan, "withdraw", reason="重拟")
    settle(goal, cast.a.secretary, "reopen", reason="返工")
    assert take(cast.a, plan, "withdraw", reason="重拟").state == "withdrawn"


@pytest.mark.parametrize("state", ["drafted", "decided", "reported"])
def test_goals_are_settled_between_the_two_publications_alone(cast, state):
    plan = walked(cast.a, state)
    goal = plan.goals.get(number=1)
    with pytest.raises(Refused):
        settle(goal, cast.a.secretary, "reopen" if state == "reported" else "finish", reason="重办", result="办了")


def test_nothing_was_done_before_the_plan_was_public(cast):
    goal = walked(cast.a, "published").goals.get(number=1)
    with pytest.raises(Refused):
        settle(goal, cast.a.secretary, on=DAYS["decide"])


def test_a_goal_that_is_taken_up_again_has_no_result(cast):
    goal = settle(walked(cast.a, "published").goals.get(number=1), cast.a.secretary)
    assert (goal.result, goal.settled_on) == ("已办结", DAYS["report"])
    settle(goal, cast.a.secretary, "reopen", reason="返工")
    assert (goal.state, goal.result, goal.settled_on) == ("open", "", None)


def test_a_village_has_one_plan_a_year(cast):
    plan = plan_of(cast.a)
    with pytest.raises(IntegrityError), transaction.atomic():
        plan_of(cast.a)
    take(cast.a, plan, "withdraw", reason="重拟")
    assert plan_of(cast.a).pk


def test_a_closed_year_takes_no_new_plan(cast):
    Cycle.objects.update(closed_on=dt.date(2026, 11, 23))
    cycle = Cycle.objects.get()
    with pytest.raises(Refused):
        write_plan(Plan(village=cast.a.village, cycle=cycle, title="计划"), [], [], cast.a.secretary)
    assert not Plan.objects.exists()
