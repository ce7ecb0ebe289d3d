"""A text file that goes out: most cells stand as they are, and whatever is odd is made safe wherever it stands."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.exchange import sheets
from tools.exchange.sheets import Heading, safe_in_csv, write_csv

HEADINGS = [Heading("姓名"), Heading("备注"), Heading("特长")]
ROW = ["王建国", "务农", ""]
ODD = [
    "=1+1",
    "+86",
    "-3",
    "@a",
    "＝1",
    "\t=1",
    "a,b",
    'a"b',
    "a\nb",
    "a\r\n=b",
    " =1",
    "a\x00b",
    "a =b",
    "'=1",
    "🌾",
    "\u2028",
]


def read(rows):
    out = io.BytesIO()
    count = write_csv(out, HEADINGS, rows)
    return count, list(csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("place", range(3))
def test_an_odd_cell_is_made_safe_among_many_plain_ones(odd, place):
    rows = [list(ROW) for _number in range(2 * sheets.AT_A_TIME + 1)]
    rows[sheets.AT_A_TIME + 3][place] = odd
    count, found = read(rows)
    assert count == len(rows)
    assert found[0] == [heading.word for heading in HEADINGS]
    assert found[1:] == [[safe_in_csv(value) for value in row] for row in rows]
    assert not any(value[:1] in sheets.FORMULA for row in found for value in row)


@given(st.lists(st.lists(st.text(max_size=8), min_size=3, max_size=3), max_size=6))
def test_what_is_written_is_what_a_careful_hand_would_write_cell_by_cell(rows):
    assert read(rows)[1][1:] == [[safe_in_csv(value) for value in row] for row in rows]


def test_a_sheet_of_one_column_keeps_its_empty_rows():
    out = io.BytesIO()
    write_csv(out, HEADINGS[:1], [["王建国"], [""], ["李强"]])
    assert list(csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig"), newline=""))) == [
        ["姓名"],
        ["王建国"],
        [""],
        ["李强"],
    ]


def test_a_row_that_lacks_a_cell_is_no_row_of_this_sheet():
    with pytest.raises(ValueError, match="zip"):
        read([ROW, ROW[:2]])
