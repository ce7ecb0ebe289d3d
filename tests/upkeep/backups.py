"""Helpers of the tests about backups: commands run, refusals read, whole databases compared."""

import io
import json
import os
import subprocess
import sys
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from groups.models import Application
from tools.upkeep import archive

POSTGRES = os.environ.get("TEST_DB") == "postgres"
on_postgres = pytest.mark.skipif(not POSTGRES, reason="about PostgreSQL's programs")
on_sqlite = pytest.mark.skipif(POSTGRES, reason="about SQLite's file")
year = pytest.mark.stage("year")
NAME = "zhenzi-20261123-1000.backup"


def everything():
    """Every row of every table of the database that the ORM uses now, and the constraints of the busiest table."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            found[table] = sorted(cursor.fetchall(), key=str)
        rules = connection.introspection.get_constraints(cursor, Application._meta.db_table)
    return found, sorted((name, rule["unique"], rule["check"]) for name, rule in rules.items() if not rule["index"])


@dataclass(frozen=True)
class Backup:
    """A backup of the demo township at the year's end, and what the township held then."""

    path: Path
    said: dict
    held: tuple


def run(*arguments, **options):
    """The JSON object of a command in this process."""
    out = io.StringIO()
    call_command(*(str(a) for a in arguments), json=True, stdout=out, **options)
    return json.loads(out.getvalue())


def refused(*arguments, **options):
    """The code, exit code and further words of a refusal, which is one sentence in Chinese."""
    out = io.StringIO()
    with pytest.raises(CommandError) as refusal:
        call_command(*(str(a) for a in arguments), json=True, stdout=out, **options)
    told = json.loads(out.getvalue())
    assert told["error"] == str(refusal.value) and "\n" not in told["error"]
    return told["code"], refusal.value.returncode


def process(database, *arguments, script="manage.py", **options):
    """A command in a process of its own, on `database`."""
    env = {**os.environ, "DATABASE_URL": database.url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, script, *(str(a) for a in arguments)]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, cwd=settings.BASE_DIR, env=env, **pipes, **options)


def forged(backup, path, **changes):
    """The same backup, whole, with another manifest."""
    with zipfile.ZipFile(backup.path) as old:
        dump = Path(old.extract(archive.DUMP, path.parent))
        manifest = archive.Manifest(**{**json.loads(old.read(archive.MANIFEST)), **changes})
    archive.seal(path, archive.write(path, manifest, dump, path.parent, []))
    return path


@contextmanager
def nothing_changes():
    before = everything()
    yield
    assert everything() == before


def asides():
    """Databases and files in which backups are tried."""
    if connection.vendor == "sqlite":
        return [path for path in (settings.DATA_DIR / ".upkeep").iterdir() if path.name != "lock"]
    with connection.cursor() as cursor:
        name = connection.settings_dict["NAME"]
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{name}%aside"])
        return cursor.fetchall()
