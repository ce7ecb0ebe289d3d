"""Rows under a table, and between its pages, that are nobody's record; and rows that look like it and are."""

import pytest

from tools.exchange import remarks

pytestmark = pytest.mark.no_database

ZHANG = ["张三", "男", "1957.03", "正式", "吴庄子", "1985.07"]


@pytest.mark.parametrize(
    "line",
    [
        ["本支部共有党员2名"],
        ["党员总数：2"],
        ["男党员1名，女党员1名"],
        ["正式党员", "2"],
        ["全村党员合计", 2.0],
        ["其中：女党员", "1人"],
        ["—以下空白—"],
        ["以下空白"],
        ["制表：王某"],
        ["*请认真填写"],
        ["1、此表由支部填写"],
        ["以上人员信息已核对，情况属实。"],
        ["第1页 共2页"],
        ["联系电话：0315-7200001"],
        ["党支部书记（签字）：", "", "", "", "（盖章）"],
        ["负责人签字：", "", "", "填报日期：2026.11.3"],
        ["负责人：", "王某", "填报人：", "李某", "联系电话：", "7200001", "日期：", "2026.11.3"],
        ["吴庄子村党员花名册（续）"],
        ["1", "2", "3", "4", "5", "6"],
        [1.0, 2.0, 3.0, 4.0, 5.0],
    ],
)
def test_what_is_no_record(line):
    assert remarks.is_no_record(line)


@pytest.mark.parametrize(
    "line",
    [
        ZHANG,
        ["1", *ZHANG],
        ["张三", "男"],
        ["张三", "19900000001"],
        ["张三", "吴庄子", "19900000001"],
        ["王一人", "女", "1960"],
        ["阿卜杜热合曼·买买提艾力江", "男", "1960"],
        ["130284105211", "吴庄子村村民委员会", "吴庄子", "村"],
        ["榛子镇机关第一党支部", "机关"],
        ["张*", "男"],
        ["张三:", *ZHANG[1:]],
    ],
)
def test_what_is_one(line):
    assert not remarks.is_no_record(line)
