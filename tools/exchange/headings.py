"""Which row of a sheet holds its headings, and what they mean."""

import re
from dataclasses import dataclass, field
from typing import Any

from tools.exchange.cells import text
from tools.exchange.tables import Sheet

SOUGHT_IN = 10
NUMBERED = re.compile(r"^(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})[.、:]")
"""1.姓名, 三、出生日期."""
BLANKS = re.compile(r"\s+")
IN_BRACKETS = re.compile(r"\([^()]*\)|\[[^][]*\]|【[^】【]*】")
SIMPLIFIED = str.maketrans(
    "別員類黨時間轉號碼電話聯繫職務學歷專長機構屬稱區責現況離備註",
    "别员类党时间转号码电话联系职务学历专长机构属称区责现况离备注",
)
"""The characters of headings that a program of Hongkong or Taiwan writes otherwise."""


@dataclass
class Headings:
    """What the headings of one sheet mean."""

    row: int
    keys: dict[int, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    extra: list[str] = field(default_factory=list)
    duplicates: list[tuple[str, str]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def width(self, sheet: Sheet) -> int:
        """How many columns the rows as far as the headings have."""
        return max((len(values) for number, values in sheet.rows[:SOUGHT_IN] if number <= self.row), default=0)


def fold(value: Any) -> str:
    """A heading as it is compared: without blanks, stars, and what stands in brackets."""
    found = NUMBERED.sub("", BLANKS.sub("", text(value)).translate(SIMPLIFIED))
    found = IN_BRACKETS.sub("", found) or found
    return found.strip("*:：'\"").casefold()


def find(sheet: Sheet, names: dict[str, str], required: list[str]) -> Headings | None:
    """The headings among the first ten rows, on one row or on two; None where there are none.

    `names`: what a folded heading means; with a question mark only where no other column means it (村 beside 所在党支部).
    At least two must be known.
    """
    best, most = None, 1
    rows = sheet.rows[:SOUGHT_IN]
    for position, (number, values) in enumerate(rows):
        one = _read(number, [fold(value) for value in values], values, names)
        if len(one.keys) + len(one.duplicates) > most:
            best, most = one, len(one.keys) + len(one.duplicates)
        if one.keys and position + 1 < len(rows) and rows[position + 1][0] == number + 1:
            two = _read(number + 1, *_joined(values, rows[position + 1][1], names), names)
            goes_on = best is one and len(two.keys) == most and _goes_on(one, values, rows[position + 1][1], names)
            if not two.duplicates and (len(two.keys) > most or goes_on):
                best, most = two, len(two.keys)
    if best:
        best.missing = [key for key in required if key not in best.keys.values()]
    return best


def _goes_on(one: Headings, upper: list[Any], lower: list[Any], names: dict[str, str]) -> bool:
    """Whether the row below a row of headings belongs to it (手机 and 固定电话 under 联系方式) and is nobody's record."""
    outside = (re.sub(r"\([^)]*\)", "", word) for word in map(text, lower))
    if not any(map(text, lower)) or any(re.search("[0-9]", word) for word in outside):
        return False
    under = ((text(upper[column]), text(lower[column])) for column in one.keys if column < len(lower))
    return all(word in ("", above) or fold(word) in names or word.startswith("(") for above, word in under)


def _joined(upper: list[Any], lower: list[Any], names: dict[str, str]) -> tuple[list[str], list[Any]]:
    """Headings on two rows: the lower where it is known, else the upper, else both together (出生 over 年月)."""
    folded, words, over = [], [], ""
    width = max(len(upper), len(lower))
    for above, below in zip(
        [*upper, *[""] * (width - len(upper))], [*lower, *[""] * (width - len(lower))], strict=True
    ):
        over = above or (over if below else "")
        together = f"{text(over)}{text(below)}"
        word = next((w for w in (below, together, above) if w and fold(w) in names), below or above)
        folded.append(fold(word))
        words.append(word)
    return folded, words


def _read(number: int, folded: list[str], values: list[Any], names: dict[str, str]) -> Headings:
    found = Headings(number)
    certain = {names[word] for word in folded if word in names}
    for column, (word, value) in enumerate(zip(folded, values, strict=True)):
        key, shown = names.get(word), text(value)
        if key is not None and key.endswith("?"):
            key = key[:-1] if key[:-1] not in {*certain, *found.keys.values()} else None
        if key is None:
            if word:
                found.extra.append(shown)
        elif key in found.keys.values():
            found.duplicates.append((key, shown))
        else:
            found.keys[column] = key
            found.words[key] = shown
    return found
