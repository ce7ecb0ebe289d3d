"""The admin, scoped. Stock admin leaks four ways where only `get_queryset` is narrowed; here each is closed once, for everybody.

1. `list_filter` on a foreign key prints other villages' names: only related rows of one's own list are offered.
2. Drop-downs list them: every choice field is narrowed by the related model's `visible_to`.
3. A forged foreign key in a POST is written: what is not among the choices is refused.
4. An own row can be moved out of sight: after the save, inside its transaction, the row must still be visible.

Rights come from the app (`may_view`, `may_add`, `may_change`), not from Django's table of permissions. Nothing is deleted here
unless an admin says so: history is protected.
"""

from typing import Any

from django.contrib import admin
from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from import_export.admin import ExportMixin
from import_export.formats.base_formats import CSV, XLSX
from import_export.forms import ExportForm
from simple_history.admin import SimpleHistoryAdmin


class Scoped:
    """What a scoped admin and its inlines share."""

    model: type[models.Model]

    def may_view(self, request: HttpRequest) -> bool:
        """Whether the person sees this kind of row here at all; which rows is `visible_to`'s to say."""
        raise NotImplementedError

    def may_add(self, request: HttpRequest) -> bool:
        """Whether the person adds rows here."""
        return False

    def may_change(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whether the person changes rows (this row) here."""
        return False

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """The rows that the person sees, as everywhere else."""
        return self.model._default_manager.visible_to(request.user)

    def get_field_queryset(self, db: Any, db_field: Any, request: HttpRequest) -> models.QuerySet:
        """The choices of a foreign key: rows that the person sees."""
        return db_field.remote_field.model._default_manager.visible_to(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """By the app's own rule."""
        return self.may_view(request)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """By the app's own rule."""
        return self.may_view(request) and self.may_add(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """By the app's own rule."""
        return self.may_view(request) and self.may_change(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is deleted here."""
        return False

    def has_view_or_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Seeing is enough to look."""
        return self.may_view(request)


class ScopedInline(Scoped, admin.TabularInline):
    """Rows that hang on a row, under the same scope."""

    extra = 0


class ScopedAdmin(Scoped, ExportMixin, SimpleHistoryAdmin):
    """A list with search, filters, history and export, all through one scope."""

    view_on_site = False
    list_per_page = 50
    show_full_result_count = False
    export_form_class = ExportForm
    export_formats = [XLSX, CSV]
    object_history_list_template = "admin/history_list.html"

    def has_module_permission(self, request: HttpRequest) -> bool:
        """The app is listed where one of its kinds may be seen."""
        return self.may_view(request)

    def has_export_permission(self, request: HttpRequest) -> bool:
        """What is seen may be taken along, as far as `visible_to` goes."""
        return self.may_view(request)

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        """A filter on a foreign key offers only what the person's own rows point to."""
        return [
            (name, admin.RelatedOnlyFieldListFilter) if self._is_relation(name) else name
            for name in super().get_list_filter(request)
        ]

    def _is_relation(self, name: Any) -> bool:
        if not isinstance(name, str):
            return False
        model, field = self.model, None
        for part in name.split("__"):
            field = model._meta.get_field(part)
            model = field.related_model or model
        return bool(field and field.is_relation)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """No action in bulk but those an admin names itself."""
        return {name: action for name, action in super().get_actions(request).items() if name in (self.actions or ())}

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Nobody writes what he would not see afterwards: the transaction around the page is rolled back."""
        super().save_related(request, form, formsets, change)
        if not self.get_queryset(request).filter(pk=form.instance.pk).exists():
            raise PermissionDenied(_("This would lie outside what you look after; nothing was written."))

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """The history of rows that are seen; of others, as of missing ones, nothing."""
        if self.get_object(request, object_id) is None or not self.may_view(request):
            raise Http404
        if not hasattr(self.model._meta, "simple_history_manager_attribute"):
            return redirect(admin_urlname(self.opts, "change"), object_id)
        return super().history_view(request, object_id, extra_context)

    def get_urls(self) -> list[Any]:
        """Without the page of a former version: it would open rows that are no longer seen."""
        return [url for url in super().get_urls() if not str(url.name or "").endswith("_simple_history")]

    def revert_disabled(self, request: HttpRequest, obj: Any = None) -> bool:
        """History is read, not gone back to."""
        return True

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """The record's own history says it; the admin's second log would keep values beyond the row's life."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """As above."""

    def log_deletions(self, request: HttpRequest, queryset: Any) -> None:
        """As above."""


class WorkflowAdmin(ScopedAdmin):
    """Rows with a state: read here, moved by the engine's own pages."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A state begins with its own page."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """And is moved by its own page."""
        return False
