"""A file becomes a book of numbered rows, or is refused in one sentence. Nothing here knows what the columns mean."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tools.exchange import books, csvs, sniff
from tools.exchange.books import BROKEN
from tools.exchange.limits import Limits, Unreadable, of_page
from tools.exchange.tables import Sheet


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
        return Book(kind, [Sheet(name, list(csvs.rows(data, is_heading, limits)), is_text=True)], [], sha256)
    sheets, hidden = books.xlsx(data, limits) if kind == "xlsx" else books.xls(data, limits)
    return Book(kind, sheets, hidden, sha256)


__all__ = ["BROKEN", "Book", "Sheet", "Unreadable", "read"]
