"""By what the desk is narrowed; it lives in the address."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from members.models import Village


class PeopleFilter(forms.Form):
    """Which of one's villages, and whom of its people."""

    village = forms.CharField(required=False, widget=forms.HiddenInput)
    q = forms.CharField(
        label=_("name or initials"), required=False, max_length=40, widget=forms.TextInput(attrs={"type": "search"})
    )

    def __init__(self, data: Any, villages: list[Village]) -> None:
        super().__init__(data)
        self.full_clean()
        code = self.cleaned_data.get("village")
        first = villages[0] if len(villages) == 1 else None
        self.village = next((village for village in villages if village.code == code), first)

    def applied_to(self, rows: QuerySet) -> QuerySet:
        """Those asked for by name, pinyin or initials."""
        text = self.cleaned_data.get("q")
        return rows.matching(text) if text else rows
