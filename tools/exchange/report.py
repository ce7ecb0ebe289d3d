"""The sheet that was sent goes back with its bad cells coloured and the reasons in a last column."""

from collections.abc import Iterable
from typing import Any, BinaryIO

from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

from tools.exchange.cells import text
from tools.exchange.plan import Problem
from tools.exchange.sheets import row_by_row, safe, sheet_title

BAD = PatternFill("solid", fgColor="F8C9C4")
ODD = PatternFill("solid", fgColor="FCE9B8")
REASONS = "问题"
Sheets = Iterable[tuple[str, list[tuple[int, list[Any]]]]]


def write(target: BinaryIO, sheets: Sheets, errors: list[Problem], warnings: list[Problem]) -> None:
    """Write the report: every row keeps its number."""
    pages = [*sheets] or [(REASONS, [])]
    with row_by_row() as book:
        for position, (name, rows) in enumerate(pages):
            _sheet(book, name, rows, errors, warnings, first=position == 0)
        book.save(target)


def _sheet(
    book: Any, name: str, rows: list[tuple[int, list[Any]]], errors: list[Problem], warnings: list[Problem], first: bool
) -> None:
    sheet = book.create_sheet(sheet_title(name))
    width = max((len(values) for _number, values in rows), default=0)
    places = {text(value): at for _number, values in rows[:10][::-1] for at, value in enumerate(values) if text(value)}
    told: dict[int, list[tuple[Problem, PatternFill]]] = {}
    for found, colour in ((errors, BAD), (warnings, ODD)):
        for problem in found:
            if problem.sheet == name or (problem.sheet is None and first):
                told.setdefault(problem.row or 1, []).append((problem, colour))
    by_number = dict(rows)
    for number in range(1, max([*by_number, *told, 0]) + 1):
        cells = [_cell(sheet, value) for value in by_number.get(number, [])]
        problems = told.get(number, [])
        if problems:
            cells += [_cell(sheet, "") for _at in range(width - len(cells))]
            for problem, colour in reversed(problems):
                at = places.get(problem.column)
                if at is not None and at < len(cells):
                    cells[at].fill = colour
                    cells[at].comment = Comment(safe(problem.message), REASONS)
            reason = _cell(
                sheet, "；".join(f"{p.column}：{p.message}" if p.column else p.message for p, _colour in problems)
            )
            reason.font = Font(color="A61B12")
            cells.append(reason)
        sheet.append(cells)


def _cell(sheet: Any, value: Any) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, text(value) if not isinstance(value, str) else safe(value))
    cell.data_type = "s"
    return cell
