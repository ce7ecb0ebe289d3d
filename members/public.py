"""What everything that is typed for the public is checked for: nobody's telephone, citizen's or bank number goes up."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from tools import clock
from tools.workflow.errors import Refused

TELEPHONES = re.compile(
    r"(?<![0-9])(?:1[ \-]?[3-9](?:[ \-]?[0-9]){9}|\(?0[0-9]{2,3}\)?[ \-]*[2-9][0-9]{2,3}[ \-]?[0-9]{4})(?![0-9])"
    r"|(?:电话|手机|热线|拨打|致电|联系方式)[^0-9]{0,6}(?P<local>[2-9][0-9]{2,3}[ \-]?[0-9]{4})(?![0-9])"
)
"""Mobiles, numbers with an area code, and local ones where the words before say what they are."""
LONG = re.compile(r"(?<![0-9])[1-9](?:[ \-]?[0-9]){13,17}(?:[ \-]?[0-9Xx]){1,2}(?![0-9])")
"""Citizens' numbers of 15 and 18 figures, bank cards of 16 to 19, in one piece or in groups."""


SPOKEN = re.compile("[零〇一二三四五六七八九幺]{7,}")
"""A number written out in words, as somebody does who knows that figures are looked for."""
FIGURES = str.maketrans("零〇一二三四五六七八九幺", "001234567891")


def personal_numbers(text: str, official: Iterable[str] = ()) -> list[str]:
    """Telephones that are not `official` (compared by their figures), citizens' and bank numbers, as they are written."""
    written = unicodedata.normalize("NFKC", text or "")
    read = SPOKEN.sub(lambda match: match[0].translate(FIGURES), written)
    known = {_figures(number) for number in official}
    found = [match for match in LONG.finditer(read) if len(_figures(match[0])) >= 15 and not _is_days(match[0])]
    rest = LONG.sub(lambda match: " " * len(match[0]), read) if found else read
    for match in TELEPHONES.finditer(rest):
        number = _figures(match["local"] or match[0])
        if number not in known and not any(one.endswith(number) for one in known):
            found.append(match)
    spans = [match.span("local") if match.re is TELEPHONES and match["local"] else match.span() for match in found]
    return [written[start:end] for start, end in spans]


def named(numbers: Iterable[str]) -> str:
    """Each number with what it seems to be: 手机号“13812345678”、身份证号“…”."""
    return "、".join(f"{_kind(number)}“{number}”" for number in numbers)


def _kind(number: str) -> str:
    figures = _figures(number.translate(FIGURES))
    if re.fullmatch("1[3-9][0-9]{9}", figures):
        return _("a mobile number ")
    if len(figures) < 15:
        return _("a telephone number ")
    born = figures[6:14] if len(figures) == 18 else f"19{figures[6:12]}"
    try:
        is_person = len(figures) in (15, 18) and dt.datetime.strptime(born, "%Y%m%d").year > 1900
    except ValueError:
        is_person = False
    return _("a citizen's number ") if is_person else _("a bank card's or another long number ")


def tells_nobody(text: str) -> None:
    """Validator of every text that everybody will read. Offices' own telephones may stand there. Raises ValidationError, which
    names what was found."""
    if personal_numbers(text) and (found := personal_numbers(text, official_numbers())):
        raise ValidationError(
            _("%(numbers)s does not belong here: everybody can read this text. Take it out.")
            % {"numbers": named(found)},
            code="number_told",
        )


def refuse_told(*texts: str) -> None:
    """The same for what a move makes public: raises `Refused` with what was found in one of the texts."""
    for text in texts:
        try:
            tells_nobody(text)
        except ValidationError as error:
            raise Refused(error.messages[0]) from error


def official_numbers() -> list[str]:
    """The telephones that offices give out: the township's, the urgent ones, the villages'."""
    town = apps.get_model("members.Township").objects.current()
    villages = apps.get_model("members.Village").objects.exclude(phone="").values_list("phone", flat=True)
    return [number for number in (town.phone, *(number for _word, number in town.urgent), *villages) if number]


class PublicText(models.TextField):
    """A text typed by hand that the public reads."""

    default_validators = (tells_nobody,)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """To the database a text as any other."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs


class PublicLine(models.CharField):
    """A line typed by hand that the public reads."""

    default_validators = (tells_nobody,)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """To the database a line as any other."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


def _figures(number: str) -> str:
    return re.sub(r"[^0-9Xx]", "", unicodedata.normalize("NFKC", number))


def _is_days(text: str) -> bool:
    """Two days beside each other are no number: 2026-11-23 2026-11-27."""
    return bool(
        re.fullmatch(r"(?:[12][09][0-9]{2}[ \-][01]?[0-9][ \-][0-3]?[0-9][ \-]?)+|(?:[12][09][0-9]{2}[ \-]?)+", text)
    )


class PublicWords(forms.BaseForm):
    """A form some of whose fields everybody will read, though no model's public field stands behind them."""

    public_words: tuple[str, ...] = ()
    """The names of those fields."""

    def clean(self) -> dict[str, Any]:
        """Each such field says what was found in it; with one of them nothing is kept."""
        cleaned = super().clean()
        for name in self.public_words:
            try:
                tells_nobody(cleaned.get(name) or "")
            except ValidationError as error:
                self.add_error(name, error)
        return cleaned


def not_to_come(day: Any) -> Any:
    """The day itself, unless it lies in the future."""
    if day and day > clock.today():
        raise forms.ValidationError(
            _("The day it happened lies in the future; enter the day on which it really happened.")
        )
    return day
