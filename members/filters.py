"""What a list is narrowed by. It lives in the address, so that a link carries it; its choices never reach beyond one's scope."""

from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from members.models import Village
from members.scope import reach

ROWS = 50


class VillageFilter(forms.Form):
    """By village; an app's own filter adds its fields. A value that is not offered narrows nothing."""

    village = forms.ModelChoiceField(
        label=_("village"),
        queryset=Village.objects.none(),
        to_field_name="code",
        required=False,
        empty_label=_("all villages"),
    )

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request.GET)
        self.fields["village"].queryset = Village.objects.visible_to(request.user).order_by("code")
        found = reach(request.user)
        if not (found.everything or len(found.villages) > 1):
            del self.fields["village"]
        self.full_clean()

    def chosen(self, name: str) -> Any:
        """What was asked for under `name`, or None."""
        return self.cleaned_data.get(name) or None

    @property
    def is_narrowing(self) -> bool:
        """Whether anything was asked for: an empty list then says so."""
        return any(self.cleaned_data.values())

    def in_words(self) -> list[tuple[str, str]]:
        """What was asked for, as one reads it: label and choice, for a sheet that says which rows it holds."""
        found = []
        for name, field in self.fields.items():
            if value := self.chosen(name):
                offered = dict(getattr(field, "choices", ())) if isinstance(value, str) else {}
                found.append((str(field.label), str(offered.get(value, value))))
        return found


def page_of(request: HttpRequest, rows: QuerySet, size: int = ROWS) -> Page:
    """The page that the address asks for; the nearest one where it asks for nonsense."""
    return Paginator(rows, size).get_page(request.GET.get("page"))
