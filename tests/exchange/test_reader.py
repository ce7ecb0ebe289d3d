"""Files as they come: what is read, what is refused in one sentence, and that nobody makes the reader eat memory."""

import datetime as dt
import io
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.exchange.township import sample
from tools.exchange import reader
from tools.exchange.limits import Limits, Unreadable, of_page

pytestmark = pytest.mark.no_database

DATA = Path(__file__).resolve().parents[1] / "data"
HEADINGS = ("姓名", "性别", "出生日期")
LINES = [list(HEADINGS), ["张三", "男", "1957.03"], ["李四", "女", "1960"]]


def read(data, name="a.xlsx", limits=None):
    return reader.read(data, name, HEADINGS.__contains__, limits)


def refused(data, name="a.xlsx", limits=None):
    with pytest.raises(Unreadable) as found:
        read(data, name, limits)
    assert found.value.message
    return found.value.code


def book(lines=LINES, change=None):
    made = Workbook()
    for line in lines:
        made.active.append(line)
    if change:
        change(made)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def rezipped(data, **parts):
    """The book with parts replaced or added (`__` in a name is a slash, `_dot_` a dot)."""
    new = {name.replace("__", "/").replace("_dot_", "."): text for name, text in parts.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for entry in old.infolist():
            if entry.filename not in new:
                made.writestr(entry.filename, old.read(entry))
        for name, text in new.items():
            made.writestr(name, text)
    return out.getvalue()


def worksheet(rows, dimension="A1:C3"):
    return (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f'<dimension ref="{dimension}"/><sheetData>{rows}</sheetData></worksheet>'
    )


def test_a_book_keeps_the_numbers_of_its_rows():
    found = read(book([["标题"], [], *LINES]))
    assert [number for number, _values in found.sheets[0].rows] == [1, 3, 4, 5]
    assert found.kind == "xlsx" and len(found.sha256) == 64


def test_hidden_sheets_are_named_and_hidden_rows_read():
    def hide(made):
        made.create_sheet("旧表").sheet_state = "hidden"
        made.active.row_dimensions[3].hidden = True

    found = read(book(change=hide))
    assert found.hidden_sheets == ["旧表"]
    assert found.sheets[0].hidden_rows == [3]
    assert len(found.sheets[0].rows) == 3


def test_an_error_cell_is_seen():
    def broken(made):
        made.active["B2"] = "#REF!"
        made.active["B2"].data_type = "e"

    assert read(book(change=broken)).sheets[0].rows[1][1][1] == reader.BROKEN


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_text_files(encoding, separator):
    data = "\r\n".join(separator.join(line) for line in LINES).encode(encoding)
    assert [values for _n, values in read(data, "a.csv").sheets[0].rows] == LINES


def test_a_text_file_of_an_old_program():
    found = read(sample("roster_wuzhuangzi_gb18030.csv"), "a.csv")
    assert len(found.sheets[0].rows) == 37
    assert found.sheets[0].rows[1][1][0] == "崔志龙"


def test_a_text_file_in_big5_is_not_read_as_something_else():
    assert refused("姓名,性別,出生日期\r\n張三,男,1957.03".encode("big5"), "a.csv") == "big5"


def test_an_xls_is_read_in_a_child(monkeypatch):
    answer = '{"sheets": [["花名册", true, [["姓名", "出生日期"], ["张三", {"d": "1957-03-04"}]]], ["旧", false, []]]}'
    monkeypatch.setattr(
        subprocess, "run", lambda command, **_k: subprocess.CompletedProcess(command, 0, answer.encode(), b"")
    )
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "Workbook".encode("utf-16-le")
    found = read(data, "a.xls")
    assert found.hidden_sheets == ["旧"]
    assert found.sheets[0].rows[1][1][1].isoformat() == "1957-03-04"


def test_a_forged_xls_is_refused_by_the_real_child():
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000) + "Workbook".encode("utf-16-le")
    assert refused(data, "a.xls") in ("damaged", "too_large")


def test_kinds_that_are_refused():
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
    assert refused(ole + "EncryptedPackage".encode("utf-16-le")) == "protected"
    assert refused(ole + "Workbook".encode("utf-16-le"), "a.et") == "et"
    assert refused(rezipped(book(), xl__vbaProject_dot_bin=b"x"), "a.xlsm") == "xlsm"
    assert refused(rezipped(book(), mimetype="application/vnd.oasis.opendocument.spreadsheet"), "a.ods") == "ods"
    assert refused(b"<html><table></table>", "a.xls") == "web_page"
    assert refused(b"%PDF-1.7 ...", "a.xlsx") == "no_sheet"
    assert refused(b"", "a.csv") == "empty"
    assert refused(b"PK\x03\x04 nothing", "a.xlsx") == "damaged"
    assert refused(book()[:-200]) == "damaged"


def test_one_far_cell_is_refused_before_it_costs_anything():
    data = rezipped(book(), xl__worksheets__sheet1_dot_xml=worksheet('<row r="1"><c r="XFD1048576"><v>1</v></c></row>'))
    assert len(data) < 10_000
    began = time.perf_counter()
    assert refused(data) == "too_large"
    assert time.perf_counter() - began < 2


def test_a_dimension_that_lies_is_not_believed():
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c></row>'
    far = rezipped(book(), xl__worksheets__sheet1_dot_xml=worksheet(rows, "A1:XFD1048576"))
    assert read(far).sheets[0].rows == [(1, ["姓名"])]
    rows = '<x:row r="1"><x:c r="ZZZ1"><x:v>1</x:v></x:c></x:row>'
    assert refused(rezipped(book(), xl__worksheets__sheet1_dot_xml=worksheet(rows, "A1:A1"))) == "too_large"


def test_cells_without_an_address_are_counted():
    rows = "<row>" + "<c><v>1</v></c>" * 150 + "</row>"
    assert refused(rezipped(book(), xl__worksheets__sheet1_dot_xml=worksheet(rows))) == "too_large"


def test_formatted_but_empty_cells_do_not_count():
    rows = '<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c></row><row r="1048576"><c r="A1048576" s="1"/></row>'
    assert read(rezipped(book(), xl__worksheets__sheet1_dot_xml=worksheet(rows))).sheets[0].rows == [(1, ["姓名"])]


def test_a_zip_that_unpacks_to_too_much():
    assert refused(rezipped(book(), xl__media__a_dot_bin=bytes(30 << 20))) == "too_large"
    many = {f"xl__media__{n}_dot_bin": b"" for n in range(210)}
    assert refused(rezipped(book(), **many)) == "too_large"


def test_limits_of_size_and_rows():
    small = Limits(size=100, rows=5, cells=1000, unpacked=1 << 20)
    assert refused(book(), limits=small) == "too_large"
    few = Limits(size=1 << 20, rows=5, cells=1000, unpacked=1 << 20)
    assert refused(book(LINES * 20), limits=few) == "too_large"
    assert refused("\n".join(["姓名,性别"] + ["张三,男"] * 30).encode(), "a.csv", few) == "too_large"
    assert of_page().rows == 50_000


def test_the_child_needs_no_settings():
    done = subprocess.run(
        [sys.executable, "-m", "tools.exchange.xls_child", "500000000", "2", "10", "10"],
        input=b"no",
        capture_output=True,
        check=True,
    )
    assert b"damaged" in done.stdout


def test_a_real_xls_of_2003():
    found = read((DATA / "roster_excel2003.xls").read_bytes(), "党员花名册(2)(最终).xls")
    assert found.kind == "xls" and found.hidden_sheets == ["旧表"]
    assert found.sheets[0].rows[2][1][:3] == ["张 三", "男", dt.date(1957, 3, 4)]


def test_an_xls_with_one_far_cell():
    assert refused((DATA / "far_cell.xls").read_bytes(), "a.xls") == "too_large"
