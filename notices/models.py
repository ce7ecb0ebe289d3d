"""Notices for objection (公示), their lines, objections, and the calendar by which a period is counted."""

import datetime as dt
import uuid
from collections.abc import Mapping

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from members.models import Member, Township, Village
from members.scope import Locus
from notices import calendar
from notices.moves import NoticeState, ObjectionState
from notices.querysets import LineQuerySet, NoticeQuerySet, ObjectionQuerySet, TownRowsQuerySet
from tools import clock
from tools.history.kept import Versions
from tools.workflow.errors import Refused
from tools.workflow.models import Flowing


class CalendarYear(models.Model):
    """A year for which periods may be counted: its holidays are entered, or the town counts weekdays for the time being."""

    year = models.PositiveSmallIntegerField(_("year"), primary_key=True)
    provisional = models.BooleanField(_("weekdays only, provisional"), default=False)

    objects = TownRowsQuerySet.as_manager()
    history = Versions()

    class Meta:
        verbose_name = _("calendar year")
        verbose_name_plural = _("calendar years")
        ordering = ["year"]

    def __str__(self) -> str:
        return str(self.year)


class Holiday(models.Model):
    """A day that is not what its weekday says: a holiday, or a weekend day worked to make up for one."""

    day = models.DateField(_("day"), unique=True)
    is_working = models.BooleanField(_("working day"), default=False)
    name = models.CharField(_("name"), max_length=40, blank=True)

    objects = TownRowsQuerySet.as_manager()
    history = Versions()

    class Meta:
        verbose_name = _("holiday or make-up day")
        verbose_name_plural = _("holidays and make-up days")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


def counted_days(unit: str) -> object:
    """How days are counted in `unit`, with the town's own calendar."""
    if unit == Township.Unit.CALENDAR:
        return lambda day: True
    return calendar.working(
        dict(Holiday.objects.values_list("day", "is_working")),
        frozenset(CalendarYear.objects.values_list("year", flat=True)),
    )


class Notice(Flowing):
    """A list that is posted for objection in a village. It knows no kind: the kind's app registers what follows."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    village = models.ForeignKey(Village, models.PROTECT, related_name="notices", verbose_name=_("village"))
    kind = models.CharField(max_length=20, editable=False)
    state = models.CharField(
        _("state"), max_length=20, choices=NoticeState, default=NoticeState.DRAFTED, editable=False
    )
    title = models.CharField(_("title"), max_length=120)
    basis = models.TextField(_("basis"), blank=True)
    body = models.TextField(_("text before the list"), blank=True)
    organ = models.CharField(_("signed by"), max_length=80)
    phone = models.CharField(_("telephone for objections"), max_length=40, blank=True)
    place = models.CharField(_("where to object in person"), max_length=120, blank=True)
    opened_on = models.DateField(_("posted on"), null=True, editable=False)
    ends_on = models.DateField(_("last day"), null=True, editable=False)
    days = models.PositiveSmallIntegerField(null=True, editable=False)
    unit = models.CharField(max_length=10, choices=Township.Unit, blank=True, editable=False)
    corrects = models.OneToOneField("self", models.PROTECT, null=True, editable=False, related_name="corrected_by")
    correction = models.TextField(_("correction"), blank=True, editable=False)
    withdrawn_on = models.DateField(null=True, editable=False)
    typed_at = models.DateTimeField(default=clock.now, editable=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["village", "state", "ends_on"], name="notice_village_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=NoticeState.values),
                name="notice_state",
                violation_error_message=_("A notice has no such state."),
            ),
            models.CheckConstraint(
                condition=Q(opened_on__isnull=True, ends_on__isnull=True)
                | Q(opened_on__isnull=False, ends_on__gte=F("opened_on")),
                name="notice_dates",
                violation_error_message=_("The last day lies before the first."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page at the desk."""
        return reverse("notices:notice_detail", args=[self.pk])

    def locus(self) -> Locus:
        """Its village, and everybody on whom it decides."""
        return Locus(self.village_id, member_ids=frozenset(line.member_id for line in self.lines.all()) - {None})

    @property
    def is_running(self) -> bool:
        """Whether strangers see it: up, and its last day is not over."""
        return self.state == NoticeState.OPEN and clock.now() < clock.start_of(self.ends_on + dt.timedelta(days=1))

    @property
    def days_left(self) -> int:
        """Days of its unit from today to the last, both included."""
        return calendar.days_left(clock.today(), self.ends_on, counted_days(self.unit)) if self.ends_on else 0

    def period_from(self, opens_on: dt.date) -> tuple[int, str, dt.date]:
        """Days, unit and last day of a period that begins then, by the town's settings; `Refused` where a year has no rows."""
        town = Township.objects.current()
        try:
            last = calendar.last_day(opens_on, town.posting_days, counted_days(town.posting_unit))
        except calendar.YearMissing as missing:
            raise Refused(
                _t("The period reaches %(year)s, for which no holidays are entered. The township enters them under "
                   "“Holidays and make-up days”, or allows weekdays only for that year under “Calendar years”.")
                % {"year": missing.year}
            ) from missing  # fmt: skip
        return town.posting_days, town.posting_unit, last

    def freeze(self, opens_on: dt.date, columns: Mapping[int, Mapping[str, str]]) -> None:
        """Fix the period and what is public of each line, so that no later change alters what was posted."""
        self.days, self.unit, self.ends_on = self.period_from(opens_on)
        self.opened_on = opens_on
        self.save(update_fields=["days", "unit", "ends_on", "opened_on"])
        lines = list(self.lines.all())
        for line in lines:
            line.columns = dict(columns[line.pk])
        Line.objects.bulk_update(lines, ["columns"])

    def free_lines(self) -> list["Line"]:
        """Lines without a result that no objection holds; none while an objection holds the whole list.

        One that nobody has looked into holds its subject on a later notice too: taking a list down sheds no objection.
        """
        holding = list(self.objections.holding().values_list("line_id", "state"))
        if any(state == ObjectionState.HOLDING for line, state in holding):
            return []
        held = {line for line, state in holding}
        lines = [line for line in self.lines.filter(result="").select_related("member") if line.pk not in held]
        earlier = Objection.objects.waiting().filter(
            notice__kind=self.kind, line__subject_id__in=[x.subject_id for x in lines]
        )
        subjects = set(earlier.exclude(notice=self).values_list("line__subject_id", flat=True))
        return [line for line in lines if line.subject_id not in subjects]

    def note_results(self, results: Mapping[int, str]) -> None:
        """Write on each line what became of it."""
        for result in set(results.values()):
            self.lines.filter(pk__in=[pk for pk, found in results.items() if found == result]).update(result=result)

    def note_withdrawal(self, on: dt.date, reason: str) -> None:
        """Keep the day and the reason where everybody sees them."""
        self.withdrawn_on, self.correction = on, reason
        self.save(update_fields=["withdrawn_on", "correction"])


class Line(models.Model):
    """One line of a notice: whom it is about, and what of him is public, frozen when the notice went up."""

    class Result(models.TextChoices):
        """What became of the line."""

        DONE = "done", _("took up the post")
        GONE = "gone", _("no longer on the list")

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="lines")
    number = models.PositiveSmallIntegerField()
    subject_id = models.BigIntegerField()
    member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    columns = models.JSONField(default=dict)
    result = models.CharField(max_length=10, choices=Result, blank=True)

    objects = LineQuerySet.as_manager()

    class Meta:
        ordering = ["notice_id", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "number"],
                name="line_number",
                violation_error_message=_("This number stands on the list already."),
            ),
            models.UniqueConstraint(
                fields=["notice", "subject_id"],
                name="line_subject_once",
                violation_error_message=_("This application stands on the list already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.member or ''}"


class Objection(Flowing):
    """异议: somebody objects to a line, or to the list. The village never reads its text or name, only the finding."""

    class Channel(models.TextChoices):
        """How it came."""

        BOARD = "board", _("from the public board")
        LETTER = "letter", _("in writing")
        PHONE = "phone", _("by telephone")
        PERSON = "person", _("in person")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="objections")
    line = models.ForeignKey(
        Line, models.PROTECT, null=True, blank=True, related_name="objections", verbose_name=_("objection against")
    )
    state = models.CharField(
        _("state"), max_length=20, choices=ObjectionState, default=ObjectionState.RECEIVED, editable=False
    )
    channel = models.CharField(_("how it came"), max_length=10, choices=Channel, default=Channel.BOARD)
    text = models.TextField(_("what you object to, and why"), max_length=2000)
    signed = models.CharField(
        _("your name and how to reach you"), max_length=120, blank=True,
        help_text=_("Optional. Only the township reads it; the village never does."),
    )  # fmt: skip
    received_on = models.DateField(_("received on"))
    finding = models.TextField(_("finding"), blank=True, editable=False)
    found_on = models.DateField(null=True, editable=False)
    typed_at = models.DateTimeField(default=clock.now, editable=False)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ObjectionState.values),
                name="objection_state",
                violation_error_message=_("An objection has no such state."),
            )
        ]

    def __str__(self) -> str:
        return _t("Objection %(number)s") % {"number": self.pk}

    def get_absolute_url(self) -> str:
        """Its page, for the township."""
        return reverse("notices:objection_detail", args=[self.pk])

    def locus(self) -> Locus:
        """The village of its notice; it decides on the line's member."""
        about = {self.line.member_id} - {None} if self.line_id else set()
        return Locus(self.notice.village_id, member_ids=frozenset(about))

    def note_finding(self, finding: str, on: dt.date) -> None:
        """Keep what was found and when."""
        self.finding, self.found_on = finding, on
        self.save(update_fields=["finding", "found_on"])
