"""What an .xlsx really holds, streamed before calamine opens it: calamine reserves the whole rectangle up to the farthest cell
and copies a shared text into every cell that points to it, so that a book of 5 KB could take any amount of memory. The
`dimension` is not believed, the cells are.
"""

import re
import zipfile
from dataclasses import dataclass, field
from html import unescape
from posixpath import basename, join, normpath

from tools.exchange import unzip
from tools.exchange.limits import Limits, damaged, too_large

SMALL = 1 << 20
TAG = rb"<(?:[A-Za-z_][\w.\-]*:)?"
ROW = re.compile(TAG + rb"row(?=[\s/>])([^<>]*+)>")
ROW_NUMBER = re.compile(rb"\sr\s*=\s*[\"']([0-9]+)[\"']")
HIDDEN = re.compile(rb"\shidden\s*=\s*[\"'](?:1|true)[\"']")
CELL = re.compile(TAG + rb"c(?=[\s/>])(?:\s+r=\"([A-Z]{1,3})([0-9]{1,7})\")?+([^<>]*+)>")
EITHER = re.compile(TAG + rb"(row|c)(?=[\s/>])([^<>]*+)>")
MERGED = re.compile(TAG + rb"mergeCell(?=[\s/>])")
LONG_TEXT = re.compile(rb">[^<>]{256,}+")
ERROR = re.compile(rb"\st\s*=\s*[\"']e[\"']")
ATTRIBUTE = re.compile(rb"([\w:.\-]++)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)')")
ATTRIBUTES = re.compile(rb"(?:\s++[\w:.\-]++\s*+=\s*+(?:\"[^\"<]*+\"|'[^'<]*+'))*+\s*+/?")
AT = re.compile(rb"([A-Za-z]+)([0-9]+)")
UNCLOSED = re.compile(rb"<[^<>]*+<")
WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
LONGEST_TAG = 2000
MOST_ERRORS = 20_000
MOST_ODD_TAGS = 500_000
"""Rows and cells that do not say where they stand, as no spreadsheet program writes them: each is looked at by itself."""


@dataclass
class Part:
    """One part's XML: the farthest cell, how many are merged, how much stands in long texts, how many texts are shared, which
    rows are hidden, which cells hold an error.
    """

    rows: int = 0
    columns: int = 0
    cells: int = 0
    merged: int = 0
    letters: int = 0
    tags: int = 0
    texts: int = 0
    hidden: set[int] = field(default_factory=set)
    errors: set[tuple[int, int]] = field(default_factory=set)


def measure(data: bytes, limits: Limits) -> dict[str, Part]:
    """Every part that calamine may open, by its path. Raises Unreadable where a sheet is too large or the file is damaged."""
    parts = unzip.entries(data, limits)
    told = unescape(_rels(data, parts)).lower()
    found, cells = {}, 0
    for entry in parts:
        name = entry.filename.lower()
        if not name.endswith((".xml", ".rels")) and basename(name.replace("\\", "/")) not in told:
            continue  # A picture, a printer's settings.
        part = _part(data, entry, limits)
        cells += part.cells
        if cells > limits.cells or part.rows * part.columns > limits.cells:
            raise too_large()
        found[name] = part
    return found


def _part(data: bytes, entry: zipfile.ZipInfo, limits: Limits) -> Part:
    part, row, column, first = Part(), 0, 0, True
    for text in unzip.blocks(data, entry):
        if first and text[:2] in WIDE:
            raise damaged()
        first = False
        row, column = _block(text, part, row, column, limits)
    return part


def _block(text: bytes, part: Part, row: int, column: int, limits: Limits) -> tuple[int, int]:
    """Fast where every cell says that it stands near; cell by cell otherwise. Returns where it ended."""
    if text.count(b"<") > 2 * text.count(b">") + 2:
        raise damaged()
    if b"mergeCell" in text:
        part.merged += len(MERGED.findall(text))
    part.letters += sum(map(len, LONG_TEXT.findall(text)))
    part.texts += text.count(b"<si")
    if part.merged > limits.rows or part.letters > limits.letters or part.texts > limits.texts:
        raise too_large()
    cells, rows = CELL.findall(text), ROW.findall(text)
    if not cells and not rows:
        return row, column
    shapes = {shape for _letters, _digits, shape in cells}
    if UNCLOSED.search(text) or any(map(_is_torn, shapes)) or any(map(_is_torn, rows)):
        raise damaged()
    part.cells += len(cells)
    if part.cells > limits.cells:
        raise too_large()
    for attributes in rows:
        if HIDDEN.search(attributes) and (number := ROW_NUMBER.search(attributes)):
            part.hidden.add(_number(number[1]))
    letters, digits = {cell[0] for cell in cells}, {cell[1] for cell in cells}
    if b"" not in letters and all(map(ROW_NUMBER.search, rows)):
        far, low = max(map(_column, letters), default=0), max(map(_number, digits), default=0)
        if far <= limits.columns and low <= limits.rows + 10:
            part.columns, part.rows = max(part.columns, far), max(part.rows, low)
            if bad := set(filter(ERROR.search, shapes)):
                for word, number, shape in cells:
                    if shape in bad:
                        _note(part, _number(number), _column(word))
            return low or row, 0
    return _slowly(text, part, row, column, limits)


def _is_torn(attributes: bytes) -> bool:
    """Whether the tag goes on behind the `>` where it seemed to end, for the `>` stood inside a text."""
    if len(attributes) > LONGEST_TAG:
        return True
    if b"'" not in attributes:
        return bool(attributes.count(b'"') & 1)
    return not ATTRIBUTES.fullmatch(attributes)


def _slowly(text: bytes, part: Part, row: int, column: int, limits: Limits) -> tuple[int, int]:
    for tag, attributes in EITHER.findall(text):
        said = b""
        if b"r" in attributes:
            said = next((one or other for name, one, other in ATTRIBUTE.findall(attributes) if name == b"r"), b"")
        part.tags += 1
        if part.tags > MOST_ODD_TAGS:
            raise too_large()
        if tag == b"row":
            row, column = _number(said) if said.isdigit() else row + 1, 0
            continue
        place = AT.fullmatch(said)
        row, column = (_number(place[2]), _column(place[1])) if place else (row, column + 1)
        if attributes.endswith(b"/"):
            continue  # Formatted but empty: calamine leaves it out.
        if ERROR.search(attributes):
            _note(part, row, column)
        part.rows, part.columns = max(part.rows, row), max(part.columns, column)
        if part.rows > limits.rows + 10 or part.columns > limits.columns:
            raise too_large()
    return row, column


def _note(part: Part, row: int, column: int) -> None:
    part.errors.add((row, column))
    if len(part.errors) > MOST_ERRORS:
        raise damaged()


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper()[:6]:
        number = number * 26 + letter - 64
    return number


def _number(digits: bytes) -> int:
    return int(digits.lstrip(b"0")[:9] or 0)


def _rels(data: bytes, parts: list[zipfile.ZipInfo]) -> str:
    found = [
        unzip.whole(data, entry, SMALL) for entry in parts if entry.filename.lower() == "xl/_rels/workbook.xml.rels"
    ]
    return b"\n".join(found).decode("utf-8", "replace")


def parts_of_sheets(data: bytes, limits: Limits) -> dict[str, str]:
    """The path of each sheet's part, in small letters, by the sheet's name."""
    parts = unzip.entries(data, limits)
    book = next(entry for entry in parts if entry.filename.lower() == "xl/workbook.xml")
    targets = {}
    for tag in re.findall(r"<(?:\w+:)?Relationship\s[^<>]{0,4000}+>", _rels(data, parts)):
        attributes = _attributes(tag)
        target = attributes.get("Target", "")
        targets[attributes.get("Id")] = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
    found = {}
    for tag in re.findall(
        r"<(?:\w+:)?sheet\s[^<>]{0,4000}+>", unzip.whole(data, book, SMALL).decode("utf-8", "replace")
    ):
        attributes = _attributes(tag)
        found[attributes.get("name", "")] = targets.get(attributes.get("id"), "").lower()
    if len(found) > limits.entries:
        raise too_large()
    return found


def _attributes(tag: str) -> dict[str, str]:
    """Attributes without their prefix, unescaped."""
    found = re.findall(r"([\w:.\-]+)\s*=\s*(\"[^\"]*+\"|'[^']*+')", tag)
    return {name.rsplit(":", 1)[-1]: unescape(value[1:-1]) for name, value in found}
