"""Dates as a roster knows them: a year, a month or a day. Kept as the text '1957', '1957-03' or '1957-03-04'.

The length is the precision, so nothing is invented, text order is time order, and what was given is what is printed.
"""

import datetime as dt
import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

SHAPE = re.compile(r"([12][0-9]{3})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def validate(text: str) -> None:
    """Raise ValidationError unless `text` is a possible year, month or day."""
    found = SHAPE.fullmatch(text)
    try:
        if not found:
            raise ValueError
        earliest(text)
    except ValueError as error:
        raise ValidationError(_("%(text)s is no date; write 1957, 1957-03 or 1957-03-04.") % {"text": text}) from error


def earliest(text: str) -> dt.date:
    """The first day that `text` may mean."""
    year, month, day = SHAPE.fullmatch(text).groups()
    return dt.date(int(year), int(month or 1), int(day or 1))


def agrees(one: str, other: str) -> bool:
    """Whether two dates may be the same: the coarser is the beginning of the finer."""
    return one.startswith(other) or other.startswith(one)


def shown(text: str) -> str:
    """As it stands on paper: 1957.03.04, 1957.03 or 1957."""
    return text.replace("-", ".")


def year_of(text: str) -> str:
    """The year alone, for those who need no more; empty where nothing is known."""
    return text[:4]


class PartialDateField(models.CharField):
    """A date known to the year, the month or the day."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 10)
        super().__init__(*args, **kwargs)
        self.validators = [*self.validators, validate]

    def in_words(self, value: str) -> str:
        """As it stands on paper."""
        return shown(value)
