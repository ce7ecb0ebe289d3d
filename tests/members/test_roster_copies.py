"""More about rows of a roster: copied rows, numbers that stand twice, books of several sheets."""

import io
import time

import pytest
from django.db import IntegrityError
from openpyxl import load_workbook

from members.models import Branch, Member
from members.resources import RosterResource
from members.roster import hash_of
from tests import build
from tests.exchange import township
from tests.exchange.township import HEADINGS, NAN, NUMBER, ZHANG, Town, book, bring, codes, command

HEADINGS_AND_NUMBER = [*HEADINGS, "身份证号"]


@pytest.fixture
def town(db, clock):
    return Town()


def test_one_number_beside_somebody_known_and_somebody_new(town):
    build.member(town.wu, "张三", born="1957-03", joined="1985-07", confirmed="")
    lines = [[*ZHANG, NUMBER], ["李四", "男", "1982.10", "正式", "吴庄子", "2005", NUMBER]]
    lines[0][2] = "1957.03"
    plan = bring(book(*lines, headings=HEADINGS_AND_NUMBER), town.town)
    assert (2, "name", "same_person_twice") in codes(plan) and (3, "name", "same_person_twice") in codes(plan)
    assert not Member.objects.filter(number_hash=hash_of(NUMBER)).exists()


def test_one_row_copied_a_thousand_times_is_told_at_once(town):
    content = book(*[ZHANG] * 3000)
    began = time.process_time()
    plan = bring(content, town.town)
    assert len(plan.errors) == 3000
    assert time.process_time() - began < 5


def test_thousands_of_unknown_branches_are_told_at_once(town):
    lines = [[f"张{chr(0x4E00 + n)}", *ZHANG[1:4], f"吴庄子第{n}党支部", ZHANG[5]] for n in range(3000)]
    content = book(*lines)
    began = time.process_time()
    plan = bring(content, town.town)
    assert {code for _row, _field, code in codes(plan)} == {"branch_unknown"} and len(plan.errors) == 3000
    assert "吴庄子村党支部" in plan.errors[0].message
    assert time.process_time() - began < 5


@pytest.mark.parametrize("headings", [["党员姓名", "性别", "出生年月", "党员类别", "村", "入党时间"]])
def test_the_village_alone_may_name_the_branch(town, headings):
    bring(book([*ZHANG[:4], "南平庄", ZHANG[5]], headings=headings), town.town)
    assert Member.objects.get().branch == town.nan


def test_a_person_of_two_sheets_is_named_with_the_other_sheet(town):
    made = load_workbook(io.BytesIO(book(ZHANG)))
    second = made.create_sheet("第二页")
    for line in (HEADINGS, ["李四", *ZHANG[1:]], ZHANG):
        second.append(line)
    out = io.BytesIO()
    made.save(out)
    plan = bring(out.getvalue(), town.town)
    assert codes(plan) == [(2, "name", "same_person_twice"), (3, "name", "same_person_twice")]
    assert "第二页 3" in plan.errors[0].message


def test_the_branch_of_another_village_is_no_hint(town):
    other = township.person("b", "secretary", town.villages[NAN])
    plan = bring(book(ZHANG), other)
    assert [problem.code for problem in plan.errors] == ["branch_unknown"]
    unknown = bring(book([*ZHANG[:4], "关庄子村党支部", ZHANG[5]]), other)
    assert plan.errors[0].message == unknown.errors[0].message
    assert Branch.objects.count() == 108


def test_a_report_that_cannot_be_written_is_told_before_anything_is(town, tmp_path):
    (tmp_path / "a.xlsx").write_bytes(book(ZHANG))
    code, told = command("import_roster", tmp_path / "a.xlsx", "--as", "town", "--report", tmp_path / "none" / "r.xlsx")
    assert (code, told["errors"][0]["code"], Member.objects.count()) == (2, "no_file", 0)


def test_a_race_is_a_sentence(town, tmp_path, monkeypatch):
    def late(*_args, **_more):
        raise IntegrityError

    (tmp_path / "a.xlsx").write_bytes(book(ZHANG))
    monkeypatch.setattr(RosterResource, "apply", late)
    code, told = command("import_roster", tmp_path / "a.xlsx", "--as", "town")
    assert (code, told["errors"][0]["code"], told["errors"][0]["row"]) == (1, "changed", None)


WITH_ID = [*HEADINGS, "行标识"]


def test_a_copied_row_brings_another_persons_row_id_along(town):
    zhang = build.member(town.wu, "张三", born="1957-03", joined="1985-07")
    line = ["李四", "女", "1990.05", "正式", "吴庄子", "2015", str(zhang.uuid)]
    data = book(line, headings=WITH_ID)
    plan = bring(data, town.town)
    assert codes(plan) == [(2, "name", "ambiguous_person")]
    assert [value for value, _words in plan.errors[0].choices] == [str(zhang.pk), "new"]
    assert bring(data, town.town, answers={plan.errors[0].key: "new"}).counts()["created"] == 1
    zhang.refresh_from_db()
    assert (zhang.name, zhang.sex, zhang.born) == ("张三", "male", "1957-03")


def test_whoever_else_fits_a_copied_row_is_asked_about_too(town):
    zhang = build.member(town.wu, "张三", born="1957-03", joined="1985-07")
    li = build.member(town.wu, "李四", born="1990-05", joined="2015")
    line = ["李四", "男", "1990.05", "正式", "吴庄子", "2015", str(zhang.uuid)]
    data = book(line, headings=WITH_ID)
    question = bring(data, town.town).errors[0]
    assert [value for value, _words in question.choices] == [str(zhang.pk), str(li.pk), "new"]
    assert bring(data, town.town, answers={question.key: str(li.pk)}).same[0].obj == li
    assert bring(data, town.town, answers={question.key: str(zhang.pk)}).changed[0].obj == zhang


@pytest.mark.parametrize(("change", "said"), [({0: "张叁"}, ["name_changed"]), ({2: "1957.04"}, []), ({2: ""}, [])])
def test_a_name_or_a_birth_alone_may_be_corrected_by_the_row_id(town, change, said):
    zhang = build.member(town.wu, "张三", born="1957-03", joined="1985-07")
    line = [*ZHANG, str(zhang.uuid)]
    for at, word in change.items():
        line[at] = word
    plan = bring(book(line, headings=WITH_ID), town.town)
    assert (plan.errors, [problem.code for problem in plan.warnings]) == ([], said)
    assert [step.obj for step in (*plan.changed, *plan.same)] == [zhang]
