"""What a database holds, asked of the database itself: its tables may be older than the code."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import ConnectionHandler

MIGRATIONS = MigrationRecorder.Migration._meta.db_table
FRAMEWORK = {MIGRATIONS, ContentType._meta.db_table, Permission._meta.db_table}


@dataclass(frozen=True)
class Facts:
    """What is compared after a restore."""

    rows: dict[str, int]
    """Table and number of its rows."""
    migrations: list[str]
    """Each that was applied, as app.name."""


@dataclass(frozen=True)
class Aside:
    """A copy that was restored beside the town's own database."""

    url: str
    """What DATABASE_URL has to say for another process to use it."""
    facts: Facts


@contextlib.contextmanager
def connected_to(name: str) -> Iterator[BaseDatabaseWrapper]:
    """Another database, with everything but its name as the settings have it."""
    settings = {**connections.settings[DEFAULT_DB_ALIAS], "NAME": name}
    other = ConnectionHandler({DEFAULT_DB_ALIAS: settings})[DEFAULT_DB_ALIAS]
    try:
        yield other
    finally:
        other.close()


def facts_of(connection: BaseDatabaseWrapper) -> Facts:
    """Count every row of every table."""
    rows, migrations, quoted = {}, [], connection.ops.quote_name
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT COUNT(*) FROM {quoted(table)}")  # noqa: S608  A quoted name from the database itself.
            rows[table] = cursor.fetchone()[0]
        if MIGRATIONS in rows:
            cursor.execute(f"SELECT app, name FROM {quoted(MIGRATIONS)} ORDER BY app, name")  # noqa: S608
            migrations = [f"{app}.{name}" for app, name in cursor.fetchall()]
    return Facts(rows, migrations)


def hold_nothing(facts: Facts) -> bool:
    """Whether nobody has entered anything yet: there are no tables, or only what the migrations put into them.

    What migrations fill is the framework's own, and models whose every later change leaves a row of history.
    """
    with_history = {m._meta.db_table for m in apps.get_models() if hasattr(m._meta, "simple_history_manager_attribute")}
    return not any(number for table, number in facts.rows.items() if table not in FRAMEWORK | with_history)
