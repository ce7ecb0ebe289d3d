"""What a roster row means: who is meant by it, and what is wrong with it."""

import io
import json

import pytest
from openpyxl import Workbook

from members.models import Branch, Member, Office, Township
from members.resources import RosterResource
from members.roster import hash_of
from tests import build
from tests.exchange import township
from tests.exchange.township import (
    HEADINGS,
    NAN,
    NUMBER,
    SAME_PERSON_BORN,
    WU,
    ZHANG,
    Town,
    book,
    bring,
    codes,
    remarks,
)


@pytest.fixture
def town(db, clock):
    return Town()


def test_a_coarser_date_changes_nothing_and_a_finer_one_does(town):
    member = build.member(town.wu, "张三", born="1957-03", joined="1985-07", confirmed="1986-07")
    assert bring(book(["张 三", "男", "1957", "正式", "吴庄子", "1985"]), town.secretary).counts()["unchanged"] == 1
    plan = bring(book(["张三", "男", "1957.3.4", "正式", "吴庄子", "1985.7"]), town.secretary)
    assert plan.changed[0].changes == {"born": ("1957.03", "1957.03.04")}
    member.refresh_from_db()
    assert (member.born, member.joined) == ("1957-03-04", "1985-07")
    assert member.history.count() == 2
    assert bring(book(["张三", "", "", "", "吴庄子", ""]), town.secretary).counts()["unchanged"] == 1


def test_somebody_of_another_birth_is_somebody_else(town):
    build.member(town.wu, "张三", born="1957-03")
    assert bring(book(["张三", "男", "1957.04", "正式", "吴庄子", "1985"]), town.secretary).counts()["created"] == 1


def test_two_of_one_name_are_a_question(town):
    first = build.member(town.wu, "张三", born="1957-03")
    build.member(town.wu, "张三", born="1957-04")
    data = book(["张三", "男", "1957", "正式", "吴庄子", "1995"])
    plan = bring(data, town.secretary)
    assert codes(plan) == [(2, "name", "ambiguous_person")]
    answers = {plan.errors[0].key: str(first.pk)}
    assert bring(data, town.secretary, answers=answers).same[0].obj == first
    assert bring(data, town.secretary, answers={plan.errors[0].key: "new"}).counts()["created"] == 1


def numbered(line, number):
    return book([*line, number], headings=[*HEADINGS, "身份证号"])


def test_a_number_moves_somebody_for_the_township_alone(town):
    member = build.member(town.wu, "周霞", born=SAME_PERSON_BORN, number_hash=hash_of(NUMBER), joined="2010")
    data = numbered(["周霞", "男", "1982.10", "正式", "南平庄", "2010"], NUMBER)
    assert codes(bring(data, township.person("b", "secretary", town.villages[NAN]))) == [
        (2, "branch", "branch_unknown")
    ]
    assert codes(bring(data, town.secretary)) == [(2, "branch", "branch_unknown")]
    assert bring(data, town.town).changed[0].changes == {"branch": ("吴庄子村党支部", "南平庄村党支部")}
    member.refresh_from_db()
    assert (member.branch, member.born) == (town.nan, SAME_PERSON_BORN)


def test_without_a_number_a_change_of_branch_is_a_question(town):
    member = build.member(town.wu, "周霞", born="1982-10", joined="2010", confirmed="")
    data = book(["周霞", "男", "1982.10", "正式", "南平庄", "2010"])
    plan = bring(data, town.town)
    assert codes(plan) == [(2, "name", "ambiguous_person")]
    bring(data, town.town, answers={plan.errors[0].key: str(member.pk)})
    member.refresh_from_db()
    assert member.branch == town.nan
    assert bring(book(["周霞", "男", "1982.10", "正式", "吴庄子", "2010"]), town.secretary).counts()["created"] == 1


def test_the_number_is_nowhere(town):
    bring(numbered(["周霞", "男", "1982.10", "正式", "吴庄子", "2010"], NUMBER), town.secretary)
    assert Member.objects.get().number_hash == hash_of(NUMBER)
    assert NUMBER not in json.dumps(list(Member.history.values()), default=str)


@pytest.mark.parametrize(
    ("sex", "born", "number", "code"),
    [
        ("女", "1982.10", NUMBER, "number_contradicts"),
        ("男", "1982.11", NUMBER, "number_contradicts"),
        ("男", "1982.10", NUMBER, None),
        ("女", "1983", "130200198210168791", None),
    ],
)
def test_a_number_checks_sex_and_birth(town, sex, born, number, code):
    plan = bring(numbered(["周霞", sex, born, "正式", "吴庄子", "2010"], number), town.secretary)
    assert [problem.code for problem in plan.errors] == ([code] if code else [])


def test_the_same_person_twice_names_both_rows(town):
    plan = bring(book(ZHANG, ["李四", *ZHANG[1:]], ["张 三", "男", "1957", *ZHANG[3:]]), town.secretary)
    assert codes(plan) == [(2, "name", "same_person_twice"), (4, "name", "same_person_twice")]
    assert "4" in plan.errors[0].message


def test_who_reports_in_is_kept_by_his_own_branch(town):
    school = Branch.objects.filter(village=None).first()
    member = build.member(school, "周霞", born="1982-10", lives_in=town.villages[WU], joined="2010")
    same = ["周霞", "男", "1982.10", "正式", school.name, "2010"]
    assert bring(book(same), town.secretary).counts()["unchanged"] == 1
    assert codes(bring(book([*same[:3], "预备", *same[4:]]), town.secretary)) == [(2, "branch", "branch_unknown")]
    assert codes(bring(book(["新人", *same[1:]]), town.secretary)) == [(2, "branch", "branch_unknown")]
    member.refresh_from_db()
    assert member.category == "formal"


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"出生日期": "2027.01"}, "born", "future_date"),
        ({"入党日期": "2026-11-24"}, "joined", "future_date"),
        ({"出生日期": 1957.1}, "born", "ambiguous_date"),
        ({"入党日期": "1957.03"}, "joined", "joined_before_birth"),
        ({"转正日期": "1984.07"}, "confirmed", "confirmed_before_joined"),
        ({"姓名": True}, "name", "bad_name"),
        ({"姓名": "张*"}, "name", "masked"),
        ({"性别": ""}, "sex", "required"),
        ({"人员类别": "群众"}, "category", "bad_choice"),
        ({"手机号码": "199****0000"}, "phone", "masked"),
        ({"所在党支部": "不存在"}, "branch", "branch_unknown"),
        ({"学历": "长" * 21}, "education", "too_long"),
    ],
)
def test_a_bad_cell(town, change, field, code):
    row = dict(zip(HEADINGS, ZHANG, strict=True)) | change
    plan = bring(book(list(row.values()), headings=list(row)), town.secretary)
    assert codes(plan) == [(2, field, code)]
    assert plan.errors[0].column == list(change)[0]
    assert not Member.objects.exists()


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"入党日期": "1974"}, "joined", "joined_before_18"),
        ({"人员类别": "预备", "转正日期": "1986.07"}, "confirmed", "probationary_confirmed"),
        ({"手机号码": "0315-7201234"}, "phone", "landline"),
        ({"手机号码": "19900000001、19900000002"}, "phone", "two_phones"),
        ({"身份证号": "130200570304123"}, "number", "number_15"),
        ({"学历": True}, "education", "error_cell"),
        ({"职务": "天文学家"}, "office", "office_unknown"),
    ],
)
def test_a_remark_stops_nothing(town, change, field, code):
    row = dict(zip(HEADINGS, ZHANG, strict=True)) | change
    plan = bring(book(list(row.values()), headings=list(row)), town.secretary)
    assert (plan.errors, remarks(plan), len(plan.new)) == ([], [(2, field, code)], 1)


def test_headings_are_asked_for(town):
    plan = bring(book(ZHANG[:3], headings=HEADINGS[:3]), town.town)
    assert {(p.field, p.code) for p in plan.errors} == {
        ("category", "missing_heading"),
        ("branch", "missing_heading"),
        ("joined", "missing_heading"),
    }
    plan = bring(book([*ZHANG, "李四"], headings=[*HEADINGS, "党员姓名"]), town.town)
    assert ("name", "duplicate_heading") in [(p.field, p.code) for p in plan.errors]


def test_the_branch_may_be_the_name_of_the_sheet(town):
    headings, line = [h for h in HEADINGS if h != "所在党支部"], [v for v in ZHANG if v != "吴庄子村党支部"]
    bring(book(line, headings=headings, title="南平庄"), town.town)
    assert Member.objects.get().branch == town.nan
    assert [p.code for p in bring(book(line, headings=headings, title="Sheet1"), town.town).errors] == [
        "missing_heading"
    ]


@pytest.mark.parametrize(
    "written", ["吴庄子村党支部", "中共吴庄子村支部委员会", "吴庄子", "吴庄子村", "榛子镇吴庄子村党支部", WU]
)
def test_every_usual_name_of_a_branch(town, written):
    Township.objects.update(name="榛子镇")
    bring(book([*ZHANG[:4], written, ZHANG[5]]), town.town)
    assert Member.objects.get().branch == town.wu


def test_offices_and_specialities(town):
    headings = [*HEADINGS, "党内职务", "特长"]
    bring(book([*ZHANG, "书记", "电工、木工"], headings=headings), town.town)
    member = Member.objects.get()
    assert {s.name for s in member.specialities.all()} == {"电工", "木工"}
    assert [o.kind for o in member.offices.all()] == ["secretary"]
    plan = bring(book([*ZHANG, "支部书记", "木工，书法"], headings=headings), town.town)
    assert plan.changed[0].changes == {"specialities": ("木工、电工", "书法、木工")}
    assert {s.name for s in member.specialities.all()} == {"书法", "木工"}
    assert Office.history.count() == 1


def test_several_villages_in_one_book_by_sheets(town):
    made = Workbook()
    headings = [h for h in HEADINGS if h != "所在党支部"]
    for title, name in (("吴庄子", "张三"), ("南平庄村党支部", "李四")):
        sheet = made.create_sheet(title)
        sheet.append(headings)
        sheet.append([name, *(v for v in ZHANG[1:] if v != "吴庄子村党支部")])
    made.remove(made.worksheets[0])
    out = io.BytesIO()
    made.save(out)
    plan = bring(out.getvalue(), town.town)
    assert [step.row.sheet for step in plan.new] == ["吴庄子", "南平庄村党支部"]
    assert {member.name: member.branch for member in Member.objects.all()} == {"张三": town.wu, "李四": town.nan}


@pytest.mark.parametrize(
    ("known", "said", "after"), [("long", "是", "long"), ("here", "是", "away"), ("seasonal", "否", "here")]
)
def test_away_of_unknown_kind_agrees_with_the_kind_that_is_known(town, known, said, after):
    member = build.member(town.wu, "张三", born="1957-03", presence=known)
    headings = ["姓名", "性别", "出生日期", "人员类别", "所在党支部", "入党日期", "是否外出"]
    sheet = Workbook()
    sheet.active.append(headings)
    sheet.active.append(["张三", "男", "1957.03", "正式党员", "吴庄子", "1995.07", said])
    data = io.BytesIO()
    sheet.save(data)
    bring(data.getvalue(), town.secretary)
    member.refresh_from_db()
    assert member.presence == after


def test_what_is_said_of_a_cell_is_said_of_every_row_that_says_the_same(town):
    heads = [*HEADINGS, "手机号码", "公民身份号码"]
    lines = [
        [f"{name}（男）", "女", "1957", "正式", "吴庄子", "1985.7", phone, ""]
        for name in ("张三", "李四") for phone in ("0315-1234567", "1990000")
    ]  # fmt: skip
    csv = "\n".join(",".join(map(str, line)) for line in (heads, *lines)).encode()
    _book, content = RosterResource().read(csv, "a.csv")
    assert sorted((p.row, p.code) for p in content.warnings) == [
        (2, "landline"), (2, "name_note"), (3, "name_note"), (4, "landline"), (4, "name_note"), (5, "name_note"),
    ]  # fmt: skip
    assert [(p.row, p.code) for p in content.errors] == [(3, "bad_phone"), (5, "bad_phone")]
    assert [row.bad for row in content.rows] == [[], ["phone"], [], ["phone"]]
    assert {row.values["sex"] for row in content.rows} == {"female"}
