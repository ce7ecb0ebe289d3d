"""The kinds of paper of a plan, and to which of its steps their photos come back."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from groups.paper_kinds import OFFICE_ONLY
from members.papers import as_the_thing, may_enter, of_office
from plans import papers
from plans.models import Plan
from plans.moves import PLAN
from plans.words import STEPS
from tools.papers.kinds import Kind, Subject, Variant


def _plans() -> Any:
    return Plan.objects.select_related(*PLAN.related)


def _variants(plan: Plan) -> list[Variant]:
    return [("", _("Print the plan"))] if plan.state != "withdrawn" else []


def _step_variants(plan: Plan) -> list[Variant]:
    return list(STEPS) if plan.state != "withdrawn" else []


PLAN_SHEET = Kind(
    code="plan",
    label=_("year's plan"),
    template="plans/paper_plan.html",
    on={
        "plans.plan": Subject(
            seen_by=as_the_thing(_plans), may_add=may_enter, variants=_variants, sheet=papers.plan_sheet
        )
    },
)
STEP_SHEET = Kind(
    code="deliberation",
    label=_("sheet of the register of deliberations"),
    template="plans/paper_step.html",
    remark=OFFICE_ONLY,
    on={
        "plans.plan": Subject(
            seen_by=of_office(_plans, "village"),
            may_add=may_enter,
            variants=_step_variants,
            sheet=papers.step_sheet,
            step=lambda _plan, variant: variant,
        )
    },
)
