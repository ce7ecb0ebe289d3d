"""Books of a spreadsheet program, opened by calamine once nothing in them can hurt: .xlsx here, .xls in a child process."""

import datetime as dt
import json
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from tools.exchange import bounds, shared_texts
from tools.exchange.limits import Limits, damaged, protected, too_large
from tools.exchange.tables import Sheet, numbered

Measured = dict[str, bounds.Part]
Found = tuple[list[Sheet], list[str]]
"""The visible sheets, and the names of the hidden ones."""
MEMORY_OF_CHILD, MEMORY_OF_BYTE = 40 * 1024 * 1024, 32
"""What an honest .xls needs: so much, and so much for each of its bytes (half of that was measured on full sheets)."""
SECONDS_OF_CHILD, BYTES_OF_SECOND = 2, 1024 * 1024
PATIENCE = 15
"""Seconds on the clock, for the child may have to wait for a busy machine."""
ROOT = Path(__file__).resolve().parents[2]
BROKEN = "#REF!"
"""What stands for a cell with an error: calamine says nothing there."""


def xlsx(data: bytes, limits: Limits) -> Found:
    """Read a book of today. Raises Unreadable."""
    measured = bounds.measure(data, limits)
    paths = bounds.parts_of_sheets(data, limits)
    shared_texts.weigh(data, sum(part.cells for part in measured.values()), limits)
    try:
        return _opened(data, limits, measured, paths)
    except PasswordError as error:
        raise protected() from error
    except (CalamineError, OSError, ValueError, KeyError, UnicodeError, OverflowError) as error:
        raise damaged() from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # How Rust gives up; no class of it can be imported.
            raise
        raise damaged() from error


def _opened(
    data: bytes, limits: Limits, measured: dict[str, bounds.Part], paths: dict[str, str]
) -> tuple[list[Sheet], list[str]]:
    sheets, hidden, reserved = [], [], 0
    widest = max(measured.values(), key=lambda part: part.rows * part.columns, default=bounds.Part())
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    for about in book.sheets_metadata:
        if about.visible != SheetVisibleEnum.Visible:
            hidden.append(about.name)
        elif about.typ == SheetTypeEnum.WorkSheet:
            part = measured.get(paths.get(about.name, ""))
            reserved += (part or widest).rows * (part or widest).columns
            if reserved > limits.cells or len(sheets) >= limits.entries:
                raise too_large()
            sheet = book.get_sheet_by_name(about.name)
            found = sheet.to_python(skip_empty_area=False) if sheet.end else []
            for row, column in part.errors if part else ():
                if row <= len(found) and column <= len(found[row - 1]):
                    found[row - 1][column - 1] = BROKEN
            sheets.append(numbered(about.name, found, part.hidden if part else (), sheet.merged_cell_ranges or ()))
    return sheets, hidden


def xls(data: bytes, limits: Limits) -> Found:
    """In a child: a forged .xls (a chain in a circle, a far cell) makes the reader ask for any amount of memory or time.

    What dies of it says more than its bytes can hold.
    """
    memory = MEMORY_OF_CHILD + MEMORY_OF_BYTE * len(data)
    seconds = SECONDS_OF_CHILD + len(data) // BYTES_OF_SECOND
    numbers = [str(number) for number in (memory, seconds, limits.rows + 10, limits.columns, limits.unpacked)]
    try:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-m", "tools.exchange.xls_child", *numbers],
            input=data, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT, timeout=PATIENCE, check=False,
            env={**os.environ, "RUST_BACKTRACE": "0"},  # It takes more memory than is left, and then waits for ever.
        )  # fmt: skip
        answer = json.loads(done.stdout) if done.returncode == 0 else {"error": "damaged"}
    except subprocess.TimeoutExpired as error:
        raise too_large() from error
    except ValueError as error:
        raise damaged() from error
    if word := answer.get("error"):
        raise {"too_large": too_large, "protected": protected}.get(word, damaged)()
    sheets, hidden = [], []
    for name, visible, rows, *merged in answer["sheets"]:
        if visible:
            sheets.append(numbered(name, [[_back(value) for value in row] for row in rows], frozenset(), *merged))
        else:
            hidden.append(name)
    return sheets, hidden


def _back(value: Any) -> Any:
    return dt.date.fromisoformat(value["d"]) if isinstance(value, dict) else value
