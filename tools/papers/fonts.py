"""Whether the fonts of this machine have every character of a paper: asked before it is printed, not seen on the wall."""

import logging
import threading
import unicodedata
from html import escape

from django.templatetags.static import static

from tools.papers.pdf import drawn_pdf

FAR = 0x20000
"""From here on characters have four bytes, and many an office PC has no font for them."""
_known: dict[str, bool] = {}
_one_at_a_time = threading.Lock()


class _Unprintable(logging.Handler):
    """Hears which characters WeasyPrint had to draw as an empty box: it warns of them. The settings keep these warnings from the
    console, and must not keep them from here."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        if ".notdef" in str(record.msg) and isinstance(record.args, tuple):
            self.found.add(chr(record.args[-1]))


def unprintable(text: str) -> str:
    """The characters of `text` that no installed font has, each once; NoPdfHere where this machine makes no PDF.

    A character is asked for once as long as the process lives: whoever installs a font starts the product anew.
    """
    asked = {character for character in text if _is_drawn(character)}
    if new := sorted(asked - _known.keys()):
        with _one_at_a_time:
            _ask(new)
    return "".join(dict.fromkeys(character for character in text if not _known.get(character, True)))


def far_characters(text: str) -> str:
    """The characters of `text` that an office PC may have no font for: to be looked at in the browser's print preview."""
    return "".join(dict.fromkeys(character for character in text if ord(character) >= FAR))


def _is_drawn(character: str) -> bool:
    """Whether it is a sign on paper: no blank, no control, no selector of a variant; one made by the office itself is."""
    selects = 0xFE00 <= ord(character) <= 0xFE0F or 0xE0100 <= ord(character) <= 0xE01EF
    return not selects and unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Zs", "Zl", "Zp")


def _ask(characters: list[str]) -> None:
    heard, log = _Unprintable(), logging.getLogger("weasyprint")
    log.addHandler(heard)
    try:
        rows = "".join(f"<p>{escape(character)}</p>" for character in characters)
        drawn_pdf(f'<link rel="stylesheet" href="{static("css/paper.css")}">{rows}')
    finally:
        log.removeHandler(heard)
    _known.update({character: character not in heard.found for character in characters})
