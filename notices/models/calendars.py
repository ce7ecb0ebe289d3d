"""The calendar by which a posting period is counted."""

from collections.abc import Callable

from django.db import models
from django.utils.translation import gettext_lazy as _

from members.models import Township
from notices import calendar
from notices.querysets import HolidayQuerySet, TownRowsQuerySet
from tools.history.kept import Versions


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
    """A day of which its year's plan speaks: a holiday, or a weekend day worked to make up for one; it goes first."""

    day = models.DateField(_("day"), unique=True)
    is_working = models.BooleanField(_("working day"), default=False)
    name = models.CharField(_("name"), max_length=40, blank=True)

    objects = HolidayQuerySet.as_manager()
    history = Versions()

    class Meta:
        verbose_name = _("holiday or make-up day")
        verbose_name_plural = _("holidays and make-up days")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class Counting:
    """How days are counted, for one page: the calendar is read once, when somebody first asks about working days."""

    def __init__(self) -> None:
        self._by_unit: dict[str, Callable[..., bool]] = {}

    def by(self, unit: str) -> Callable[..., bool]:
        """Whether a day counts in `unit`."""
        if unit not in self._by_unit:
            self._by_unit[unit] = counted_days(unit)
        return self._by_unit[unit]


def counted_days(unit: str) -> Callable[..., bool]:
    """How days are counted in `unit`, with the town's own calendar."""
    if unit == Township.Unit.CALENDAR:
        return lambda day: True
    return calendar.working(
        dict(Holiday.objects.values_list("day", "is_working")),
        frozenset(CalendarYear.objects.values_list("year", flat=True)),
    )
