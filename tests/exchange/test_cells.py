"""What a cell may mean: every shape that a roster has been seen to hold."""

import datetime as dt

import pytest

from tools.exchange import cells, dates, telephones
from tools.exchange.cells import CellError

pytestmark = pytest.mark.no_database


@pytest.fixture
def warned():
    found = []
    return found


def run(clean, value, warned):
    return clean(value, lambda code, _message: warned.append(code))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("1985.03", "1985-03"),
        ("1985.3", "1985-03"),
        ("198503", "1985-03"),
        ("20080701", "2008-07-01"),
        ("1985年3月", "1985-03"),
        ("1985-3", "1985-03"),
        ("2008/7/1", "2008-07-01"),
        ("２００８．７．１", "2008-07-01"),
        (31107.0, "1985-03-01"),
        ("1957", "1957"),
        ("1957年", "1957"),
        (1957.0, "1957"),
        (19570304.0, "1957-03-04"),
        (195703.0, "1957-03"),
        (1985.11, "1985-11"),
        (1985.03, "1985-03"),
        (1985.3, "1985-03"),
        ("1957年3月4日", "1957-03-04"),
        (" 1957. 3. 4 ", "1957-03-04"),
        (dt.date(1985, 3, 1), "1985-03-01"),
        (dt.datetime(1985, 3, 1, 0, 0), "1985-03-01"),
        ("2008-07-01 00:00:00", "2008-07-01"),
        ("1985.1", "1985-01"),
        ("", ""),
        ("无", ""),
        ("—", ""),
        ("2000-02-29", "2000-02-29"),
        ("31107", "1985-03-01"),
    ],
)
def test_a_date_keeps_the_precision_it_came_with(written, meant, warned):
    assert run(dates.partial_date, written, warned) == meant
    assert not warned


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("2008.02.30", "impossible_date"),
        ("1985.13", "impossible_date"),
        ("1900-02-29", "impossible_date"),
        ("前年", "impossible_date"),
        ("1985.112", "impossible_date"),
        ("1985.00", "impossible_date"),
        (True, "impossible_date"),
        ("#REF!", "impossible_date"),
        (1985.1, "ambiguous_date"),
        ("85.3", "ambiguous_date"),
        ("85年3月", "ambiguous_date"),
        (850304.0, "ambiguous_date"),
        (1985.123, "impossible_date"),
    ],
)
def test_a_date_is_never_guessed(written, code, warned):
    with pytest.raises(CellError) as refused:
        run(dates.partial_date, written, warned)
    assert refused.value.code == code


def test_the_number_1985_1_may_be_january_or_october(warned):
    with pytest.raises(CellError) as refused:
        run(dates.partial_date, 1985.1, warned)
    assert refused.value.choices == ("1985-01", "1985-10")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("张 三", "张三"),
        ("张　三", "张三"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("Anna  Lee", "Anna Lee"),
        ("张\u200b三", "张三"),
    ],
)
def test_a_name_has_no_blanks_inside(written, meant, warned):
    assert run(cells.name, written, warned) == meant


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("", "required"),
        ("  ", "required"),
        (True, "bad_name"),
        ("TRUE", "bad_name"),
        ("#N/A", "bad_name"),
        ("张*", "masked"),
        ("张某某", "masked"),
        ("张○", "masked"),
        ("12", "bad_name"),
        ("张" * 61, "too_long"),
    ],
)
def test_what_is_no_name(written, code, warned):
    with pytest.raises(CellError) as refused:
        run(cells.name, written, warned)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("written", "meant", "remarks"),
    [
        (19900055935.0, "19900055935", []),
        ("199 0005 5935", "19900055935", []),
        ("+86-19900055935", "19900055935", []),
        ("19900055935/19900055936", "19900055935", ["two_phones"]),
        ("19900055935 19900055936", "19900055935", ["two_phones"]),
        ("0315-7201234", "", ["landline"]),
        ("7201234", "", ["landline"]),
        ("无", "", []),
        ("#N/A", "", ["error_cell"]),
        ("１９９００００００００", "19900000000", []),
    ],
)
def test_a_mobile_number(written, meant, remarks, warned):
    assert run(telephones.mobile, written, warned) == meant
    assert warned == remarks


@pytest.mark.parametrize(
    ("written", "code"), [("199****5935", "masked"), ("1990000", "bad_phone"), ("199000559351", "bad_phone")]
)
def test_what_is_no_mobile_number(written, code, warned):
    with pytest.raises(CellError) as refused:
        run(telephones.mobile, written, warned)
    assert refused.value.code == code


def test_a_citizens_number_and_its_check_digit(warned):
    assert run(cells.citizen_number, "13020019821016879x", warned) == "13020019821016879X"
    assert not warned
    assert run(cells.citizen_number, "130200198210168791", warned) == "130200198210168791"
    assert warned == ["number_check_digit"]
    assert run(cells.citizen_number, "130200821016879", warned) == ""
    assert warned[1:] == ["number_15"]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (1.302231985030124e17, "number_lost_digits"),
        ("1.30223E+17", "number_lost_digits"),
        ("130223198503012000", "number_lost_digits"),
        ("130200********6879", "masked"),
        ("1302001982101687", "bad_number"),
    ],
)
def test_a_damaged_number_is_an_error_without_its_value(written, code, warned):
    with pytest.raises(CellError) as refused:
        run(cells.citizen_number, written, warned)
    assert refused.value.code == code
    assert "1302" not in refused.value.message and "1.3" not in refused.value.message


def test_words_in_one_cell(warned):
    found = cells.several("教学、水利，教学 ;电工\n木工", lambda *_a: None, 40)
    assert found == ["教学", "水利", "电工", "木工"]


def test_an_error_in_an_optional_cell_is_left_out(warned):
    assert run(cells.optional, "#VALUE!", warned) == ""
    assert warned == ["error_cell"]
