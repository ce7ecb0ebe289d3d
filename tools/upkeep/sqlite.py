"""Dump, copy aside and replacement of an SQLite database.

Never by copying the file: a copy misses what stands in the log beside it.
"""

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from django.db import Error, connection
from django.utils.translation import gettext as _

from tools.upkeep.refusal import NotDone, locked
from tools.upkeep.tables import Aside, Facts, connected_to, facts_of

PAGES, PATIENCE = 4096, 20
"""Pages copied in one step, and seconds to wait for somebody who is writing."""
DAMAGED = ("SQLITE_NOTADB", "SQLITE_CORRUPT")


def programs() -> int:
    """None are needed."""
    return 0


def must_read(made_by: int) -> None:
    """Whatever made it, every SQLite reads it."""


def dump(path: Path) -> Facts:
    """Write the database as it is at this moment, while others go on; what stands in it."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    with connected_to(str(path)) as copy:
        return facts_of(copy)


@contextlib.contextmanager
def aside(dump: Path) -> Iterator[Aside]:
    """The dump is a database already; it is looked through before anybody uses it."""
    yield Aside(f"sqlite:///{quote(dump.as_posix(), safe='/:')}", _looked_through(dump))


def facts() -> Facts | None:
    """What stands in the town's own database; None where it cannot be read."""
    try:
        return facts_of(connection)
    except Error as error:
        if _is_damaged(error.__cause__):
            return None
        raise


def replace(dump: Path, facts: Facts) -> Path | None:
    """Write the dump over the town's own database, in one transaction: killed in the middle, the old one is whole.

    Also those who have it open see the new one. A file that is damaged itself is set aside; where it lies now is the answer.
    """
    if _looked_through(dump) != facts:
        raise NotDone("differs", _("The restored copy does not hold what the backup says; take another backup."))
    path = Path(connection.settings_dict["NAME"])
    connection.close()
    set_aside = None
    target = _opened(path)
    if target is None:
        set_aside, target = _set_aside(path), _opened(path)
    with contextlib.closing(target), contextlib.closing(sqlite3.connect(dump)) as source:
        source.backup(target, pages=PAGES, progress=_give_up_when_locked, sleep=0)
        target.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return set_aside


def _looked_through(path: Path) -> Facts:
    """What stands in the file, provided that its pages, indexes and foreign keys hold together."""
    with connected_to(str(path)) as copy, copy.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        found = [row[0] for row in cursor.fetchall()]
        cursor.execute("PRAGMA foreign_key_check")
        if found != ["ok"] or cursor.fetchall():
            raise NotDone("differs", _("The restored copy does not hold together; take another backup."))
        return facts_of(copy)


def _opened(path: Path) -> sqlite3.Connection | None:
    """A connection that commits durably; None where the file is damaged."""
    target = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None)
    try:
        target.execute("PRAGMA journal_mode=WAL")
        target.execute("PRAGMA synchronous=FULL")
    except sqlite3.DatabaseError as error:
        target.close()
        if _is_damaged(error):
            return None
        raise
    return target


def _is_damaged(error: BaseException | None) -> bool:
    return getattr(error, "sqlite_errorname", "").startswith(DAMAGED)


def _set_aside(path: Path) -> Path:
    """Leave what is damaged for somebody who knows, with the log that belongs to it."""
    elsewhere = Path(f"{path}.damaged")
    for ending in ("", "-wal", "-shm"):
        with contextlib.suppress(FileNotFoundError):
            os.replace(f"{path}{ending}", f"{elsewhere}{ending}")
    return elsewhere


def _give_up_when_locked(status: int, _remaining: int, _total: int) -> None:
    if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        raise locked()
