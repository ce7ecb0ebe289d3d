"""The Word templates that a township sent in, and which of them is filled since when. Both are added to and never changed."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tools.history.kept import KeptQuerySet, KeptRow
from tools.papers.word.register import DOCUMENTS


class PaperTemplate(KeptRow):
    """A Word file of the township into which a document may be filled; it was looked through when it came."""

    document = models.CharField(_("document"), max_length=30)
    number = models.PositiveSmallIntegerField(_("version"))
    file_name = models.CharField(_("file"), max_length=200)
    content = models.BinaryField(editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    bytes = models.PositiveIntegerField(_("size"))
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("sent by"))
    added_at = models.DateTimeField(_("sent at"))

    class Meta:
        verbose_name = _("document template")
        verbose_name_plural = _("document templates")
        ordering = ["document", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="template_number_once"),
            models.UniqueConstraint(
                fields=["document", "sha256"],
                name="template_once",
                violation_error_message=_("This very file is here already."),
            ),
            models.CheckConstraint(condition=Q(number__gte=1, bytes__gte=1), name="template_not_empty"),
        ]

    def __str__(self) -> str:
        label = DOCUMENTS[self.document].label if self.document in DOCUMENTS else self.document
        return _("%(document)s, version %(number)s") % {"document": label, "number": self.number}


class UseQuerySet(KeptQuerySet):
    """Which template is filled, read."""

    def now(self, document: str) -> "TemplateUse | None":
        """What was decided last for a document; None where it was always the one that comes with the product."""
        return self.filter(document=document).select_related("template").order_by("-number").first()

    def latest(self) -> Self:
        """Of each document what was decided last; without the files."""
        same = {"document": models.OuterRef("document"), "number__gt": models.OuterRef("number")}
        newer = self.model._default_manager.filter(**same)
        return self.filter(~models.Exists(newer)).select_related("template", "by").defer("template__content")


class TemplateUse(KeptRow):
    """From then on a document is filled into this template; without one, into the one that comes with the product."""

    document = models.CharField(_("document"), max_length=30)
    number = models.PositiveSmallIntegerField(_("no."))
    template = models.ForeignKey(
        PaperTemplate, models.PROTECT, null=True, related_name="uses", verbose_name=_("document template")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    at = models.DateTimeField(_("since"))

    objects = UseQuerySet.as_manager()

    class Meta:
        verbose_name = _("template in use")
        verbose_name_plural = _("templates in use")
        ordering = ["document", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="template_use_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="template_use_number"),
        ]

    def __str__(self) -> str:
        return str(self.template or _("the template that comes with the system"))


def present(code: str) -> tuple[bytes, Any]:
    """The file into which a document is filled now, and the TemplateUse that says so (None: the product's own)."""
    use = TemplateUse.objects.now(code)
    if use is None or use.template is None:
        return DOCUMENTS[code].builtin(), use
    return bytes(use.template.content), use
