"""What everything that is typed for the public is checked for."""

import re
import unicodedata
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from tools import clock
from tools.upkeep.logs import NUMBERS

APART = re.compile(
    r"(?<![0-9])(?<![0-9][ \-])(?:1[ \-]?[3-9](?:[ \-]?[0-9]){9}|[1-9](?:[ \-]?[0-9]){16}[ \-]?[0-9Xx])(?![ \-]?[0-9])"
)
"""The same numbers as somebody writes them who wants them read: 138-1234-5678, 130284 19570304 1234."""


def without_numbers(text: str) -> str:
    """The text itself, unless a mobile or a citizen's number stands in it: it would be published."""
    written = unicodedata.normalize("NFKC", text or "")
    if found := NUMBERS.search(written) or APART.search(written):
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
