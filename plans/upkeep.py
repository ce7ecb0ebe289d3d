"""What must be true of plans at any time."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q

from plans.models import Goal, Plan, Publication, Resolution
from tools.upkeep.invariants import Finding

NEEDS = {
    "proposed": ("propose",),
    "discussed": ("propose", "discuss"),
    "examined": ("propose", "discuss", "examine"),
    "decided": ("propose", "discuss", "examine", "decide"),
    "published": ("propose", "discuss", "examine", "decide"),
    "reported": ("propose", "discuss", "examine", "decide"),
}
TOLD = {"published": ("publish",), "reported": ("publish", "report")}


def plans_have_their_votes() -> Iterator[Finding]:
    """Each step that a plan has reached has its vote in this round, each publication its record."""
    for state, steps in NEEDS.items():
        for step in steps:
            vote = Resolution.objects.filter(plan=OuterRef("pk"), round=OuterRef("round"), step=step)
            for pk in Plan.objects.filter(~Exists(vote), state=state).values_list("pk", flat=True):
                yield "plans.plan", pk, f"is {state}, but there is no vote of {step}"
    for state, steps in TOLD.items():
        for step in steps:
            told = Publication.objects.filter(plan=OuterRef("pk"), step=step)
            for pk in Plan.objects.filter(~Exists(told), state=state).values_list("pk", flat=True):
                yield "plans.plan", pk, f"is {state}, but there is no publication of {step}"


def goals_are_settled_with_a_day() -> Iterator[Finding]:
    """A goal that is settled has its day and its plan's publication; one that goes on has none."""
    wrong = Goal.objects.filter(Q(state="open", settled_on__isnull=False) | ~Q(state="open") & Q(settled_on=None))
    for pk in wrong.values_list("pk", flat=True):
        yield "plans.goal", pk, "state and day do not fit"
    early = Goal.objects.exclude(state="open").exclude(plan__state__in=("published", "reported"))
    for pk in early.values_list("pk", flat=True):
        yield "plans.goal", pk, "is settled before its plan was published"


def goals_are_given_within_the_village() -> Iterator[Finding]:
    """A goal is given to a group of its own village."""
    for goal in Goal.objects.filter(group__isnull=False).select_related("plan", "group"):
        if goal.group.village_id != goal.plan.village_id:
            yield "plans.goal", goal.pk, "is given to another village's group"
