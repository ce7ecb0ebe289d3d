"""Plans, goals and what was decided about them, read."""

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from members.scope import reach

PUBLIC_STATES = ("published", "reported")
PUBLIC_IN_SHORT = {"title": "title", "year": "cycle__year"}
"""What a stranger reads of a plan beside its village, by name and column; and how many goals it has."""


def _seen(user: Any, plan: str = "") -> Q:
    """The township's: all; those of the person's villages; at home, and where he leads a group, what is published."""
    found = reach(user)
    if found.everything:
        return Q()
    near = {found.home_id, *(village for village, _zone in found.groups)} - {None}
    return Q(**{f"{plan}village__in": found.villages}) | Q(
        **{f"{plan}village__in": near, f"{plan}state__in": PUBLIC_STATES}
    )


class PlanQuerySet(models.QuerySet):
    """Plans of the villages."""

    def visible_to(self, user: Any) -> Self:
        """The township's: all; those of the person's villages; at home, and where he leads a group, what is published."""
        return self.filter(_seen(user))

    def standing(self) -> Self:
        """All but those that were withdrawn."""
        return self.exclude(state="withdrawn")

    def asking(self) -> Self:
        """About which something may be to do: a published one waits for its goals first."""
        goals = self.model._meta.get_field("goals").related_model.objects
        waits = goals.filter(plan=OuterRef("pk"), state="open")
        return self.exclude(Q(state="published") & Exists(waits))

    def with_progress(self) -> Self:
        """With the number of `goal_count`, of those `done_count` and `dropped_count`."""
        return self.annotate(
            goal_count=Count("goals"),
            done_count=Count("goals", filter=Q(goals__state="done")),
            dropped_count=Count("goals", filter=Q(goals__state="dropped")),
        )

    def next_round(self, keys: list[int]) -> None:
        """Count one round more for these."""
        self.filter(pk__in=keys).update(round=F("round") + 1)

    def newest_of_village(self) -> models.QuerySet:
        """For a subquery on villages: title and year of the newest plan whose decision is published, and how many goals it has
        and how many are done, as one value.
        """
        said = JSONObject(**PUBLIC_IN_SHORT, goal_count="goal_count", done_count="done_count")
        rows = self.filter(village=OuterRef("pk"), state__in=PUBLIC_STATES).with_progress()
        return rows.order_by("-cycle__year").values(said=said)[:1]

    def public(self) -> models.QuerySet:
        """What a stranger may read of plans whose decision is published, the newest year first: words, votes, days."""
        resolutions = self.model._meta.get_field("resolutions").related_model.objects
        publications = self.model._meta.get_field("publications").related_model.objects
        voted = resolutions.filter(plan=OuterRef("pk"), round=OuterRef("round"))
        told = publications.filter(plan=OuterRef("pk"))
        votes = {
            f"{step}_{name}": Subquery(voted.filter(step=step).values(path)[:1])
            for step in ("examine", "decide")
            for name, path in (
                ("on", "meeting__held_on"), ("entitled", "entitled"), ("present", "present"), ("favour", "in_favour"),
            )
        }  # fmt: skip
        days = {
            "published_on": Subquery(told.filter(step="publish").values("published_on")[:1]),
            "reported_on": Subquery(told.filter(step="report").values("published_on")[:1]),
            "result": Subquery(told.filter(step="report").values("result")[:1]),
        }
        rows = self.filter(state__in=PUBLIC_STATES).annotate(**votes, **days)
        return rows.values("pk", "title", "body", "cycle__year", "cycle__name", "state", *votes, *days).order_by(
            "-cycle__year"
        )


class GoalQuerySet(models.QuerySet):
    """Goals of plans."""

    def visible_to(self, user: Any) -> Self:
        """As their plans."""
        return self.filter(_seen(user, "plan__"))

    def of_published(self) -> Self:
        """Of plans whose decision is published: what pledges may answer."""
        return self.filter(plan__state__in=PUBLIC_STATES)

    def due_by(self, day: dt.date) -> Self:
        """Still going on, in plans that are published, and due by that day."""
        return self.filter(state="open", plan__state="published", due_on__lte=day)

    def public(self) -> models.QuerySet:
        """What a stranger may read of the goals of published plans, in their order."""
        return (
            self.of_published()
            .values(
                "plan", "number", "content", "measure", "due_on", "state", "result", "settled_on",
                "group__zone_id", "group__zone__name",
            )
            .order_by("plan", "number")
        )  # fmt: skip


class OfPlanQuerySet(models.QuerySet):
    """What was decided or published of a plan."""

    def visible_to(self, user: Any) -> Self:
        """As its plan."""
        return self.filter(_seen(user, "plan__"))
