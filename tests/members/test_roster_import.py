"""The roster's files by command: the samples go in, what is exported comes in again, within scope."""

import json
import time

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from members.models import Member, Office
from tests import build
from tests.exchange import township
from tests.exchange.test_reader import DATA
from tests.exchange.township import (
    SAMPLES,
    WU,
    ZHANG,
    Town,
    book,
    bring,
    command,
    sample,
)


@pytest.fixture
def town(db, clock):
    return Town()


def test_the_town_comes_in_once(town, django_assert_max_num_queries):
    began = time.process_time()
    code, told = command("import_roster", SAMPLES / "roster_town.xlsx", "--as", "town", "--dry-run")
    preview = time.process_time() - began
    assert (code, told["created"], Member.objects.count()) == (0, 2659, 0)
    began = time.process_time()
    code, told = command("import_roster", SAMPLES / "roster_town.xlsx", "--as", "town")
    applied = time.process_time() - began
    assert (code, told["rows"], told["created"], told["errors"], told["warnings"]) == (0, 2659, 2659, [], [])
    assert Member.objects.count() == Member.history.count() == 2659
    assert Member.history.first().history_user == town.town
    assert not Member.objects.filter(search_key="").exists()
    assert Member.objects.get(phone="19900055935").born == "1968-07-13"
    with django_assert_max_num_queries(25):
        code, told = command("import_roster", SAMPLES / "roster_town.xlsx", "--as", "town")
    assert (code, told["created"], told["updated"], told["unchanged"]) == (0, 0, 0, 2659)
    assert Member.history.count() == 2659
    assert preview < 5 and applied < 5


def test_what_is_exported_comes_in_again_unchanged(town, tmp_path):
    bring(sample("roster_town.xlsx"), town.town)
    guest = Member.objects.filter(branch__village=None).first()
    guest.lives_in = town.villages[WU]
    guest.save()
    Office.objects.create(member=Member.objects.filter(branch=town.wu).first(), kind="secretary")
    for user, rows in ((town.town, 2659), (town.secretary, 37)):
        for ending in ("xlsx", "csv"):
            out = tmp_path / f"{user}.{ending}"
            assert command("export_roster", "--as", user.username, "--out", out) == (0, {"rows": rows})
            code, told = command("import_roster", out, "--as", user.username)
            assert (code, told["created"], told["updated"], told["unchanged"], told["warnings"]) == (0, 0, 0, rows, [])


def test_the_export_helps_to_fill_it_in(town, tmp_path):
    bring(book(ZHANG), town.town)
    command("export_roster", "--as", "town", "--out", tmp_path / "a.xlsx")
    sheet = load_workbook(tmp_path / "a.xlsx").active
    assert [cell.value for cell in sheet[1]][:2] == ["姓名", "性别"]
    hidden = [cell.value for cell in sheet[1] if sheet.column_dimensions[cell.column_letter].hidden]
    assert hidden == ["行标识"]
    assert sheet.freeze_panes == "B2"
    assert {rule.formula1 for rule in sheet.data_validations.dataValidation} >= {'"男,女"', '"正式党员,预备党员"'}
    assert all(cell.data_type == "s" for row in sheet.iter_rows(min_row=2) for cell in row if cell.value)
    assert sheet["A2"].number_format == "@"
    columns = {cell.value: sheet.column_dimensions[cell.column_letter] for cell in sheet[1]}
    assert columns["手机号码"].number_format == columns["公民身份号码"].number_format == "@"


def test_a_formula_goes_out_as_text(town, tmp_path):
    build.member(town.wu, "张三", job="=1+1", education="+2")
    for ending in ("xlsx", "csv"):
        command("export_roster", "--as", "town", "--out", tmp_path / f"a.{ending}")
        assert command("import_roster", tmp_path / f"a.{ending}", "--as", "town")[1]["unchanged"] == 1
    assert ",'=1+1," in (tmp_path / "a.csv").read_text("utf-8-sig")
    cells = [cell for row in load_workbook(tmp_path / "a.xlsx").active.iter_rows() for cell in row]
    assert [cell.data_type for cell in cells if cell.value == "=1+1"] == ["s"]


def test_one_village_as_it_really_comes(town):
    bring(sample("roster_town.xlsx"), town.town)
    before = {m.pk: m for m in Member.objects.filter(branch=town.nan)}
    plan = bring(sample("roster_nanpingzhuang_as_it_comes.xlsx"), town.town)
    assert (plan.errors, plan.counts()["created"], plan.counts()["rows"]) == ([], 0, 32)
    # Away of unknown kind agrees with the kind that the town's own roster knows.
    assert not [step for step in plan.changed if "presence" in step.values]
    after = {m.name: m for m in Member.objects.filter(branch=town.nan)}
    assert after["秦俊山"].presence == before[after["秦俊山"].pk].presence in ("seasonal", "long")
    assert after["查丽梅"].presence == "here"
    assert after["何静英"].presence == before[after["何静英"].pk].presence != ""
    assert after["何静英"].born == before[after["何静英"].pk].born
    assert all(len(m.number_hash) == 64 for m in after.values())
    assert (plan.warnings[-1].code, plan.warnings[0].code) == ("row_left_out", "extra_column")
    again = bring(sample("roster_nanpingzhuang_as_it_comes.xlsx"), town.town)
    assert again.counts()["unchanged"] == 32


def test_a_text_file_of_an_old_program(town):
    code, told = command("import_roster", SAMPLES / "roster_wuzhuangzi_gb18030.csv", "--as", town.secretary.username)
    assert (code, told["created"]) == (0, 36)
    assert Member.objects.filter(branch=town.wu).count() == 36


def test_eight_bad_rows_are_named_and_nothing_goes_in(town, tmp_path):
    wanted = json.loads(sample("roster_with_errors.json"))
    code, told = command(
        "import_roster", SAMPLES / wanted["file"], "--as", wanted["as"], "--report", tmp_path / "r.xlsx"
    )
    assert code == 1
    assert [(e["row"], e["column"]) for e in told["errors"]] == [(e["row"], e["column"]) for e in wanted["errors"]]
    assert set(told["errors"][0]) == {"sheet", "row", "column", "field", "code", "message"}
    assert told["created"] == Member.objects.count() == 0
    report = load_workbook(tmp_path / "r.xlsx").active
    assert report["D3"].fill.fgColor.rgb.endswith("F8C9C4") and report["D2"].fill.fill_type is None
    assert "出生日期" in report["O3"].value
    assert "1.302" not in json.dumps(told)


def test_an_old_xls(town):
    code, told = command("import_roster", DATA / "roster_excel2003.xls", "--as", town.secretary.username)
    assert (code, told["created"]) == (0, 2)
    assert [w["code"] for w in told["warnings"]] == ["hidden_sheet"]
    assert Member.objects.get(name="张三").born == "1957-03-04"


@pytest.mark.parametrize(
    ("role", "may"), [("liaison", True), ("secretary", True), ("clerk", True), ("viewer", False), ("leader", False)]
)
def test_who_may_bring_a_roster(town, tmp_path, role, may):
    place = () if role == "viewer" else (town.villages[WU],)
    user = township.person("somebody", role, *place, **({"zone": "culture"} if role == "leader" else {}))
    (tmp_path / "a.xlsx").write_bytes(book(ZHANG))
    code, told = command("import_roster", tmp_path / "a.xlsx", "--as", "somebody")
    assert (code, Member.objects.count()) == ((0, 1) if may else (1, 0))
    client = Client()
    client.force_login(user, backend="tools.accounts.backends.AccountBackend")
    assert client.get(reverse("members:roster_import")).status_code == (200 if may else 403)
    assert client.get(reverse("members:roster_export")).status_code == (403 if role == "leader" else 200)


def test_a_viewer_gets_no_telephones(town, tmp_path):
    township.person("looker", "viewer")
    build.member(town.wu, "张三", phone="19900000001")
    command("export_roster", "--as", "looker", "--out", tmp_path / "a.csv")
    text = (tmp_path / "a.csv").read_text("utf-8-sig")
    assert "张三" in text and "19900000001" not in text and "手机" not in text


def test_exit_codes_of_wrong_use(town, tmp_path):
    code, told = command("import_roster", tmp_path / "none.xlsx", "--as", "town")
    assert (code, told["errors"][0]["code"], told["errors"][0]["row"]) == (2, "no_file", None)
    (tmp_path / "a.xlsx").write_bytes(b"%PDF")
    assert command("import_roster", tmp_path / "a.xlsx", "--as", "town")[0] == 2
    assert command("import_roster", tmp_path / "a.xlsx", "--as", "nobody")[0] == 2
    assert command("export_roster", "--as", "nobody", "--out", tmp_path / "b.xlsx")[0] == 2
