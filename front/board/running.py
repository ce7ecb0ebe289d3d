"""Notices that run, with the days that are left of them, in words."""

from itertools import groupby
from typing import Any

from notices.models import Notice
from notices.words import days_left, left_in_words

ROWS = 12
"""So many notices are read one by one; of more, villages are listed by the day on which they end."""


def with_days_left(notices: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Running notices, each with `days_left` of its own unit until its last day, and `left` in words."""
    for notice in notices:
        days = days_left(notice["unit"], notice["ends_on"], notice["worked"], notice["off"])
        notice |= {"days_left": days, "left": left_in_words(notice["ends_on"], notice["unit"], days)}
    return notices


def running_notices() -> list[dict[str, Any]]:
    """Every running notice, the one that ends first on top."""
    return with_days_left(list(Notice.objects.all().public()))


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
