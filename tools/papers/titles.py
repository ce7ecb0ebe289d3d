"""Titles on paper: a long one is broken into lines of about the same length, never within a number or before a mark."""

import unicodedata

FULL_LINE = 20
"""Characters of 22 points that fit between the margins of A4."""
NEVER_FIRST = "的了着，。、；：）》」』】〕！？"
GOOD_LAST = "年月日和与及、，："


def title_lines(title: str, width: int = FULL_LINE) -> list[str]:
    """`title` in as few lines as fit `width` full-width characters, each about as long as the others."""
    widths = [_width(character) for character in title]
    whole = sum(widths)
    count = -(-whole // width)
    lines, start = [], 0
    for number in range(1, int(count)):
        ideal = whole * number / count
        places = [at for at in range(start + 1, len(title)) if _may_break(title, at) and sum(widths[start:at]) <= width]
        if not places:
            break
        at = min(places, key=lambda at: abs(sum(widths[:at]) - ideal) - 4 * (title[at - 1] in GOOD_LAST))
        lines.append(title[start:at].strip())
        start = at
    return [*lines, title[start:].strip()]


def width_of(text: str) -> float:
    """How many full-width characters `text` is wide."""
    return sum(map(_width, text))


def _width(character: str) -> float:
    return 1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5


def _may_break(title: str, at: int) -> bool:
    before, after = title[at - 1], title[at]
    within = before.isascii() and before.isalnum() and (after.isascii() and after.isalnum() or after in "年月日号")
    return not within and after not in NEVER_FIRST
