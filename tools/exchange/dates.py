"""What a cell may mean as a date. Pure, as `cells.py` is, whose marks and errors it uses."""

import datetime as dt
import re
from typing import Any

from django.utils.translation import gettext as _

from tools.exchange import cells
from tools.exchange.cells import CellError, Warn

SERIAL_ZERO = dt.date(1899, 12, 30)
BETWEEN = r"(?:\s*[.\-–—/、。,·]\s*|\s+)"
DATE = re.compile(
    rf"([12][0-9]{{3}})(?:\s*年\s*|{BETWEEN})?(?:(?<=[^0-9])([0-9]{{1,2}})(?:(?:\s*月份?\s*|{BETWEEN})(?:([0-9]{{1,2}})\s*[日号]?)?)?)?"
)
PLAIN_DATE = re.compile(r"([12][0-9]{3})([.-])([0-9]{2})(?:\2([0-9]{2}))?")
"""As we write one ourselves, and as most do."""
SHORT_YEAR = re.compile(r"([0-9]{2})\s*[年.\-/、。,]\s*([0-9]{1,2})(?:\s*[月.\-/、。,]\s*([0-9]{1,2})?(?:\D.*)?)?")
EARLIEST = 1900
"""Nobody who is in a roster today was born before."""


def partial_date(value: Any, warn: Warn) -> str:
    """A date as precise as it was given: '1957', '1957-03' or '1957-03-04'; empty for an empty cell."""
    if isinstance(value, dt.date):
        return _possible(value.year, value.month, value.day)
    if isinstance(value, str) and (plain := PLAIN_DATE.fullmatch(value)):
        return _possible(int(plain[1]), int(plain[3]), int(plain[4]) if plain[4] else None)
    if cells.is_broken(value):
        raise CellError("impossible_date", _("The cell holds an error and no date."))
    if isinstance(value, int | float):
        return _numeric_date(float(value))
    found = cells.text(value).lstrip(cells.APOSTROPHES)
    if found.casefold() in cells.EMPTY:
        return ""
    found = re.sub(r"[T\s]{1,3}[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9:]+)?$", "", found)
    if re.fullmatch(r"(?:19|20)[0-9]{2}[1-9]", found):
        # Typed, 19853 may be March 1985; as a number it is a day's count, and so it is as a text of any other digits.
        month, day = f"{found[:4]}-0{found[4]}", _numeric_date(float(found))
        raise CellError(
            "ambiguous_date",
            _("This may be %(one)s or %(other)s; write it out.") % {"one": month, "other": day},
            (month, day),
        )
    if re.fullmatch(r"[0-9]+(?:\.0)?", found):
        return _numeric_date(float(found))
    if matched := DATE.fullmatch(found.rstrip(".。")):
        return _possible(*(int(part) if part else None for part in matched.groups()))
    if matched := re.fullmatch(r"([0-9]{1,2})[.\-/]([0-9]{1,2})[.\-/]([0-9]{4})", found):
        one, other, year = matched.groups()
        choices = dict.fromkeys(filter(None, (_or_none(year, one, other), _or_none(year, other, one))))
        raise CellError(
            "ambiguous_date", _("Which is the month and which is the day? Write 1957.03.04."), tuple(choices)
        )
    if matched := SHORT_YEAR.fullmatch(found):
        raise _two_digits(*matched.groups())
    raise _no_date()


def _numeric_date(number: float) -> str:
    """A number typed where a date belongs: digits run together, a spreadsheet's day count, or year.month."""
    if number < 0:
        raise _no_date()
    if not number.is_integer():
        digits = repr(number)
        found = re.fullmatch(r"([12][0-9]{3})\.([0-9]{1,2})", digits)
        if not found and 10_000 < number < 80_000:
            return _numeric_date(float(int(number)))  # A moment of a day.
        if not found:
            raise _two_digits() if re.fullmatch(r"[0-9]{2}\.[0-9]{1,2}", digits) else _no_date()
        year, month = found.groups()
        if month == "1":
            raise CellError(
                "ambiguous_date",
                _("This number may be January or October; set the column to text and write 1985.01 or 1985.10."),
                (f"{year}-01", f"{year}-10"),
            )
        return _possible(int(year), int(month))
    whole = f"{number:.0f}"
    if len(whole) == 8:
        return _possible(int(whole[:4]), int(whole[4:6]), int(whole[6:]))
    if len(whole) == 6:
        if whole[:2] not in ("18", "19", "20"):
            raise _two_digits(whole[:2], whole[2:4], whole[4:])
        return _possible(int(whole[:4]), int(whole[4:]))
    if len(whole) == 4 and whole[:2] in ("18", "19", "20", "21"):
        return _possible(int(number))
    if len(whole) == 1:
        raise _no_date()
    if len(whole) <= 4:
        raise _two_digits()
    if number < 80000:
        return (SERIAL_ZERO + dt.timedelta(days=int(number))).isoformat()
    raise _no_date()


def _no_date() -> CellError:
    return CellError("impossible_date", _("This is no date; write 1957, 1957.03 or 1957.03.04."))


def _two_digits(year: str = "", month: str = "", day: str | None = None) -> CellError:
    """With what it may mean, where that is plain."""
    found = [_or_none(century + year, month, day) for century in ("19", "20")] if year else []
    choices = tuple(filter(None, found))
    return CellError("ambiguous_date", _("A year of two digits is ambiguous; write all four."), choices)


def _or_none(*parts: str | None) -> str | None:
    try:
        return _possible(*(int(part) if part else None for part in parts))
    except CellError:
        return None


def _possible(year: int, month: int | None = None, day: int | None = None) -> str:
    try:
        if not EARLIEST <= year < 3000:
            raise ValueError
        dt.date(year, month or (1 if month is None else 0), day if day is not None else 1)
    except ValueError as error:
        raise CellError("impossible_date", _("There is no such day.")) from error
    return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if day else "")
