"""Copies of whole databases: a test that races, kills or is driven from a browser commits for real, into its own."""

import contextlib
import fcntl
import itertools
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.utils import load_backend

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Database:
    """A whole database beside the tests' own: a file, or a name on the throwaway server (or on the one at `host`)."""

    name: str
    host: str = ""

    @property
    def url(self) -> str:
        """What DATABASE_URL has to say for another process to use it."""
        if connection.vendor == "sqlite":
            return f"sqlite:///{self.name}"
        url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{self.name}")
        return (url._replace(query=f"host={self.host}") if self.host else url).geturl()

    def copy(self, label: str = "") -> "Database":
        """Another one with the same rows. Nobody may be connected to this one."""
        other = named(label or f"copy_{settings.WORKER}_{next(_numbers)}")
        if connection.vendor == "sqlite":
            shutil.copy(self.name, other.name)
        else:
            _administer(f"CREATE DATABASE {other.name} TEMPLATE {self.name}")
        return other

    def copy_to(self, host: str) -> "Database":
        """The same on another server, that is reached at this socket."""
        other, programs = Database(self.name, host), Path(os.environ["PG_BIN"])
        there = urlsplit(other.url)._replace(path="/postgres").geturl()
        made = subprocess.run([programs / "pg_dump", "--create", self.url], stdout=subprocess.PIPE, check=True)
        command = [programs / "psql", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null", there]
        subprocess.run(command, input=made.stdout, check=True)
        return other

    def drop(self) -> None:
        """Remove it, whoever is still connected."""
        if connection.vendor == "sqlite":
            for ending in ("", "-wal", "-shm"):
                Path(self.name + ending).unlink(missing_ok=True)
        else:
            _administer(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")

    @contextlib.contextmanager
    def entered(self) -> Iterator["Database"]:
        """Inside the block the ORM of this process reads and writes here, in every thread."""
        before, everywhere = connections[DEFAULT_DB_ALIAS], connections.settings[DEFAULT_DB_ALIAS]
        here = {**everywhere, "NAME": self.name} | ({"HOST": self.host} if self.host else {})
        connections.settings[DEFAULT_DB_ALIAS] = here
        connections[DEFAULT_DB_ALIAS] = load_backend(here["ENGINE"]).DatabaseWrapper(here, DEFAULT_DB_ALIAS)
        try:
            yield self
        finally:
            connections[DEFAULT_DB_ALIAS].close()
            connections.settings[DEFAULT_DB_ALIAS] = everywhere
            connections[DEFAULT_DB_ALIAS] = before

    @contextlib.contextmanager
    def lent(self) -> Iterator["Database"]:
        """Inside the block the ORM has a copy that is thrown away: in memory where SQLite can, which is quicker than a file."""
        if connection.vendor != "sqlite":
            copy = self.copy()
            try:
                with copy.entered():
                    yield copy
            finally:
                copy.drop()
            return
        with (
            Database(f"file:lent_{settings.WORKER}_{next(_numbers)}?mode=memory&cache=shared").entered() as copy,
            contextlib.closing(sqlite3.connect(self.name)) as source,
        ):
            connection.ensure_connection()
            source.backup(connection.connection)
            yield copy


def named(label: str) -> Database:
    """The database of that name, whether it is there yet or not."""
    if connection.vendor == "sqlite":
        return Database(str(settings.TEST_HOME / f"{label}.sqlite3"))
    return Database(f"zhenzi_{label}")


def pristine() -> Database:
    """A freshly migrated database, which nobody writes into."""

    def migrate(fresh: Database) -> None:
        if connection.vendor != "sqlite":
            _administer(f"CREATE DATABASE {fresh.name}")
        with fresh.entered():
            call_command("migrate", verbosity=0, interactive=False)

    return _built_once("pristine", migrate)


def demo(stage: str) -> Database:
    """The demo township at `stage`, built by the real command; nobody writes into it either."""

    def build(town: Database) -> None:
        pristine().copy(f"demo_{stage}")
        command = [sys.executable, "manage.py", "demo", "--stage", stage, "--no-input"]
        env = {**os.environ, "DATABASE_URL": town.url, "DJANGO_SETTINGS_MODULE": "tests.settings"}
        made = subprocess.run(command, cwd=settings.BASE_DIR, env=env, capture_output=True, text=True, check=False)
        if made.returncode:
            raise RuntimeError(f"demo --stage {stage} failed:\n{made.stdout}{made.stderr}")

    return _built_once(f"demo_{stage}", build)


def _built_once(label: str, build: Callable[[Database], None]) -> Database:
    """Once in a whole run, by whichever worker process asks first; the others wait for it."""
    database, done = named(label), settings.TEST_HOME / f"{label}.done"
    with (settings.TEST_HOME / f"{label}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            database.drop()
            build(database)
            done.touch()
    return database


def _administer(statement: str) -> None:
    """Say something to the server from outside any database of ours."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)
