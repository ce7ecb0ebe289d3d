"""People are found as one says or writes their name, and stand in the same order on every database."""

import pytest

from members.models import Member
from members.search import search_key
from tests import build


def found(text):
    return set(Member.objects.matching(text).values_list("name", flat=True))


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("张三", ["张", "张三", "三", "zhang", "zhangsan", "zs", "ZS", "Zhang San", "ｚｓ", "张 三"]),
        ("单志强", ["shan", "dan", "szq", "dzq", "shanzhiqiang", "單志強"]),
        ("解海龙", ["xie", "jie", "xhl", "jhl"]), ("曾树春", ["zeng", "ceng", "zsc"]), ("翟桂芬", ["zhai", "di", "zgf"]),
        ("仇德山", ["qiu", "chou", "qds", "cds"]), ("盖永军", ["ge", "gai"]), ("查广辉", ["zha", "cha"]),
        ("区福军", ["ou", "qu"]), ("王·买买提", ["wang", "买买提"]), ("欧阳堃", ["ouyang", "oyk", "歐陽堃"]),
        ("吕燕艳", ["lv", "lyy"]), ("𬭎文", ["𬭎", "wen"]),
    ],
)  # fmt: skip
def test_a_name_is_found_by_characters_sound_and_initials(cast, name, asked):
    build.member(cast.a.branch, name)
    for text in asked:
        assert name in found(text), text


def test_percent_and_underscore_mean_themselves(cast):
    build.member(cast.a.branch, "张三")
    assert not found("%") and not found("_") and not found("zs%")


def test_the_order_is_that_of_the_sound_and_a_surnames_own_reading_counts(cast):
    names = ["赵一", "单二", "曾三", "白四", "翟五", "安六", "沈七"]
    for name in names:
        build.member(cast.school, name)
    told = list(Member.objects.filter(branch=cast.school, name__in=names).by_sound().values_list("name", flat=True))
    assert told == ["安六", "白四", "单二", "沈七", "曾三", "翟五", "赵一"]


def test_two_of_one_name_stay_two_and_keep_their_order(cast):
    first, second = build.member(cast.a.branch, "张三"), build.member(cast.a.branch, "张三", born="1960")
    told = list(Member.objects.matching("zs").filter(name="张三").by_sound())
    assert told == [first, second]


def test_a_key_fits_its_column_whatever_the_name():
    assert len(search_key("单解曾翟仇" * 12)) <= 200
    assert search_key("") == ""
