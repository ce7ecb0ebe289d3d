"""Dump, copy aside and replacement of a PostgreSQL database, by PostgreSQL's own programs (PG_BIN names their folder)."""

import contextlib
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _
from psycopg2.extensions import make_dsn

from tools.upkeep.refusal import FULL, NotDone, full, locked
from tools.upkeep.tables import Aside, Facts, connected_to, facts_of

PATIENCE = 15
"""Seconds to wait for somebody who is working in the tables."""
TRANSACTION_TIMEOUT_SINCE = 17
PREAMBLE = 60
"""Lines of a script before anything of ours can stand in it."""
REACHED_BY = {"host", "hostaddr", "port", "user", "dbname", "service", "passfile"} | {
    "sslmode",
    "sslrootcert",
    "sslcert",
    "sslkey",
}
"""What programs of every version know of a connection. The password is no argument, which others could read."""
COMPLAINT = re.compile("error:|fatal:", re.IGNORECASE)
NO_RIGHT = "42501"
CHECK = """DO $$ BEGIN IF (SELECT count(*) FROM {table}) <> {number} THEN
RAISE EXCEPTION 'other rows than the backup says'; END IF; END $$;
"""


def programs() -> int:
    """Major version of pg_dump; refuses one that is older than the server."""
    return _program("pg_dump", _server())[1]


def must_read(made_by: int) -> None:
    """Refuses a pg_restore that is older than the pg_dump that wrote a backup."""
    _program("pg_restore", made_by)


def dump(path: Path) -> Facts:
    """Write the database as it is at this moment, while others go on; what stands in it at the same moment."""
    program = _program("pg_dump", _server())[0]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SET LOCAL statement_timeout = 0")
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        _run(program, "--format=custom", "--compress=0", f"--snapshot={snapshot}", f"--file={path}", *_there())
        return facts_of(connection)


@contextlib.contextmanager
def aside(dump: Path) -> Iterator[Aside]:
    """A database beside the town's own, named after it, for as long as the block runs; a killed run's is thrown away first."""
    name = f"{connection.settings_dict['NAME'][:45]}_zhenzi_aside"
    script = _script(dump)
    _administer("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
    with connection.cursor() as cursor:
        cursor.execute("SELECT datcollate, datctype FROM pg_database WHERE datname = current_database()")
        locale = cursor.fetchone()
    _administer("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE %s LC_CTYPE %s", name, *locale)
    try:
        _psql(name, script)
        with connected_to(name) as copy:
            facts = facts_of(copy)
        connection.close()  # What follows may take long; nobody is to cut an idle connection.
        yield Aside(urlsplit(settings.DATABASE_URL)._replace(path=f"/{quote(name)}").geturl(), facts)
    finally:
        _administer("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def facts() -> Facts:
    """What stands in the town's own database."""
    return facts_of(connection)


def replace(dump: Path, facts: Facts) -> None:
    """Put the dump in the place of the town's own tables, in one transaction, which also counts the rows."""
    quoted, folder = connection.ops.quote_name, dump.parent
    before, after = folder / "before.sql", folder / "after.sql"
    there = ", ".join(quoted(table) for table in sorted(facts_of(connection).rows))
    before.write_text(
        f"SET lock_timeout = '{PATIENCE}s';\n" + (f"DROP TABLE {there} CASCADE;\n" if there else ""), "utf-8"
    )
    counts = [CHECK.format(table=quoted(table), number=int(number)) for table, number in facts.rows.items()]
    after.write_text("RESET search_path;\n" + "".join(counts), "utf-8")
    _psql(connection.settings_dict["NAME"], before, _script(dump), after)


def _server() -> int:
    return connection.pg_version // 10000


def _program(name: str, at_least: int = 0) -> tuple[str, int]:
    """Path and major version of one of PostgreSQL's programs; refuses one that is not there or too old."""
    path = shutil.which(name, path=os.environ.get("PG_BIN") or None)
    said = _run(path, "--version") if path else ""
    version = re.search(r"\) ([0-9]+)", said)
    if not version:
        sentence = _("%(program)s does not run; install PostgreSQL's client programs, or name their folder in PG_BIN.")
        raise NotDone("no_program", sentence % {"program": name})
    if (found := int(version[1])) < at_least:
        sentence = _(
            "%(program)s is version %(found)s, version %(needed)s is needed; name the newer one's folder in PG_BIN."
        )
        raise NotDone("old_program", sentence % {"program": name, "found": found, "needed": at_least})
    return path, found


def _there(name: str = "") -> list[str]:
    """The arguments that name a database of the town's server, reached as the town's own is."""
    about = {key: value for key, value in connection.get_connection_params().items() if key in REACHED_BY}
    return ["--no-password", f"--dbname={make_dsn(**about | ({'dbname': name} if name else {}))}"]


def _run(program: str, *arguments: str) -> str:
    """What the program says, or its complaint as a refusal. The password goes by its environment."""
    password = connection.get_connection_params().get("password")
    done = subprocess.run(  # noqa: S603  A program of PostgreSQL's, arguments of our own.
        [program, *arguments],
        env={**os.environ, "LC_ALL": "C"} | ({"PGPASSWORD": password} if password else {}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
        restore_signals=False,  # A file that may not grow is to be a message, not a signal.
    )
    if done.returncode == 0:
        return done.stdout
    lines = done.stderr.splitlines()
    name = Path(program).name
    words = next((line for line in lines if COMPLAINT.search(line)), f"exit {done.returncode}").removeprefix(
        f"{name}: "
    )
    if any(os.strerror(number) in done.stderr for number in FULL):
        raise full()
    if "lock timeout" in done.stderr:
        raise locked()
    raise NotDone("program", _("%(program)s: %(words)s") % {"program": name, "words": words})


def _script(dump: Path) -> Path:
    """The dump as statements, whole in a file before the first of them is carried out.

    Newer programs set what an older server does not know.
    """
    raw, script = dump.with_name("raw.sql"), dump.with_name("script.sql")
    _run(_program("pg_restore")[0], "--no-owner", "--no-acl", f"--file={raw}", str(dump))
    if _server() >= TRANSACTION_TIMEOUT_SINCE:
        return raw
    with raw.open("rb") as old, script.open("wb") as new:
        for _number, line in zip(range(PREAMBLE), old, strict=False):
            if not line.startswith(b"SET transaction_timeout"):
                new.write(line)
        shutil.copyfileobj(old, new)
    raw.unlink()
    return script


def _psql(name: str, *scripts: Path) -> None:
    """Carry out all of them in one transaction, or nothing."""
    files = [f"--file={script}" for script in scripts]
    plain = ["--no-psqlrc", "--quiet", "--output", os.devnull, "--set=ON_ERROR_STOP=1", "--single-transaction"]
    _run(_program("psql")[0], *plain, *files, *_there(name))


def _administer(statement: str, name: str, *values: str) -> None:
    """Make or drop a database."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        try:
            cursor.execute(statement.format(connection.ops.quote_name(name)), values or None)
        except Exception as error:
            if getattr(error.__cause__, "pgcode", "") != NO_RIGHT:
                raise
            sentence = _(
                "A backup is tried in a database of its own, which this account may not create: ALTER ROLE … CREATEDB lets it."
            )
            raise NotDone("no_right", sentence) from error
