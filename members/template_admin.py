"""Records of the documents' templates: for the township, read."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from members.admin import OfTownship, ReadOnly, RecordsAdmin
from members.scope import reach
from tools.papers.models import PaperTemplate, TemplateUse
from tools.papers.word.register import DOCUMENTS


class OfTemplates(ReadOnly, OfTownship, RecordsAdmin):
    """Templates of documents: sent in, looked at and taken into use on their own pages."""

    def links(self, request: HttpRequest) -> list[tuple[str, str]]:
        """Where that is."""
        return [(reverse("members:template_list"), _t("Document templates"))]

    @admin.display(description=_("document"), ordering="document")
    def which(self, row: Any) -> str:
        """The document by its name."""
        return str(DOCUMENTS[row.document].label) if row.document in DOCUMENTS else row.document

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """All of them, for the town."""
        rows = self.model.objects.all()
        return rows if reach(request.user).is_staff_of_town else rows.none()


@admin.register(PaperTemplate)
class PaperTemplateAdmin(OfTemplates):
    """Every file that was kept."""

    list_display = ("which", "number", "file_name", "bytes", "added_by", "added_at")
    list_select_related = ("added_by",)
    search_fields = ("file_name",)
    fields = ("which", "number", "file_name", "bytes", "added_by", "added_at")
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """Without the files."""
        return super().get_queryset(request).defer("content")


@admin.register(TemplateUse)
class TemplateUseAdmin(OfTemplates):
    """Which one was filled since when, and who decided it."""

    list_display = ("which", "__str__", "by", "at")
    list_select_related = ("by", "template")
    fields = ("which", "number", "template", "by", "at")
    readonly_fields = fields
