"""The roster's commands leave what the pages leave, keep their files to themselves, and say what is wrong with a file."""

import errno
import hashlib
import os
import stat

import pytest
from django.db import OperationalError

from members.models import Member
from tests import build
from tests.exchange.township import HEADINGS, ZHANG, Town, book, command
from tools.exchange import files, record, report
from tools.exchange.models import Batch


@pytest.fixture
def town(db, clock):
    return Town()


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "花名册.xlsx"
    path.write_bytes(book(ZHANG))
    return path


def test_what_came_in_by_command_is_recorded(town, sheet):
    assert command("import_roster", sheet, "--as", "town")[0] == 0
    batch = Batch.objects.get()
    assert (batch.kind, batch.file_name, batch.uploaded_by, batch.applied_by) == (
        "roster",
        sheet.name,
        town.town,
        town.town,
    )
    assert batch.sha256 == hashlib.sha256(sheet.read_bytes()).hexdigest()
    assert (batch.counts["created"], batch.content()["rows"]) == (1, [])


def test_what_did_not_come_in_is_not_recorded(town, sheet):
    assert command("import_roster", sheet, "--as", "town", "--dry-run")[0] == 0
    sheet.write_bytes(book([*ZHANG[:2], "2008.02.30", *ZHANG[3:]]))
    assert command("import_roster", sheet, "--as", "town")[0] == 1
    assert not Batch.objects.exists()


def test_what_went_out_by_command_is_recorded(town, tmp_path):
    build.member(town.wu, "张三")
    out = tmp_path / "a.csv"
    command("export_roster", "--as", "town", "--out", out)
    batch = Batch.objects.get()
    assert (batch.kind, batch.file_name, batch.uploaded_by, batch.counts) == (
        "roster_export",
        "a.csv",
        town.town,
        {"rows": 1},
    )
    assert (batch.sha256, batch.applied_at) == (hashlib.sha256(out.read_bytes()).hexdigest(), None)


def test_a_file_with_a_name_of_an_old_system_is_read_and_recorded(town, tmp_path):
    name = os.fsdecode("花名册".encode("gb18030"))
    (tmp_path / f"{name}.csv").write_bytes("\n".join(",".join(line) for line in (HEADINGS, ZHANG)).encode())
    code, told = command("import_roster", tmp_path / f"{name}.csv", "--as", "town")
    assert (code, told["created"]) == (0, 1)
    assert command("import_roster", tmp_path / f"{name}.xls", "--as", "town")[0] == 2
    command("export_roster", "--as", "town", "--out", tmp_path / f"{name}.xlsx")
    assert [batch.file_name.encode()[-5:] for batch in Batch.objects.order_by("pk")] == [b"\xbd.csv", b".xlsx"]


def test_nobody_else_on_the_machine_reads_what_is_written(town, sheet, tmp_path):
    out, told = tmp_path / "a.xlsx", tmp_path / "r.xlsx"
    out.touch(0o644)
    command("export_roster", "--as", "town", "--out", out)
    command("import_roster", sheet, "--as", "town", "--report", told)
    assert [stat.S_IMODE(path.stat().st_mode) for path in (out, told)] == [0o600, 0o600]


def test_a_report_that_fails_takes_the_import_back(town, sheet, tmp_path, monkeypatch):
    def full(*_args):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(report, "write", full)
    code, told = command("import_roster", sheet, "--as", "town", "--report", tmp_path / "r.xlsx")
    assert (code, told["errors"][0]["code"], Member.objects.count(), Batch.objects.count()) == (2, "no_file", 0, 0)


def test_a_database_that_fails_is_told_in_the_same_shape(town, sheet, monkeypatch):
    def full(*_args, **_more):
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(record, "applied", full)
    code, told = command("import_roster", sheet, "--as", "town")
    assert (code, told["errors"][0]["code"], Member.objects.count()) == (1, "database", 0)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("import_roster",), "none.xlsx"),
        (("import_roster",), "folder.xlsx"),
        (("import_roster",), "a.txt/b.xlsx"),
        (("export_roster", "--out"), "none/a.xlsx"),
        (("export_roster", "--out"), "folder.xlsx"),
        (("export_roster", "--out"), "x" * 300 + ".xlsx"),
    ],
)
def test_a_file_that_cannot_be_opened_is_told_in_own_words(town, tmp_path, words, name):
    (tmp_path / "folder.xlsx").mkdir()
    (tmp_path / "a.txt").touch()
    code, told = command(*words, tmp_path / name, "--as", "town")
    assert (code, told["errors"][0]["code"]) == (2, "no_file")
    message = told["errors"][0]["message"]
    assert str(tmp_path) in message
    assert not any(word in message for word in ("No such", "Is a", "Not a", "Errno", "name too long"))


@pytest.mark.parametrize("number", [*files.WHY, errno.EIO])
def test_every_usual_error_has_a_word_and_others_a_number(number, tmp_path):
    said = files.cannot_write(OSError(number, "English"), tmp_path)
    assert "English" not in said
    assert (str(number) in said.replace(str(tmp_path), "")) == (number == errno.EIO)
