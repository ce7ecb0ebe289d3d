"""The admin, scoped. Stock admin leaks four ways where only `get_queryset` is narrowed; here each is closed once, for everybody.

1. `list_filter` on a foreign key prints other villages' names: only related rows of one's own list are offered, and nothing
   is looked up by the address but what the filters offer (`?password__startswith=` would guess a column letter by letter).
2. Drop-downs list them: every choice field is narrowed by the related model's `visible_to`.
3. A forged foreign key in a POST is written: what is not among the choices is refused.
4. An own row can be moved out of sight: after the save, inside its transaction, every row written must still be visible
   and still the person's to change.

Rights come from the app (`may_view`, `may_add`, `may_change`), not from Django's table of permissions. Nothing is deleted here
unless an admin says so: history is protected.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import lookup_field
from django.core.exceptions import PermissionDenied
from django.db import models
from django.forms.models import BaseInlineFormSet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from simple_history.admin import SimpleHistoryAdmin
from simple_history.template_utils import HistoricalRecordContextHelper

from tools.history.noted import changed_fields
from tools.workflow.models import Flowing


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


class ScopedFormSet(BaseInlineFormSet):
    """Rows that hang on a row. Django asks of a key that was sent only whether there is such a row anywhere."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """The key of a row is one of those on the page: another's and one that is not there are the same."""
        super().add_fields(form, index)
        if self._pk_field.name in form.fields:
            form.fields[self._pk_field.name].queryset = self.get_queryset()


class ScopedInline(Scoped, admin.TabularInline):
    """Rows that hang on a row, under the same scope."""

    extra = 0
    formset = ScopedFormSet


class MaskedDeltas(HistoricalRecordContextHelper):
    """What changed from one version to the next; what a field masks is masked."""

    def prepare_delta_change_value(self, change: Any, value: Any) -> Any:
        """As it stands on the page of the history."""
        field = self.model._meta.get_field(change.field)
        return field.masked(value) if hasattr(field, "masked") else super().prepare_delta_change_value(change, value)


class ScopedAdmin(Scoped, SimpleHistoryAdmin):
    """A list with search, filters and history, all through one scope."""

    view_on_site = False
    list_per_page = 50
    show_full_result_count = False
    object_history_list_template = "admin/history_list.html"
    change_list_template = "admin/records_list.html"

    def links(self, request: HttpRequest) -> Iterable[tuple[str, str]]:
        """What else can be done with such rows, above the list: pairs of an address and its words."""
        return ()

    def has_module_permission(self, request: HttpRequest) -> bool:
        """The app is listed where one of its kinds may be seen."""
        return self.may_view(request)

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        """A filter on a foreign key offers only what the person's own rows point to."""
        offered = super().get_list_filter(request)
        return [(name, admin.RelatedOnlyFieldListFilter) if self._is_relation(name) else name for name in offered]

    def _is_relation(self, name: Any) -> bool:
        if not isinstance(name, str):
            return False
        model, field = self.model, None
        for part in name.split("__"):
            field = model._meta.get_field(part)
            model = field.related_model or model
        return bool(field and field.is_relation)

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """Only what the filters offer; Django would let the address ask for any column of the row."""
        offered = [item if isinstance(item, str) else item[0] for item in self.get_list_filter(request)]
        inside = any(lookup == name or lookup.startswith(f"{name}__") for name in offered)
        return inside and super().lookup_allowed(lookup, value, request)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """No action in bulk but those an admin names itself."""
        return {name: action for name, action in super().get_actions(request).items() if name in (self.actions or ())}

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """With the links to what else can be done; called by what it lists, not by “select one to change”."""
        context = {"links": self.links(request), "title": self.opts.verbose_name_plural}
        return super().changelist_view(request, context | (extra_context or {}))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Nobody writes what he would not see or could not change afterwards: the page's transaction is rolled back."""
        super().save_related(request, form, formsets, change)
        saved = self.get_queryset(request).filter(pk=form.instance.pk).first()
        stays = saved is not None and self.may_change(request, saved)
        for formset in formsets:
            rows = [*formset.new_objects, *(row for row, _fields in formset.changed_objects)]
            stays = stays and all(type(row)._default_manager.visible_to(request.user).filter(pk=row.pk) for row in rows)
        if not stays:
            raise PermissionDenied(_("This would lie outside what you look after; nothing was written."))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Only rows that the person sees; what rests on them is said to be there and not named, since it may be another's."""
        own = list(self.get_queryset(request).filter(pk__in=[obj.pk for obj in objs]))
        to_delete, counts, lacking, protected = super().get_deleted_objects(own, request)
        return to_delete, counts, lacking, [_("other records that rest on it")] if protected else []

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponse:
        """What is not there and what is another's are the same 404."""
        raise Http404

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """The history of a row that is seen: its versions, its trail where it has states, or the admin's own log of it."""
        obj = self.get_object(request, object_id)
        if obj is None or not self.may_view(request):
            raise Http404
        if isinstance(obj, Flowing):
            return redirect(obj.get_absolute_url())
        if self._keeps_versions():
            return super().history_view(request, object_id, extra_context)
        return admin.ModelAdmin.history_view(self, request, object_id, extra_context)

    @property
    def object_history_template(self) -> str:
        """Each kind of history has its own page."""
        return "simple_history/object_history.html" if self._keeps_versions() else "admin/object_history.html"

    def get_historical_record_context_helper(
        self, request: HttpRequest, historical_record: Any
    ) -> HistoricalRecordContextHelper:
        """With masks."""
        return MaskedDeltas(self.model, historical_record)

    def _keeps_versions(self) -> bool:
        return hasattr(self.model._meta, "simple_history_manager_attribute")

    def get_urls(self) -> list[Any]:
        """Without the page of a former version: it would open rows that are no longer seen."""
        return [url for url in super().get_urls() if not str(url.name or "").endswith("_simple_history")]

    def revert_disabled(self, request: HttpRequest, obj: Any = None) -> bool:
        """History is read, not gone back to."""
        return True

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """A record with versions says it itself: a second log would keep values beyond the row's life."""
        if not self._keeps_versions():
            super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> None:
        """As above."""
        if not self._keeps_versions():
            super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: Any) -> None:
        """As above."""
        if not self._keeps_versions():
            super().log_deletions(request, queryset)

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        """Fields by the names that stand on the page: Django notes them in the language of the source."""
        return "" if add else changed_fields(form)

    def column_words(self, name: str, obj: models.Model) -> str:
        """What the list shows of `obj` under the column `name`, as plain text."""
        field, _attribute, value = lookup_field(name, obj, self)
        if field is not None and field.flatchoices:
            value = dict(field.flatchoices).get(value, value)
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        return "" if value is None else str(value)


class WorkflowAdmin(ScopedAdmin):
    """Rows with a state: read here, moved by the engine's own pages."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A state begins with its own page."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """And is moved by its own page."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What has a state has a trail, and stays."""
        return False
