"""A sheet that was printed, and the photos and scans that came back."""

import uuid
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tools.papers import serials
from tools.papers.kinds import KINDS, Kind, Subject
from tools.papers.querysets import PaperQuerySet, ScanQuerySet
from tools.papers.template_models import PaperTemplate, TemplateUse

__all__ = ["Paper", "PaperTemplate", "Scan", "Sheet", "TemplateUse", "model_of"]


class Paper(models.Model):
    """What a sheet and a scan have in common: a kind, and the thing to whose step it belongs."""

    kind = models.CharField(_("kind of paper"), max_length=30)
    model = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    step = models.CharField(max_length=20, blank=True)

    class Meta:
        abstract = True

    @property
    def sort(self) -> Kind:
        """The kind that was registered under its code."""
        return KINDS[self.kind]

    @property
    def subject(self) -> Subject:
        """How the kind goes with this model."""
        return self.sort.on[self.model]

    def thing_for(self, user: Any) -> Any:
        """The thing itself, for somebody who sees this paper."""
        return self.subject.seen_by(user).get(pk=self.object_id)


class Sheet(Paper):
    """A sheet of paper that was printed, with its number: by it a photo finds the way back."""

    serial = models.CharField(_("sheet number"), max_length=10, unique=True, default=serials.new, editable=False)
    variant = models.CharField(max_length=20, blank=True)
    printed_at = models.DateTimeField(_("printed at"))
    printed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("printed by")
    )

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("printed sheet")
        verbose_name_plural = _("printed sheets")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["model", "object_id"], name="sheet_of_thing")]

    def __str__(self) -> str:
        return serials.shown(self.serial)

    def get_absolute_url(self) -> str:
        """What its code leads to."""
        return reverse("papers:sheet", args=[self.serial])


class Scan(Paper):
    """A photo or scan of a paper. Removed, its file is gone; who removed it, when and why stays."""

    class Content(models.TextChoices):
        """What the file is."""

        JPEG = "jpeg", _("photo")
        PDF = "pdf", _("PDF")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sheet = models.ForeignKey(Sheet, models.PROTECT, null=True, related_name="scans", verbose_name=_("printed sheet"))
    content = models.CharField(max_length=4, choices=Content)
    file = models.CharField(max_length=40, unique=True, editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    sent_sha256 = models.CharField(max_length=64, editable=False)
    bytes = models.PositiveIntegerField(_("size"))
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    pages = models.PositiveSmallIntegerField(_("pages"), default=1)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("sent by"))
    added_at = models.DateTimeField(_("sent at"))
    removed_on = models.DateField(_("removed on"), null=True)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("removed by")
    )
    removal_reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = ScanQuerySet.as_manager()

    class Meta:
        verbose_name = _("photo of a paper")
        verbose_name_plural = _("photos of papers")
        ordering = ["pk"]
        indexes = [models.Index(fields=["model", "object_id"], name="scan_of_thing")]
        constraints = [
            models.UniqueConstraint(
                fields=["model", "object_id", "kind", "sent_sha256"],
                condition=Q(removed_on=None),
                name="scan_once",
                violation_error_message=_("This very file is here already."),
            ),
            models.CheckConstraint(
                condition=Q(content="pdf") | Q(content="jpeg", width__gte=1, height__gte=1),
                name="scan_content",
                violation_error_message=_("A paper comes back as a photo or a PDF."),
            ),
            models.CheckConstraint(
                condition=Q(bytes__gte=1, pages__gte=1),
                name="scan_not_empty",
                violation_error_message=_("The file is empty."),
            ),
            models.CheckConstraint(
                condition=Q(removed_on=None, removed_by=None, removal_reason="")
                | Q(removed_on__isnull=False) & ~Q(removal_reason=""),
                name="scan_removed_with_reason",
                violation_error_message=_("Say why the photo is removed."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.sort.label)

    def get_absolute_url(self) -> str:
        """The page about it."""
        return reverse("papers:scan_detail", args=[self.uuid])

    @property
    def is_pdf(self) -> bool:
        """Whether it is a PDF and no picture."""
        return self.content == self.Content.PDF


def model_of(label: str) -> type[models.Model]:
    """The model of a registered label; KeyError for any other."""
    if not any(label in kind.on for kind in KINDS.values()):
        raise KeyError(label)
    return apps.get_model(label)
