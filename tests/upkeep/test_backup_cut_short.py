"""A full disk and a pulled plug: no file that looks whole without being so, no database that is half of two."""

import resource
import signal
import time
import zipfile
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection

from tests.upkeep.backups import (
    NAME,
    POSTGRES,
    asides,
    everything,
    nothing_changes,
    on_postgres,
    on_sqlite,
    process,
    refused,
    run,
    year,
)
from tools.upkeep import archive


@contextmanager
def small_files(size):
    """No file of this process and its children may grow beyond so many bytes."""
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, usual[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)


@year
def test_a_full_disk_is_one_sentence_and_no_half_file(backup, own_database, tmp_path):
    with zipfile.ZipFile(backup.path) as file:
        dump = file.getinfo(archive.DUMP).file_size
    room = [dump // 4, dump // 2]
    if not POSTGRES:
        room.append(dump + 1)  # Enough to unpack it, too little to replace the old rows by it.
    with nothing_changes():
        for size in room:
            with small_files(size):
                assert refused("restore", backup.path, force=True) == ("disk_full", 1)
        with small_files(dump // 4):
            assert refused("backup", tmp_path) == ("disk_full", 1)
    assert list(tmp_path.iterdir()) == []


@year
def test_a_backup_that_is_killed_leaves_none_that_looks_whole(own_database, tmp_path):
    connection.close()
    for seen, more in ((settings.DATA_DIR / ".upkeep" / "work" / archive.DUMP, 0), (tmp_path / f"{NAME}.part", 0.5)):
        running = process(own_database, "backup", tmp_path)
        limit = time.monotonic() + 60
        while not seen.exists():
            assert time.monotonic() < limit and running.poll() is None
            time.sleep(0.002)
        time.sleep(more)  # The file is written and being checked.
        running.kill()
        running.communicate()
        assert running.returncode == -signal.SIGKILL
        assert not (tmp_path / NAME).exists()
        for left in tmp_path.iterdir():
            assert refused("verify_backup", left) == ("damaged", 1)
    run("backup", tmp_path, keep=1)
    assert [p.name for p in tmp_path.iterdir()] == [NAME]
    assert asides() == []


DIES = """
import functools, os, signal, sqlite3, sys

class Dies(sqlite3.Connection):
    def backup(self, target, pages, progress, sleep):
        def almost_done(status, remaining, total):
            if remaining < total / 3:
                print(os.path.getsize(sys.argv.pop() + "-wal"), flush=True)
                os.kill(os.getpid(), signal.SIGKILL)
        super().backup(target, pages=16, progress=almost_done, sleep=0)

sqlite3.connect = functools.partial(sqlite3.connect, factory=Dies)
from django.core.management import execute_from_command_line
execute_from_command_line(["manage.py", "restore", sys.argv[1], "--force"])
"""


@on_sqlite
def test_a_restore_that_is_killed_leaves_the_old_file_whole(backup, own_database):
    get_user_model().objects.create_user("before")
    with nothing_changes():
        connection.close()
        dying = process(own_database, DIES, backup.path, own_database.name, script="-c")
        out, err = dying.communicate()
        assert dying.returncode == -signal.SIGKILL, err
        assert int(out) > 100_000  # Much of it stood in the log already.
    run("restore", backup.path, force=True)
    assert everything() == backup.held


@on_sqlite
def test_a_damaged_file_is_set_aside(backup, own_database):
    get_user_model().objects.create_user("before")
    connection.close()
    with open(own_database.name, "r+b") as file:
        file.write(b"no database any more")
    assert refused("restore", backup.path) == ("not_empty", 1)
    lies = Path(run("restore", backup.path, force=True)["set_aside"])
    assert lies.read_bytes().startswith(b"no database any more")
    assert everything() == backup.held
    lies.unlink()


@on_postgres
@year
def test_psql_that_is_killed_leaves_the_old_rows(backup, own_database, programs, tmp_path):
    real, slow = programs("psql", ""), tmp_path / "slow.sql"
    slow.write_text("\\! exec sleep 5 >/dev/null 2>&1\n")
    programs(
        "psql",
        f'case "$1" in --version) exec {real} --version;; esac',
        f'{real} "$@" --file={slow} & other=$!',
        "sleep 1; kill -9 $other; wait $other",
    )
    get_user_model().objects.create_user("before")
    with nothing_changes():
        assert refused("restore", backup.path, force=True) == ("program", 1)
