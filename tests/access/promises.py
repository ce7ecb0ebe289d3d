"""A village's plan for the year, what was promised in it, and a letter: walked by the secretary's moves, from paper."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from groups.models import Cycle
from meetings.models import Meeting
from members.models import Member
from notices.moves import NOTICE
from plans.models import Goal, Plan
from plans.moves import GOAL, PLAN
from pledges.actions import prepare_letters
from pledges.models import Pledge, PledgeItem, ResponsibilityLetter
from pledges.moves import ITEM, PLEDGE
from tests import build
from tests.people import VillageCast

STEPS = {
    "propose": ("committee", dt.date(2026, 3, 2), 5),
    "discuss": ("committees", dt.date(2026, 3, 9), 7),
    "examine": ("assembly", dt.date(2026, 3, 16), 20),
    "decide": ("villagers", dt.date(2026, 3, 20), 30),
}
"""The four deliberations: the kind of meeting, its day, who was entitled and came."""
PUBLISHED, PLEDGED, LATER = dt.date(2026, 3, 23), dt.date(2026, 4, 1), dt.date(2026, 11, 10)


@dataclass
class Promises:
    """What a village set itself and what was promised in it."""

    plan: Plan
    """Published; its first goal is the culture group's and goes on, its second is done."""
    goal: Goal
    draft_plan: Plan
    """The next year's, since a village has one plan for a year."""
    letter: ResponsibilityLetter
    """Of somebody who is on his post; nobody has signed it."""
    pledge: Pledge
    """The culture group's, public; its first item goes on, its second was not done."""
    item: PledgeItem
    draft_pledge: Pledge
    """Of the member who has an account."""


def seat(where: VillageCast, name: str = "在岗") -> None:
    """Somebody who is on his post, by a notice that was concluded."""
    member = build.member(where.branch, f"{where.village.short_name}{name}")
    application = build.walk(build.draft(member, where.posts["environment"]), "confirmed", where.secretary)
    notice = build.posted(where, [application])
    NOTICE.perform(notice, "conclude", actor=where.secretary, happened_on=build.DAYS["conclude"], data={"stated": True})


def promises(where: VillageCast) -> Promises:
    """One of each. Where nobody is on a post yet, somebody takes one up."""
    seat(where)
    plan = published(where, drafted(where, year(2026)))
    goals = list(plan.goals.order_by("number"))
    GOAL.perform(goals[1], "finish", actor=where.secretary, happened_on=LATER, data={"result": "修了三处"})
    pledge = shown(where, written(where, goals[0], group=where.groups["culture"]))
    items = list(pledge.items.order_by("number"))
    ITEM.perform(
        items[1], "miss", actor=where.secretary, happened_on=LATER, data={"reason": "连日下雨", "reply": "明年补上"}
    )
    prepare_letters(where.village, year(2026))
    return Promises(
        plan, goals[0], drafted(where, year(2027)),
        ResponsibilityLetter.objects.get(placement__post=where.posts["environment"]),
        pledge, items[0], written(where, goals[0], member=Member.objects.get(pk=where.members[0].pk)),
    )  # fmt: skip


def year(number: int) -> Cycle:
    """A year's procedure; the next one's is entered and has not begun."""
    dates = {"name": f"{number}年度选岗", "starts_on": f"{number}-01-01", "term_ends_on": f"{number + 1}-12-31"}
    return Cycle.objects.get_or_create(year=number, defaults=dates)[0]


def drafted(where: VillageCast, cycle: Cycle) -> Plan:
    """A plan with two goals: the culture group's and the branch's own."""
    title = f"{where.village.short_name}{cycle.year}年度工作计划"
    plan = Plan.objects.create(village=where.village, cycle=cycle, title=title, body="办好两件事")
    due = dt.date(cycle.year, 11, 30)
    for number, (content, group) in enumerate((("建好文化广场", where.groups["culture"]), ("修好村里的路", None)), 1):
        Goal.objects.create(plan=plan, number=number, content=content, measure="每月一次", due_on=due, group=group)
    return plan


def published(where: VillageCast, plan: Plan) -> Plan:
    """Through the four deliberations, each in a meeting of its own, as far as its publication."""
    for step, (kind, day, came) in STEPS.items():
        met = Meeting(village=where.village, kind=kind, held_on=day, entitled=came, present=came)
        met.full_clean()
        met.save()
        PLAN.perform(plan, step, actor=where.secretary, happened_on=day, data=build.votes(met))
    PLAN.perform(
        plan, "publish", actor=where.secretary, happened_on=PUBLISHED, data={"how": "公示栏", "opinion": "同意"}
    )
    plan.refresh_from_db()
    return plan


def written(where: VillageCast, goal: Goal, **whose: Any) -> Pledge:
    """A pledge of two items that nobody has handed in."""
    pledge = Pledge(village=where.village, cycle=goal.plan.cycle, **whose)
    pledge.full_clean()
    pledge.save()
    for number, content in enumerate(("每周五打扫文化广场", "冬天给老人送三次书"), 1):
        PledgeItem.objects.create(
            pledge=pledge, number=number, content=content, measure="排班", due_on=dt.date(2026, 11, 30),
            beneficiary="全体村民", goal=goal if number == 1 else None,
        )  # fmt: skip
    return pledge


def shown(where: VillageCast, pledge: Pledge) -> Pledge:
    """Handed in, examined and published."""
    for step in ("propose", "audit", "publish"):
        PLEDGE.perform(pledge, step, actor=where.secretary, happened_on=PLEDGED)
    pledge.refresh_from_db()
    return pledge
