"""History of what is written in bulk: the package's own bulk writer leaves out what hangs on a record by many-to-many."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models

BATCH = 500


def write(model: type[models.Model], objs: Iterable[Any], *, update: bool = False, **told: Any) -> list[Any]:
    """One version for each record, as it now lies in the database; returns them. `told`: the `default_*` of simple_history.

    Called after the related rows are written, since they are read from there.
    """
    rows = model.history.bulk_history_create(list(objs), batch_size=BATCH, update=update, **told)
    by_key = {getattr(row, model._meta.pk.attname): row for row in rows}
    for field in model.history.model._history_m2m_fields:
        historical = getattr(model.history.model, field.name).model
        made = [historical(history=by_key[key], **link) for key, link in _links(field, list(by_key))]
        historical.objects.bulk_create(made, batch_size=BATCH)
    return rows


def _links(field: models.ManyToManyField, keys: list[Any]) -> Iterator[tuple[Any, dict[str, Any]]]:
    """The rows between the records and what hangs on them: the record's key, and all columns."""
    through = field.remote_field.through
    record = through._meta.get_field(field.m2m_field_name())
    columns = [column.attname for column in through._meta.concrete_fields]
    for start in range(0, len(keys), BATCH):
        rows = through.objects.filter(**{f"{record.name}__in": keys[start : start + BATCH]}).order_by("pk")
        for link in rows.values(*columns):
            yield link[record.attname], link
