"""People are found as one says or writes their name, and stand in the same order on every database."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from members import search
from members.models import Member, Village
from members.search import search_key
from tests import build


def test_a_name_without_a_phrase_sounds_as_its_characters_do_alone(monkeypatch):
    """The short way for most names gives what the long one gives."""
    surnames, given = (
        "王李张刘陈单解曾乐任华黑都重长行",
        ("国", "建军", "行长", "重庆", "乐乐", "朝阳", "若男", "奥", "晓燕·"),
    )
    names = [f"{one}{other}" for one in surnames for other in given]
    short = [search_key(name) for name in names]
    monkeypatch.setattr(search, "BEGINNINGS", {name[at : at + 2] for name in names for at in range(len(name) - 1)})
    assert [search_key(name) for name in names] == short


def found(text):
    return set(Member.objects.matching(text).values_list("name", flat=True))


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("张三", ["张", "张三", "三", "zhang", "zhangsan", "zs", "ZS", "Zhang San", "ｚｓ", "张 三"]),
        ("单志强", ["shan", "dan", "szq", "dzq", "shanzhiqiang", "單志強"]),
        ("解海龙", ["xie", "jie", "xhl", "jhl"]), ("曾树春", ["zeng", "ceng", "zsc"]), ("翟桂芬", ["zhai", "di", "zgf"]),
        ("仇德山", ["qiu", "chou", "qds", "cds"]), ("盖永军", ["ge", "gai"]), ("查广辉", ["zha", "cha"]),
        ("区福军", ["ou", "qu"]), ("王·买买提", ["wang", "买买提", "wmmt", "wangmaimaiti", "王•买买提", "王买买提", "王．买"]),
        ("尉迟敬", ["yuchi", "weichi", "ycj", "尉遲"]), ("万俟青", ["moqi", "wanqi", "萬俟"]),
        ("长孙无忌", ["zhangsun", "zhang", "長孫無忌"]),
        ("单于明", ["chanyu", "shanyu", "單于"]), ("澹台雪", ["tantai", "dantai", "澹臺"]),
        ("覃强", ["qin", "tan", "qq", "覃強"]),
        ("乜平", ["nie", "mie"]), ("种师道", ["chong", "zhong", "種師道"]), ("锺南", ["zhong", "鍾", "钟", "锺"]),
        ("𠮷田", ["𠮷", "吉", "jt"]),
        ("髙伟", ["高", "gw"]), ("阿不都·热合曼", ["abdrhm", "热合曼", "rehe"]), ("欧阳堃", ["ouyang", "oyk", "歐陽堃"]),
        ("吕燕艳", ["lv", "lü", "LÜ", "lyy", "lyuyanyan", "呂"]), ("𬭎文", ["𬭎", "wen"]),
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


def test_the_order_is_the_same_where_the_database_speaks_a_language(cast):
    names = ["单一", "单乙德", "李·甲", "李A", "李𠮷", "李一"]
    for name in names:
        build.member(cast.school, name)
    told = Member.objects.filter(branch=cast.school, name__in=names).by_sound().values_list("search_key", flat=True)
    assert list(told) == sorted(map(search_key, names))
    asked = {"postgresql": 'COLLATE "C"', "sqlite": "COLLATE BINARY"}[connection.vendor]
    assert asked in str(told.query), "said, since the throwaway server knows no language by which to try it"


def test_two_of_one_name_stay_two_and_keep_their_order(cast):
    first, second = build.member(cast.a.branch, "张三"), build.member(cast.a.branch, "张三", born="1960")
    told = list(Member.objects.matching("zs").filter(name="张三").by_sound())
    assert told == [first, second]


def test_a_key_fits_its_column_whatever_the_name():
    assert len(search_key("单解曾翟仇" * 12)) <= 200
    assert search_key("") == ""


def test_an_upgrade_writes_the_keys_anew(cast):
    member = build.member(cast.a.branch, "王·买买提")
    Member.objects.filter(pk=member.pk).update(search_key="wang·maimaiti 王·买买提 w·mmt")
    Village.objects.update(search_key="x")
    import_module("members.migrations.0008_search_keys").write_keys(apps, None)
    assert member in Member.objects.matching("wmmt")
    assert cast.a.village in Village.objects.matching("wzz")
