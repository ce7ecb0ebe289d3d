"""History of what is written in bulk, copied by the database itself: the package's own bulk writer makes an object for every
version, which costs more than the records did, and leaves out what hangs on a record by many-to-many.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import connections, models, router
from django.db.models import Value

from tools.history.versions import CHANGED, NEW

BATCH = 2_000
"""Records of one statement."""
REASON = 100
"""Characters of the reason of a version."""


def write(
    model: type[models.Model],
    keys: Iterable[int | str],
    *,
    update: bool = False,
    default_user: Any = None,
    default_change_reason: str = "",
    default_date: dt.datetime,
) -> dict[int | str, int]:
    """One version for each record, as it now lies in the database; returns the versions by the records' keys.

    Called after the related rows are written, since they are copied from there.
    """
    history = model.history.model
    about = {
        "history_date": default_date,
        "history_change_reason": default_change_reason[:REASON],
        "history_type": CHANGED if update else NEW,
        "history_user": default_user and default_user.pk,
    }
    found: dict[int | str, int] = {}
    rest = iter(keys)
    while some := list(islice(rest, BATCH)):
        versions = _copied(model, history, some, about)
        for field in history._history_m2m_fields:
            kept = getattr(history, field.name).model
            made = [kept(history_id=versions[key], **link) for key, link in _links(field, some)]
            kept.objects.bulk_create(made, batch_size=BATCH)
        found |= versions
    return found


def _copied(
    model: type[models.Model], history: type[models.Model], keys: list[int | str], about: dict[str, Any]
) -> dict[int | str, int]:
    tracked = [field.attname for field in history.tracked_fields]
    values = [Value(value, output_field=_plain(history, name)) for name, value in about.items()]
    rows = model._base_manager.filter(**_these(keys)).order_by("pk").values_list(*tracked, *values)
    using = router.db_for_write(history)
    with connections[using].cursor() as cursor:
        quoted = connections[using].ops.quote_name
        into = ", ".join(quoted(history._meta.get_field(name).column) for name in (*tracked, *about))
        table, record = quoted(history._meta.db_table), quoted(history._meta.get_field(model._meta.pk.name).column)
        select, params = rows.using(using).query.get_compiler(using).as_sql()
        cursor.execute(f"INSERT INTO {table} ({into}) {select} RETURNING {record}, history_id", params)  # noqa: S608
        return dict(cursor.fetchall())


def _these(keys: list[int | str]) -> dict[str, Any]:
    """Records that were put in together have their numbers in a row."""
    if isinstance(keys[0], int) and keys == list(range(keys[0], keys[0] + len(keys))):
        return {"pk__range": (keys[0], keys[-1])}
    return {"pk__in": keys}


def _plain(history: type[models.Model], name: str) -> models.Field:
    """The field by which a value is put; of an account its key."""
    field = history._meta.get_field(name)
    return field.target_field if field.remote_field else field


def _links(field: models.ManyToManyField, keys: Sequence[int | str]) -> Iterator[tuple[Any, dict[str, Any]]]:
    """The rows between the records and what hangs on them: the record's key, and all columns."""
    through = field.remote_field.through
    record = through._meta.get_field(field.m2m_field_name())
    columns = [column.attname for column in through._meta.concrete_fields]
    rows = through.objects.filter(**{f"{record.name}__in": keys}).order_by("pk")
    for link in rows.values(*columns):
        yield link[record.attname], link
