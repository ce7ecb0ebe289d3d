"""Text for the public holds nobody's number, however it is written."""

import pytest
from django import forms
from django.forms import ValidationError

from members.public import PublicWords, without_numbers


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


class Word(PublicWords, forms.Form):
    promise = forms.CharField()
    remark = forms.CharField(required=False)
    public_words = ("promise",)

    def official_numbers(self):
        return ["0315-7123456"]


@pytest.mark.parametrize("number", ["13812345678", "0315-7654321", "130284195703041234", "6222 0212 3456 7890 123"])
def test_what_everybody_will_read_holds_no_persons_number_and_says_which_it_found(number):
    form = Word({"promise": f"每月上门一次，联系 {number}", "remark": number})
    assert not form.is_valid()
    assert number in form.errors["promise"][0]
    assert "remark" not in form.errors


def test_an_offices_own_telephone_may_stand_there():
    assert Word({"promise": "每月上门一次，电话 0315-7123456"}).is_valid()
