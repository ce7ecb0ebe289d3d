"""Verbs of the plans: one is written down with its goals, or written anew as long as it is a draft."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from groups.years import refuse_closed
from members.erasing import take_names_out, where_named, without_names
from members.models import Member
from members.scope import must_see
from plans.models import Goal, Plan, Publication, Resolution
from tools.workflow.errors import Conflict
from tools.workflow.models import StateChange

MOVED = 1000
"""Beyond the numbers of goals: where they stand while they are numbered anew."""


@transaction.atomic
def write_plan(plan: Plan, goals: Iterable[Goal], gone: Iterable[Goal], user: Any) -> Plan:
    """Keep a plan with its goals, numbered in their order; `gone` are taken out, and what somebody else has added meanwhile
    comes after them. `Conflict` where it is no draft any more."""
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
    for goal in gone:
        goal.delete()
    # Out of the way first: each number is one goal's, also while they are numbered anew.
    goals, there = list(goals), Goal.objects.filter(plan=plan)
    there.update(number=F("number") + MOVED)
    others = there.exclude(pk__in=[goal.pk for goal in goals if goal.pk]).order_by("number")
    for number, goal in enumerate([*goals, *others], 1):
        goal.plan, goal.number = plan, number
        goal.save()
    return plan


def forget_names(member: Member, names: list[str]) -> None:
    """Take the name of somebody whose data are erased out of what was typed about plans, and beside their moves."""
    for village, his in where_named(member, names).items():
        plans, goals = Plan.objects.filter(village=village), Goal.objects.filter(plan__village=village)
        take_names_out(plans, ("title", "body"), his)
        take_names_out(goals, ("content", "measure", "result"), his)
        take_names_out(Resolution.objects.filter(plan__village=village), ("attended_by",), his)
        take_names_out(Publication.objects.filter(plan__village=village), ("how", "opinion", "result"), his)
        for rows in (plans, goals):
            trail = StateChange.objects.filter(model=rows.model._meta.label_lower, object_id__in=rows.values("pk"))
            for change in trail.exclude(note=""):
                StateChange.objects.reword(change, without_names(change.note, his))
