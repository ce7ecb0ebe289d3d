"""Sheets as bad as real ones: headings on two rows, merged cells, sheets of words, signatures under the table."""

import io

import pytest
from openpyxl import Workbook

from tools.exchange import cells, dates, headings
from tools.exchange.columns import Column
from tools.exchange.intake import Intake
from tools.exchange.limits import Limits, Unreadable
from tools.exchange.tables import Sheet

pytestmark = pytest.mark.no_database


def plain(value, warn, heading):
    return cells.optional(value, warn)


class People(Intake):
    fields = {
        "name": Column("姓名", clean=lambda value, warn, heading: cells.name(value, warn), required=True),
        "sex": Column("性别", clean=plain, required=True),
        "born": Column(
            "出生日期", clean=lambda value, warn, heading: dates.partial_date(value, warn), names=("出生年月",)
        ),
        "village": Column("所在党支部", clean=plain, names=("村?",), required=True),
        "phone": Column("手机号码", clean=plain, names=("手机", "联系方式", "联系电话")),
    }
    default_sheet_key = "village"

    def from_sheet_name(self, name):
        return "" if name.startswith("Sheet") else name


def book(sheets, merged=()):
    made, out = Workbook(), io.BytesIO()
    made.remove(made.active)
    for title, lines in sheets.items():
        page = made.create_sheet(title)
        for line in lines:
            page.append(line)
        for place in merged:
            page.merge_cells(place)
    made.save(out)
    return out.getvalue()


def read(sheets, merged=(), limits=None):
    return People().read(book(sheets, merged), "a.xlsx", limits)[1]


def told(problems):
    return [(problem.sheet, problem.row, problem.code) for problem in problems]


def test_a_comma_inside_a_cell_of_a_text_file_moves_nothing_into_a_wrong_column():
    lines = [
        "姓名,性别,出生日期,所在党支部,",
        "张三,男,1957,甲村,在家",
        "李四,女,组长,1960,甲村,在家",
        '王五,男,1961,"甲村,东头",',
        "赵六,男,1962,甲村,在家,种地",
    ]
    content = People().read("\n".join(lines).encode("utf-8"), "a.csv")[1]
    assert told(content.errors) == [("a", 3, "row_too_long")]
    assert [row.values["name"] for row in content.rows] == ["张三", "李四", "王五", "赵六"]
    assert set(content.rows[1].bad) == set(People.fields)
    assert not content.rows[3].bad
    assert ("a", 5, "row_too_long") in told(content.warnings)


def test_small_headings_under_a_wide_one_are_nobodys_record():
    upper = ["姓名", "性别", "出生年月", "所在党支部", "联系方式", ""]
    lower = ["", "", "(按身份证)", "", "手机", "固定电话"]
    found = read({"表": [["花名册"], upper, lower, ["张三", "男", "1957", "甲村", "19900000001", "7200001"]]})
    assert (found.errors, [row.values["phone"] for row in found.rows], found.rows[0].number) == ([], ["19900000001"], 4)


@pytest.mark.parametrize(
    "below", [["", "（男/女）", "（如1957.03）", "（全称）", "（11位）"], ["1", "2", "3", "4", "5"]]
)
def test_hints_and_numbers_under_the_headings_are_nobodys_record(below):
    heads = ["姓名", "性别", "出生年月", "所在党支部", "手机"]
    found = read({"表": [heads, below, ["张三", "男", "1957", "甲村", "19900000001"]]})
    assert (found.errors, [row.values["name"] for row in found.rows]) == ([], ["张三"])


def test_a_book_whose_people_are_on_a_hidden_sheet_says_so():
    made, out = Workbook(), io.BytesIO()
    page = made.create_sheet("旧名册")
    page.sheet_state = "hidden"
    page.append(["姓名", "性别", "所在党支部"])
    made.save(out)
    [problem] = People().read(out.getvalue(), "a.xlsx")[1].errors
    assert problem.code == "missing_heading" and "旧名册" in problem.message


def test_a_first_record_with_hardly_anything_in_it_is_no_heading():
    found = read(
        {
            "表": [
                ["姓名", "性别", "出生年月", "所在党支部", "手机"],
                ["张三", "", "", "", ""],
                ["李四", "男", "", "甲村", ""],
            ]
        }
    )
    assert [row.values.get("name") for row in found.rows] == ["张三", "李四"]


def test_headings_merged_over_two_rows():
    lines = [
        ["姓名", "性别", "所在党支部", "联系方式", ""],
        ["", "", "", "手机", "固定电话"],
        ["张三", "男", "甲村", "19900000001", ""],
    ]
    found = read({"表": lines}, ["A1:A2", "B1:B2", "C1:C2", "D1:E1"])
    assert [(row.number, row.values["name"]) for row in found.rows] == [(3, "张三")]
    assert not found.errors


def test_a_village_merged_beside_its_people_is_everybodys():
    lines = [["所在党支部", "姓名", "性别"], ["甲村", "张三", "男"], [None, "李四", "女"], ["乙村", "王五", "男"]]
    found = read({"表": lines}, ["A2:A3"])
    assert [row.values["village"] for row in found.rows] == ["甲村", "甲村", "乙村"]


def test_several_villages_as_sheets_of_one_book():
    line = ["姓名", "性别"]
    found = read({"甲村": [line, ["张三", "男"]], "乙村": [["标题"], line, ["李四", "女"]], "Sheet3": [["随便"]]})
    assert [(row.sheet, row.number, row.values["village"]) for row in found.rows] == [
        ("甲村", 2, "甲村"),
        ("乙村", 3, "乙村"),
    ]
    assert told(found.warnings) == [("Sheet3", None, "sheet_left_out")]


def test_a_sheet_of_words_to_choose_from_is_left_out():
    found = read(
        {
            "名册": [["姓名", "性别", "所在党支部"], ["张三", "男", "甲村"]],
            "选项": [["性别", "所在党支部"], ["男", "甲村"], ["女", "乙村"]],
        }
    )
    assert (found.errors, told(found.warnings)) == ([], [("选项", None, "sheet_left_out")])


def test_a_second_column_of_the_same_meaning_is_named():
    found = read({"表": [["姓名", "性别", "所在党支部", "手机", "联系电话"], ["张三", "男", "甲村", "", ""]]})
    assert [problem.code for problem in found.errors] == ["duplicate_heading"]
    assert "手机" in found.errors[0].message and "联系电话" in found.errors[0].message


def test_blank_rows_are_nothing_to_speak_of():
    found = read({"表": [["姓名", "性别", "所在党支部"], ["　", " ", ""], ["张三", "男", "甲村"]]})
    assert (len(found.rows), found.warnings, found.errors) == (1, [], [])


@pytest.mark.parametrize(
    "line",
    [
        ["以上共32人"],
        ["共三十二人"],
        ["总计：32"],
        ["合计32人", "", ""],
        ["2026年11月3日"],
        ["填表日期：2026.11.3"],
        ["（盖章）"],
        ["支部书记（签字）："],
        ["", "注意事项：", "一律用钢笔"],
        ["负责人：王某", "", "联系电话：19900000000"],
    ],
)
def test_what_stands_under_a_table(line):
    found = read({"表": [["姓名", "性别", "所在党支部"], ["张三", "男", "甲村"], line]})
    assert (len(found.rows), found.errors, told(found.warnings)) == (1, [], [("表", 3, "row_left_out")])


@pytest.mark.parametrize("name", ["合作", "共青", "总明", "注生", "日期生"])
def test_a_name_is_not_taken_for_a_remark(name):
    assert len(read({"表": [["姓名", "性别", "所在党支部"], [name, "男", "甲村"]]}).rows) == 1


def test_another_sheet_altogether_is_not_listed_cell_by_cell():
    lines = [["姓名", "性别", "所在党支部"], *[["*", "男", "甲村"]] * 30]
    few = Limits(size=1 << 20, rows=1000, cells=10_000, unpacked=1 << 20, errors=20)
    with pytest.raises(Unreadable) as refused:
        read({"表": lines}, limits=few)
    assert refused.value.code == "too_many_errors"
    assert len(read({"表": lines}).errors) == 30


def test_a_heading_row_is_found_with_its_numbers():
    rows = [(3, ["序号", "姓名", "性别"]), (4, ["1", "张三", "男"])]
    assert headings.find(Sheet("表", rows), People.names(), ["name"]).row == 3
