"""Rows go out as a sheet: text only, no formula, no control character, Chinese headings, and what helps to fill it in."""

import codecs
import contextlib
import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
FORMULA = frozenset("=+-@\t\r＝＋－＠")
UNPLAIN = (",", '"', *(f" {sign}" for sign in FORMULA))
"""What a column of a text file holds, each cell after a blank, where not all of it can stand as it is."""
SPARE_ROWS = 500
AT_A_TIME = 2_000
"""Rows of a text file that are looked through and written together."""
GUIDE = "填写说明"
"""The sheet that explains the others; it is not read."""


@dataclass(frozen=True)
class Heading:
    """A column that goes out."""

    word: str
    width: int = 12
    choices: tuple[str, ...] = ()
    hidden: bool = False
    required: bool = False


def safe(value: Any) -> str:
    """One cell of text."""
    return ILLEGAL.sub("", "" if value is None else str(value))


def safe_in_csv(value: Any) -> str:
    """The same, with a quotation mark before what a spreadsheet program would run as a formula."""
    found = safe(value)
    return f"'{found}" if found[:1] in FORMULA else found


@contextlib.contextmanager
def row_by_row() -> Iterator[Workbook]:
    """A book that lies in temporary files while it is written; they go, too, where that breaks off, as on a full disk."""
    book = Workbook(write_only=True)
    try:
        yield book
    except BaseException:
        for sheet in (sheet for sheet in book.worksheets if sheet._writer):
            with contextlib.suppress(OSError, ValueError):
                sheet.close()
            with contextlib.suppress(OSError):
                sheet._writer.cleanup()
        raise


def write_xlsx(
    target: BinaryIO, title: str, headings: list[Heading], rows: Iterable[list[Any]], guide: Iterable[str] = ()
) -> int:
    """Write a book of one sheet, its guide beside it; returns how many rows. Memory does not grow with them."""
    with row_by_row() as book:
        sheet = book.create_sheet(sheet_title(title))
        plain = WriteOnlyCell(sheet, "")
        plain.number_format = "@"
        as_text = plain._style
        for number, heading in enumerate(headings, 1):
            column = sheet.column_dimensions[get_column_letter(number)]
            column.width, column.hidden, column.number_format = heading.width, heading.hidden, "@"
        sheet.freeze_panes = "B2"
        sheet.append([_head(sheet, heading) for heading in headings])
        count = 0
        for count, row in enumerate(rows, 1):  # noqa: B007
            # An empty cell has its column's format without being written.
            sheet.append([_text(sheet, value, as_text) if value else None for value in row])
        for number, heading in enumerate(headings, 1):
            if heading.choices:
                letter = get_column_letter(number)
                rule = DataValidation(type="list", formula1='"{}"'.format(",".join(heading.choices)), allow_blank=True)
                rule.add(f"{letter}2:{letter}{count + 1 + SPARE_ROWS}")
                sheet.data_validations.append(rule)
        if lines := list(guide):
            beside = book.create_sheet(GUIDE)
            beside.column_dimensions["A"].width = 100
            for line in lines:
                beside.append([_text(beside, line, as_text)])
        book.save(target)
    return count


def sheet_title(title: str) -> str:
    """What a sheet may be called: short, and without the signs that spreadsheet programs refuse there."""
    return re.sub(r"[\[\]:*?/\\]", " ", title)[:31] or "1"


def _head(sheet: Any, heading: Heading) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, heading.word)
    cell.font = Font(bold=True, color="A61B12" if heading.required else "000000")
    cell.fill = PatternFill("solid", fgColor="F2F2F2")
    return cell


def _text(sheet: Any, value: Any, style: Any) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, safe(value))
    cell.data_type = "s"  # What begins with "=" is text too.
    cell._style = style
    return cell


def write_csv(target: BinaryIO, headings: list[Heading], rows: Iterable[Sequence[str]]) -> int:
    """Write comma separated UTF-8 with a mark, as old spreadsheet programs need it; returns how many rows."""
    target.write(codecs.BOM_UTF8)  # Not by the codec "utf-8-sig", which is written in Python and called for every row.
    out = io.TextIOWrapper(target, "utf-8", newline="", write_through=False)
    writer = csv.writer(out)
    writer.writerow([heading.word for heading in headings])
    count = 0
    for some in batched(rows, AT_A_TIME):
        count += len(some)
        # One empty cell alone would be a line of nothing.
        if len(headings) > 1 and all(map(_is_plain, zip(*some, strict=True))):
            out.write("\r\n".join([*map(",".join, some), ""]))
        else:
            writer.writerows([safe_in_csv(value) for value in row] for row in some)
    out.flush()
    out.detach()
    return count


def _is_plain(cells: Sequence[str]) -> bool:
    """Whether a column's cells, many at once, can stand as they are: most can, and one by one each costs more than reading it.

    A blank before a sign may also stand within a cell; then each is looked at.
    """
    text = " " + " ".join(cells)
    return text.isprintable() and not any(sign in text for sign in UNPLAIN)


def batched(rows: Iterable[Any], number: int) -> Iterator[list[Any]]:
    """So many at a time (itertools.batched, which Python 3.11 does not have)."""
    rest = iter(rows)
    while some := list(islice(rest, number)):
        yield some
