"""A hand in the database, past every rule."""

from django.db import connection


def sql(statement, *values):
    """One row, and no other."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount == 1, "nothing was broken"
