"""A year's holidays, as a clerk types or pastes them."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from notices import plan
from notices.models import CalendarYear

Days = Mapping[dt.date, tuple[bool, str]]


class CalendarForm(forms.Form):
    """The plan of a year in words; what is not understood is named."""

    plan = forms.CharField(
        label=_("the year's holidays and make-up days"), required=False, max_length=5000,
        widget=forms.Textarea(attrs={"rows": 9, "placeholder": _("National Day: 10月1日至7日放假，10月10日上班")}),
        help_text=_("One holiday a line, or the State Council's whole text as it was published: 国庆节：10月1日至7日放假，"
                    "9月27日、10月10日上班. What is in brackets is left out."),
    )  # fmt: skip
    provisional = forms.BooleanField(
        label=_("No plan is published yet: count weekdays only for the time being"), required=False,
        help_text=_("Periods that run keep the last day that they were given; the township is reminded to enter the plan."),
    )  # fmt: skip
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, year: int, rows: Days, known: CalendarYear | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.year, self.days = year, {}
        written = plan.written(rows)
        self.fields["plan"].initial = self.fields["seen"].initial = written
        self.fields["provisional"].initial = bool(known and known.provisional)

    def clean(self) -> dict[str, Any]:
        """Every clause with a day in it is understood; there are days, or the year is counted by weekdays for the time being."""
        cleaned = super().clean()
        found = plan.read(cleaned.get("plan", ""), self.year)
        for fault in found.faults:
            self.add_error("plan", _sentence(fault, self.year))
        if "plan" in cleaned and not found.faults and not found.days and not cleaned.get("provisional"):
            self.add_error("plan", _t("No day off is named here. Type the plan, or tick that none is published yet."))
        if found.days and cleaned.get("provisional"):
            self.add_error("provisional", _t("A plan is typed in: then it counts, and weekdays alone do not."))
        self.days = found.days
        return cleaned


def _sentence(fault: plan.Fault, year: int) -> str:
    sentences = {
        "not_understood": _t("“%(text)s” was not understood. Write it like 10月1日至7日放假 or 10月10日上班."),
        "no_such_day": _t("“%(text)s”: there is no such day. Write month and day, like 10月1日."),
        "other_year": _t("“%(text)s” is not of %(year)s."),
        "backwards": _t(
            "“%(text)s” runs backwards or over more than three weeks. Where it goes over New Year, write both years."
        ),
        "both": _t("“%(text)s” is a day off and a working day at once."),
        "weekday": _t(
            "“%(text)s” is a weekday and worked anyhow; only Saturdays and Sundays are make-up days. Check the day."
        ),
        "count": _t("“%(text)s”, but the days before it are %(days)s. Check them."),
    }
    return sentences[fault.why] % {"text": fault.text, "year": year, "days": fault.days}
