"""What the stories of plans share: a village's plan with its goals, and its way through meetings that were really held."""

import datetime as dt
import uuid
from typing import Any

from groups.models import Cycle
from meetings.models import Meeting
from plans.models import Goal, Plan
from plans.moves import GOAL, PLAN
from tests import build
from tests.people import VillageCast

DAYS = {
    "propose": dt.date(2026, 2, 2),
    "discuss": dt.date(2026, 2, 4),
    "examine": dt.date(2026, 2, 9),
    "decide": dt.date(2026, 2, 12),
    "publish": dt.date(2026, 2, 13),
    "finish": dt.date(2026, 10, 8),
    "report": dt.date(2026, 11, 20),
}
MEETINGS = {"propose": "committee", "discuss": "committees", "examine": "assembly", "decide": "villagers"}
"""Which meeting a village holds for each deliberation."""
NUMBERS = {"propose": (5, 5), "discuss": (9, 8), "examine": (21, 16), "decide": (41, 33)}
"""How many were entitled to vote, and how many came."""
REACHED = {
    "proposed": "propose",
    "discussed": "discuss",
    "examined": "examine",
    "decided": "decide",
    "published": "publish",
    "reported": "report",
}
"""The states on the way, in its order, and the move that reaches each."""
TOLD = {
    "publish": {"how": "村务公开栏张贴", "opinion": "程序合规"},
    "report": {"how": "公开栏和微信群", "opinion": "结果属实", "result": "三项任务全部落地。"},
}
ATTENDED = "李包村 镇包村干部"
CONTENTS = ("硬化北街道路", "排练秧歌队", "清理村内垃圾")
ZONES = (None, "culture", "environment")


def plan_of(where: VillageCast, goals: int = 3, **more: Any) -> Plan:
    """A draft of the village with goals: the first for the branch itself, the second for the culture group, and so on."""
    values = {
        "cycle": more.pop("cycle", None) or Cycle.objects.current(),
        "title": f"{where.village.short_name}年度工作计划",
        "body": "修路。\n文化。",
    } | more
    plan = Plan.objects.create(village=where.village, **values)
    for number in range(1, goals + 1):
        zone = ZONES[(number - 1) % 3]
        Goal.objects.create(
            plan=plan, number=number, content=CONTENTS[(number - 1) % 3], measure=f"办法{number}",
            due_on=dt.date(2026, 9, 30), group=where.groups[zone] if zone else None,
        )  # fmt: skip
    return plan


def met(where: VillageCast, step: str, **more: Any) -> Meeting:
    """The meeting of a step, on the day of DAYS with the numbers of NUMBERS unless others are given."""
    entitled, present = NUMBERS[step]
    values = {"kind": MEETINGS[step], "held_on": DAYS[step], "entitled": entitled, "present": present} | more
    return build.meeting(where.village, values.pop("kind"), **values)


def move(thing: Any, name: str, actor: Any, **data: Any) -> Any:
    """One move of a plan or a goal, fresh from the database, dated as DAYS says unless `on` is given."""
    table = PLAN if isinstance(thing, Plan) else GOAL
    on = data.pop("on", DAYS.get(name))
    thing.refresh_from_db()
    table.perform(
        thing, name, actor=actor, version=thing.version, request_id=uuid.uuid4(), happened_on=on, data=data
    )  # fmt: skip
    thing.refresh_from_db()
    return thing


def decided(plan: Plan, step: str, where: VillageCast, in_favour: int | None = None, **more: Any) -> Plan:
    """One deliberation in a meeting of its own; everybody present is in favour unless said otherwise."""
    meeting = met(where, step, **more)
    extra = {"attended_by": ATTENDED} if step in ("examine", "decide") else {}
    return move(plan, step, where.secretary, on=meeting.held_on, **build.votes(meeting, in_favour), **extra)


def settled(plan: Plan, where: VillageCast) -> None:
    """Every goal that still goes on is recorded as done."""
    for goal in plan.goals.filter(state="open"):
        move(goal, "finish", where.secretary, result=f"目标{goal.number}已完成")


def walked(plan: Plan, to: str, where: VillageCast) -> Plan:
    """Walk a plan on as far as `to` by its village's secretary, through the meetings and with its goals done in time."""
    plan.refresh_from_db()
    names = list(REACHED)
    begun = names.index(plan.state) + 1 if plan.state in names else 0
    for state in names[begun : names.index(to) + 1]:
        step = REACHED[state]
        if step in MEETINGS:
            decided(plan, step, where)
        else:
            if step == "report":
                settled(plan, where)
            move(plan, step, where.secretary, **TOLD[step])
    return plan


def filled(page: Any) -> dict[str, Any]:
    """What a browser would send of the page as it stands: the plan's fields, and each row of goals."""
    sent: dict[str, Any] = {}
    goals = page.context["goals"]
    for form in (page.context["form"], goals.management_form, *goals.forms):
        for field in form:
            value = field.value()
            if field.name != "DELETE":
                sent[field.html_name] = "" if value is None else str(value)
    return sent


def with_goals(sent: dict[str, Any], *goals: str, due_on: str = "2026-09-30", at: int = 0) -> dict[str, Any]:
    """The same with these goals typed into the rows from the row `at` on."""
    for number, content in enumerate(goals, at):
        if content:
            sent |= {f"goals-{number}-content": content, f"goals-{number}-due_on": due_on}
    return sent
