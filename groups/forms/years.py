"""The next year's procedure, with last year's days moved on."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from groups.models import Cycle
from tools.workflow.days import DayField

DAYS = (*(f"{step.value}_by" for step in Cycle.Step), "plan_by", "pledge_by")


class YearForm(forms.ModelForm):
    """Year, name, first day, the days of the steps, the last day of the term."""

    class Meta:
        model = Cycle
        fields = ["year", "name", "starts_on", *DAYS, "term_ends_on"]
        field_classes = dict.fromkeys(("starts_on", *DAYS, "term_ends_on"), DayField)

    def __init__(self, *args: Any, before: Cycle | None, **kwargs: Any) -> None:
        self.before = before
        if before:
            year = before.year + 1
            found = {name: a_year_later(getattr(before, name)) for name in (*DAYS, "starts_on", "term_ends_on")}
            found |= {"year": year, "name": before.name.replace(str(before.year), str(year))}
            kwargs["initial"] = found | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)

    def clean_starts_on(self) -> dt.date:
        """After the year before it."""
        day = self.cleaned_data["starts_on"]
        if self.before and day <= self.before.starts_on:
            raise forms.ValidationError(
                _("The year before began on %(day)s; this one begins later.") % {"day": self.before.starts_on}
            )
        return day

    def clean_year(self) -> int:
        """One after the other."""
        year = self.cleaned_data["year"]
        if self.before and year <= self.before.year:
            raise forms.ValidationError(
                _("The newest year is %(year)s; open a later one.") % {"year": self.before.year}
            )
        return year


def a_year_later(day: dt.date | None) -> dt.date | None:
    """The same day of the next year; of the 29th of February the 28th."""
    if day is None:
        return None
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)
