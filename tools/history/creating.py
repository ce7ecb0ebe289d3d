"""New records in bulk, several times faster than `bulk_create`, which calls six functions for every value of every record."""

import json
from collections.abc import Sequence
from operator import attrgetter
from typing import Any

from django.db import connections, models, router

BATCH = 2_000
"""Records of one statement."""


def create(model: type[models.Model], objs: Sequence[Any]) -> None:
    """Put in records whose key the database gives, and set it on them. Nothing is filled in by `auto_now` and its like.

    PostgreSQL reads each batch as one JSON document of its own row type; elsewhere `bulk_create` does it.
    """
    using = router.db_for_write(model)
    if connections[using].vendor != "postgresql":
        model._base_manager.bulk_create(objs, batch_size=BATCH)
        return
    for start in range(0, len(objs), BATCH):
        some = objs[start : start + BATCH]
        for obj, key in zip(some, _put_in(connections[using], model, some), strict=True):
            obj.pk, obj._state.adding, obj._state.db = key, False, using


def _put_in(connection: Any, model: type[models.Model], objs: Sequence[Any]) -> list[int]:
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    values = attrgetter(*(field.attname for field in fields))
    names = [field.column for field in fields]
    rows = [dict(zip(names, values(obj), strict=True)) for obj in objs]
    quote = connection.ops.quote_name
    table, key, columns = quote(model._meta.db_table), quote(model._meta.pk.column), ", ".join(map(quote, names))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}) SELECT {columns} FROM json_populate_recordset(NULL::{table}, %s) "  # noqa: S608
            f"RETURNING {key}",
            [json.dumps(rows, ensure_ascii=False, default=str)],
        )
        return [found for (found,) in cursor.fetchall()]
