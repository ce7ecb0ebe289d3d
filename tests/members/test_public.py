"""Text for the public holds nobody's number, however it is written."""

import pytest
from django.forms import ValidationError

from members.public import without_numbers


@pytest.mark.parametrize(
    "text",
    ["找张三 13812345678", "138-1234-5678", "电话138 1234 5678。", "１３８１２３４５６７８", "130284195703041234",
     "130284 19570304 1234", "130284-19570304-123X", "1-3-8-1-2-3-4-5-6-7-8"],
)  # fmt: skip
def test_a_number_is_found(text):
    with pytest.raises(ValidationError):
        without_numbers(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        None,
        "公示期为2026-11-23至2026-11-27",
        "2026-11-23 2026-11-27",
        "共12345678元",
        "0315-0000100",
        "2024 2025 2026",
        "第3、5、7组",
    ],
)
def test_a_day_a_sum_or_an_office_number_is_none(text):
    assert without_numbers(text) == text
