"""Days that a person means, and how an office says them: a year of the first millennium or of the tenth is a slip of the hand."""

import datetime as dt

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.formats import date_format

from tools import clock


class DayField(forms.DateField):
    """A day of our time, chosen from a calendar."""

    default_validators = [MinValueValidator(dt.date(1900, 1, 1)), MaxValueValidator(dt.date(2199, 12, 31))]
    widget = forms.DateInput(attrs={"type": "date"})


def short_day(day: dt.date) -> str:
    """A day as an office says it: of another year with its year."""
    return date_format(day, "MONTH_DAY_FORMAT" if day.year == clock.today().year else "DATE_FORMAT")
