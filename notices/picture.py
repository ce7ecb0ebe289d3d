"""A year as a picture: twelve months of weeks, each day with the word that says what it is. Pure, without Django."""

import calendar
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Cell:
    """A day, what it is (off, worked, weekend or empty) and the holiday's name; without a day, a place before or after."""

    day: dt.date | None
    what: str = ""
    name: str = ""


def months_of(year: int, rows: Mapping[dt.date, tuple[bool, str]]) -> list[tuple[int, list[list[Cell]]]]:
    """Twelve months as weeks of seven cells, Monday first."""
    weeks = calendar.Calendar(firstweekday=0)
    return [
        (month, [[_cell(day, month, rows) for day in week] for week in weeks.monthdatescalendar(year, month)])
        for month in range(1, 13)
    ]


def _cell(day: dt.date, month: int, rows: Mapping[dt.date, tuple[bool, str]]) -> Cell:
    if day.month != month:
        return Cell(None)
    if day in rows:
        working, name = rows[day]
        return Cell(day, "worked" if working else "off", name)
    return Cell(day, "weekend" if day.weekday() > 4 else "")
