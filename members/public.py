"""What everything that is typed for the public is checked for."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from tools import clock
from tools.upkeep.logs import NUMBERS


def without_numbers(text: str) -> str:
    """The text itself, unless a mobile or a citizen's number stands in it: it would be published."""
    if found := NUMBERS.search(text or ""):
        raise forms.ValidationError(
            _("“%(number)s” looks like somebody's telephone or identity number, and this text is public. Take it out.")
            % {"number": found[0]}
        )
    return text


def not_to_come(day: Any) -> Any:
    """The day itself, unless it lies in the future."""
    if day and day > clock.today():
        raise forms.ValidationError(
            _("The day it happened lies in the future; enter the day on which it really happened.")
        )
    return day
