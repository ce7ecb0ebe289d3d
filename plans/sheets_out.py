"""What of plans goes out as a sheet: a row for each goal."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from plans.models import Goal
from plans.moves import GoalState, PlanState
from plans.resources import GUIDE
from tools.exchange.outgoing import Offer, Outgoing, day


def _given_to(goal: Goal) -> Any:
    return goal.group.zone if goal.group else ""


GOALS = Outgoing(
    "goals",
    _("Goals of the years' plans"),
    (
        Offer("year", _("year"), lambda g: g.plan.cycle.year, 8, fixed=True),
        Offer("village", _("village"), lambda g: g.plan.village, 14, required=True),
        Offer("plan", _("year's plan"), lambda g: g.plan.title, 30, usual=False),
        Offer("plan_state", _("where the plan stands"), lambda g: g.plan.get_state_display(), 16, PlanState.labels),
        Offer("number", _("no."), lambda g: g.number, 8),
        Offer("content", _("goal"), lambda g: g.content, 40, required=True),
        Offer("measure", _("how it is reached"), lambda g: g.measure, 40),
        Offer("due_on", _("due on"), lambda g: day(g.due_on), required=True),
        Offer("group", _("given to"), _given_to, 10),
        Offer("state", _("state"), lambda g: g.get_state_display(), 10, GoalState.labels),
        Offer("settled_on", _("settled on"), lambda g: day(g.settled_on)),
        Offer("result", _("result"), lambda g: g.result, 40),
        Offer("row_id", "行标识", lambda g: g.pk, hidden=True),
    ),
    (*GUIDE, _("What this sheet says beside that, of states and results, is not read when it is brought in.")),
)
