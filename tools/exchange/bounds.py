"""What an .xlsx really holds, streamed before calamine opens it: calamine reserves the whole rectangle up to the farthest cell,
so that a sheet of 5 KB with one far cell would take hundreds of megabytes. The `dimension` is not believed, the cells are.
"""

import re
import zipfile
import zlib
from dataclasses import dataclass, field
from html import unescape
from io import BytesIO
from posixpath import join, normpath

from tools.exchange.limits import Limits
from tools.exchange.sniff import damaged, too_large

CHUNK = 1 << 20
TAG = rb"<(?:[A-Za-z_][\w.\-]*:)?"
REFERENCE = rb"\sr\s*=\s*[\"']([A-Za-z]+)([0-9]+)[\"']"
ROW = re.compile(TAG + rb"row(?=[\s/>])([^>]*)>")
ROW_NUMBER = re.compile(rb"\sr\s*=\s*[\"']([0-9]+)[\"']")
HIDDEN = re.compile(rb"\shidden\s*=\s*[\"'](?:1|true)[\"']")
CELL = re.compile(TAG + rb"c(?=[\s/>])([^>]*)>")
EITHER = re.compile(TAG + rb"(row|c)(?=[\s/>])([^>]*)>")
ERROR = re.compile(rb"\st\s*=\s*[\"']e[\"']")
AT = re.compile(REFERENCE)


@dataclass
class Part:
    """One sheet's XML: the farthest cell, the hidden rows, the cells that hold an error."""

    rows: int = 0
    columns: int = 0
    hidden: set[int] = field(default_factory=set)
    errors: set[tuple[int, int]] = field(default_factory=set)


def measure(data: bytes, limits: Limits) -> dict[str, Part]:
    """Every part of the book by its path. Raises Unreadable where a sheet is too large or the file is damaged."""
    found, cells = {}, 0
    try:
        with zipfile.ZipFile(BytesIO(data)) as book:
            for entry in book.infolist():
                if not entry.filename.lower().endswith((".xml", ".rels")):
                    continue
                part, count = _part(book, entry, limits)
                cells += count
                if cells > limits.cells or part.rows * part.columns > limits.cells:
                    raise too_large()
                found[entry.filename] = part
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, RuntimeError) as error:
        raise damaged() from error
    return found


def _part(book: zipfile.ZipFile, entry: zipfile.ZipInfo, limits: Limits) -> tuple[Part, int]:
    part, count, rest, row, column = Part(), 0, b"", 0, 0
    with book.open(entry) as stream:
        while block := stream.read(CHUNK):
            if not rest and not count and block[:2] in (b"\xff\xfe", b"\xfe\xff"):
                raise damaged()
            rest += block
            cut = rest.rfind(b"<")
            if cut < 0 or len(rest) - cut > 8 * CHUNK:
                raise damaged()
            text, rest = rest[:cut], rest[cut:]
            row, column, more = _block(text, part, row, column, limits)
            count += more
            if count > limits.cells:
                raise too_large()
    _block(rest, part, row, column, limits)
    return part, count


def _block(text: bytes, part: Part, row: int, column: int, limits: Limits) -> tuple[int, int, int]:
    """Fast where every cell says that it stands near; cell by cell otherwise. Returns where it ended, and how many."""
    cells = CELL.findall(text)
    rows = ROW.findall(text)
    if not cells and not rows:
        return row, column, 0
    for attributes in rows:
        if HIDDEN.search(attributes) and (number := ROW_NUMBER.search(attributes)):
            part.hidden.add(int(number[1]))
    places = [AT.search(attributes) for attributes in cells]
    if all(places) and all(ROW_NUMBER.search(attributes) for attributes in rows):
        letters = {place[1] for place in places}
        numbers = {place[2] for place in places}
        far, low = max(map(_column, letters), default=0), max(map(int, numbers), default=0)
        if far <= limits.columns and low <= limits.rows + 10:
            part.columns, part.rows = max(part.columns, far), max(part.rows, low)
            for attributes, place in zip(cells, places, strict=True):
                if b'"e"' in attributes or b"'e'" in attributes:
                    part.errors.add((int(place[2]), _column(place[1])))
            return low or row, 0, len(cells)
    return *_slowly(text, part, row, column, limits), len(cells)


def _slowly(text: bytes, part: Part, row: int, column: int, limits: Limits) -> tuple[int, int]:
    for tag, attributes in EITHER.findall(text):
        if tag == b"row":
            number = ROW_NUMBER.search(attributes)
            row, column = int(number[1]) if number else row + 1, 0
            continue
        place = AT.search(attributes)
        row, column = (int(place[2]), _column(place[1])) if place else (row, column + 1)
        if attributes.endswith(b"/"):
            continue  # Formatted but empty: calamine leaves it out.
        if ERROR.search(attributes):
            part.errors.add((row, column))
        part.rows, part.columns = max(part.rows, row), max(part.columns, column)
        if part.rows > limits.rows + 10 or part.columns > limits.columns:
            raise too_large()
    return row, column


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper()[:6]:
        number = number * 26 + letter - 64
    return number


def parts_of_sheets(data: bytes) -> dict[str, str]:
    """The path of each sheet's part by the sheet's name."""
    with zipfile.ZipFile(BytesIO(data)) as book:
        names = {name.lower(): name for name in book.namelist()}
        workbook = book.read(names["xl/workbook.xml"]).decode("utf-8", "replace")
        rels_name = names.get("xl/_rels/workbook.xml.rels")
        rels = book.read(rels_name).decode("utf-8", "replace") if rels_name else ""
    targets = {}
    for tag in re.findall(r"<(?:\w+:)?Relationship\s[^>]*>", rels):
        attributes = _attributes(tag)
        target = attributes.get("Target", "")
        targets[attributes.get("Id")] = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
    found = {}
    for tag in re.findall(r"<(?:\w+:)?sheet\s[^>]*>", workbook):
        attributes = _attributes(tag)
        found[attributes.get("name", "")] = targets.get(attributes.get("id"), "")
    return found


def _attributes(tag: str) -> dict[str, str]:
    """Attributes without their prefix, unescaped."""
    found = re.findall(r"([\w:.\-]+)\s*=\s*(\"[^\"]*\"|'[^']*')", tag)
    return {name.rsplit(":", 1)[-1]: unescape(value[1:-1]) for name, value in found}
