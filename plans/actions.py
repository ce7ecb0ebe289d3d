"""Verbs of the plans: one is written down with its goals, or written anew as long as it is a draft."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from groups.models import Cycle
from groups.years import Open, refuse_closed
from members.erasing import take_names_out, take_names_out_of_notes, where_named
from members.models import Member
from members.scope import must_see
from plans.models import Goal, Plan, Publication, Resolution
from plans.moves import OVER
from tools.workflow.errors import Conflict
from tools.workflow.rows import keep_rows


@transaction.atomic
def write_plan(plan: Plan, goals: Iterable[Goal], gone: Iterable[Goal], user: Any) -> Plan:
    """Keep a plan with its goals, numbered in their order; `gone` are taken out. `Conflict` where it is no draft any more."""
    if plan.pk is None:
        refuse_closed(plan.cycle)
    else:
        found = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
        if not found.is_editable:
            raise Conflict(
                _("Nothing was changed: the plan is now “%(state)s”. Send it back to write it anew.")
                % {"state": found.get_state_display()}
            )
    plan.save() if plan.pk is None else plan.save(update_fields=["title", "ground", "body"])
    must_see(user, plan)
    keep_rows(plan.goals, goals, gone)
    return plan


def plans_open(cycle: Cycle) -> Open:
    """The plans of a year whose result is not published yet."""
    rows = Plan.objects.filter(cycle=cycle).exclude(state__in=OVER)
    return Open(
        _("plans without a published result"), rows.count(), reverse("plans:plan_list", query={"year": cycle.year})
    )


def forget_names(member: Member, names: list[str]) -> None:
    """Take the name of somebody whose data are erased out of what was typed about plans."""
    for village, his in where_named(member, names).items():
        take_names_out(Plan.objects.filter(village=village), ("title", "body"), his)
        take_names_out(Goal.objects.filter(plan__village=village), ("content", "measure", "result"), his)
        take_names_out(Resolution.objects.filter(plan__village=village), ("attended_by",), his)
        take_names_out(Publication.objects.filter(plan__village=village), ("how", "opinion", "result"), his)
        for rows in (Plan.objects.filter(village=village), Goal.objects.filter(plan__village=village)):
            take_names_out_of_notes(rows, his)
