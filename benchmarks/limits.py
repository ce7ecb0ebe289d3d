"""What is the fastest that could be: the same rows by COPY (PostgreSQL) or one prepared INSERT (SQLite), with no check at all."""

import io
from typing import Any

from django.db import connection

from benchmarks.town import timed


def put_in(table: str) -> float:
    """Seconds to put all rows of `table` into it once more, with its indexes and constraints; on SQLite into a twin of it.

    What hangs on the rows is gone afterwards.
    """
    return _by_copy(table) if connection.vendor == "postgresql" else _by_insert(table)


def take_out(table: str) -> float:
    """Seconds to take all rows of `table` along."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            return timed(lambda: cursor.cursor.copy_expert(f"COPY {table} TO STDOUT (FORMAT csv)", io.StringIO()))[0]
    with connection.cursor() as cursor:
        return timed(lambda: cursor.execute(f"SELECT * FROM {table}").fetchall())[0]  # noqa: S608


def _by_copy(table: str) -> float:
    rows = io.StringIO()
    with connection.cursor() as cursor:
        cursor.cursor.copy_expert(f"COPY {table} TO STDOUT", rows)
        cursor.execute(f"TRUNCATE {table} CASCADE")
        rows.seek(0)
        return timed(lambda: cursor.cursor.copy_expert(f"COPY {table} FROM STDIN", rows))[0]


def _by_insert(table: str) -> float:
    with connection.cursor() as cursor:
        rows: list[Any] = cursor.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608
        cursor.execute("DROP TABLE IF EXISTS bench_twin")
        made = cursor.execute("SELECT sql FROM sqlite_master WHERE tbl_name = %s AND sql NOT NULL", [table]).fetchall()
        for (sql,) in made:
            twin = sql.replace(f'"{table}"', '"bench_twin"').replace('INDEX "', 'INDEX "twin_').replace("%", "%%")
            cursor.execute(twin)
        marks = ", ".join("?" * len(rows[0]))

        def insert() -> None:
            raw = connection.connection.cursor()
            raw.execute("BEGIN IMMEDIATE")
            raw.executemany(f"INSERT INTO bench_twin VALUES ({marks})", rows)  # noqa: S608
            raw.execute("COMMIT")

        return timed(insert)[0]
