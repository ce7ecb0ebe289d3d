"""What a cell of a sheet may mean. Pure: a value goes in, a plain text comes out, or a CellError that says why not.

`warn(code, message)` takes what is worth a remark but stops nothing. Digits are `[0-9]` after NFKC, so that full-width
ones are read and nothing else is taken for a digit.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

Warn = Callable[[str, str], None]
EMPTY = frozenset(
    ["", *"无-–—―─/\\空", "——", "———", "--", "---", "//", "none", "null", "n/a", "不详", "暂无", "没有", "未知", "无电话",
     "无手机"]
)  # fmt: skip
ERRORS = re.compile(r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA|#+)", re.IGNORECASE)
CONTROL = dict.fromkeys(
    (*range(9), *range(14, 32), *range(127, 160), 0xAD, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F),
     *range(0x2060, 0x2070), *range(0xFE00, 0xFE10), 0xFEFF)
)  # fmt: skip
"""What nobody sees: control characters, soft hyphens, joiners, marks of direction and of variants."""
DITTO = frozenset(["同上", "〃", "″", '"', "“", "”", "''", "//", "′′"])
"""What says that a cell means what the one above it means."""
CODED = re.compile(r"^[0-9]{1,2}\s*[.、:\-—_]?\s*(?=[^0-9\s.])")
"""The number of a word in a list of codes: 1-男, 01 正式党员."""
QUOTED = re.compile("'[=+\\-@]")
"""How our own CSV writes what a spreadsheet program would take for a formula."""
MASK = re.compile(r"[*×○●□■?_#※\ufffd]|[Xx]{2,}")
IDEOGRAPH = "[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3007\U00020000-\U0003ffff]"
INNER_BLANK = re.compile(rf"(?<={IDEOGRAPH})\s+(?={IDEOGRAPH})")
MASKED_NAME = re.compile(rf".某{{1,2}}|{IDEOGRAPH}+[Xx]")
MIDDLE_DOT = re.compile(r"\s*[·•‧・∙⋅᛫⸱ꞏ.。]\s*")
DECOMPOSED = str.maketrans("˙ㆍ", "··")
"""Middle dots that NFKC would take for something else."""
PLAIN_NAME = re.compile("[\u4e00-\u67cf\u67d1-\u9fff]{2,4}")
"""As most are written, of characters that mean nothing else; 某 (U+67D0) masks one."""
NO_NAME = re.compile(r"[0-9:;,、，/|\\<>=&@+!%]")
LIST = re.compile(rf"[、,;/|。\n\r\t]+|\s{{2,}}|(?<={IDEOGRAPH})\s+(?={IDEOGRAPH})")
APOSTROPHES = "'‘’`"
"""How somebody forces a text in a spreadsheet."""
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
OF_EXCEL = 32_767
"""Characters that a cell of a spreadsheet program can hold."""
LONGEST = 500
"""Characters of a cell that are looked at: more than any column takes, so that a longer one is refused all the same. A file of
megabytes in one cell would keep the patterns busy for minutes.
"""


class CellError(Exception):
    """A cell that cannot be taken. `choices`: what it may have meant, where a person can say which."""

    def __init__(self, code: str, message: str, choices: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.code, self.message, self.choices = code, message, choices


def text(value: Any) -> str:
    """The cell as one line of text: NFKC, no control characters, outer blanks gone, a whole number without `.0`."""
    if isinstance(value, str):
        return _known_line(value) if len(value) < 30 else _line(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    return _line(str(value))


def as_written(value: Any) -> str | float:
    """A cell as it may be written again. The number 1985.1 stays a number: as a text it would mean January alone."""
    if isinstance(value, float) and not value.is_integer() and abs(value) < 1e15:
        return value
    return value if isinstance(value, str) else text(value)


def _line(value: str) -> str:
    if len(value) > LONGEST:
        value = " ".join(value[:OF_EXCEL].split())[: 4 * LONGEST].translate(CONTROL)[:LONGEST]
    found = " ".join(unicodedata.normalize("NFKC", value)[: 4 * LONGEST].translate(CONTROL).split())[:LONGEST]
    return found[1:] if QUOTED.match(found) else found


# Most cells of a column say one of a few things.
_known_line = lru_cache(maxsize=4_096)(_line)


def is_broken(value: Any) -> bool:
    """Whether a formula left TRUE or an error instead of a value."""
    return isinstance(value, bool) or (
        isinstance(value, str) and "#" in text(value) and bool(ERRORS.fullmatch(text(value)))
    )


def optional(value: Any, warn: Warn) -> str:
    """Text; empty where the cell says so in words, or (with a remark) where it holds an error."""
    if is_broken(value):
        warn("error_cell", _("The cell holds an error and was left out."))
        return ""
    found = text(value)
    return "" if found.casefold() in EMPTY else found


def short(value: Any, warn: Warn, length: int) -> str:
    """Optional text of a limited length."""
    found = optional(value, warn)
    if len(found) > length:
        raise CellError("too_long", _("Too long: at most %(length)s characters.") % {"length": length})
    return found


def name(value: Any, warn: Warn, length: int = 60) -> str:
    """A person's name: blanks inside a Chinese one go, every middle dot becomes the same."""
    if isinstance(value, str) and PLAIN_NAME.fullmatch(value) and value not in EMPTY:
        return value
    if is_broken(value) or text(value).upper() in ("TRUE", "FALSE"):
        raise CellError("bad_name", _("This is no name: the cell holds TRUE or an error."))
    written = text(value.translate(DECOMPOSED) if isinstance(value, str) else value)
    found = INNER_BLANK.sub("", written)
    if found.casefold() in EMPTY:
        raise CellError("required", _("The name is missing."))
    if MASK.search(found) or MASKED_NAME.fullmatch(found):
        raise CellError("masked", _("The name is masked; write it in full."))
    if re.search(IDEOGRAPH, found):
        found = MIDDLE_DOT.sub("·", found)
    if NO_NAME.search(found) or not re.search(r"\w", found):
        raise CellError("bad_name", _("This is no name."))
    if len(found) > length:
        raise CellError("too_long", _("Too long: at most %(length)s characters.") % {"length": length})
    return found


def citizen_number(value: Any, warn: Warn) -> str:
    """An 18-digit citizen's number; empty where none can be used. The value never appears in a message."""
    if is_broken(value):
        return optional(value, warn)
    lost = _("Excel has turned the last digits of this number into 0; set the column to text and type it again.")
    if isinstance(value, int | float) and abs(value) >= 1e15:
        raise CellError("number_lost_digits", lost)
    found = re.sub(r"[\s\-]", "", text(value)).upper().lstrip("'")
    if found.casefold() in EMPTY:
        return ""
    if re.fullmatch(r"[0-9](?:\.[0-9]+)?E\+?[0-9]+", found):
        raise CellError("number_lost_digits", lost)
    if re.search(r"[*×○●□■?_]|X{2,}", found):
        raise CellError("masked", _("The citizen's number is masked; write it in full or leave the cell empty."))
    if re.fullmatch("[0-9]{15}", found):
        warn("number_15", _("A number of 15 digits is taken, but nobody is recognised by it."))
        return ""
    if not re.fullmatch("[0-9]{17}[0-9X]", found):
        raise CellError("bad_number", _("A citizen's number has 18 digits."))
    if not check_digit_fits(found):
        if found.endswith("000"):
            raise CellError("number_lost_digits", lost)
        warn("number_check_digit", _("The check digit of this number is wrong; compare it with the identity card."))
    return found


def check_digit_fits(number: str) -> bool:
    """Whether the last character of an 18-digit number follows from the others."""
    return (
        "10X98765432"[sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False)) % 11]
        == number[17]
    )


def several(value: Any, warn: Warn, length: int) -> list[str]:
    """Words that stand in one cell, each once, in their order."""
    if isinstance(value, str) and len(value) > LONGEST:
        raise CellError("too_long", _("Too long: at most %(length)s characters.") % {"length": LONGEST})
    words = [part.strip() for part in LIST.split(_lines(value, warn)) if part.strip()]
    words = [word for word in dict.fromkeys(words) if word.casefold() not in EMPTY]
    if any(len(word) > length for word in words):
        raise CellError("too_long", _("Too long: at most %(length)s characters.") % {"length": length})
    return words


def _lines(value: Any, warn: Warn) -> str:
    """Text in which the lines of the cell are still apart."""
    if isinstance(value, str):
        return "\n".join(optional(line, warn) for line in value.splitlines())
    return optional(value, warn)
