"""Days that a person means: a year of the first millennium or of the tenth is a slip of the hand."""

import datetime as dt

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator


class DayField(forms.DateField):
    """A day of our time, chosen from a calendar."""

    default_validators = [MinValueValidator(dt.date(1900, 1, 1)), MaxValueValidator(dt.date(2199, 12, 31))]
    widget = forms.DateInput(attrs={"type": "date"})
