"""Notices, lines and objections, read."""

import datetime as dt
from typing import Any, Self

from django.apps import apps
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from members.scope import reach
from notices.moves import WAITING
from tools import clock

PUBLIC = (
    "pk", "uuid", "kind", "title", "basis", "body", "ending", "opened_on", "ends_on", "days", "unit", "phone", "place", "organ",
    "correction", "corrects__correction", "corrects__withdrawn_on",
    "village__code", "village__short_name", "village__name", "village__kind",
)  # fmt: skip


def _count(rows: models.QuerySet) -> Coalesce:
    one = rows.order_by().annotate(_one=Value(1)).values("_one").annotate(_n=Count("pk"))
    return Coalesce(Subquery(one.values("_n")), 0)


class NoticeQuerySet(models.QuerySet):
    """Notices."""

    def visible_to(self, user: Any) -> Self:
        """Within the desk: the township's: all; otherwise those of the person's villages."""
        return self.filter(reach(user).among("village"))

    def up(self) -> Self:
        """Up, within its period or after it."""
        return self.filter(state="open")

    def running(self) -> Self:
        """Up, and within the period: what a stranger may read."""
        return self.up().filter(ends_on__gte=clock.today())

    def over(self) -> Self:
        """Up, but the period is over: somebody has to state the result."""
        return self.up().filter(ends_on__lt=clock.today())

    def asking(self) -> Self:
        """What somebody may still have to move: drafts, those that are up, and those concluded of which a line that was held
        is free now (the same rule as `Notice.free_lines`, for many at once)."""
        lines, objections = apps.get_model("notices.Line").objects, apps.get_model("notices.Objection").objects
        elsewhere = objections.waiting().filter(
            notice__kind=OuterRef("notice__kind"), line__subject_id=OuterRef("subject_id")
        )
        free = lines.filter(
            ~Exists(objections.holding().filter(line=OuterRef("pk"))),
            ~Exists(elsewhere.exclude(notice=OuterRef("notice"))),
            notice=OuterRef("pk"),
            result="",
        )
        held = objections.filter(notice=OuterRef("pk")).holding_list()
        return self.filter(Q(state__in=("drafted", "open")) | Q(Exists(free), ~Exists(held), state="concluded"))

    def by_urgency(self) -> Self:
        """What waits for somebody first: over and to be stated, running (soonest end first), drafts, then the settled ones."""
        today = clock.today()
        rank = Case(
            When(state="open", ends_on__lt=today, then=0),
            When(state="open", then=1),
            When(state="drafted", then=2),
            default=3,
        )
        soonest = Case(When(state="open", then=F("ends_on")))
        return self.annotate(rank=rank).order_by("rank", soonest.asc(nulls_last=True), "-pk")

    def with_exceptions(self) -> Self:
        """Until the last day, how many weekend days are `worked` and how many weekdays are `off`: in the same query, since
        the public pages count theirs."""
        days = apps.get_model("notices.Holiday").objects.filter(day__gte=clock.today(), day__lte=OuterRef("ends_on"))
        return self.annotate(
            worked=_count(days.filter(is_working=True, day__iso_week_day__gt=5)),
            off=_count(days.filter(is_working=False, day__iso_week_day__lte=5)),
        )

    def drafted_subjects(self, kind: str) -> models.QuerySet:
        """The keys of what stands on drafts of a kind."""
        return self.filter(state="drafted", kind=kind).values("lines__subject_id")

    def uncorrected(self) -> Self:
        """Taken down, and no other notice stands in its place."""
        return self.filter(state="withdrawn", corrected_by=None)

    def public(self) -> models.QuerySet:
        """Running notices as a stranger reads them: values of a written list of columns, the one that ends first on top."""
        return self.running().with_exceptions().values(*PUBLIC, "worked", "off").order_by("ends_on", "pk")

    def public_or_corrected(self) -> models.QuerySet:
        """The running ones, and with the reason those taken down, for the days that they were to run: a visible correction.

        One that came down only after its last day is shown for a week.
        """
        today = clock.today()
        taken_late = Q(withdrawn_on__gt=F("ends_on"), withdrawn_on__gte=today - dt.timedelta(days=6))
        rows = self.filter(
            Q(state="open", ends_on__gte=today) | Q(Q(ends_on__gte=today) | taken_late, state="withdrawn")
        )
        columns = (*PUBLIC, "worked", "off", "state", "withdrawn_on")
        return rows.with_exceptions().values(*columns).order_by("ends_on", "pk")


class LineQuerySet(models.QuerySet):
    """Lines of notices."""

    def visible_to(self, user: Any) -> Self:
        """Those of the notices that the person sees."""
        return self.filter(reach(user).among("notice__village"))

    def on_drafts(self, kind: str) -> Self:
        """On notices of a kind that have not gone up."""
        return self.filter(notice__kind=kind, notice__state="drafted")

    def about(self, kind: str, subject_id: int) -> Self:
        """Those on which one thing stands or stood, newest first."""
        return self.filter(notice__kind=kind, subject_id=subject_id).select_related("notice").order_by("-pk")

    def public(self) -> models.QuerySet:
        """The frozen public columns and nothing else."""
        return self.values("pk", "number", "columns").order_by("number")


class ObjectionQuerySet(models.QuerySet):
    """Objections: secret from the village and from viewers."""

    def visible_to(self, user: Any) -> Self:
        """The township alone."""
        return self if reach(user).is_staff_of_town else self.none()

    def holding(self) -> Self:
        """Those that keep a line or a list from being concluded: not settled yet, or upheld."""
        return self.filter(state__in=(*WAITING, "upheld"))

    def holding_list(self) -> Self:
        """Those for which the township keeps a list as a whole from being concluded."""
        return self.filter(Q(state="holding") | Q(state="suspended", line=None))

    def waiting(self) -> Self:
        """Those of which nobody has said how they end."""
        return self.filter(state__in=WAITING)

    def about(self, kind: str, subject_id: int) -> Self:
        """Those against one thing on whichever notice it stands or stood, and those against such a list as a whole."""
        lines = apps.get_model("notices.Line").objects.filter(notice__kind=kind, subject_id=subject_id)
        return self.filter(Q(line__in=lines) | Q(line=None, notice__in=lines.values("notice")))

    def findings(self) -> models.QuerySet:
        """What the village may read of those looked into: how it ends, the finding, its day and the line; never the text, never
        who."""
        settled = self.filter(state__in=("suspended", "upheld", "dismissed", "declined")).order_by("found_on", "pk")
        return settled.values("line__number", "state", "finding", "found_on")


class TownRowsQuerySet(models.QuerySet):
    """Settings of the town."""

    def visible_to(self, user: Any) -> Self:
        """For those who see the whole town."""
        return self if reach(user).everything else self.none()


class HolidayQuerySet(TownRowsQuerySet):
    """Days off and make-up days."""

    def in_year(self, year: int) -> models.QuerySet:
        """Day, whether it is worked, and its name, for a year."""
        return self.filter(day__year=year).order_by("day").values_list("day", "is_working", "name")
