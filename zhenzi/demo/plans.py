"""The year's plan in each village: through its deliberations with their meetings, published, and worked at."""

import datetime as dt
import random
from typing import Any

from simple_history.utils import bulk_create_with_history

from groups.models import Group
from meetings.actions import entitled_in, record_meeting
from meetings.models import Meeting, QuorumRule, rule_of
from meetings.quorum import least
from plans.models import Goal, Plan
from plans.moves import GOAL, PLAN
from tools import clock
from zhenzi.demo.promise_words import GOALS, LATE
from zhenzi.demo.timetable import DAY, at
from zhenzi.demo.township import NAN, Place, Town

AFTER = {
    "propose": 40,
    "discuss": 43,
    "examine": 50,
    "decide": 54,
    "publish": 56,
    "signed": 70,
    "audit": 74,
    "public": 78,
}
"""Days from the beginning of the demo's year."""
KINDS = {"propose": "committee", "discuss": "committees", "examine": "assembly", "decide": "villagers"}


def day_of(town: Town, step: str) -> dt.date:
    """The day of a step of the year."""
    return town.times.begin + AFTER[step] * DAY


def due_day(town: Town, rng: random.Random) -> dt.date:
    """By when something is to be done: since everything was published, and until some weeks from today, whatever day that is."""
    begin, today = town.times.begin, town.times.today
    return begin + rng.randint(AFTER["public"] + 10, (today - begin).days + 45) * DAY


class PlanWalk:
    """A village's plan on its way."""

    def __init__(self, town: Town, place: Place, rng: random.Random) -> None:
        self.town, self.place, self.rng = town, place, rng
        with clock.frozen(at(day_of(town, "propose") - 5 * DAY, rng)):
            self.plan = Plan.objects.create(
                village=place.village, cycle=town.cycle, title=f"{place.village}{town.year}年度工作计划",
                ground=rng.choice(("people", "people", "cadres")), body="围绕五个责任区，办好乡亲们看得见、用得上的实事。",
            )  # fmt: skip
            self._set_goals()

    def _set_goals(self) -> None:
        groups = {group.zone_id: group for group in Group.objects.filter(village=self.place.village)}
        self.words, goals = {}, []
        for zone, offered in GOALS.items():
            for content, measure, result in self.rng.sample(offered, self.rng.choice((1, 1, 2))):
                due = due_day(self.town, self.rng)
                number = len(goals) + 1
                self.words[number] = result
                goals.append(
                    Goal(
                        plan=self.plan, number=number, content=content, measure=measure, due_on=due, group=groups[zone]
                    )
                )
        told = {"default_user": self.place.enterer, "default_date": clock.now()}
        bulk_create_with_history(goals, Goal, **told)

    def walk(self, to: str) -> None:
        """As far as `to`; where it is published, its goals have come as far as the year."""
        if to == "drafted":
            return
        for step, reached in (
            ("propose", "proposed"),
            ("discuss", "discussed"),
            ("examine", "examined"),
            ("decide", "decided"),
        ):
            if step == "examine" and to == "returned":
                return self._voted_down()
            self._take(step, self._votes(step))
            if reached == to:
                return None
        if to == "withdrawn":
            return self._take("withdraw", {"reason": "镇里统一调整安排，重新拟定计划。"})
        self._take("publish", {"how": "村务公开墙张贴、公开栏公布", "opinion": "程序合规，同意公开。"})
        return self._work()

    def _take(self, step: str, data: dict[str, Any], on: dt.date | None = None) -> None:
        day = on or day_of(self.town, step if step in AFTER else "publish")
        actor = self.place.enterer if step in KINDS else self.place.secretary
        with clock.frozen(at(day, self.rng)):
            PLAN.perform(self.plan, step, actor=actor, happened_on=day, data=data)
        self.plan.refresh_from_db()

    def _meeting(self, step: str) -> tuple[Meeting, Any]:
        village = self.place.village
        kind = "residents" if step == "decide" and village.is_committee else KINDS[step]
        known = entitled_in(village)
        if step == "propose" and known.get("committee", 0) < 3:
            kind = "assembly"
        entitled = known.get(kind) or 9
        family = {"examine": "plan", "discuss": "committees", "decide": "representatives"}.get(step, "branch")
        rule = rule_of(QuorumRule.Family(family))
        few = max(least(rule.present, entitled, rule.present_strict), least(rule.favour, entitled, True) + 2)
        day = day_of(self.town, step)
        with clock.frozen(at(day, self.rng)):
            met = Meeting(
                village=village, kind=kind, held_on=day, place=village.contact_place, chair=self.place.secretary.name,
                convener=self.place.secretary.name, entitled=entitled, present=self.rng.randint(min(few, entitled), entitled),
            )  # fmt: skip
            return record_meeting(met, self.place.enterer), rule

    def _votes(self, step: str, passes: bool = True) -> dict[str, Any]:
        met, rule = self._meeting(step)
        need = least(rule.favour, met.entitled if rule.favour_of_entitled else met.present, True)
        not_for = self.rng.randint(0, min(max(met.present - need, 0), 2)) if passes else met.present - need + 1
        more = {"attended_by": "包村干部 镇组织办"} if step in ("examine", "decide") else {}
        return {
            "meeting": met,
            "in_favour": met.present - not_for,
            "against": not_for,
            "abstained": 0,
            "recused": 0,
        } | more

    def _voted_down(self) -> None:
        self._take("vote_down", self._votes("examine", passes=False), on=day_of(self.town, "examine"))

    def _work(self) -> None:
        """What was due by now is mostly done; one here and there is adjusted. In 南平庄 the result is public."""
        today, reports = self.town.times.today, self.place.village.code == NAN
        goals = list(self.plan.goals.order_by("due_on", "number"))
        due = [goal for goal in goals if reports or goal.due_on < today - 5 * DAY]
        dropped = due[-1:] if self.rng.random() < 0.2 else []
        day = today - self.rng.randint(8, 20) * DAY
        with clock.frozen(at(day, self.rng)):
            for rows, move in ((due[: len(due) - len(dropped)], "finish"), (dropped, "drop")):
                GOAL.perform_many(
                    rows, move, actor=self.place.secretary, happened_on=day,
                    data_for=lambda goal, move=move: {"reason": LATE} if move == "drop" else {"result": self.words[goal.number]},
                )  # fmt: skip
        if reports:
            day = today - 3 * DAY
            words = {
                "result": "年初定下的目标已逐项办结，详见各项结果。",
                "how": "村务公开墙张贴、公开栏公布",
                "opinion": "属实。",
            }
            self._take("report", words, on=day)
