"""What everything that is typed for the public is checked for."""

import re
import unicodedata
from collections.abc import Iterable
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


TELEPHONES = re.compile(
    r"(?<![0-9])(?:1[ \-]?[3-9](?:[ \-]?[0-9]){9}|\(?0[0-9]{2,3}\)?[ \-]*[2-9][0-9]{2,3}[ \-]?[0-9]{4})(?![0-9])"
    r"|(?:电话|手机|热线|拨打|致电|联系方式)[^0-9]{0,6}(?P<local>[2-9][0-9]{2,3}[ \-]?[0-9]{4})(?![0-9])"
)
"""Mobiles, numbers with an area code, and local ones where the words before say what they are."""
LONG = re.compile(r"(?<![0-9])[1-9](?:[ \-]?[0-9]){13,17}(?:[ \-]?[0-9Xx]){1,2}(?![0-9])")
"""Citizens' numbers of 15 and 18 figures, bank cards of 16 to 19, in one piece or in groups."""


def personal_numbers(text: str, official: Iterable[str] = ()) -> list[str]:
    """Telephones that are not `official` (compared by their figures), citizens' and bank numbers, as they are written."""
    written = unicodedata.normalize("NFKC", text or "")
    known = {_figures(number) for number in official}
    found = [match[0] for match in LONG.finditer(written) if len(_figures(match[0])) >= 15 and not _is_days(match[0])]
    rest = LONG.sub(" ", written) if found else written
    for match in TELEPHONES.finditer(rest):
        number = match["local"] or match[0]
        if _figures(number) not in known and not any(_figures(one).endswith(_figures(number)) for one in known):
            found.append(number)
    return found


def _figures(number: str) -> str:
    return re.sub(r"[^0-9Xx]", "", unicodedata.normalize("NFKC", number))


def _is_days(text: str) -> bool:
    """Two days beside each other are no number: 2026-11-23 2026-11-27."""
    return bool(
        re.fullmatch(r"(?:[12][09][0-9]{2}[ \-][01]?[0-9][ \-][0-3]?[0-9][ \-]?)+|(?:[12][09][0-9]{2}[ \-]?)+", text)
    )


class PublicWords(forms.BaseForm):
    """A form some of whose fields everybody will read: nobody's telephone, citizen's or bank number stands in them."""

    public_words: tuple[str, ...] = ()
    """The names of those fields."""

    def official_numbers(self) -> Iterable[str]:
        """Telephones that may stand there, because offices give them out."""
        return ()

    def clean(self) -> dict[str, Any]:
        """Each such field says what was found in it; with one of them nothing is kept."""
        cleaned = super().clean()
        for name in self.public_words:
            if found := personal_numbers(cleaned.get(name) or "", self.official_numbers()):
                self.add_error(
                    name,
                    _(
                        "“%(number)s” looks like somebody's telephone, identity or bank number, and this text is public. "
                        "Take it out."
                    )
                    % {"number": "”、“".join(found)},
                )
        return cleaned


def not_to_come(day: Any) -> Any:
    """The day itself, unless it lies in the future."""
    if day and day > clock.today():
        raise forms.ValidationError(
            _("The day it happened lies in the future; enter the day on which it really happened.")
        )
    return day
