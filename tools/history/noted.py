"""What was changed on things that keep no versions of themselves: who, when, which fields; never what they say."""

import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils import translation
from django.utils.text import capfirst

NOT_ITS_OWN = ("request_id", "version", "happened_on")
"""What a form asks for beside the fields of the thing."""


def changed_fields(form: Any) -> list[dict[str, Any]]:
    """The fields that a form changed, as the admin's log keeps them, in the town's language; empty where none changed."""
    with translation.override(settings.LANGUAGE_CODE):
        names = [capfirst(str(form[name].label)) for name in form.changed_data if name not in NOT_ITS_OWN]
    return [{"changed": {"fields": names}}] if names else []


def note(user: Any, thing: Any, message: list[dict[str, Any]] | str = "", flag: int = CHANGE, called: str = "") -> None:
    """Write it down. The thing is noted by its key, or by what it is `called` for good: whoever reads the record finds its
    present name, so that names go with the people whose data are erased."""
    LogEntry.objects.create(
        user=user, content_type=ContentType.objects.get_for_model(thing), object_id=thing.pk,
        object_repr=called or str(thing.pk),
        action_flag=flag, change_message=json.dumps(message, ensure_ascii=False) if isinstance(message, list) else message,
    )  # fmt: skip


def fields_in(message: str) -> tuple[str, ...]:
    """The names of fields that a row of the log holds; none where it says something else."""
    try:
        parts: Iterable[Any] = json.loads(message)
    except ValueError:
        return ()
    return tuple(name for part in parts if isinstance(part, dict) for name in part.get("changed", {}).get("fields", ()))
