"""By when, in words: working days as the town's calendar counts them."""

import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from members.models import Township
from notices import calendar
from notices.models import Counting
from notices.words import left_in_words
from tools import clock


def short_day(day: dt.date) -> str:
    """A day of this year as an office says it."""
    return date_format(day, "n月j日")


class Reminder:
    """Says of days how far off they are, in working days."""

    def __init__(self, counting: Counting) -> None:
        self._counting = counting

    def say(self, day: dt.date) -> str:
        """“until 30 November, 3 working days left”; without a calendar for the year, the day alone."""
        today = clock.today()
        if day < today:
            return _("was due on %(day)s") % {"day": short_day(day)}
        if day == today:
            return _("due today")
        try:
            left = calendar.days_left(today, day, self._counting.by(Township.Unit.WORKING))
        except calendar.YearMissing:
            return _("by %(day)s") % {"day": short_day(day)}
        return _("by %(day)s, %(left)s") % {
            "day": short_day(day),
            "left": left_in_words(day, Township.Unit.WORKING, left),
        }
