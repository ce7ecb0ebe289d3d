"""Cells that are odd, and cells of any kind at all: a value or a sentence, never a guess and never a traceback."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.exchange import cells, dates, telephones
from tools.exchange.cells import CellError

pytestmark = pytest.mark.no_database

ANYTHING = st.text() | st.floats() | st.integers() | st.booleans() | st.none() | st.dates() | st.datetimes()
DATES = st.from_regex(r"[0-9]{2,4}[.\-/年 ]?[0-9]{0,2}[.\-/月 ]?[0-9]{0,2}日?", fullmatch=True)


def quietly(clean, value, *more):
    return clean(value, lambda *_said: None, *more)


def code_of(clean, value):
    with pytest.raises(CellError) as refused:
        quietly(clean, value)
    return refused.value.code


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1985 03 01", "1985-03-01"),
        ("1985，3", "1985-03"),
        ("1985年3月份", "1985-03"),
        ("1985年03月01号", "1985-03-01"),
        ("1985.3.", "1985-03"),
        ("1985 年 3 月 1 日", "1985-03-01"),
        ("1985。3", "1985-03"),
        ("1985年", "1985"),
        ("1985/3/1 0:00", "1985-03-01"),
        ("1985、03", "1985-03"),
        ("2024-02-29T00:00:00", "2024-02-29"),
        (36526.0, "2000-01-01"),
        ("暂无", ""),
        ("没有", ""),
        ("———", ""),
        ("1985—3—1", "1985-03-01"),
        ("1985·3", "1985-03"),
        ("'1985.10", "1985-10"),
        ("‘1985.10", "1985-10"),
        (44562.75, "2022-01-01"),
    ],
)
def test_more_shapes_of_a_date(written, meant):
    assert quietly(dates.partial_date, written) == meant


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("8503", "ambiguous_date"),
        (8503.0, "ambiguous_date"),
        (85.3, "ambiguous_date"),
        ("3/1/1985", "ambiguous_date"),
        ("19853", "ambiguous_date"),
        ("1885.03", "impossible_date"),
        ("1085.03", "impossible_date"),
        (1085.0, "ambiguous_date"),
        ("2200", "ambiguous_date"),
        ("1985.02.29", "impossible_date"),
        ("1985031", "impossible_date"),
        ("2008-13", "impossible_date"),
        (1e300, "impossible_date"),
        ("9" * 400, "impossible_date"),
        ("1985年3月32日", "impossible_date"),
        ("不清", "impossible_date"),
        (0, "impossible_date"),
        (1985.75, "impossible_date"),
    ],
)
def test_more_dates_that_nobody_guesses(written, code):
    assert code_of(dates.partial_date, written) == code


def test_five_digits_typed_as_text_may_be_two_things():
    with pytest.raises(CellError) as refused:
        quietly(dates.partial_date, "19853")
    assert refused.value.choices == ("1985-03", "1954-05-09")
    assert quietly(dates.partial_date, 19853.0) == "1954-05-09"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("买买提 · 艾力", "买买提·艾力"),
        ("买买提.艾力", "买买提·艾力"),
        *((f"买买提{dot}艾力", "买买提·艾力") for dot in "·•‧・･∙⋅˙ㆍ．。᛫⸱"),
        ("欧阳　小 花", "欧阳小花"),
        ("㐆䶮", "㐆䶮"),
        ("𬸪", "𬸪"),
    ],
)
def test_more_names(written, meant):
    assert quietly(cells.name, written) == meant


@pytest.mark.parametrize("written", ["张三、李四", "张三:", "张三/李四", "张三，李四"])
def test_no_name_has_a_stop_in_it(written):
    assert code_of(cells.name, written) == "bad_name"


@pytest.mark.parametrize("written", ["张X", "张x", "张##", "张※", "张？", "张\ufffd", "张**", "张＊三"])
def test_more_masks(written):
    assert code_of(cells.name, written) == "masked"


@pytest.mark.parametrize(
    ("written", "meant", "remarks"),
    [
        ("19900000001（本人）", "19900000001", ["phone_note"]),
        ("儿子：19900000001", "19900000001", ["phone_note"]),
        ("0315-7200001-801", "", ["landline"]),
        (3157200001.0, "", ["landline"]),
        ("'19900000001", "19900000001", []),
        ("19900000001.0", "19900000001", []),
        ("19900000001-19900000002", "19900000001", ["two_phones"]),
        ("19900000001（本人）19900000002（儿子）", "19900000001", ["two_phones"]),
        ("无手机", "", []),
    ],
)
def test_a_telephone_with_a_note(written, meant, remarks):
    said = []
    assert telephones.mobile(written, lambda code, _message: said.append(code)) == meant
    assert said == remarks


def test_words_apart_by_a_blank():
    assert quietly(cells.several, "电工 木工、Big Band", 40) == ["电工", "木工", "Big Band"]


@given(ANYTHING | DATES)
def test_a_date_is_a_date_or_a_sentence(value):
    try:
        found = quietly(dates.partial_date, value)
    except CellError as error:
        assert error.message and error.code in ("ambiguous_date", "impossible_date")
    else:
        assert re.fullmatch(r"|[0-9]{4}(-[0-9]{2}){0,2}", found)
        assert quietly(dates.partial_date, found) == found


@given(ANYTHING)
def test_any_cell_is_a_value_or_a_sentence(value):
    for clean, more in (
        (cells.name, ()),
        (telephones.mobile, ()),
        (cells.citizen_number, ()),
        (cells.short, (20,)),
        (cells.several, (20,)),
    ):
        try:
            found = quietly(clean, value, *more)
        except CellError as error:
            assert error.message
        else:
            again = "、".join(found) if isinstance(found, list) else found
            assert quietly(clean, again, *more) == found


@given(st.text())
def test_one_line_of_text_stays_as_it_is(value):
    once = cells.text(value)
    assert not re.search(r"[\x00-\x1f\x7f]", once)
    assert once == once.strip()


@given(st.from_regex(r"[1-9][0-9]{16}", fullmatch=True))
def test_there_is_one_right_check_digit(body):
    assert sum(cells.check_digit_fits(body + last) for last in "0123456789X") == 1
