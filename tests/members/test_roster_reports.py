"""The sheet that goes back: the one that came, with what is wrong coloured and told; and what the page says of it."""

import io
import json

import pytest
from openpyxl import Workbook, load_workbook

from members.models import Member
from tests.exchange.township import NUMBER, ZHANG, book, command
from tests.members.test_roster_pages import digest, secretary, send, town  # noqa: F401  fixtures
from tools.exchange.models import Batch

HEADINGS = [
    "序号",
    "姓名",
    "性别",
    "出生日期",
    "人员类别",
    "所在党支部",
    "入党日期",
    "身份证号",
    "家庭住址",
    "银行卡号",
]
LI = [1, "李 四", "男", 1957.1, "正式", "吴庄子", "1985.07", NUMBER, "东街3号", "6217000000000000000"]
WANG = [2, "王五", "男", "2008.02.30", "正式", "吴庄子", "1985.07", NUMBER[:-1] + "1", "西街", ""]


def as_it_comes(*lines):
    """Title, a line of remarks, headings in the third row, the total under it."""
    made = Workbook()
    for line in (["吴庄子村党员花名册"], ["填报单位：吴庄子村"], HEADINGS, *lines, ["", "合计", "2人"]):
        made.active.append(line)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def report_of(client, address):
    answer = client.get(f"{address}report/")
    return b"".join(answer.streaming_content)


def coloured(sheet):
    return {cell.coordinate: cell.fill.fgColor.rgb[2:] for row in sheet for cell in row if cell.fill.fill_type}


def test_the_report_is_the_sheet_that_came(town, secretary):  # noqa: F811
    sent = send(secretary, as_it_comes(LI, WANG))
    data = report_of(secretary, sent.url)
    sheet = load_workbook(io.BytesIO(data)).active
    assert [sheet["A1"].value, sheet["A2"].value] == ["吴庄子村党员花名册", "填报单位：吴庄子村"]
    assert [cell.value for cell in sheet[3]][:10] == HEADINGS
    assert [sheet["B4"].value, sheet["D4"].value, sheet["I4"].value, sheet["D5"].value] == [
        "李 四",
        1957.1,
        "东街3号",
        "2008.02.30",
    ]
    colours = coloured(sheet)
    assert {colours["D4"], colours["D5"]} == {"F8C9C4"} and colours["H5"] == colours["I3"] == "FCE9B8"
    assert sheet["K3"].value.startswith("问题") and "1 月还是 10 月" in sheet["K4"].value
    assert "合计" in sheet["B6"].value and sheet["K6"].value


def test_no_citizens_and_no_banks_number_is_kept_for_it(town, secretary):  # noqa: F811
    sent = send(secretary, as_it_comes(LI, WANG))
    kept = json.dumps(Batch.objects.get().content(), ensure_ascii=False)
    assert "东街3号" in kept and NUMBER not in kept and NUMBER[:-1] not in kept and "6217" not in kept
    sheet = load_workbook(io.BytesIO(report_of(secretary, sent.url))).active
    assert not sheet["H4"].value and not sheet["H5"].value and sheet["H3"].value == "身份证号"
    assert "“身份证号”一列的号码系统不保存" in secretary.get(sent.url).content.decode()


def test_of_a_file_without_a_fault_no_cells_are_kept(town, secretary):  # noqa: F811
    send(secretary, book(ZHANG))
    assert Batch.objects.get().content()["sheets"] == []


def test_a_report_that_is_sent_again_says_the_same(town, secretary):  # noqa: F811
    first = secretary.get(send(secretary, as_it_comes(LI, WANG)).url).context["plan"]
    data = report_of(secretary, f"/roster/import/{Batch.objects.get().pk}/")
    again = secretary.get(send(secretary, data, "again.xlsx").url).context["plan"]
    assert [(p.row, p.field, p.code) for p in again.errors] == [(p.row, p.field, p.code) for p in first.errors]
    assert [p.column for p in again.warnings if p.code == "extra_column"] == ["家庭住址", "银行卡号"]


def test_the_rows_that_were_left_out_are_a_sheet_like_the_one_that_came(town, secretary):  # noqa: F811
    right = ["3", "赵六", "女", "1960", "正式", "吴庄子", "1990", "", "", ""]
    sent = send(secretary, as_it_comes(right, WANG))
    rest = secretary.post(sent.url, {"digest": digest(secretary.get(sent.url)), "right": "1"}).url
    assert Batch.objects.latest("pk").file_name == "花名册(最终)-未导入.xlsx"
    sheet = load_workbook(io.BytesIO(report_of(secretary, rest))).active
    told = {row[0].row: row[1].value for row in sheet if any(cell.value for cell in row)}
    assert told == {1: None, 2: None, 3: "姓名", 5: "王五"}
    assert coloured(sheet)["D5"] == "F8C9C4" and sheet["A1"].value == "吴庄子村党员花名册"


def test_headings_on_two_rows_are_coloured_all_the_same(town, tmp_path):  # noqa: F811
    made = Workbook()
    made.active.append(["姓名", "性别", "出生", "人员", "所在", "入党"])
    made.active.append(["", "", "年月", "类别", "党支部", "时间"])
    made.active.append(["张三", "男", 1957.1, "正式", "吴庄子", "1985.07"])
    made.save(tmp_path / "a.xlsx")
    code, told = command("import_roster", tmp_path / "a.xlsx", "--as", "town", "--report", tmp_path / "r.xlsx")
    assert (code, told["errors"][0]["column"]) == (1, "出生年月")
    sheet = load_workbook(tmp_path / "r.xlsx").active
    assert coloured(sheet) == {"C3": "F8C9C4"} and sheet["C3"].value == 1957.1
    assert (sheet["G2"].value, sheet["G3"].value.split("：")[0]) == ("问题", "出生年月")


def test_the_page_says_whose_row_it_is_and_what_stands_there(town, secretary):  # noqa: F811
    page = secretary.get(send(secretary, as_it_comes(LI, WANG)).url)
    assert [(line["title"], line["written"]) for line in page.context["lines"]] == [
        ("李四", "1957.1"),
        ("王五", "2008.02.30"),
    ]
    unknown = secretary.get(send(secretary, book([*ZHANG[:4], "吴家庄子", ZHANG[5]])).url)
    assert unknown.context["lines"][0]["written"] == "吴家庄子"
    lost = [*WANG[:3], "1957", *WANG[4:7], 1.302231985030124e17]
    assert secretary.get(send(secretary, as_it_comes(lost)).url).context["lines"][0]["written"] == ""


@pytest.mark.parametrize(
    ("written", "asked", "answer"),
    [
        ("85.3", ["1985-03", "2085-03"], "1985-03"),
        ("85年3月4日", ["1985-03-04", "2085-03-04"], "1985-03-04"),
        (850304, ["1985-03-04", "2085-03-04"], "1985-03-04"),
        ("3/1/1985", ["1985-03-01", "1985-01-03"], "1985-01-03"),
        ("13/1/1985", ["1985-01-13"], "1985-01-13"),
        ("85.13", [], None),
        (85.3, [], None),
    ],
)
def test_what_a_date_may_mean_is_asked(town, secretary, written, asked, answer):  # noqa: F811
    sent = send(secretary, book([*ZHANG[:5], "2004", written], headings=[*HEADINGS_PLAIN, "转正日期"]))
    [problem] = secretary.get(sent.url).context["plan"].errors
    assert (problem.code, [value for value, _words in problem.choices]) == ("ambiguous_date", asked)
    if answer:
        secretary.post(sent.url, {"answer": "1", f"a:{problem.key}": answer})
        told = secretary.get(sent.url).context["plan"].errors
        assert [found.code for found in told] == ["confirmed_before_joined"]


HEADINGS_PLAIN = ["姓名", "性别", "出生日期", "人员类别", "所在党支部", "入党日期"]


def test_an_answer_can_be_given_anew(town, secretary):  # noqa: F811
    sent = send(secretary, book([*ZHANG[:2], 1957.1, *ZHANG[3:]]))
    key = "a:党员花名册|2|born"
    secretary.post(sent.url, {"answer": "1", key: "1957-10"})
    page = secretary.get(sent.url)
    assert "已选择 1 处" in page.content.decode() and not page.context["plan"].errors
    secretary.post(sent.url, {"forget": "1"})
    assert [problem.code for problem in secretary.get(sent.url).context["plan"].errors] == ["ambiguous_date"]
    secretary.post(sent.url, {"answer": "1", key: "1957-01"})
    secretary.post(sent.url, {"digest": digest(secretary.get(sent.url))})
    assert Member.objects.get().born == "1957-01"
