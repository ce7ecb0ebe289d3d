"""Values that have to go while it stays on record that something was done, by whom and when."""

import uuid
from collections.abc import Collection
from typing import Any

from django.db import models

NOBODY = uuid.UUID(int=0)


def blank(model: type[models.Model], records: Collection[int]) -> int:
    """Take every value out of all versions of these records; when, who and the record's key stay. Returns how many versions.

    For people whose data are erased and for records that never should have been: no version tells of them any more.
    """
    history = model.history.model
    versions = history.objects.filter(id__in=records)
    for field in history._history_m2m_fields:
        getattr(history, field.name).model.objects.filter(history__in=versions.values("history_id")).delete()
    values = {field.attname: _nothing(field) for field in history.tracked_fields if not field.primary_key}
    return versions.update(history_change_reason=None, **values)  # A reason is words too.


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
    raise TypeError(f"nothing is known that stands for no value in {field}")
