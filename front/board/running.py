"""Notices that run, with the days that are left of them, in words."""

from collections.abc import Callable
from itertools import groupby
from typing import Any

from notices import calendar
from notices.models import Notice, counted_days
from notices.words import left_in_words
from tools import clock

ROWS = 12
"""So many notices are read one by one; of more, villages are listed by the day on which they end."""


def days_left(notice: dict[str, Any], is_counted: Callable | None = None) -> int:
    """Days of the notice's own unit from today to its last day, both included."""
    return calendar.days_left(clock.today(), notice["ends_on"], is_counted or counted_days(notice["unit"]))


def running_notices() -> list[dict[str, Any]]:
    """Every running notice, the one that ends first on top, each with `left` in words; the calendar is read once."""
    notices = list(Notice.objects.all().public())
    counted = {unit: counted_days(unit) for unit in {notice["unit"] for notice in notices}}
    for notice in notices:
        notice["left"] = left_in_words(notice["ends_on"], notice["unit"], days_left(notice, counted[notice["unit"]]))
    return notices


def by_last_day(notices: list[dict[str, Any]]) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """The same where there are many: for each last day one notice that names it, and all that end then, village by village.

    Of a village with several, each says its title: two links of one name would lead to different pages.
    """
    days = []
    for _day, found in groupby(notices, key=lambda notice: (notice["ends_on"], notice["left"])):
        rows = sorted(found, key=lambda notice: notice["village__code"])
        codes = [row["village__code"] for row in rows]
        days.append((rows[0], [row | {"is_one_of_many": codes.count(row["village__code"]) > 1} for row in rows]))
    return days
