"""A line that somebody composed, read from a cell: its signs stay as they were typed, full-width commas and brackets among them.

`cells.text` folds them, which is right for names, codes and numbers; a sentence of the village would come back changed.
"""

from typing import Any

from django.utils.translation import gettext as _

from tools.exchange import cells
from tools.exchange.cells import CellError, Warn
from tools.exchange.sheets import FORMULA

READ = 2_000
"""Characters of a cell that are looked at; no line that is kept is half as long."""


def squeezed(text: str) -> str:
    """On one line, without what nobody sees, and without the mark that our own CSV sets before what looks like a formula."""
    found = " ".join(text[:READ].translate(cells.CONTROL).split())
    return found[1:] if found.startswith("'") and found[1:2] in FORMULA else found


def line(value: Any, warn: Warn, length: int) -> str:
    """A line of a limited length; empty where the cell says so in words."""
    found = squeezed(value) if isinstance(value, str) and not cells.is_broken(value) else cells.optional(value, warn)
    if found.casefold() in cells.EMPTY:
        return ""
    if len(found) > length:
        raise CellError("too_long", _("Too long: at most %(length)s characters.") % {"length": length})
    return found
