"""By what the desk is narrowed; it lives in the address."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from front.desk.reads import record
from front.desk.reads.progress import Row
from groups.models import Cycle
from members.models import Village
from tools.workflow.days import DayField


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


class ProgressFilter(forms.Form):
    """Which villages: all, or those that have one step of the year still before them."""

    lacking = forms.ChoiceField(
        label=_("villages"), required=False, choices=[("", _("all villages")), *Cycle.Step.choices]
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.full_clean()

    @property
    def step(self) -> str:
        """The step that was asked for, or nothing."""
        return self.cleaned_data.get("lacking") or ""

    def applied_to(self, rows: list[Row]) -> list[Row]:
        """Those that lack it; all where nothing was asked for."""
        return [row for row in rows if self.step in row.lacks] if self.step else rows


class RecordFilter(forms.Form):
    """What of the record of deeds: which kind, from which day to which, by whom."""

    kind = forms.ChoiceField(label=_("kind"), required=False, choices=[("", _("all kinds")), *record.KINDS])
    since = DayField(label=_("from"), required=False)
    until = DayField(label=_("last day"), required=False)
    who = forms.CharField(label=_("account or name"), required=False, max_length=40)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.full_clean()

    @property
    def is_narrowing(self) -> bool:
        """Whether anything was asked for."""
        return any(self.cleaned_data.values())

    def found(self) -> QuerySet:
        """The rows asked for; a day counts whole."""
        asked = self.cleaned_data
        since, until = asked.get("since"), asked.get("until")
        return record.deeds(
            asked.get("kind") or "",
            since and midnight(since),
            until and midnight(until + dt.timedelta(days=1)),
            (asked.get("who") or "").strip(),
        )


def midnight(day: dt.date) -> dt.datetime:
    """The first moment of a day in the township."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
