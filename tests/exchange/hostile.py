"""Files made to hurt: each is small, and each would cost the worker its memory, its time or its life if it were believed."""

import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

DATA = Path(__file__).resolve().parents[1] / "data"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET, BOOK, RELS, TEXTS = (
    "xl/worksheets/sheet1.xml",
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/sharedStrings.xml",
)
NEAR, FAR = '<c r="A1"><v>1</v></c>', "XFD1048576"


def plain_book() -> bytes:
    """What everybody sends."""
    made, out = Workbook(), io.BytesIO()
    for line in (["姓名", "性别", "出生日期"], ["张三", "男", "1957.03"]):
        made.active.append(line)
    made.save(out)
    return out.getvalue()


def with_parts(parts: dict[str, str | bytes], without: tuple[str, ...] = (), data: bytes | None = None) -> bytes:
    """A book whose parts are replaced; a picture keeps the whole from looking like a zip bomb."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data or plain_book())) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for entry in old.infolist():
            if entry.filename not in parts and entry.filename not in without:
                made.writestr(entry.filename, old.read(entry))
        for name, text in parts.items():
            made.writestr(name, text)
        if "xl/media/picture.png" not in old.namelist():
            made.writestr(
                "xl/media/picture.png", b"".join(hashlib.sha512(bytes([n % 256, n >> 8])).digest() for n in range(7000))
            )
    return out.getvalue()


def sheet(rows: str, after: str = "") -> str:
    """A worksheet's XML."""
    return f"<worksheet {MAIN}><sheetData>{rows}</sheetData>{after}</worksheet>"


def one_cell(attributes: str) -> bytes:
    """A near cell, and one more with these attributes."""
    return with_parts({SHEET: sheet(f'<row r="1">{NEAR}</row><row r="2"><c {attributes}><v>1</v></c></row>')})


def many_cells(rows: int, columns: int, cell: str = '<c r="{0}{1}"><v>1</v></c>') -> str:
    """A full rectangle."""
    letters = [get_column_letter(number) for number in range(1, columns + 1)]
    return "".join(
        f'<row r="{row}">{"".join(cell.format(c, row) for c in letters)}</row>' for row in range(1, rows + 1)
    )


def rels(target: str) -> str:
    """Where the first sheet is said to lie."""
    one = f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="{target}"/>'
    return f'<Relationships xmlns="{PACKAGE}">{one}</Relationships>'


def shared_book() -> bytes:
    """The same, its texts kept beside the sheet as spreadsheet programs do."""
    words = ["姓名", "性别", "张三", "男"]
    texts = f"<sst {MAIN}>{''.join(f'<si><t>{word}</t></si>' for word in words)}</sst>"
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    rows += '<row r="2" hidden="1"><c r="A2" t="s"><v>2</v></c><c r="B2" t="s"><v>3</v></c><c r="C2" t="e"><v>#N/A</v></c></row>'
    return with_parts({SHEET: sheet(rows, '<mergeCells count="1"><mergeCell ref="B2:B3"/></mergeCells>'), TEXTS: texts})


def sheet_under_another_name() -> bytes:
    """Nobody who looks at .xml alone sees the far cell."""
    far = sheet(f'<row r="1">{NEAR}</row><row r="1048576"><c r="{FAR}"><v>1</v></c></row>')
    return with_parts({"xl/worksheets/sheet1.dat": far, RELS: rels("worksheets/sheet1.&#100;at")}, (SHEET,))


def one_text_in_many_cells() -> bytes:
    """A text of a megabyte, copied fifty thousand times."""
    texts = f"<sst {MAIN}><si><t>{'好' * 300_000}</t></si></sst>"
    return with_parts({SHEET: sheet(many_cells(5000, 10, '<c r="{0}{1}" t="s"><v>0</v></c>')), TEXTS: texts})


def one_part_as_many_sheets() -> bytes:
    """Three thousand sheets that are all the same part."""
    named = "".join(f'<sheet name="s{number}" sheetId="{number}" r:id="rId1"/>' for number in range(1, 3000))
    book = f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets>{named}</sheets></workbook>'
    return with_parts({SHEET: sheet(many_cells(5000, 20)), BOOK: book, RELS: rels("worksheets/sheet1.xml")})


def part_larger_than_it_says() -> bytes:
    """The directory announces a thousand bytes, and their checksum is right; the stream goes on."""
    data = bytearray(with_parts({SHEET: sheet(many_cells(20_000, 10))}))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as book:
        entry, head = book.getinfo(SHEET), book.read(SHEET)[:1000]
    at = data.find(b"PK\x01\x02")
    while not data[at + 46 :].startswith(SHEET.encode()):
        at = data.find(b"PK\x01\x02", at + 4)
    for place in (at + 16, entry.header_offset + 14):
        struct.pack_into("<I", data, place, zlib.crc32(head))
    for place in (at + 24, entry.header_offset + 22):
        struct.pack_into("<I", data, place, len(head))
    return bytes(data)


def merged_cells(number: int) -> bytes:
    """Each takes three hundred bytes of memory, and is said in thirty."""
    merged = "".join(f'<mergeCell ref="A{row}:B{row}"/>' for row in range(1, number + 1))
    return with_parts({SHEET: sheet(f'<row r="1">{NEAR}</row>', f"<mergeCells>{merged}</mergeCells>")})


def long_texts_in_cells() -> bytes:
    """Each as long as a cell can be, none of them shared."""
    cell = '<c r="{0}{1}" t="inlineStr"><is><t>' + "名" * 30_000 + "</t></is></c>"
    return with_parts({SHEET: sheet(many_cells(67, 6, cell))})


def xls(harm: Callable[[bytearray, int], None]) -> bytes:
    """An honest .xls of an old program after `harm`, which is told where the table of its chains lies."""
    data = bytearray((DATA / "roster_excel2003.xls").read_bytes())
    harm(data, 512 * (1 + struct.unpack_from("<I", data, 76)[0]))
    return bytes(data)


def long_directory() -> bytes:
    """Thirty thousand empty parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for number in range(30_000):
            made.writestr(f"a{number}", "")
    return out.getvalue()


def packed_otherwise() -> bytes:
    """LZMA may ask for a dictionary of any size."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain_book())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as made:
        for entry in old.infolist():
            made.writestr(entry.filename, old.read(entry))
    return out.getvalue()


BOOKS: dict[str, tuple[Callable[[], bytes], str]] = {
    "a far cell": (lambda: one_cell(f'r="{FAR}"'), "too_large"),
    "a far cell in small letters": (lambda: one_cell('r="xfd1048576"'), "too_large"),
    "a far cell on three lines": (lambda: one_cell(f'\nr\n=\n"{FAR}"'), "too_large"),
    "a far cell behind zeros": (lambda: one_cell('r="XD000000001048576"'), "too_large"),
    "a far cell behind a > in a text": (lambda: one_cell(f'x=">" r="{FAR}"'), "damaged"),
    "a near place inside a text": (lambda: one_cell(f'x=\' r="A1"\' r="{FAR}"'), "too_large"),
    "a sheet under another name": (sheet_under_another_name, "too_large"),
    "UTF-16 without a mark": (lambda: with_parts({SHEET: sheet(f'<c r="{FAR}"/>').encode("utf-16-le")}), "damaged"),
    "a row number of six thousand digits": (
        lambda: with_parts({SHEET: sheet(f'<row r="{"9" * 6000}"><c/></row>')}),
        "damaged",
    ),
    "cells that never close": (lambda: with_parts({SHEET: "<c " * 9_000_000}), "damaged"),
    "sheets that never close": (lambda: with_parts({BOOK: "<sheet " * 150_000}), "damaged"),
    "relations that never close": (lambda: with_parts({RELS: "<Relationship " * 70_000}), "damaged"),
    "a relation of one long word": (lambda: with_parts({RELS: f"<R><Relationship {'a' * 900_000}/></R>"}), "damaged"),
    "a cell of one long word": (
        lambda: with_parts({SHEET: sheet(f'<row r="1"><c {"a" * 7_000_000}/></row>')}),
        "damaged",
    ),
    "one text in many cells": (one_text_in_many_cells, "too_large"),
    "one part as many sheets": (one_part_as_many_sheets, "too_large"),
    "millions of empty texts": (lambda: with_parts({TEXTS: f"<sst {MAIN}>{'<si/>' * 7_000_000}</sst>"}), "too_large"),
    "a part larger than it says": (part_larger_than_it_says, "damaged"),
    "a long directory": (long_directory, "too_large"),
    "packed otherwise": (packed_otherwise, "damaged"),
    "nothing but errors": (
        lambda: with_parts({SHEET: sheet(many_cells(40_000, 20, '<c r="{0}{1}" t="e"/>'))}),
        "damaged",
    ),
    "many merged cells": (lambda: merged_cells(60_000), "too_large"),
    "long texts in cells": (long_texts_in_cells, "too_large"),
    "too many rows": (lambda: with_parts({SHEET: sheet(many_cells(60_000, 3))}), "too_large"),
    "too many columns": (lambda: with_parts({SHEET: sheet(many_cells(1, 101))}), "too_large"),
}

TEXTS_OF_OLD: dict[str, tuple[Callable[[], bytes], str]] = {
    "millions of short lines": (lambda: b"a,b\n" * 2_600_000, "too_large"),
    "one cell that never ends": (lambda: '姓名,性别\n"'.encode() + b"x" * 9_000_000, "damaged"),
    "a line of a thousand cells": (lambda: "姓名,性别\n".encode() + b"," * 1000, "too_large"),
    "a line of a million headings": (lambda: ",".join(["姓名"] * 1_000_000).encode(), "too_large"),
    "zeros": (lambda: "姓名,性别\n".encode() + b"x" * 400 + bytes(9), "no_sheet"),
    "half a character": (lambda: "姓名,性别\n张三,男".encode()[:-1], "encoding"),
}

OLD_BOOKS: dict[str, Callable[[], bytes]] = {
    "every sector points to itself": lambda: xls(
        lambda data, at: struct.pack_into("<128I", data, at, *range(128)),
    ),
    "every chain leads to the first sector": lambda: xls(
        lambda data, at: struct.pack_into("<128I", data, at, *[0] * 128)
    ),
    "its end is missing": lambda: xls(lambda data, at: data.__delitem__(slice(len(data) * 19 // 20, None))),
    "sectors of two gigabytes": lambda: xls(lambda data, at: struct.pack_into("<H", data, 30, 31)),
}
"""Old books whose parts lead nowhere."""
PATTERNS = ("(", "[", "【", "T", "总", "十", " ", "、", "\n", "\u200b", "a\u0301\u0323", "\ufdfa", "1957.", "村党支部")
"""What keeps a careless pattern busy, where it stands often enough."""
