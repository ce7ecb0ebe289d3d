"""By when, in words: working days as the town's calendar counts them."""

import datetime as dt
from collections.abc import Callable

from django.utils.translation import gettext as _

from members.models import Township
from notices import calendar
from notices.models import counted_days
from notices.words import left_in_words
from tools import clock
from tools.workflow.days import short_day


class Reminder:
    """Says of days how far off they are; the calendar is read once, when the first day is asked about."""

    def __init__(self) -> None:
        self._is_working: Callable[[dt.date], bool] | None = None

    def say(self, day: dt.date) -> str:
        """“until 30 November, 3 working days left”; without a calendar for the year, the day alone."""
        today = clock.today()
        if day < today:
            return _("was due on %(day)s") % {"day": short_day(day)}
        if day == today:
            return _("due today")
        self._is_working = self._is_working or counted_days(Township.Unit.WORKING)
        try:
            left = calendar.days_left(today, day, self._is_working)
        except calendar.YearMissing:
            return _("by %(day)s") % {"day": short_day(day)}
        return _("by %(day)s, %(left)s") % {
            "day": short_day(day),
            "left": left_in_words(day, Township.Unit.WORKING, left),
        }
