"""What a cell of the sheets of villages and branches may say: codes, numbers of people, kinds, words for everybody."""

import re
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from members.public import tells_nobody
from tools.exchange import cells
from tools.exchange.cells import CellError, Warn

VILLAGE_KINDS = {"village": "村", "committee": "居委会"}
BRANCH_KINDS = {"village": "村", "committee": "居委会", "school": "学校", "office": "机关", "enterprise": "企业"}
KINDS_SAID = {
    "行政村": "village",
    "村委会": "village",
    "村民委员会": "village",
    "社区": "committee",
    "居民委员会": "committee",
    "居": "committee",
    "农村": "village",
    "村党支部": "village",
    "事业单位": "office",
    "机关单位": "office",
    "非公企业": "enterprise",
    "国企": "enterprise",
}


def clean_code(value: Any, warn: Warn, heading: str) -> str:
    """村代码: twelve digits."""
    found = cells.text(value).replace(" ", "")
    if found and not re.fullmatch("[0-9]{12}", found):
        raise CellError("bad_code", _("Twelve digits."))
    return found


def clean_count(value: Any, warn: Warn, heading: str) -> str:
    """A number of people."""
    found = cells.optional(value, warn).removesuffix("人")
    if found and not re.fullmatch("[0-9]{1,4}", found):
        raise CellError("bad_count", _("Write a whole number."))
    return found.lstrip("0") or found[:1]


def one_of(words: dict[str, str]) -> Callable[[Any, Warn, str], str]:
    """One of a closed list, as the sheet writes it."""
    known = {word: code for code, word in words.items()} | {
        word: code for word, code in KINDS_SAID.items() if code in words
    }

    def clean(value: Any, warn: Warn, heading: str) -> str:
        found = cells.optional(value, warn)
        if found and found not in known:
            raise CellError("bad_choice", _("Write one of: %(words)s.") % {"words": "、".join(words.values())})
        return known.get(found, "")

    return clean


def public(clean: Callable[[Any, Warn, str], str]) -> Callable[[Any, Warn, str], str]:
    """A cell that everybody will read."""

    def cleaned(value: Any, warn: Warn, heading: str) -> Any:
        found = clean(value, warn, heading)
        try:
            tells_nobody(found)
        except ValidationError as error:
            raise CellError("number_told", error.messages[0]) from error
        return found

    return cleaned
