"""Uploads, read."""

from typing import Any, Self

from django.db import models


class BatchQuerySet(models.QuerySet):
    """Uploaded sheets."""

    def visible_to(self, user: Any) -> Self:
        """One's own: an upload holds what its uploader may see, and another may see less."""
        return self.filter(uploaded_by=user) if user.is_authenticated else self.none()

    def same_file(self, kind: str, sha256: str) -> Self:
        """Earlier uploads of the very same file that were applied."""
        return self.filter(kind=kind, sha256=sha256).exclude(applied_at=None)
