"""The blanks in a notice's words: which there are, how they are filled, how words switch. Pure, without Django.

A template has `{village}` where the village's name goes. Some blanks are filled when the draft is made, others only when the
notice goes up: nobody knows the last day before the first.
"""

import re
from collections.abc import Iterable, Mapping

AT_DRAFT = ("village", "branch", "town", "year")
WHEN_UP = ("count", "from", "to", "days", "phone", "place")
BLANKS = (*AT_DRAFT, *WHEN_UP)
FOUND = re.compile(r"\{\s*([^{}]*?)\s*\}")
BRACES = str.maketrans("｛｝", "{}")
FOR_COMMITTEES = (("村民", "居民"), ("村委会", "居委会"), ("本村", "本社区"))
"""What a residents' committee is told in the place of a villagers' one; 村民代表会议 and 村民委员会 follow from the first."""


def tidy(text: str) -> str:
    """The same text with the braces of a Latin keyboard, without blanks inside them, and with one kind of line break."""
    text = (text or "").translate(BRACES).replace("\r\n", "\n").strip()
    return FOUND.sub(lambda m: "{" + m[1] + "}", text)


def unknown(text: str, known: Iterable[str] = BLANKS) -> list[str]:
    """The blanks that are not `known`, as they are written, each once; a brace without its partner is one of them."""
    known = set(known)
    wrong = ["{" + name + "}" for name in FOUND.findall(text) if name not in known]
    rest = FOUND.sub("", text)
    return list(dict.fromkeys([*wrong, *re.findall(r"[{}]", rest)]))


def filled(text: str, values: Mapping[str, object]) -> str:
    """`text` with those blanks filled of which `values` knows; the others stay as they are."""
    return FOUND.sub(lambda m: str(values[m[1]]) if m[1] in values else m[0], text)


def for_residents(text: str) -> str:
    """The words of a village switched to those of a residents' committee; asked of a template, before names are filled in."""
    for village, committee in FOR_COMMITTEES:
        text = text.replace(village, committee)
    return text
