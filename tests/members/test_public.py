"""What everybody will read holds nobody's number, however it is written; what is found is named."""

import pytest
from django import forms
from django.core.exceptions import ValidationError

from members.models import Township
from members.public import PublicWords, named, personal_numbers, tells_nobody

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "what"),
    [("找张三 13812345678", "手机号“13812345678”"), ("138-1234-5678", "手机号“138-1234-5678”"),
     ("电话138 1234 5678。", "手机号“138 1234 5678”"), ("１３８１２３４５６７８", "手机号“13812345678”"),
     ("1-3-8-1-2-3-4-5-6-7-8", "手机号“1-3-8-1-2-3-4-5-6-7-8”"), ("一三八一二三四五六七八", "手机号“一三八一二三四五六七八”"),
     ("请打幺三八零零幺三八零零零", "手机号“幺三八零零幺三八零零零”"),
     ("打0315-7654321", "电话号码“0315-7654321”"), ("(0315) 765 4321", "电话号码“(0315) 765 4321”"),
     ("电话：7654321", "电话号码“7654321”"), ("130284195703041234", "身份证号“130284195703041234”"),
     ("130284 19570304 1234", "身份证号“130284 19570304 1234”"), ("130284-19570304-123X", "身份证号“130284-19570304-123X”"),
     ("130284570304123", "身份证号“130284570304123”"),
     ("卡号6222 0212 3456 7890 123", "银行卡号等长号码“6222 0212 3456 7890 123”"),
     ("6222021234567890", "银行卡号等长号码“6222021234567890”")],
)  # fmt: skip
def test_a_number_is_found_and_named(text, what):
    assert named(personal_numbers(text)) == what
    with pytest.raises(ValidationError, match=what[:3]):
        tells_nobody(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        None,
        "公示期为2026-11-23至2026-11-27",
        "2026-11-23 2026-11-27",
        "共12345678元",
        "2024 2025 2026",
        "第3、5、7组",
        "榛发〔2026〕12号",
        "冀B12345号车",
        "流转土地1200亩，涉及130284105211村",
        "二〇二六年十一月二十三日",
        "一百二十三户，三五百人",
        "每周一三五上午、二四六下午",
    ],
)
def test_a_day_a_sum_or_a_papers_number_is_none(text):
    tells_nobody(text)


def test_an_offices_own_telephone_may_stand_there():
    Township.objects.update_or_create(pk=1, defaults={"phone": "0315-7123456"})
    tells_nobody("意见请拨打 0315 7123456 或火警 119")
    with pytest.raises(ValidationError):
        tells_nobody("意见请拨打 0315-7123457")


class Word(PublicWords, forms.Form):
    promise = forms.CharField()
    remark = forms.CharField(required=False)
    public_words = ("promise",)


def test_a_form_looks_through_what_everybody_will_read_and_nothing_else():
    form = Word({"promise": "每月上门一次，联系 13812345678", "remark": "13812345678"})
    assert not form.is_valid()
    assert "手机号“13812345678”" in form.errors["promise"][0]
    assert "remark" not in form.errors
