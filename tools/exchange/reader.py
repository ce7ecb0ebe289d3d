"""A file becomes a book of numbered rows, or is refused in one sentence. Nothing here knows what the columns mean."""

import datetime as dt
import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from tools.exchange import bounds, csvs, sniff
from tools.exchange.limits import Limits, Unreadable, of_page

MEMORY_OF_CHILD = 512 * 1024 * 1024
SECONDS_OF_CHILD = 30
ROOT = Path(__file__).resolve().parents[2]
BROKEN = "#REF!"
"""What stands for a cell with an error: calamine says nothing there."""


@dataclass
class Sheet:
    """A visible sheet: its rows, each with its number as the spreadsheet shows it."""

    name: str
    rows: list[tuple[int, list[Any]]]
    hidden_rows: list[int] = field(default_factory=list)


@dataclass
class Book:
    """A file that was read."""

    kind: str
    sheets: list[Sheet]
    hidden_sheets: list[str]
    sha256: str


def read(data: bytes, file_name: str, is_heading: Callable[[str], bool], limits: Limits | None = None) -> Book:
    """Read xlsx, xls or csv. `is_heading` tells a heading, by which an encoding is recognised. Raises Unreadable."""
    limits = limits or of_page()
    kind = sniff.kind_of(data, file_name, limits)
    sha256 = hashlib.sha256(data).hexdigest()
    if kind == "csv":
        name = Path(file_name).stem
        return Book(kind, [Sheet(name, csvs.rows(data, is_heading, limits))], [], sha256)
    sheets, hidden = _xlsx(data, limits) if kind == "xlsx" else _xls(data, limits)
    return Book(kind, sheets, hidden, sha256)


def _xlsx(data: bytes, limits: Limits) -> tuple[list[Sheet], list[str]]:
    measured = bounds.measure(data, limits)
    sheets, hidden = [], []
    try:
        paths = bounds.parts_of_sheets(data)
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        for about in book.sheets_metadata:
            if about.visible != SheetVisibleEnum.Visible:
                hidden.append(about.name)
            elif about.typ == SheetTypeEnum.WorkSheet:
                part = measured.get(paths.get(about.name, ""), bounds.Part())
                sheet = book.get_sheet_by_name(about.name)
                found = sheet.to_python(skip_empty_area=False) if sheet.end else []
                for row, column in part.errors:
                    if row <= len(found) and column <= len(found[row - 1]):
                        found[row - 1][column - 1] = BROKEN
                sheets.append(_sheet(about.name, found, part.hidden))
    except PasswordError as error:
        raise sniff.protected() from error
    except (CalamineError, OSError, ValueError, KeyError, UnicodeError) as error:
        raise sniff.damaged() from error
    return sheets, hidden


def _sheet(name: str, found: list[list[Any]], hidden: set[int] = frozenset()) -> Sheet:
    rows = [
        (number, values) for number, values in enumerate(found, 1) if any(value not in ("", None) for value in values)
    ]
    return Sheet(name, rows, sorted(number for number, _values in rows if number in hidden))


def _xls(data: bytes, limits: Limits) -> tuple[list[Sheet], list[str]]:
    """In a child: a forged .xls can make the reader ask for any amount of memory."""
    numbers = [str(number) for number in (MEMORY_OF_CHILD, limits.rows + 10, limits.columns)]
    try:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-m", "tools.exchange.xls_child", *numbers],
            input=data, capture_output=True, cwd=ROOT, timeout=SECONDS_OF_CHILD, check=False,
        )  # fmt: skip
        answer = json.loads(done.stdout) if done.returncode == 0 else {"error": "too_large"}
    except subprocess.TimeoutExpired as error:
        raise sniff.too_large() from error
    except ValueError as error:
        raise sniff.damaged() from error
    if word := answer.get("error"):
        raise {"too_large": sniff.too_large, "protected": sniff.protected}.get(word, sniff.damaged)()
    sheets, hidden = [], []
    for name, visible, rows in answer["sheets"]:
        if visible:
            sheets.append(_sheet(name, [[_back(value) for value in row] for row in rows]))
        else:
            hidden.append(name)
    return sheets, hidden


def _back(value: Any) -> Any:
    return dt.date.fromisoformat(value["d"]) if isinstance(value, dict) else value


__all__ = ["BROKEN", "Book", "Sheet", "Unreadable", "read"]
