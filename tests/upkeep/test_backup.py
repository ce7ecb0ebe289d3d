"""A backup counts because it was restored aside; a restore brings back every row."""

import json
import stat
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection

from tests.upkeep.backups import (
    NAME,
    asides,
    everything,
    nothing_changes,
    process,
    refused,
    run,
    year,
)
from tools.upkeep import archive
from tools.upkeep.invariants import CHECKS, find_broken
from tools.upkeep.tables import connected_to, facts_of


def test_a_restore_brings_back_every_row(backup, own_database):
    """Into a database that was only migrated, by the real command."""
    connection.close()
    done = process(own_database, "restore", backup.path, "--json", "--no-input")
    out, err = done.communicate()
    assert done.returncode == 0, err
    told = json.loads(out)
    assert (told["rows"], told["migrations_to_apply"], told["set_aside"]) == (backup.said["rows"], 0, None)
    assert everything() == backup.held
    assert find_broken() == []
    get_user_model().objects.create_user("afterwards")  # Numbers go on where they were.


def test_a_backup_says_what_it_holds_and_no_secret(backup):
    assert set(backup.said["checked"]) == set(CHECKS)
    assert (backup.said["broken"], backup.said["database"]) == ([], connection.vendor)
    assert stat.S_IMODE(backup.path.stat().st_mode) == 0o600
    assert [p.name for p in backup.path.parent.iterdir()] == [backup.path.name]
    assert not (settings.DATA_DIR / ".upkeep" / "work").exists()
    with zipfile.ZipFile(backup.path) as file:
        whole = b"".join(file.read(name) for name in file.namelist())
        manifest = json.loads(file.read(archive.MANIFEST))
    assert settings.ID_HASH_KEY.encode() not in whole and settings.SECRET_KEY.encode() not in whole
    assert manifest["made_at"] == "2026-11-23T10:00:00+08:00"
    assert manifest["rows"] == {table: len(rows) for table, rows in backup.held[0].items()}


def test_verifying_restores_aside_and_leaves_the_town_alone(backup, own_database):
    with nothing_changes():
        told = run("verify_backup", backup.path)
    assert (told["rows"], set(told["checked"])) == (backup.said["rows"], set(CHECKS))
    assert asides() == []


def test_what_was_just_written_is_in_it_and_uploaded_files(own_database, tmp_path, settings):
    """Others stay connected: on SQLite it stands in the log beside the file only."""
    settings.MEDIA_ROOT = tmp_path / "files"
    scan = settings.MEDIA_ROOT / "scans" / "会议记录.jpg"
    scan.parent.mkdir(parents=True)
    scan.write_bytes(b"a scan")
    get_user_model().objects.create_user("just-now")
    assert run("backup", tmp_path / "x")["files"] == 1
    get_user_model().objects.all().delete()
    scan.unlink()
    run("restore", tmp_path / "x")
    assert get_user_model().objects.get().username == "just-now"
    assert scan.read_bytes() == b"a scan"


@year
def test_over_a_town_only_by_force_and_for_those_who_are_connected_too(backup, own_database):
    get_user_model().objects.create_user("later")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE of_a_later_version (user_id bigint REFERENCES accounts_user (id))")
    with nothing_changes():
        assert refused("restore", backup.path) == ("not_empty", 1)
    with connected_to(own_database.name) as other:
        before = facts_of(other).rows
        run("restore", backup.path, force=True)
        assert facts_of(other).rows["accounts_user"] == before["accounts_user"] - 1
    assert everything() == backup.held


def test_an_older_backup_is_restored_and_asks_to_migrate(own_database, tmp_path):
    call_command("migrate", "upkeep", "zero", verbosity=0, interactive=False)
    run("backup", tmp_path / "old")
    call_command("migrate", verbosity=0, interactive=False)
    get_user_model().objects.create_user("later")
    assert run("restore", tmp_path / "old", force=True)["migrations_to_apply"] > 0
    assert "upkeep_knock" not in everything()[0]
    call_command("migrate", verbosity=0, interactive=False)
    assert "upkeep_knock" in everything()[0] and not get_user_model().objects.exists()


def test_in_a_folder_the_last_ones_are_kept(own_database, tmp_path):
    old = [f"zhenzi-202611{day}-0200.backup" for day in (20, 21, 22)]
    others = ["zhenzi-20261101-0200.backup.gpg", "before-upgrade.backup", "zhenzi.backup"]
    for name in (*old, *others, "zhenzi-20261119-0200.backup.part"):
        (tmp_path / name).touch()
    told = run("backup", tmp_path, keep=2)
    assert [Path(name).name for name in told["removed"]] == old[:2]
    assert {p.name for p in tmp_path.iterdir()} == {*others, old[2], NAME}


@pytest.mark.parametrize(
    ("out", "options"), [("nowhere/x", {}), ("x", {"keep": 2}), ("notes.txt", {}), ("town.sqlite3", {})]
)
def test_a_place_that_is_none_is_wrong_use(own_database, tmp_path, out, options):
    for name in ("notes.txt", "town.sqlite3"):
        (tmp_path / name).write_text("precious")
    assert refused("backup", tmp_path / out, **options) == ("use", 2)
    assert {p.read_text() for p in tmp_path.iterdir()} == {"precious"}


def test_records_that_contradict_each_other_are_no_backup(own_database, tmp_path):
    """Unless somebody wants one all the same, before he repairs them."""
    get_user_model().objects.create_user("somebody")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM meetings_quorumrule")
    (tmp_path / "zhenzi-20261101-0200.backup").touch()
    assert refused("backup", tmp_path, keep=1) == ("broken", 1)
    assert [p.name for p in tmp_path.iterdir()] == ["zhenzi-20261101-0200.backup"]
    assert run("backup", tmp_path / "x", even_broken=True)["broken"]
    run("restore", tmp_path / "x", force=True)
