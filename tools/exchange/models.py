"""A file that was read and waits for somebody's yes, or has been applied."""

import gzip
import json
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from tools.exchange import runs
from tools.exchange.querysets import BatchQuerySet
from tools.history.kept import Kept


class Batch(models.Model):
    """One upload: who, when, which file, what it holds, and what was seen before saying yes.

    `written` says which versions of which records came of it (`Plan.all_written`): by them it is shown and undone.
    """

    kind = models.CharField(_("kind"), max_length=30)
    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded at"))
    counts = models.JSONField(_("counts"), default=dict)
    payload = models.BinaryField(editable=False)
    answers = models.JSONField(default=dict, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False)
    applied_at = models.DateTimeField(_("applied at"), null=True, blank=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("applied by")
    )

    written = models.JSONField(default=dict, editable=False)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("undone by")
    )

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("uploaded sheet")
        verbose_name_plural = _("uploaded sheets")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(applied_at=None, applied_by=None)
                | models.Q(applied_at__isnull=False, applied_by__isnull=False),
                name="batch_applied_both",
            ),
            models.CheckConstraint(
                condition=models.Q(undone_at=None, undone_by=None)
                | models.Q(undone_at__isnull=False, undone_by__isnull=False, applied_at__isnull=False),
                name="batch_undone_both",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    def delete(self, *args: Any, **more: Any) -> tuple[int, dict[str, int]]:
        """Only where nobody said yes to it. Raises Kept."""
        if self.applied_at or self.kind.endswith("_export"):
            raise Kept("exchange.Batch: what went out or came in is not deleted")
        return super().delete(*args, **more)

    def marks(self) -> dict[str, dict[int, dict[str, Any]]]:
        """Model -> version that came of it -> former values that no version keeps."""
        return {
            label: {key: kept for word, kept in words.items() for key in runs.unpacked([word])}
            for label, words in self.written.items()
        }

    def keep(self, content: Any) -> None:
        """Keep the normalised rows."""
        self.payload = gzip.compress(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(), 5)

    def content(self) -> Any:
        """The normalised rows again."""
        return json.loads(gzip.decompress(bytes(self.payload)))
