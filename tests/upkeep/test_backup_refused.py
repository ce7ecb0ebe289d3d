"""What is damaged, foreign, newer or in the way is refused in one sentence, and nothing is changed."""

from django.db import connection, connections

from tests.upkeep.backups import POSTGRES, forged, nothing_changes, on_postgres, refused
from tools.upkeep import archive, verify, work
from tools.upkeep.tables import connected_to


def test_a_changed_byte_is_found_wherever_it_is(backup, neither, tmp_path):
    whole = backup.path.read_bytes()
    for place in [
        0,
        7,
        12,
        *range(100, len(whole), len(whole) // 8),
        len(whole) - 100,
        len(whole) - 66,
        len(whole) - 1,
    ]:
        bad = bytearray(whole)
        bad[place] ^= 1
        (tmp_path / "bad").write_bytes(bad)
        assert neither(tmp_path / "bad") == ("damaged", 1), place


def test_what_is_not_whole_or_no_backup_is_refused(backup, neither, tmp_path):
    whole = backup.path.read_bytes()
    unsealed = whole[: -archive.DIGITS] + b"0" * archive.DIGITS
    for content in (b"", b"PK", whole[:-1], whole[: len(whole) // 2], whole + b"\n", unsealed, b"word " * 100):
        (tmp_path / "bad").write_bytes(content)
        assert neither(tmp_path / "bad") == ("damaged", 1)
    assert neither(tmp_path / "missing") == neither(tmp_path) == ("no_file", 2)


def test_another_key_of_the_citizens_numbers_is_refused(backup, neither, settings):
    settings.ID_HASH_KEY = "another-key-another-key-another-key-another-key"
    assert neither(backup.path) == ("key", 1)


def test_a_backup_of_a_newer_version_is_refused(backup, neither, tmp_path):
    newer = forged(backup, tmp_path / "newer", migrations=["members.0001_initial", "members.0999_of_next_year"])
    assert neither(newer) == ("newer", 1)
    assert neither(forged(backup, tmp_path / "format", format=2)) == ("newer", 1)


def test_another_kind_of_database_is_refused(backup, neither, tmp_path):
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[connection.vendor]
    assert neither(forged(backup, tmp_path / "other", database=other)) == ("kind", 1)


def test_a_dump_that_is_not_what_the_manifest_says_is_refused(backup, neither, tmp_path):
    rows = {table: len(rows) for table, rows in backup.held[0].items()}
    rows["accounts_user"] += 1
    assert refused("verify_backup", forged(backup, tmp_path / "rows", rows=rows)) == ("differs", 1)
    with nothing_changes():
        assert refused("restore", tmp_path / "rows")[1] == 1
    assert neither(forged(backup, tmp_path / "hash", dump_sha256="0" * 64)) == ("damaged", 1)


def test_one_at_a_time(backup, neither, tmp_path):
    with work.alone():
        assert neither(backup.path) == refused("backup", tmp_path / "x") == ("busy", 1)
    assert not (tmp_path / "x").exists()


def test_somebody_at_work_is_waited_for_and_then_named(backup, own_database, monkeypatch):
    monkeypatch.setattr(verify.kind(), "PATIENCE", 1)
    with connected_to(own_database.name) as other, other.cursor() as cursor, nothing_changes():
        cursor.execute("BEGIN" if POSTGRES else "BEGIN IMMEDIATE")
        cursor.execute("UPDATE members_township SET name = name")
        assert refused("restore", backup.path) == ("locked", 1)
        cursor.execute("ROLLBACK")


@on_postgres
def test_programs_older_than_the_server_or_the_backup_are_refused(backup, own_database, programs, tmp_path):
    programs("pg_dump", "echo 'pg_dump (PostgreSQL) 12.4'")
    assert refused("backup", tmp_path / "x") == ("old_program", 1)
    programs("pg_restore", "echo 'pg_restore (PostgreSQL) 12.4'")
    assert refused("verify_backup", backup.path) == refused("restore", backup.path) == ("old_program", 1)
    programs("pg_dump", "exit 127")
    assert refused("backup", tmp_path / "x")[1] == 1
    (tmp_path / "bin" / "pg_dump").unlink()
    assert refused("backup", tmp_path / "x") == ("no_program", 1)
    assert not (tmp_path / "x").exists()


@on_postgres
def test_an_account_that_may_make_no_database_is_told_so(own_database, tmp_path):
    with connection.cursor() as cursor:
        cursor.execute("DROP ROLE IF EXISTS modest")
        cursor.execute("CREATE ROLE modest LOGIN IN ROLE pg_read_all_data")
    before = connections.settings["default"]["USER"]
    try:
        connections.settings["default"]["USER"] = connection.settings_dict["USER"] = "modest"
        connection.close()
        assert refused("backup", tmp_path / "x") == ("no_right", 1)
    finally:
        connections.settings["default"]["USER"] = connection.settings_dict["USER"] = before
        connection.close()
    with connection.cursor() as cursor:
        cursor.execute("DROP ROLE modest")
    assert list(tmp_path.iterdir()) == []
