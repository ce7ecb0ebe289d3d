"""Values that have to go while it stays on record that something was done, by whom and when."""

import datetime as dt
import uuid
from collections.abc import Collection
from typing import Any

from django.db import models

NOBODY = uuid.UUID(int=0)
NO_DAY = dt.date.min


def blank(model: type[models.Model], records: Collection[int]) -> int:
    """Take every value out of all versions of these records; when, who and the record's key stay. Returns how many versions.

    For people whose data are erased and for records that never should have been: no version tells of them any more. With
    `reword` the one place that changes versions, past what keeps everybody else from it.
    """
    history = model.history.model
    versions = history.objects.filter(id__in=records)
    for field in history._history_m2m_fields:
        getattr(history, field.name).model.objects.filter(history__in=versions.values("history_id")).delete()
    values = {field.attname: _nothing(field) for field in history.tracked_fields if not field.primary_key}
    values["history_change_reason"] = None  # It may name him: “made one with the record …”.
    return models.QuerySet.update(versions, **values)


def reword(model: type[models.Model], records: Any, fields: Collection[str], words: list[str], instead: str) -> None:
    """Say `instead` for these words in the texts of all versions of these records, why they were changed among them."""
    history = model.history.model
    fields = [*fields, "history_change_reason"]
    for version in history.objects.filter(holding(fields, words), id__in=records):
        values = {field: fitting(history, field, without(getattr(version, field), words, instead)) for field in fields}
        models.QuerySet.update(history.objects.filter(pk=version.pk), **values)


def holding(fields: Collection[str], words: Collection[str]) -> models.Q:
    """The rows in which one of these texts has one of these words."""
    found = models.Q(pk__in=[])
    for field in fields:
        for word in words:
            found |= models.Q(**{f"{field}__contains": word})
    return found


def without(text: str | None, words: list[str], instead: str) -> str | None:
    """The text with `instead` for each of these words, in their order."""
    for word in words if text else ():
        text = text.replace(word, instead)
    return text


def fitting(model: type[models.Model], field: str, text: str | None) -> str | None:
    """As much of a text as the column holds: the word that is said instead may be longer than the one taken out."""
    return text and text[: model._meta.get_field(field).max_length]


def _nothing(field: models.Field) -> Any:
    if isinstance(field, models.UUIDField):
        return NOBODY
    if field.remote_field or field.null:
        return None
    if isinstance(field, models.CharField | models.TextField):
        return ""
    if isinstance(field, models.BooleanField):
        return False
    if isinstance(field, models.IntegerField):
        return 0
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        return NO_DAY
    raise TypeError(f"nothing is known that stands for no value in {field}")
