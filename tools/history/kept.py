"""What was done stays as it was written: no row of a record of deeds is changed or deleted by the product.

Three doors are left, all by name: `blanking.blank` takes values out where somebody's data go, the trail's `forget_notes` and
`reword` the words beside a move, and a merge of two records of one person points the versions of his offices to the one that
stays.
"""

from typing import Any

from django.db import models
from simple_history.manager import HistoricalQuerySet
from simple_history.models import HistoricalRecords

from tools import clock


class Kept(Exception):
    """Somebody's code tried to change what was done."""


class KeptQuerySet(models.QuerySet):
    """Rows that are added and read."""

    def update(self, **values: Any) -> int:
        """Not here. Raises Kept."""
        raise Kept(f"{self.model._meta.label}: what was done is not changed")

    def bulk_update(self, *args: Any, **more: Any) -> int:
        """Not here. Raises Kept."""
        raise Kept(f"{self.model._meta.label}: what was done is not changed")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Not here. Raises Kept."""
        raise Kept(f"{self.model._meta.label}: what was done is not deleted")


class KeptRow(models.Model):
    """A row that is written once."""

    objects = KeptQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **more: Any) -> None:
        """Once. Raises Kept."""
        if not self._state.adding:
            raise Kept(f"{self._meta.label}: what was done is not changed")
        super().save(*args, **more)

    def delete(self, *args: Any, **more: Any) -> tuple[int, dict[str, int]]:
        """Never. Raises Kept."""
        raise Kept(f"{self._meta.label}: what was done is not deleted")


class KeptVersions(KeptQuerySet, HistoricalQuerySet):
    """Versions of records, added and read."""


class Versions(HistoricalRecords):
    """The history of a kind of record."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, bases=(KeptRow,), historical_queryset=KeptVersions, **more)


def log_as_it_is(sender: Any, instance: Any, **_more: Any) -> None:
    """Before a row of the admin's log is saved: it is dated by the township's clock, and once only. Raises Kept."""
    if not instance._state.adding:
        raise Kept("admin.LogEntry: what was done is not changed")
    instance.action_time = clock.now()


def log_stays(sender: Any, **_more: Any) -> None:
    """Before a row of the admin's log is deleted. Raises Kept."""
    raise Kept("admin.LogEntry: what was done is not deleted")
