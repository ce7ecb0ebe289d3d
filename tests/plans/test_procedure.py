"""A plan from its draft to the published result: the meetings that count, the days between them, and the ways back."""

import datetime as dt

import pytest

from meetings.actions import correct_meeting
from members.models import Township
from plans.guards import NEXT
from plans.models import Plan, Publication, Resolution
from plans.words import earlier_votes, steps_of
from tests import build
from tests.plans.stories import DAYS, MEETINGS, NUMBERS, REACHED, TOLD, decided, met, move, plan_of, settled, walked
from tools.workflow.errors import Conflict, Refused

D = dt.date
STATES = list(REACHED)
STEPS = list(MEETINGS)


def waiting(cast, step):
    """A plan that waits for the deliberation."""
    plan = plan_of(cast.a)
    at = STEPS.index(step)
    return walked(plan, STATES[at - 1], cast.a) if at else plan


def refused(cast, plan, step, in_favour=None, name=None, **more):
    """The deliberation is refused and leaves nothing behind; what was said."""
    before = plan.state, plan.round, Resolution.objects.count(), plan.trail().count()
    meeting = met(more.pop("where", cast.a), step, **more)
    with pytest.raises(Refused) as said:
        move(plan, name or step, cast.a.secretary, on=D(2026, 11, 20), **build.votes(meeting, in_favour))
    plan.refresh_from_db()
    assert (plan.state, plan.round, Resolution.objects.count(), plan.trail().count()) == before
    return str(said.value)


def test_from_the_draft_to_the_published_result(cast):
    plan = plan_of(cast.a)
    for at, state in enumerate(STATES):
        assert [one.status for one in steps_of(plan)] == ["done"] * at + ["now"] + ["ahead"] * (5 - at)
        walked(plan, state, cast.a)
        assert plan.state == state
    assert [one.status for one in steps_of(plan)] == ["done"] * 6
    assert [one.day for one in steps_of(plan)] == [DAYS[step] for step in REACHED.values()]
    votes = plan.resolutions.order_by("pk").values_list("step", "entitled", "present", "in_favour", "round")
    assert list(votes) == [(step, *NUMBERS[step], NUMBERS[step][1], 1) for step in STEPS]
    attended = list(plan.resolutions.order_by("pk").values_list("attended_by", flat=True))
    assert [bool(one) for one in attended] == [False, False, True, True]
    told = plan.publications.order_by("pk").values("step", "published_on", "how", "opinion", "result")
    assert list(told) == [
        {"result": ""} | TOLD[s] | {"step": s, "published_on": DAYS[s]} for s in ("publish", "report")
    ]
    assert [(one.move, one.happened_on) for one in plan.trail()] == [(s, DAYS[s]) for s in REACHED.values()]


# Step, entitled, the fewest that make the meeting count, and of so many present the fewest in favour that make it pass.
QUORUMS = [
    ("propose", 10, 6, 6),  # more than half of the entitled come, more than half of the entitled agree
    ("propose", 11, 6, 6),
    ("discuss", 10, 6, 4),  # more than half come, more than half of those present agree
    ("examine", 21, 14, 11),  # two thirds come, more than half of the ENTITLED agree: 10 of 14 are not enough
    ("examine", 30, 20, 16),
    ("decide", 41, 28, 15),  # two thirds come, more than half of those PRESENT agree: 15 of 41 are enough
    ("decide", 30, 20, 11),
]


@pytest.mark.parametrize(("step", "entitled", "come", "agree"), QUORUMS)
def test_a_vote_that_misses_by_one_is_refused_and_one_more_passes(cast, step, entitled, come, agree):
    plan = waiting(cast, step)
    missed = refused(cast, plan, step, entitled=entitled, present=come - 1)
    assert str(come) in missed and str(come - 1) in missed
    missed = refused(cast, plan, step, agree - 1, entitled=entitled, present=come)
    assert str(agree) in missed and str(agree - 1) in missed
    decided(plan, step, cast.a, agree, entitled=entitled, present=come)
    assert plan.state == STATES[STEPS.index(step)]
    kept = plan.resolutions.get(step=step)
    assert (kept.entitled, kept.present, kept.in_favour, kept.against) == (entitled, come, agree, come - agree)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("kind", ["committee", "assembly", "committees", "villagers", "joint"])
def test_each_deliberation_is_held_by_its_own_kind_of_meeting(cast, step, kind):
    fits = {
        "propose": {"committee", "assembly"},
        "discuss": {"committees"},
        "examine": {"assembly"},
        "decide": {"villagers", "joint"},
    }
    plan = waiting(cast, step)
    if kind in fits[step]:
        assert decided(plan, step, cast.a, kind=kind, entitled=9, present=9).state == STATES[STEPS.index(step)]
    else:
        refused(cast, plan, step, kind=kind, entitled=9, present=9)


def test_a_residents_committee_decides_by_its_residents_representatives(cast):
    plan = waiting(cast, "decide")
    type(cast.a.village).objects.filter(pk=cast.a.village.pk).update(kind="committee")
    cast.a.village.refresh_from_db()
    assert decided(plan, "decide", cast.a, kind="residents").state == "decided"


@pytest.mark.parametrize("step", STEPS)
def test_another_villages_meeting_decides_nothing_here(cast, step):
    refused(cast, waiting(cast, step), step, where=cast.b)


@pytest.mark.parametrize("step", STEPS[1:])
def test_no_deliberation_was_held_before_the_one_that_comes_before_it(cast, step):
    before = DAYS[STEPS[STEPS.index(step) - 1]]
    Township.objects.update(plan_shown_days=0)
    plan = waiting(cast, step)
    refused(cast, plan, step, held_on=before - dt.timedelta(days=1))
    assert decided(plan, step, cast.a, held_on=before).state == STATES[STEPS.index(step)]


def test_a_meeting_is_not_younger_than_its_result(cast):
    plan, meeting = plan_of(cast.a), met(cast.a, "propose")
    with pytest.raises(Refused):
        move(plan, "propose", cast.a.secretary, on=D(2026, 2, 1), **build.votes(meeting))
    assert Plan.objects.get().state == "drafted"


def test_votes_that_do_not_add_up_are_a_slip_of_the_hand(cast):
    plan, meeting = plan_of(cast.a), met(cast.a, "propose")
    with pytest.raises(Refused):
        move(plan, "propose", cast.a.secretary, **(build.votes(meeting) | {"against": 1}))


@pytest.mark.parametrize("days", [0, 1, 3, 5])
def test_members_have_the_plan_so_many_days_before_the_assembly(cast, days):
    if days != 3:  # three days are what the town begins with
        Township.objects.update(plan_shown_days=days)
    plan = waiting(cast, "examine")
    first = DAYS["discuss"] + dt.timedelta(days=days)
    said = refused(cast, plan, "examine", held_on=first - dt.timedelta(days=1))
    assert days == 0 or first.isoformat() in said
    assert decided(plan, "examine", cast.a, held_on=first).state == "examined"


@pytest.mark.parametrize("step", STEPS[1:])
def test_the_town_may_ask_for_days_between_two_deliberations(cast, step):
    Township.objects.update(plan_shown_days=0)
    plan = waiting(cast, step)
    Township.objects.update(plan_step_days=7)
    before = DAYS[STEPS[STEPS.index(step) - 1]]
    said = refused(cast, plan, step, held_on=before + dt.timedelta(days=6))
    assert "7" in said and before.isoformat() in said
    assert decided(plan, step, cast.a, held_on=before + dt.timedelta(days=7)).state == STATES[STEPS.index(step)]


def test_the_town_may_ask_that_all_is_decided_within_so_many_days(cast):
    plan = waiting(cast, "decide")
    Township.objects.update(plan_all_days=20)
    said = refused(cast, plan, "decide", held_on=DAYS["propose"] + dt.timedelta(days=21))
    assert "20" in said and DAYS["propose"].isoformat() in said
    assert decided(plan, "decide", cast.a, held_on=DAYS["propose"] + dt.timedelta(days=20)).state == "decided"


def test_the_days_are_counted_from_the_proposal_of_this_round(cast):
    Township.objects.update(plan_all_days=20)
    plan = walked(plan_of(cast.a), "examined", cast.a)
    move(plan, "return", cast.a.secretary, reason="目标不清", on=D(2026, 3, 1))
    for number, step in enumerate(STEPS):
        decided(plan, step, cast.a, held_on=D(2026, 3, 2) + dt.timedelta(days=5 * number))
    assert (plan.state, plan.proposed_on()) == ("decided", D(2026, 3, 2))


@pytest.mark.parametrize("state", list(NEXT))
def test_a_vote_that_failed_is_kept_and_a_new_round_begins(cast, state):
    plan, step = walked(plan_of(cast.a), state, cast.a), NEXT[state]
    kept = set(plan.resolutions.values_list("step", flat=True))
    assert refused(cast, plan, step, name="vote_down")  # everybody was in favour: that is no failed vote
    refused(cast, plan, step, 3, name="vote_down", present=4)  # too few came: that is no vote at all
    entitled, present = NUMBERS[step]
    meeting = met(cast.a, step)
    move(plan, "vote_down", cast.a.secretary, on=meeting.held_on, **build.votes(meeting, 4))
    assert (plan.state, plan.round) == ("returned", 2)
    failed = plan.resolutions.get(step="vote_down")
    assert (failed.round, failed.entitled, failed.present, failed.in_favour) == (1, entitled, present, 4)
    assert set(plan.resolutions.filter(round=1).values_list("step", flat=True)) == kept | {"vote_down"}
    assert [one.status for one in steps_of(plan)] == ["now"] + ["ahead"] * 5
    assert [vote.step for vote in earlier_votes(plan)][-1] == "vote_down"


def test_a_plan_is_voted_down_by_the_meeting_that_comes_next_and_by_no_other(cast):
    plan = walked(plan_of(cast.a), "discussed", cast.a)
    for step in ("propose", "discuss", "decide"):
        refused(cast, plan, step, 2, name="vote_down", held_on=DAYS["decide"])


@pytest.mark.parametrize("state", STATES[:4])
def test_what_is_sent_back_begins_again_with_nothing(cast, state):
    plan = walked(plan_of(cast.a), state, cast.a)
    votes = plan.resolutions.count()
    move(plan, "return", cast.a.secretary, reason="目标不清", on=D(2026, 3, 1))
    assert (plan.state, plan.round, plan.is_editable) == ("returned", 2, True)
    assert plan.resolutions.filter(round=1).count() == votes == len(earlier_votes(plan))
    assert not plan.resolutions.filter(round=2).exists()
    refused(cast, plan, "propose", held_on=D(2026, 2, 28))  # the branch meets on it anew
    decided(plan, "propose", cast.a, held_on=D(2026, 3, 2))
    assert list(plan.resolutions.filter(round=2).values_list("step", flat=True)) == ["propose"]


def test_a_plan_without_goals_is_not_proposed(cast):
    plan = plan_of(cast.a, goals=0)
    refused(cast, plan, "propose")
    other = plan_of(cast.b, goals=1)
    assert decided(other, "propose", cast.b).state == "proposed"


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("content", "修路找老张13812345678"),
        ("measure", "联系人身份证130224197001011234"),
        ("title", "年度计划13812345678"),
        ("body", "电话0315-7654321"),
    ],
)
def test_a_decision_that_names_somebodys_number_is_not_published_and_the_number_is_named(cast, field, told):
    plan = walked(plan_of(cast.a), "decided", cast.a)
    rows = plan.goals.filter(number=2) if field in ("content", "measure") else Plan.objects.filter(pk=plan.pk)
    rows.update(**{field: told})
    with pytest.raises(Refused) as said:
        move(plan, "publish", cast.a.secretary, **TOLD["publish"])
    number = "".join(letter for letter in told if letter in "0123456789-")
    assert number in str(said.value)
    assert Plan.objects.get().state == "decided" and not Publication.objects.exists()


def test_the_result_is_not_published_while_a_goal_is_open(cast):
    plan = walked(plan_of(cast.a), "published", cast.a)
    first, second, third = plan.goals.order_by("number")
    move(first, "finish", cast.a.secretary, result="已硬化")
    move(third, "drop", cast.a.secretary, reason="改到明年", on=D(2026, 10, 9))
    with pytest.raises(Refused) as said:
        move(plan, "report", cast.a.secretary, **TOLD["report"])
    assert second.content in str(said.value)
    assert first.content not in str(said.value) and third.content not in str(said.value)
    settled(plan, cast.a)
    assert move(plan, "report", cast.a.secretary, **TOLD["report"]).state == "reported"


def test_a_result_that_names_somebodys_number_is_not_published(cast):
    plan = walked(plan_of(cast.a, goals=1), "published", cast.a)
    settled(plan, cast.a)
    with pytest.raises(Refused) as said:
        move(plan, "report", cast.a.secretary, **(TOLD["report"] | {"result": "详询13812345678"}))
    assert "13812345678" in str(said.value) and Plan.objects.get().state == "published"


def test_a_meeting_that_decided_on_a_plan_keeps_its_numbers(cast):
    meeting = walked(plan_of(cast.a), "proposed", cast.a).resolutions.get().meeting
    meeting.present = 4
    with pytest.raises(Conflict):
        correct_meeting(meeting, cast.a.secretary)
