"""Notices for objection (公示), their lines, and objections."""

import datetime as dt
import uuid
from collections.abc import Mapping

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from members.models import Member, Township, Village
from members.public import named, personal_numbers
from members.scope import Locus
from notices import calendar
from notices.models.calendars import counted_days
from notices.models.wordings import NoticeWording
from notices.moves import NoticeState, ObjectionState
from notices.querysets import LineQuerySet, NoticeQuerySet
from notices.wording import filled
from tools import clock
from tools.workflow.errors import Refused
from tools.workflow.models import Flowing

WORDS = ("title", "basis", "body", "ending")
"""What of a notice is running text: its blanks are filled when it goes up."""
PEN = "　　年　月　日"


class Notice(Flowing):
    """A list that is posted for objection in a village. It knows no kind: the kind's app registers what follows."""

    class Look(models.TextChoices):
        """How it looks on paper."""

        PLAIN = "plain", _("plain, as a village's notice is")
        RED = "red", _("with a red head, for what the township's committee signs itself")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    village = models.ForeignKey(Village, models.PROTECT, related_name="notices", verbose_name=_("village"))
    kind = models.CharField(max_length=20, editable=False)
    state = models.CharField(
        _("state"), max_length=20, choices=NoticeState, default=NoticeState.DRAFTED, editable=False
    )
    title = models.CharField(_("title"), max_length=120)
    basis = models.TextField(_("basis"), blank=True)
    body = models.TextField(_("text before the list"), blank=True)
    ending = models.TextField(_("text after the list"), blank=True)
    look = models.CharField(_("look on paper"), max_length=10, choices=Look, default=Look.PLAIN)
    number = models.CharField(_("document number"), max_length=40, blank=True)
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
            models.CheckConstraint(
                condition=Q(look__in=("plain", "red")),
                name="notice_look",
                violation_error_message=_("A notice is plain or has a red head."),
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
                   "“Notices”, “Holidays and make-up days”, or ticks there that weekdays alone count for the time being.")
                % {"year": missing.year}
            ) from missing  # fmt: skip
        return town.posting_days, town.posting_unit, last

    def says(
        self, opens_on: dt.date | None = None, period: tuple[int, str, dt.date] | None = None, count: int | None = None
    ) -> dict[str, str]:
        """Title, basis, body and ending as they are read; what was posted stands as it was, without a blank.

        In a draft, the blanks that are filled when it goes up: for this day and period, or left open for the pen.
        """
        town, first = Township.objects.current(), opens_on or self.opened_on
        days, unit, last = period or (self.days, self.unit, self.ends_on)
        texts = {name: getattr(self, name) for name in WORDS}
        with translation.override(settings.LANGUAGE_CODE):  # Data: in the town's language, whoever presses the button.
            texts["ending"] = texts["ending"] or NoticeWording.in_force(self.kind).ending
            units = dict(Township.Unit.choices)
            values = {
                "count": self.lines.count() if count is None else count,
                "from": date_format(first, "Y年n月j日") if first else PEN,
                "to": _day_after(first, last) if first and last else PEN,
                "days": _t("%(days)s %(unit)s") % {"days": days or town.posting_days, "unit": units[unit or town.posting_unit]},
                "phone": self.phone or town.phone,
                "place": self.place or self.organ,
            }  # fmt: skip
        return {name: filled(text, values) for name, text in texts.items()}

    def official_numbers(self) -> list[str]:
        """The telephones that may stand in it: the township's, the urgent ones, the village's own."""
        town = Township.objects.current()
        return [one for one in (town.phone, self.village.phone, *(number for _word, number in town.urgent)) if one]

    def numbers_told(self, texts: Mapping[str, str], columns: Mapping[int, Mapping[str, str]]) -> list[str]:
        """Numbers of persons in what would be public: telephones that are not official, citizens' and bank numbers."""
        official = self.official_numbers()
        cells = [cell for row in columns.values() for cell in row.values()]
        found = [n for n in personal_numbers(self.phone, official) if not n.startswith(("0", "(0"))]
        for text in (*texts.values(), self.place, self.organ, self.number, *cells):
            found += personal_numbers(text, [*official, self.phone])
        return list(dict.fromkeys(found))

    def must_tell_no_number(self, texts: Mapping[str, str], columns: Mapping[int, Mapping[str, str]]) -> None:
        """`Refused` where somebody's number stands in what would be public."""
        if found := self.numbers_told(texts, columns):
            raise Refused(
                _t("%(number)s does not belong into a notice, which everybody reads. Take it "
                   "out; the village's and the township's own telephones are those kept in their records.")
                % {"number": named(found)}
            )  # fmt: skip

    def freeze(self, opens_on: dt.date, columns: Mapping[int, Mapping[str, str]]) -> None:
        """Fix the period, the words and what is public of each line, so that no later change alters what was posted."""
        period = self.period_from(opens_on)
        texts = self.says(opens_on, period)
        self.must_tell_no_number(texts, columns)
        self.days, self.unit, self.ends_on = period
        self.opened_on = opens_on
        for name, text in texts.items():
            setattr(self, name, text)
        self.save(update_fields=["days", "unit", "ends_on", "opened_on", *WORDS])
        lines = list(self.lines.all())
        for line in lines:
            line.columns = dict(columns[line.pk])
        Line.objects.bulk_update(lines, ["columns"])

    def free_lines(self) -> list["Line"]:
        """Lines without a result that no objection holds; none while an objection holds the whole list.

        One that nobody has looked into holds its subject on a later notice too: taking a list down sheds no objection.
        """
        holding = list(self.objections.holding().values_list("line_id", "state"))
        if any(state == ObjectionState.HOLDING or line is None and state == "suspended" for line, state in holding):
            return []
        held = {line for line, state in holding}
        lines = [line for line in self.lines.filter(result="").select_related("member") if line.pk not in held]
        earlier = self.objections.model.objects.waiting().filter(
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


def _day_after(first: dt.date, last: dt.date) -> str:
    """The last day, with its year where that is another one."""
    return date_format(last, "n月j日" if last.year == first.year else "Y年n月j日")


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
