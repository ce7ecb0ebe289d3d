"""A sheet as rows with the numbers that the spreadsheet program shows beside them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

Cell = tuple[int, int]
Line = tuple[int, list[Any]]
"""A row's number and its cells."""
MOST_FILLED = 200_000


@dataclass
class Sheet:
    """A visible sheet: its rows that hold anything."""

    name: str
    rows: list[Line]
    hidden_rows: list[int] = field(default_factory=list)
    is_text: bool = False
    """From a text file, where a comma inside a cell makes two of it and moves all that follow."""


def numbered(
    name: str, found: list[list[Any]], hidden: Collection[int] = frozenset(), merged: Iterable[tuple[Cell, Cell]] = ()
) -> Sheet:
    """Number the rows; a cell merged downwards (one village beside all its people) says the same in every row."""
    empty = {number for number, values in enumerate(found, 1) if values.count("") + values.count(None) == len(values)}
    _fill_down(found, merged)
    rows = [(number, values) for number, values in enumerate(found, 1) if number not in empty]
    return Sheet(name, rows, sorted(number for number, _values in rows if number in hidden))


def _fill_down(found: list[list[Any]], merged: Iterable[tuple[Cell, Cell]]) -> None:
    filled = 0
    for (top, left), (bottom, right) in merged:
        if left != right or top >= bottom or top >= len(found) or left >= len(found[top]):
            continue  # Merged sideways: a title, a remark.
        value = found[top][left]
        if value in ("", None):
            continue
        for values in found[top + 1 : bottom + 1]:
            if left < len(values) and values[left] in ("", None):
                values[left] = value
            filled += 1
            if filled > MOST_FILLED:
                return
