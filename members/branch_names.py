"""Branches and villages found by any usual form of their names."""

import difflib
import re
from collections.abc import Iterable
from typing import Any

from members.search import fold

PREFIX = re.compile("^(?:中国共产党|中共)")
SUFFIX = re.compile("(?:党?(?:总支部?|支部)(?:委员会)?|党委|(?<!民)委员会)$")
OF_VILLAGE = re.compile("(?:社区|村)?(?:村民委员会|居民委员会|村民委|居民委|村委会|居委会|村委|居委)$|(?:社区|村)$")
ABOVE_TOWN = "(?:[\u4e00-\u9fff]{1,8}?(?:省|自治区|市|自治州|地区|盟|县|旗|区))*"
"""Province, city and county before a town's name."""
MOST_GUESSES = 200
"""For so many unknown names of one file the nearest are looked for; a file of nothing else is another file."""


class Branches:
    """The branches that a person may name, found by any usual form: 中共南平庄村支部委员会, 南平庄村党支部, 南平庄.

    `town`: the names of the county and of the town, which may stand before.
    """

    def __init__(self, branches: Iterable[Any], town: tuple[str, str] = ("", "")) -> None:
        self._prefix = _prefix([fold(word) for word in town])
        self._exact: dict[str, set[int]] = {}
        self._loose: dict[str, set[int]] = {}
        self.by_pk = {}
        for branch in branches:
            self.by_pk[branch.pk] = branch
            self._exact.setdefault(fold(branch.name), set()).add(branch.pk)
            aliases = [branch.name, *((branch.village.short_name, branch.village.name) if branch.village_id else ())]
            for alias in aliases:
                self._loose.setdefault(self._bare(alias), set()).add(branch.pk)
            if branch.village_id:
                self._loose.setdefault(branch.village.code, set()).add(branch.pk)
        self._found: dict[str, set[int]] = {}
        self._near: dict[str, list[str]] = {}

    def _bare(self, text: str) -> str:
        bare = PREFIX.sub("", re.sub(r"[()《》“”\"·.,，。、\-]", "", fold(text)))
        bare = self._prefix.sub("", bare) or bare
        for ending in (SUFFIX, OF_VILLAGE):
            bare = ending.sub("", bare) or bare
        return bare

    def find(self, text: str) -> set[int]:
        """Keys of the branches that the words may mean."""
        if text not in self._found:
            self._found[text] = self._exact.get(fold(text)) or self._loose.get(self._bare(text)) or set()
        return self._found[text]

    def nearest(self, text: str) -> list[str]:
        """Names that look like it."""
        if text not in self._near and len(self._near) < MOST_GUESSES:
            bare = {self._bare(branch.name): branch.name for branch in self.by_pk.values()}
            near = difflib.get_close_matches(self._bare(text), bare, 2, 0.6)
            self._near[text] = [bare[word] for word in near] or difflib.get_close_matches(
                fold(text), bare.values(), 2, 0.6
            )
        return self._near.get(text, [])


def _prefix(town: list[str]) -> re.Pattern[str]:
    """What may stand before a branch's name: the county's and the town's (both folded), and what is above them."""
    county, name = (re.escape(word) for word in town)
    found = [f"{ABOVE_TOWN}(?:{county[:-1]})?{name}(?:党委|委员会)?"] if name else []
    return re.compile(f"^(?:{'|'.join([*found, county])})")


class Villages:
    """Villages found by code or name: as it is written, else without its ending (吴庄子 is 吴庄子村)."""

    def __init__(self, villages: Iterable[Any]) -> None:
        self._exact: dict[str, set[int]] = {}
        self._loose: dict[str, set[int]] = {}
        for village in villages:
            for word in (village.code, village.short_name, village.name):
                self._exact.setdefault(fold(word), set()).add(village.pk)
                self._loose.setdefault(self._bare(word), set()).add(village.pk)

    def find(self, word: str) -> set[int]:
        """Keys of the villages that the word may mean."""
        return self._exact.get(fold(word)) or self._loose.get(self._bare(word)) or set()

    @staticmethod
    def _bare(word: str) -> str:
        return OF_VILLAGE.sub("", fold(word)) or fold(word)
