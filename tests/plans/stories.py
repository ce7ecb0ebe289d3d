"""A plan of 吴庄子 with its goals, and its way through the deliberations on days that fit."""

import datetime as dt
import uuid
from typing import Any

from groups.models import Cycle
from plans.models import Goal, Plan
from plans.moves import GOAL, PLAN
from tests import build
from tests.people import VillageCast

STEPS = ("propose", "discuss", "examine", "decide", "publish", "report")
REACHED = dict(zip(STEPS, ("proposed", "discussed", "examined", "decided", "published", "reported"), strict=True))
DAYS = dict(zip(STEPS, (dt.date(2026, 2, day) for day in (2, 4, 9, 12, 13, 20)), strict=True))
SHEETS = {
    "propose": ("committee", 5, 4),
    "discuss": ("committees", 9, 8),
    "examine": ("assembly", 30, 24),
    "decide": ("villagers", 30, 24),
}
"""The kind of meeting of each deliberation, how many are entitled and how many came."""


def plan_of(where: VillageCast, goals: int = 2, **more: Any) -> Plan:
    """A draft with goals: the first is the environment group's, the second the branch's own."""
    words = {
        "title": f"{where.village}2026年度工作计划",
        "body": "办好群众看得见的实事",
        "cycle": Cycle.objects.earliest("year"),
    }
    plan = Plan.objects.create(village=where.village, **(words | more))
    for number in range(1, goals + 1):
        group = where.groups["environment"] if number % 2 else None
        Goal.objects.create(
            plan=plan,
            number=number,
            content=f"{where.village}目标{number}号",
            due_on=dt.date(2026, 12, 20),
            group=group,
        )
    return plan


def met(where: VillageCast, step: str, on: dt.date | None = None, **more: Any) -> Any:
    """The meeting of a deliberation."""
    kind, entitled, present = SHEETS[step]
    numbers = {"entitled": entitled, "present": present} | more
    return build.meeting(where.village, kind, held_on=on or DAYS[step], **numbers)


def facts(where: VillageCast, plan: Plan, step: str) -> dict[str, Any]:
    """What the form of a step says."""
    if step in SHEETS:
        return build.votes(met(where, step))
    if step == "publish":
        return {"how": "公开栏张贴", "opinion": "程序合规"}
    return {"how": "公开栏张贴", "opinion": "属实", "result": f"{where.village}全部办结"}


def take(where: VillageCast, plan: Plan, step: str, actor: Any = None, on: dt.date | None = None, **data: Any) -> Plan:
    """One step by the secretary, with what its form says unless given."""
    plan.refresh_from_db()
    said = data or facts(where, plan, step)
    actor = actor or where.secretary
    on = on or DAYS.get(step, DAYS["report"])
    PLAN.perform(plan, step, actor=actor, version=plan.version, request_id=uuid.uuid4(), happened_on=on, data=said)
    plan.refresh_from_db()
    return plan


def walked(where: VillageCast, to: str, plan: Plan | None = None) -> Plan:
    """A plan that has come as far as `to`; before its result is published its goals are settled."""
    plan = plan or plan_of(where)
    for step in STEPS:
        if plan.state == to:
            break
        if step == "report":
            for goal in plan.goals.filter(state="open"):
                settle(goal, where.secretary)
        take(where, plan, step)
    assert plan.state == to
    return plan


def settle(goal: Goal, actor: Any, move: str = "finish", on: dt.date = DAYS["report"], **data: Any) -> Goal:
    """A goal done, or adjusted."""
    goal.refresh_from_db()
    said = data or ({"result": "已办结"} if move == "finish" else {"reason": "条件有变，来年再办"})
    GOAL.perform(goal, move, actor=actor, version=goal.version, happened_on=on, data=said)
    goal.refresh_from_db()
    return goal
