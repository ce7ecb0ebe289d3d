"""What stands on the papers of a plan: the plan itself, and the six sheets of its deliberations. In the town's language."""

from typing import Any

from django.utils.translation import gettext as _

from groups.papers import place_of
from meetings.models import Meeting
from plans.guards import kinds_for
from plans.models import Plan
from plans.words import STEPS, steps_of
from tools.papers.titles import title_lines

VOTES = ("propose", "discuss", "examine", "decide")
ATTENDED = ("examine", "decide")
"""Somebody from the township attends these, and signs."""


def _goals(plan: Plan) -> list[Any]:
    return list(plan.goals.select_related("group__zone").order_by("number"))


def plan_sheet(plan: Plan, _variant: str) -> dict[str, Any]:
    """The plan with its goals, who does each, and how it was decided."""
    return {
        "plan": plan,
        "place": place_of(plan.village),
        "title_lines": title_lines(plan.title, 15),
        "paragraphs": [line for line in plan.body.splitlines() if line.strip()],
        "goals": _goals(plan),
        "steps": steps_of(plan),
    }


def step_sheet(plan: Plan, variant: str) -> dict[str, Any]:
    """One of the six sheets; what is not recorded yet is left open for the pen."""
    step = next(one for one in steps_of(plan) if one.name == variant)
    label = str(dict(STEPS)[variant])
    kind = step.vote.meeting.get_kind_display() if step.vote else ""
    if not kind and variant in VOTES:
        kind = "、".join(str(Meeting.Kind(one).label) for one in kinds_for(plan, variant))
    return {
        "plan": plan,
        "title_lines": [
            *title_lines(_("Register of deliberations of %(place)s") % {"place": place_of(plan.village)}, 15),
            label,
        ],
        "grounds": Plan.Ground.choices,
        "is_vote": variant in VOTES,
        "is_attended": variant in ATTENDED,
        "vote": step.vote,
        "share": step.share,
        "kind": kind,
        "publication": step.publication,
        "goals": _goals(plan),
        "shows_results": variant == "report",
    }
