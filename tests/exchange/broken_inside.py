"""Files that are well packed and wrong inside: XML that asks for more, books, old books and texts that lie."""

import random
import struct
from collections.abc import Iterator
from functools import partial
from typing import Any

from tests.exchange import hostile
from tests.exchange.hostile import (
    BOOK,
    DATA,
    MAIN,
    OFFICE,
    RELS,
    SHEET,
    TEXTS,
    many_cells,
    sheet,
    with_parts,
    xls,
)

OLD = (DATA / "roster_excel2003.xls").read_bytes()
HEADINGS = "姓名,性别,出生日期,人员类别,所在党支部,入党日期"
Named = Iterator[tuple[str, str, Any]]
"""What it is, the name it comes under, and its bytes or who makes them."""


TYPES, STYLES = "[Content_Types].xml", "xl/styles.xml"


def declared() -> Named:
    """XML that brings entities along, or asks for something outside. The sheet itself is honest."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    entities = {
        "a billion laughs": f'<!DOCTYPE a [<!ENTITY l0 "ha">{laughs}]>',
        "a quadratic blow-up": f'<!DOCTYPE a [<!ENTITY l9 "{"x" * 50_000}">]>',
        "a file of the machine": '<!DOCTYPE a [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
        "an address inside the office": '<!DOCTYPE a [<!ENTITY l9 SYSTEM "http://127.0.0.1:9/">]>',
        "a definition from outside": '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">',
        "an entity of parameters": '<!DOCTYPE a [<!ENTITY % p SYSTEM "file:///dev/zero"> %p;]>',
    }
    for name, declared in entities.items():
        asks = "&l9;" * (20_000 if "quadratic" in name else 1)
        rows = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{asks}</t></is></c></row>'
        yield (
            f"{name}, in the sheet",
            "a.xlsx",
            partial(with_parts, {SHEET: f"<?xml version='1.0'?>{declared}{sheet(rows)}"}),
        )
        texts = f"<?xml version='1.0'?>{declared}<sst {MAIN}><si><t>{asks}</t></si></sst>"
        yield (
            f"{name}, in the texts",
            "a.xlsx",
            partial(with_parts, {TEXTS: texts, SHEET: sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')}),
        )


def inside() -> Named:
    """Well packed, and wrong inside."""
    far = {
        "a row after the last row": '<row r="99999999"><c r="A99999999"><v>1</v></c></row>',
        "a row of number zero": '<row r="0"><c r="A0"><v>1</v></c></row>',
        "a row of a negative number": '<row r="-5"><c r="A-5"><v>1</v></c></row>',
        "a column of nine letters": '<row r="1"><c r="ZZZZZZZZZ1"><v>1</v></c></row>',
        "a cell without a number": '<row r="1"><c r="ABC"><v>1</v></c></row>',
        "a text that is not there": '<row r="1"><c r="A1" t="s"><v>99999999</v></c></row>',
        "a text of a negative number": '<row r="1"><c r="A1" t="s"><v>-1</v></c></row>',
        "a number that is a word": '<row r="1"><c r="A1"><v>abc</v></c></row>',
        "a kind of cell that nobody knows": '<row r="1"><c r="A1" t="zzz"><v>1</v></c></row>',
        "a tag in a tag": '<row r="1"><c r="A1"<v>1</v></c></row>',
        "tags closed crosswise": '<row r="1"><c r="A1"><v>1</c></v></row>',
        "sixty thousand empty rows and one": "".join(f'<row r="{n}"/>' for n in range(1, 60_000))
        + '<row r="60001"><c r="A60001"><v>1</v></c></row>',
        "fifty thousand cells in a row": f'<row r="1">{"<c><v>1</v></c>" * 50_000}</row>',
        "tags within tags a hundred thousand deep": "<a>" * 100_000 + "</a>" * 100_000,
        "a character that XML forbids": '<row r="1"><c r="A1" t="inlineStr"><is><t>&#0;&#xD800;</t></is></c></row>',
    }
    for name, rows in far.items():
        yield name, "a.xlsx", partial(with_parts, {SHEET: sheet(rows)})
    yield (
        "a million rows without a word",
        "a.xlsx",
        partial(with_parts, {SHEET: sheet('<row><c t="s"/></row>' * 1_000_000)}),
    )
    for ref in ("A1:XFD1048576", "A1:A99999999999", "Z9:A1", "nonsense"):
        said = f'<worksheet {MAIN}><dimension ref="{ref}"/><sheetData/></worksheet>'
        yield f"an empty sheet that says it reaches {ref}", "a.xlsx", partial(with_parts, {SHEET: said})
    yield "an empty sheet", "a.xlsx", partial(with_parts, {SHEET: sheet("")})
    yield "a sheet of zeros", "a.xlsx", partial(with_parts, {SHEET: bytes(5000)})
    yield "a sheet that is a picture", "a.xlsx", partial(with_parts, {SHEET: b"\x89PNG" + bytes(500)})
    yield "a book without a sheet", "a.xlsx", partial(with_parts, {BOOK: f"<workbook {MAIN}><sheets/></workbook>"})
    yield "a book of nothing but a hidden sheet", "a.xlsx", partial(with_parts, {BOOK: _book('state="hidden"')})
    yield (
        "a book of nothing but a very hidden sheet",
        "a.xlsx",
        partial(with_parts, {BOOK: _book('state="veryHidden"')}),
    )
    yield "a book whose sheet leads nowhere", "a.xlsx", partial(with_parts, {BOOK: _book('r:id="rId77"')})
    yield "a book that is no XML", "a.xlsx", partial(with_parts, {BOOK: "hello"})
    yield "types that are no XML", "a.xlsx", partial(with_parts, {TYPES: "<<<<"}, (SHEET,))
    yield (
        "styles with ten million formats",
        "a.xlsx",
        partial(with_parts, {STYLES: f"<styleSheet {MAIN}><numFmts>{'<numFmt/>' * 4_000_000}</numFmts></styleSheet>"}),
    )
    yield (
        "a text of eight million letters",
        "a.xlsx",
        partial(with_parts, {TEXTS: f"<sst {MAIN}><si><t>{'x' * 9_000_000}</t></si></sst>"}),
    )
    yield "texts that never close", "a.xlsx", partial(with_parts, {TEXTS: f"<sst {MAIN}>{'<si><t>' * 900_000}"})
    yield (
        "a rectangle merged over everything",
        "a.xlsx",
        partial(with_parts, {SHEET: sheet("", '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')}),
    )
    yield "ten sheets of three hundred thousand cells", "a.xlsx", _ten_sheets
    yield (
        "cells of formulas without a value",
        "a.xlsx",
        partial(with_parts, {SHEET: sheet(many_cells(20, 6, "<c r=\"{0}{1}\"><f>cmd|'/C calc'!A0</f></c>"))}),
    )
    yield (
        "headings of somebody else",
        "a.xlsx",
        partial(with_parts, {SHEET: sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>商品</t></is></c></row>')}),
    )


def _book(attributes: str) -> str:
    key = "" if "r:id" in attributes else 'r:id="rId1"'
    return f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets><sheet name="党员" sheetId="1" {key} {attributes}/></sheets></workbook>'


def _ten_sheets() -> bytes:
    full = sheet(many_cells(6000, 50))
    parts = {f"xl/worksheets/sheet{n}.xml": full for n in range(1, 11)}
    named = "".join(f'<sheet name="s{n}" sheetId="{n}" r:id="rId{n}"/>' for n in range(1, 11))
    one = '<Relationship Id="rId{0}" Type="{1}/worksheet" Target="worksheets/sheet{0}.xml"/>'
    links = "".join(one.format(n, OFFICE) for n in range(1, 11))
    book = f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets>{named}</sheets></workbook>'
    return with_parts({**parts, BOOK: book, RELS: f'<Relationships xmlns="{hostile.PACKAGE}">{links}</Relationships>'})


def _put(at: int, *numbers: int) -> bytes:
    return xls(lambda data, _table: struct.pack_into(f"<{len(numbers)}I", data, at, *numbers))


def old() -> Named:
    """The old format, forged."""
    for name, at, number in (
        ("a directory that begins beyond the end", 48, 0x00FFFFFF),
        ("a directory that begins at itself", 48, 0),
        ("a table of four thousand million sectors", 44, 0xFFFFFFFF),
        ("a table in a sector that is not there", 76, 0x7FFFFFFF),
        ("a further table that leads to itself", 68, 0),
        ("further tables without an end", 72, 0xFFFFFFFF),
    ):
        yield name, "a.xls", partial(_put, at, number)
    yield "another order of bytes", "a.xls", lambda: xls(lambda data, _t: struct.pack_into("<H", data, 28, 0xFEFF))
    yield (
        "a table that is everywhere free",
        "a.xls",
        lambda: xls(lambda data, at: struct.pack_into("<128I", data, at, *[0xFFFFFFFF] * 128)),
    )
    yield (
        "a table of random ways",
        "a.xls",
        lambda: xls(lambda data, at: struct.pack_into("<128I", data, at, *random.Random(2).choices(range(200), k=128))),
    )
    begin = OLD.find(b"\x09\x08\x10\x00")
    for name, at, word in (
        ("a record longer than the file", begin + 2, 0xFFFF),
        ("no beginning of a book", begin, 0x0000),
        ("a book of a version that never was", begin + 4, 0x7777),
    ):
        yield name, "a.xls", lambda at=at, word=word: xls(lambda data, _t: struct.pack_into("<H", data, at, word))
    yield "a stream of noise", "a.xls", lambda: OLD[:begin] + random.Random(3).randbytes(len(OLD) - begin)
    yield "an old book with a far cell", "a.xls", (DATA / "far_cell.xls").read_bytes()
    yield "an old book in front of ten megabytes", "a.xls", lambda: OLD[:512] + bytes(9 << 20)


def texts() -> Named:
    """Lists as texts."""
    row = "张三,男,1957-03-04,正式党员,吴庄子村党支部,1980-07-01"
    yield "a million columns", "a.csv", lambda: f"{HEADINGS}\n{'a,' * 1_000_000}".encode()
    yield (
        "a million empty rows, then a name",
        "a.csv",
        lambda: f"{HEADINGS}\n{',' * 5}\n".encode() + b",,,,,\n" * 1_000_000,
    )
    yield "ten megabytes without a line's end", "a.csv", lambda: b"x" * (10 << 20)
    yield "ten megabytes of quotation marks", "a.csv", lambda: HEADINGS.encode() + b"\n" + b'"' * (9 << 20)
    yield "a quotation mark that is never closed", "a.csv", lambda: f'{HEADINGS}\n"张三'.encode() + b"\n,,,,," * 400_000
    yield "more than is taken", "a.csv", lambda: HEADINGS.encode() + b"\n" + b"a" * (10 << 20)
    yield "zeros between the letters", "a.csv", f"{HEADINGS}\n{row}".encode().replace(b",", b"\0,\0")
    yield "UTF-16 cut in the middle", "a.csv", f"{HEADINGS}\n{row}".encode("utf-16")[:-1]
    yield "UTF-16 with half a pair", "a.csv", f"{HEADINGS}\n".encode("utf-16") + b"\x00\xd8\x2c\x00" * 50
    yield "UTF-32", "a.csv", f"{HEADINGS}\n{row}".encode("utf-32")
    yield "Big5", "a.csv", "姓名,性別,出生日期,入黨日期,民族,學歷\n張三,男,1957,1980,漢,高中".encode("big5")
    yield "Shift-JIS", "a.csv", "商品,価格,数量\nりんご,100,3".encode("shift-jis")
    yield "UTF-8 above, GB18030 below", "a.csv", f"{HEADINGS}\n".encode() + row.encode("gb18030") * 50
    yield "headings and nothing below", "a.csv", HEADINGS.encode()
    yield "rows without headings", "a.csv", f"{row}\n{row}".encode()
    yield "headings in row thirty", "a.csv", ("标题\n" * 30 + f"{HEADINGS}\n{row}").encode()
    yield "one heading thrice", "a.csv", f"姓名,姓名,姓名\n{row}".encode()
    yield "nothing but errors below", "a.csv", lambda: f"{HEADINGS}\n".encode() + b"1,1,1,1,1,1\n" * 40_000
    yield "bells and backspaces", "a.csv", bytes(range(1, 9)) * 3000
    yield "a separator of another kind", "a.csv", f"{HEADINGS}\n{row}".replace(",", "~").encode()


ALL = (declared, inside, old, texts)
