"""Telephones of persons: masked wherever they are told, but to the person himself and to whoever presses a button for it."""

from typing import Any

from django.db import models


def masked(phone: str) -> str:
    """138****1234: enough to recognise a number, not enough to ring it."""
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) > 7 else "****" if phone else ""


class TelephoneField(models.CharField):
    """Somebody's own telephone."""

    def masked(self, value: str) -> str:
        """As histories tell it."""
        return masked(value)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """To the database a text like any other."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs
