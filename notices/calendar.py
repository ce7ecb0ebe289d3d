"""Posting periods: working days from a table that people keep. Arithmetic alone, without Django.

The posting day counts, the period ends at 24:00 of its last day. A year without rows is never guessed at.
"""

import datetime as dt
from collections.abc import Callable, Mapping

DAY = dt.timedelta(days=1)


class YearMissing(Exception):
    """The period reaches a year for which nobody has entered holidays."""

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.year = year


def working(exceptions: Mapping[dt.date, bool], years: frozenset[int]) -> Callable[[dt.date], bool]:
    """Whether a day is a working day: its row says so, otherwise its weekday; a year not in `years` raises YearMissing."""

    def is_working(day: dt.date) -> bool:
        if day in exceptions:
            return exceptions[day]
        if day.year not in years:
            raise YearMissing(day.year)
        return day.weekday() < 5

    return is_working


def last_day(start: dt.date, days: int, is_counted: Callable[[dt.date], bool]) -> dt.date:
    """The last day of a period of `days` counted days that begins with `start` (counted where it is a counted day)."""
    day, counted = start, 0
    while True:
        counted += is_counted(day)
        if counted >= days:
            return day
        day += DAY


def days_left(today: dt.date, last: dt.date, is_counted: Callable[[dt.date], bool]) -> int:
    """Counted days from today to the last day, both included."""
    return sum(is_counted(today + n * DAY) for n in range(max((last - today).days + 1, 0)))


def weekdays_left(today: dt.date, last: dt.date, worked: int, off: int) -> int:
    """The same where it is known already how many weekend days of the range are `worked` and how many weekdays are `off`."""
    return sum((today + n * DAY).weekday() < 5 for n in range(max((last - today).days + 1, 0))) + worked - off
