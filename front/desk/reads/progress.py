"""Which village stands where in the year's procedure: to telephone, not to rank. In the order of the villages' codes."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef

from front.desk.reads.due import Reminder
from groups.models import Application, Ballot, Cycle, Scheme
from groups.moves import ApplicationState as S
from meetings.models import Meeting
from members.models import Member, Village
from members.scope import reach
from notices.models import Notice
from plans.models import Resolution
from tools import clock

Step = Cycle.Step
IN_HAND = (S.APPLIED, S.NOMINATED, S.REVIEWED, S.CONFIRMED, S.POSTED, S.SEATED)
"""The states of an application that was handed in and is not over, in their order."""


@dataclass(frozen=True)
class Mark:
    """One step of one village: done on a day, or `late`, `now` or `ahead`; how many applications `waiting` for it."""

    step: str
    label: Any
    status: str
    day: dt.date | None = None
    waiting: int = 0


@dataclass
class Row:
    """A village with its six marks, and who is telephoned where the reader may know."""

    village: Village
    marks: list[Mark]
    secretaries: list[Member] = field(default_factory=list)

    @property
    def lacks(self) -> frozenset[str]:
        """The steps that are not done."""
        return frozenset(mark.step for mark in self.marks if mark.status != "done")


def progress(user: Any, cycle: Cycle) -> list[Row]:
    """The villages for which the person works, all of them for the town; the same few queries for one village and for all."""
    villages = list(Village.objects.filter(reach(user).among("pk")).order_by("code"))
    days = _days(villages, cycle)
    counts = _counts(villages, cycle)
    called = secretaries(user, villages)
    rows = []
    for village in villages:
        marks = _marks(cycle, days.get(village.pk, {}), counts.get(village.pk, {}))
        rows.append(Row(village, marks, called.get(village.pk, [])))
    return rows


def _days(villages: list[Village], cycle: Cycle) -> dict[int, dict[str, dt.date]]:
    """The newest day of the steps that a paper or a meeting proves, village by village."""
    found: dict[int, dict[str, dt.date]] = {village.pk: {} for village in villages}
    schemes = Scheme.objects.filter(village__in=villages, cycle=cycle).values_list("village", "published_on")
    held = Meeting.objects.filter(village__in=villages, held_on__gte=cycle.starts_on).exclude(kind="committees")
    # A meeting that decided on the year's plan and on no post is none of the procedure's.
    here = OuterRef("pk")
    on_plan, on_post = Resolution.objects.filter(meeting=here), Ballot.objects.filter(meeting=here)
    held = held.exclude(Exists(on_plan) & ~Exists(on_post))
    met = held.order_by().values_list("village", "kind").annotate(day=Max("held_on"))
    notices = Notice.objects.filter(village__in=villages, kind="placements", opened_on__gte=cycle.starts_on)
    posted = notices.exclude(state="withdrawn").order_by().values_list("village").annotate(day=Max("opened_on"))
    for village, day in schemes:
        found[village][Step.PUBLISH] = day
    for village, kind, day in met:
        step = Step.CONFIRM if kind in Meeting.BRANCH else Step.REVIEW
        found[village][step] = max(day, found[village].get(step, day))
    for village, day in posted:
        found[village][Step.POST] = day
    return found


def _counts(villages: list[Village], cycle: Cycle) -> dict[int, dict[str, int]]:
    """Applications of the year by village and state."""
    rows = Application.objects.filter(cycle=cycle, post__group__village__in=villages, state__in=IN_HAND).order_by()
    found: dict[int, dict[str, int]] = {}
    for village, state, number in rows.values_list("post__group__village", "state").annotate(n=Count("pk")):
        found.setdefault(village, {})[state] = number
    return found


def _marks(cycle: Cycle, days: dict[str, dt.date], counts: dict[str, int]) -> list[Mark]:
    """Six marks: a meeting or a paper proves its step; applying and nominating are done once somebody came further."""
    waits = {Step.NOMINATE: S.APPLIED, Step.REVIEW: S.NOMINATED, Step.CONFIRM: S.REVIEWED, Step.POST: S.CONFIRMED}
    further = {step: sum(counts.get(s, 0) for s in IN_HAND[n:]) for n, step in ((0, Step.APPLY), (1, Step.NOMINATE))}
    marks, is_next = [], True
    for step in Step:
        done = bool(further.get(step)) if step in further else step in days
        due = cycle.due(step)
        if done:
            status = "done"
        elif due and due < clock.today():
            status = "late"
        else:
            status = "now" if is_next else "ahead"
        is_next = is_next and done
        waiting = counts.get(waits[step], 0) if step in waits else 0
        marks.append(Mark(step.value, step.label, status, days.get(step), waiting))
    return marks


def secretaries(user: Any, villages: list[Village]) -> dict[int, list[Member]]:
    """Who leads the branch of each village, for those who may read telephones; nobody for a viewer."""
    if not reach(user).sees_contacts:
        return {}
    keys = {village.pk for village in villages}
    pairs = {(village, member) for village, member in Member.objects.secretaries(clock.today()) if village in keys}
    people = Member.objects.visible_to(user).in_bulk({member for _village, member in pairs})
    found: dict[int, list[Member]] = {}
    for village, member in sorted(pairs):
        if member in people:
            found.setdefault(village, []).append(people[member])
    return found


def summary(rows: list[Row], cycle: Cycle) -> list[dict[str, Any]]:
    """Step by step, how many villages have it before them and by when it is due."""
    remind = Reminder()
    return [
        {
            "step": step.value,
            "label": step.label,
            "lacking": sum(step.value in row.lacks for row in rows),
            "due": cycle.due(step),
            "due_words": remind.say(cycle.due(step)) if cycle.due(step) else "",
        }
        for step in Step
    ]
