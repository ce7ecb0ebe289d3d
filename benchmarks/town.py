"""The database of a part: the demo township as far as a stage, and the account that measures."""

import contextlib
import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import django


def ready() -> None:
    """Django, with the tests' settings; but commits reach the disk, as a township's do."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for setting in ("fsync", "full_page_writes"):
                cursor.execute(f"ALTER SYSTEM SET {setting} = on")
            cursor.execute("SELECT pg_reload_conf()")


@contextlib.contextmanager
def at_stage(stage: str) -> Iterator[Any]:
    """The township as far as `stage`, in a database of its own; gives the township's account."""
    from django.contrib.auth import get_user_model

    from tests.support import databases

    database = databases.demo(stage).copy("bench")
    try:
        with database.entered():
            yield get_user_model().objects.get(username="town")
    finally:
        database.drop()


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds, and what came of it."""
    begun = time.perf_counter()
    found = work()
    return time.perf_counter() - begun, found


class Statements:
    """Counts what is said to the database, by its first word."""

    def __init__(self) -> None:
        self.said: Counter[str] = Counter()

    def __call__(self, execute: Callable, sql: str, params: Any, many: bool, context: Any) -> Any:
        """As `connection.execute_wrapper` wants it."""
        self.said[sql.lstrip().split(None, 1)[0].upper()] += 1
        return execute(sql, params, many, context)

    @property
    def asked(self) -> int:
        """Questions."""
        return self.said["SELECT"]

    @property
    def written(self) -> int:
        """Rows put in, changed or taken away."""
        return sum(self.said[word] for word in ("INSERT", "UPDATE", "DELETE"))
