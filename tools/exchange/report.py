"""The sheet that was sent goes back with its bad cells coloured and the reasons in a last column."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO

from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from tools.exchange.cells import as_written, text
from tools.exchange.plan import Problem
from tools.exchange.sheets import row_by_row, safe, sheet_title
from tools.exchange.tables import Sheet

BAD = PatternFill("solid", fgColor="F8C9C4")
ODD = PatternFill("solid", fgColor="FCE9B8")
REASONS = "问题"
WIDE = 60
Sheets = Iterable[tuple[str, list[tuple[int, list[Any]]]]]
Heads = Mapping[str, tuple[int, Mapping[str, int]]]
"""Sheet -> the row of its headings, and field -> the position of its column."""
TOLD_BY_WORD = frozenset({"duplicate_heading", "extra_column"})
"""Of several columns with one meaning the one is coloured that the problem names."""
SHORTEST = 14
"""Fewer digits are no citizen's number and no bank's."""
LONG_NUMBER = re.compile(f"[0-9]{{{SHORTEST},}}")


def kept(sheets: Iterable[Sheet], secret: Mapping[str, set[int]]) -> list[tuple[str, list[tuple[int, list[Any]]]]]:
    """The cells as they came, without secret columns and without what may be a citizen's or a bank's number elsewhere."""
    return [
        (
            sheet.name,
            [
                (number, [_harmless(value, at in secret.get(sheet.name, ())) for at, value in enumerate(values)])
                for number, values in sheet.rows
            ],
        )
        for sheet in sheets
    ]


def _harmless(value: Any, is_secret: bool) -> str | float:
    if is_secret and not (isinstance(value, str) and not re.search("[0-9]", text(value))):
        return ""
    if isinstance(value, str) and len(value) < SHORTEST:
        return value
    return "" if LONG_NUMBER.search(re.sub(r"[\s.\-]", "", text(value))) else as_written(value)


def write(target: BinaryIO, sheets: Sheets, heads: Heads, errors: list[Problem], warnings: list[Problem]) -> None:
    """Write the report: every row keeps its number, every cell its place."""
    pages = [*sheets] or [(REASONS, [])]
    with row_by_row() as book:
        for position, (name, rows) in enumerate(pages):
            mine = [
                (problem, colour)
                for found, colour in ((errors, BAD), (warnings, ODD))
                for problem in found
                if problem.sheet == name or (problem.sheet is None and position == 0)
            ]
            _sheet(book, name, rows, heads.get(name, (0, {})), mine)
        book.save(target)


def _sheet(
    book: Any,
    name: str,
    rows: list[tuple[int, list[Any]]],
    head: tuple[int, Mapping[str, int]],
    problems: list[tuple[Problem, PatternFill]],
) -> None:
    sheet = book.create_sheet(sheet_title(name))
    width = max((len(values) for _number, values in rows), default=0)
    sheet.column_dimensions[get_column_letter(width + 1)].width = WIDE
    by_number, (head_row, places) = dict(rows), head
    words = {text(value): at for at, value in enumerate(by_number.get(head_row, ())) if text(value)}
    told: dict[int, list[tuple[Problem, PatternFill]]] = {}
    for problem, colour in problems:
        told.setdefault(problem.row or 1, []).append((problem, colour))
    for number in range(1, max([*by_number, *told, 0]) + 1):
        cells = [_cell(sheet, value) for value in by_number.get(number, [])]
        mine = told.get(number, [])
        if mine or number == head_row:
            cells += [_cell(sheet, "") for _at in range(width - len(cells))]
            for problem, colour in reversed(mine):
                at = None if problem.code in TOLD_BY_WORD else places.get(problem.field)
                at = words.get(problem.column) if at is None else at
                if at is not None and at < len(cells):
                    cells[at].fill = colour
                    cells[at].comment = Comment(safe(problem.message), REASONS)
            cells.append(_reason(sheet, [problem for problem, _colour in mine], number == head_row))
        sheet.append(cells)


def _reason(sheet: Any, problems: list[Problem], is_head: bool) -> WriteOnlyCell:
    said = "；".join(f"{p.column}：{p.message}" if p.column else p.message for p in problems)
    cell = _cell(sheet, "：".join(filter(None, (REASONS, said))) if is_head else said)
    cell.font, cell.alignment = Font(color="A61B12"), Alignment(wrap_text=True, vertical="top")
    return cell


def _cell(sheet: Any, value: Any) -> WriteOnlyCell:
    written = as_written(value)
    if isinstance(written, float):
        return WriteOnlyCell(sheet, written)
    cell = WriteOnlyCell(sheet, safe(written))
    cell.data_type = "s"
    return cell
