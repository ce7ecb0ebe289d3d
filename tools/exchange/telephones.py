"""The telephone in a cell: one mobile number, whatever stands beside it."""

import re
from typing import Any

from django.utils.translation import gettext as _

from tools.exchange import cells
from tools.exchange.cells import CellError, Warn

NOTE = re.compile(rf"\([^()]*\)|{cells.IDEOGRAPH}+:?")
"""Whose telephone it is: (本人), 儿子."""
PLAIN = re.compile("1[0-9]{10}")
"""As most are written: nothing beside it."""
MOBILE = re.compile("(?<![0-9])1[0-9]{10}(?![0-9])")


def mobile(value: Any, warn: Warn) -> str:
    """A mobile number; the first of several; a landline is left out with a remark."""
    if isinstance(value, str) and PLAIN.fullmatch(value):
        return value
    if cells.is_broken(value):
        return cells.optional(value, warn)
    found = cells.text(value).lstrip(cells.APOSTROPHES).removesuffix(".0")
    if found.casefold() in cells.EMPTY:
        return ""
    parts = [_digits(part) for part in re.split(r"[、,，;；/|或]+", found) if part.strip()]
    if (
        len(parts) == 1
        and not _is_phone(parts[0])
        and (bare := _digits(NOTE.sub(" ", found))) != parts[0]
        and _is_phone(bare)
    ):
        warn("phone_note", _("Only the number of this telephone was taken, not what stands beside it."))
        parts = [bare]
    if len(parts) == 1 and not _is_phone(parts[0]) and " " in found:
        apart = [_digits(part) for part in found.split()]
        parts = apart if _is_phone(apart[0]) else parts
    if not any(map(_is_phone, parts)) and len(each := MOBILE.findall(found.replace(" ", ""))) > 1:
        parts = each
    first = next((part for part in parts if PLAIN.fullmatch(part)), parts[0] if parts else "")
    if len(parts) > 1:
        warn("two_phones", _("Two telephones in one cell: the first was taken."))
    if cells.MASK.search(first):
        raise CellError("masked", _("The telephone is masked; write it in full or leave the cell empty."))
    if PLAIN.fullmatch(first):
        return first
    if _is_phone(first):
        warn("landline", _("This is a landline, not a mobile number; it was left out."))
        return ""
    raise CellError("bad_phone", _("A mobile number has 11 digits."))


def _digits(part: str) -> str:
    return re.sub(r"^(?:\+|00)?86(?=1[0-9]{10}$)", "", re.sub(r"[\s\-().]", "", part))


def _is_phone(part: str) -> bool:
    return bool(re.fullmatch(r"1[0-9]{10}|0[0-9]{9,16}|[2-9][0-9]{6,7}|[2-9][0-9]{9}", part))
