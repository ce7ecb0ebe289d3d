"""Uploads, read."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.db.models import Q

from tools.history.kept import Kept

KEPT = dt.timedelta(days=30)
"""An upload to which nobody said yes is forgotten after this time."""


class BatchQuerySet(models.QuerySet):
    """Uploaded sheets."""

    def visible_to(self, user: Any) -> Self:
        """One's own: an upload holds what its uploader may see, and another may see less."""
        return self.filter(uploaded_by=user) if user.is_authenticated else self.none()

    def same_file(self, kind: str, sha256: str) -> Self:
        """Earlier uploads of the very same file that were applied and stand."""
        return self.filter(kind=kind, sha256=sha256, undone_at=None).exclude(applied_at=None)

    def stays(self) -> Self:
        """What the record of deeds tells: sheets that went out, and those that were taken over."""
        return self.filter(Q(kind__endswith="_export") | Q(applied_at__isnull=False))

    def delete(self) -> tuple[int, dict[str, int]]:
        """Only of what nobody said yes to. Raises Kept."""
        if self.stays().exists():
            raise Kept("exchange.Batch: what went out or came in is not deleted")
        return super().delete()

    def forgotten(self, kinds: Iterable[str], now: dt.datetime) -> Self:
        """Uploads of these kinds that wait for nobody's yes any more; the kinds leave out the records of exports."""
        return self.filter(kind__in=kinds, applied_at=None, uploaded_at__lt=now - KEPT)
