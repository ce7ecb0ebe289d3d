"""What the tests about backups begin with."""

import os
from pathlib import Path

import pytest
from django.test import override_settings

from tests.support import databases
from tests.upkeep.backups import Backup, everything, nothing_changes, refused, run


@pytest.fixture(scope="session")
def backup(tmp_path_factory, django_db_blocker):
    """A backup of the demo township at the year's end."""
    path = tmp_path_factory.mktemp("backup") / "town.backup"
    with django_db_blocker.unblock():
        town = databases.demo("year").copy()
        try:
            # Whatever photos other tests left where the settings say are no part of this town.
            with town.entered(), override_settings(MEDIA_ROOT=path.parent / "files"):
                made = Backup(path, run("backup", path), everything())
        finally:
            town.drop()
    return made


@pytest.fixture
def neither(own_database):
    """Neither verified nor restored, and the database is as it was."""

    def check(path):
        with nothing_changes():
            verified, restored = refused("verify_backup", path), refused("restore", path, force=True)
        assert verified == restored
        return verified

    return check


@pytest.fixture
def programs(tmp_path, monkeypatch):
    """A folder for PG_BIN with the real programs, of which a test replaces one."""
    folder, real = tmp_path / "bin", Path(os.environ["PG_BIN"])
    folder.mkdir()
    for name in ("pg_dump", "pg_restore", "psql"):
        (folder / name).symlink_to(real / name)
    monkeypatch.setenv("PG_BIN", str(folder))

    def replaced(name, *lines):
        (folder / name).unlink()
        (folder / name).write_text("\n".join(["#!/bin/sh", *lines, ""]))
        (folder / name).chmod(0o755)
        return real / name

    return replaced
