"""Headings as offices write them, and rows that are no records."""

import pytest

from tools.exchange import headings, remarks
from tools.exchange.reader import Sheet

pytestmark = pytest.mark.no_database

NAMES = {"姓名": "name", "党员姓名": "name", "性别": "sex", "出生年月": "born", "联系电话": "phone", "电话": "phone?"}


def sheet(*lines):
    return Sheet("表", [(number, list(line)) for number, line in enumerate(lines, 1) if any(line)])


def test_under_a_title_and_a_line_of_remarks():
    found = headings.find(
        sheet(["榛子镇党员花名册", "", ""], ["填报单位（盖章）：", "", ""], ["序号", "党员 姓名*", "性　别（男/女）"]),
        NAMES,
        ["name", "born"],
    )
    assert found.row == 3
    assert found.keys == {1: "name", 2: "sex"}
    assert found.words["name"] == "党员 姓名*"
    assert found.missing == ["born"]
    assert found.extra == ["序号"]


def test_on_two_rows():
    found = headings.find(
        sheet(["姓名", "性别", "出生", "联系"], ["", "", "年月", "电话"], ["张三", "男", "1957", ""]), NAMES, []
    )
    assert found.row == 2
    assert set(found.keys.values()) == {"name", "sex", "born", "phone"}


def test_a_heading_that_stands_twice():
    found = headings.find(sheet(["姓名", "性别", "党员姓名"]), NAMES, [])
    assert found.duplicates == [("name", "党员姓名")]


def test_not_after_the_tenth_row():
    assert headings.find(sheet(*[["无关"]] * 10, ["姓名", "性别"]), NAMES, []) is None


@pytest.mark.parametrize(
    "line",
    [["合计", 32.0], ["", "合 计", "32人"], ["填表说明：按身份证填写"], ["备注："], ["填报人：王某", "审核人："], []],
)
def test_rows_that_are_no_records(line):
    assert remarks.is_no_record(line)


@pytest.mark.parametrize(
    "line", [[1.0, "张三", "男"], ["小计划", "男", "1957"], ["注册员", "女", "1957", "汉", "正式"]]
)
def test_rows_that_are(line):
    assert not remarks.is_no_record(line)


def test_a_vague_heading_gives_way_to_a_better_one():
    found = headings.find(sheet(["姓名", "电话", "联系电话"]), NAMES, [])
    assert found.words["phone"] == "联系电话" and found.extra == ["电话"] and not found.duplicates
    assert headings.find(sheet(["姓名", "电话"]), NAMES, []).words["phone"] == "电话"
