"""Files that break, lie or attack, beside those of `hostile.py`: cut short, renamed, forged in the zip, in the XML, in the old
format and in text. `files()` gives all of them with the names they come under; every one is refused.
"""

import gzip
import io
import random
import struct
import warnings
import zipfile
from functools import partial
from typing import Any

from tests.exchange import broken_inside, hostile
from tests.exchange.broken_inside import HEADINGS, OLD, STYLES, TYPES, Named
from tests.exchange.hostile import (
    BOOK,
    FAR,
    MAIN,
    NEAR,
    RELS,
    SHEET,
    plain_book,
    rels,
    sheet,
    with_parts,
)


def files() -> dict[str, tuple[str, bytes]]:
    """All of them, those of `hostile.py` among them."""
    known = [(name, "a.xlsx", make) for name, (make, _code) in hostile.BOOKS.items()]
    known += [(name, "a.csv", make) for name, (make, _code) in hostile.TEXTS_OF_OLD.items()]
    known += [(name, "a.xls", make) for name, make in hostile.OLD_BOOKS.items()]
    found = {name: (file_name, bytes_of(made)) for name, file_name, made in [*known, *kinds()]}
    if len(found) != len(known) + len(list(kinds())):
        raise AssertionError("two of one name")
    return found


def kinds() -> Named:
    """Those of this file, not made yet."""
    for some in (_cut, _renamed, _zips, *broken_inside.ALL):
        yield from some()


def bytes_of(made: Any) -> bytes:
    """What comes in."""
    return made() if callable(made) else made


def _cut() -> Named:
    """A sending that broke off."""
    book = plain_book()
    for percent in (1, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 95, 99):
        yield f"a book cut at {percent} %", "a.xlsx", book[: len(book) * percent // 100 or 1]
    yield "a book without its last byte", "a.xlsx", book[:-23]
    yield "a book whose beginning is missing", "a.xlsx", book[200:]
    yield "a book with zeros in its middle", "a.xlsx", book[:600] + bytes(600) + book[1200:]
    for percent in (2, 5, 10, 25, 50, 75, 90):
        yield f"an old book cut at {percent} %", "a.xls", OLD[: len(OLD) * percent // 100]
    yield "nothing", "a.xlsx", b""
    yield "nothing as a text", "a.csv", b""
    yield "a mark and nothing else", "a.csv", b"\xef\xbb\xbf"
    yield "a mark of UTF-16 and nothing else", "a.csv", b"\xff\xfe"
    yield "blanks", "a.csv", b" \r\n\t\r\n" * 2000
    yield "a mebibyte of zeros", "a.xlsx", bytes(1 << 20)
    yield "one byte", "a.xls", b"\xd0"
    yield "the head of an old book and nothing else", "a.xls", OLD[:8]


def _renamed() -> Named:
    """Something else under the name of a sheet."""
    noise = random.Random(1).randbytes
    yield "noise", "名册.xlsx", noise(5000)
    yield "noise under an old name", "名册.xls", noise(50_000)
    yield "noise behind the mark of a zip", "名册.xlsx", b"PK\x03\x04" + noise(5000)
    yield "noise behind the mark of an old book", "名册.xls", OLD[:512] + noise(20_000)
    yield "a PDF", "名册.xlsx", b"%PDF-1.7\n" + noise(2000)
    yield "a photo", "名册.xls", b"\xff\xd8\xff\xe0" + noise(2000)
    yield "a picture", "名册.csv", b"\x89PNG\r\n\x1a\n" + noise(2000)
    yield "a RAR", "名册.xlsx", b"Rar!\x1a\x07\x01\x00" + noise(2000)
    yield "a 7z", "名册.xlsx", b"7z\xbc\xaf\x27\x1c" + noise(2000)
    yield "a gzip of a list", "名册.csv", gzip.compress(HEADINGS.encode() * 100)
    yield "a rich text", "名册.xls", b"{\\rtf1\\ansi hello}"
    yield "a page of the web as an old book", "名册.xls", f"<html><table><tr><td>{HEADINGS}</td></tr></table>".encode()
    xml = f'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">{HEADINGS}</Workbook>'
    yield "a book of XML 2003", "名册.xls", xml.encode()
    yield "a program", "名册.xlsx", b"MZ\x90\x00" + noise(4000)
    yield "a program of Linux", "名册.csv", b"\x7fELF\x02\x01\x01" + bytes(60) + noise(900)
    yield "a database", "名册.xls", b"SQLite format 3\0" + bytes(4000)
    yield "a sheet of WPS", "名册.et", OLD
    yield "a list of JSON", "名册.csv", b'[{"name": "a"}]' * 200
    yield "a letter", "名册.docx", partial(_zip_of, {TYPES: "<Types/>", "word/document.xml": "<w:document/>"})
    yield (
        "a book of OpenOffice",
        "名册.ods",
        partial(_zip_of, {"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
    )
    yield "a binary book", "名册.xlsb", partial(_zip_of, {TYPES: "<Types/>", "xl/workbook.bin": b"\x83\x01\x00"})
    yield "a book with macros", "名册.xlsm", partial(with_parts, {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"})
    yield "macros under the name of a book", "名册.xlsx", partial(with_parts, {"xl/VBAPROJECT.BIN": b"x"})
    macros = "<Override ContentType='application/vnd.ms-excel.sheet.macroEnabled.main+xml'/>"
    types = f"<Types xmlns='{hostile.PACKAGE}'>{macros}</Types>"
    yield "a book that says it has macros", "名册.xlsx", partial(with_parts, {TYPES: types})
    words = "EncryptedPackage".encode("utf-16-le") + "EncryptionInfo".encode("utf-16-le")
    yield "a book behind a password", "名册.xlsx", OLD[:1024] + words + noise(3000)
    yield "a parcel of pictures", "名册.zip", partial(_zip_of, {f"{n}.jpg": noise(500) for n in range(20)})


def _zip_of(parts: dict[str, str | bytes], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", how) as made:
        for name, text in parts.items():
            made.writestr(name, text)
    return out.getvalue()


def _flagged(data: bytes, at: int, value: int, head: int) -> bytes:
    """Every entry of the directory, and every entry's own head, with other bits."""
    found = bytearray(data)
    for mark, place in ((b"PK\x01\x02", at), (b"PK\x03\x04", head)):
        start = found.find(mark)
        while start >= 0:
            struct.pack_into("<H", found, start + place, value)
            start = found.find(mark, start + 4)
    return bytes(found)


def _twice(name: str, *texts: str) -> bytes:
    """A part that stands in the zip more than once, each time with something else."""
    out = io.BytesIO(with_parts({}))
    with warnings.catch_warnings(), zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as made:
        warnings.simplefilter("ignore")
        for text in texts:
            made.writestr(zipfile.ZipInfo(name), text)
    return out.getvalue()


def _zips() -> Named:
    """Parcels that lie."""
    bomb = _zip_of({f"{n}.xml": bytes(3 << 20) for n in range(3)})
    yield "a bomb of zeros", "a.xlsx", partial(with_parts, {"xl/media/zeros.bin": bytes(60 << 20)})
    yield "a bomb of spaces in the sheet", "a.xlsx", partial(with_parts, {SHEET: sheet(" " * (45 << 20))})
    yield (
        "a bomb in the styles",
        "a.xlsx",
        partial(with_parts, {STYLES: f"<styleSheet {MAIN}>{'<xf/>' * 9_000_000}</styleSheet>"}),
    )
    yield "a zip in a zip in a zip", "a.xlsx", lambda: _zip_of({"b.zip": _zip_of({"c.zip": bomb})})
    yield (
        "parcels of parcels beside a book",
        "a.xlsx",
        partial(with_parts, {f"xl/{n}.zip": bytes(6 << 20) for n in range(8)}),
    )
    yield "all parts behind a password", "a.xlsx", lambda: _flagged(plain_book(), 8, 1, 6)
    yield "a way of packing that nobody knows", "a.xlsx", lambda: _flagged(plain_book(), 10, 99, 8)
    yield "packed by bzip2", "a.xlsx", lambda: _packed(zipfile.ZIP_BZIP2)
    yield "stored, but said to be packed", "a.xlsx", lambda: _flagged(_packed(zipfile.ZIP_STORED), 10, 8, 8)
    yield "packed, but said to be stored", "a.xlsx", lambda: _flagged(plain_book(), 10, 0, 8)
    yield "an empty parcel", "a.xlsx", partial(_zip_of, {})
    yield "a parcel without the book", "a.xlsx", partial(with_parts, {}, (BOOK,))
    yield "a parcel without its types", "a.xlsx", partial(with_parts, {}, (TYPES,))
    yield "a parcel without the sheet", "a.xlsx", partial(with_parts, {}, (SHEET,))
    yield "a parcel without its relations", "a.xlsx", partial(with_parts, {}, (RELS,))
    yield (
        "a path out of the parcel instead of the sheet",
        "a.xlsx",
        lambda: with_parts({"../../../../etc/passwd": "x", RELS: rels("../../../../etc/passwd")}, (SHEET,)),
    )
    yield "an absolute path instead of the sheet", "a.xlsx", lambda: with_parts({RELS: rels("/etc/passwd")}, (SHEET,))
    yield (
        "a path of Windows instead of the sheet",
        "a.xlsx",
        lambda: with_parts({"C:\\Windows\\win.ini": "x", RELS: rels("C:\\Windows\\win.ini")}, (SHEET,)),
    )
    yield "a link instead of the sheet", "a.xlsx", _linked
    yield (
        "the sheet stands there twice, the second far",
        "a.xlsx",
        lambda: _twice(SHEET, sheet(f'<row r="1">{NEAR}</row><row r="1048576"><c r="{FAR}"><v>1</v></c></row>')),
    )
    yield "a directory in which an entry points to itself", "a.xlsx", _points_to_directory
    yield "more parts than any book has", "a.xlsx", partial(_zip_of, {f"xl/{n}.xml": "<a/>" for n in range(500)})
    yield (
        "a name of sixty thousand letters",
        "a.xlsx",
        partial(_zip_of, {TYPES: "<Types/>", BOOK: "<workbook/>", "x" * 60_000: "1"}),
    )
    yield "a wrong checksum in the directory", "a.xlsx", lambda: _swapped(plain_book())


def _packed(how: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain_book())) as old, zipfile.ZipFile(out, "w", how) as made:
        for entry in old.infolist():
            made.writestr(entry.filename, old.read(entry))
    return out.getvalue()


def _linked() -> bytes:
    out = io.BytesIO(with_parts({}, (SHEET,)))
    with zipfile.ZipFile(out, "a") as made:
        link = zipfile.ZipInfo(SHEET)
        link.create_system, link.external_attr = 3, 0o120777 << 16
        made.writestr(link, "/etc/passwd")
    return out.getvalue()


def _points_to_directory() -> bytes:
    data = bytearray(plain_book())
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        struct.pack_into("<I", data, at + 42, data.find(b"PK\x01\x02"))
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


def _swapped(data: bytes) -> bytes:
    """The bytes of the sheet are others than were packed."""
    found = bytearray(data)
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        at = book.getinfo(SHEET).header_offset
    name, extra = struct.unpack_from("<26x2H", data, at)
    begin = at + 30 + name + extra
    for place in range(begin + 5, begin + 40):
        found[place] ^= 0x5A
    return bytes(found)


READ = {
    "UTF-32",
    "one heading thrice",
    "styles with ten million formats",
    "a text of eight million letters",
    "a table of four thousand million sectors",
    "further tables without an end",
    "another order of bytes",
    "no beginning of a book",
    "a book of a version that never was",
}
"""What is odd only where nobody looks, or told on the page before anything is written: read, and shown there."""

HEAVY = frozenset(
    name
    for name, _file_name, made in kinds()
    if callable(made) and any(word in name for word in ("million", "bomb", "megabyte", "parcels", "ten ", "thousand"))
)
"""What takes long to make: `python -m benchmarks.hostile` sends them, the tests do not."""
