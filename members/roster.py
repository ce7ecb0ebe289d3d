"""The words of a roster: headings' values, names of branches in all their forms, and the citizen's number that is never kept."""

import datetime as dt
import difflib
import hashlib
import hmac
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from members.partial_dates import shown
from members.search import fold
from tools import clock
from tools.exchange import cells
from tools.exchange.cells import CellError, Warn

Clean = Callable[[Any, Warn, str], Any]

SEX = {"male": "男", "female": "女"}
CATEGORY = {"formal": "正式党员", "probationary": "预备党员"}
PRESENCE = {"here": "在村", "seasonal": "季节性外出", "long": "常年外出", "away": "外出"}
OFFICE = {
    "secretary": "支部书记",
    "acting": "主持工作",
    "deputy": "支部副书记",
    "committee": "支部委员",
    "head": "村委会主任",
    "village_committee": "村委会委员",
    "both": "两委成员",
    "supervisor": "监委会成员",
}
SAID = {
    "sex": {"男性": "male", "女性": "female"},
    "category": {"正式": "formal", "预备": "probationary", "中共党员": "formal", "中共预备党员": "probationary"},
    "presence": {
        "在家": "here",
        "常住": "here",
        "不外出": "here",
        "未外出": "here",
        "在本村": "here",
        "季节外出": "seasonal",
        "季节性": "seasonal",
        "短期外出": "seasonal",
        "长期": "long",
        "长期外出": "long",
        "外出务工": "away",
        "流动": "away",
        "流动党员": "away",
        "不在村": "away",
    },
    "office": {
        "书记": "secretary",
        "党支部书记": "secretary",
        "村支部书记": "secretary",
        "村党支部书记": "secretary",
        "副书记": "deputy",
        "党支部副书记": "deputy",
        "委员": "committee",
        "党支部委员": "committee",
        "组织委员": "committee",
        "宣传委员": "committee",
        "纪检委员": "committee",
        "支委": "committee",
        "支部委员会委员": "committee",
        "统战委员": "committee",
        "主任": "head",
        "村主任": "head",
        "村民委员会主任": "head",
        "居委会主任": "head",
        "居民委员会主任": "head",
        "村委": "village_committee",
        "村委会副主任": "village_committee",
        "居委会委员": "village_committee",
        "居委会副主任": "village_committee",
        "两委委员": "both",
        "两委班子成员": "both",
        "两委": "both",
        "监委会主任": "supervisor",
        "监委主任": "supervisor",
        "监委成员": "supervisor",
        "村监委会主任": "supervisor",
        "村务监督委员会主任": "supervisor",
        "村务监督委员会成员": "supervisor",
        "村委委员": "village_committee",
        "主持支部工作": "acting",
    },
}
WORDS = {"sex": SEX, "category": CATEGORY, "presence": PRESENCE}
NO_OFFICE = frozenset({"党员", "普通党员", "群众", "正式党员", "预备党员"})
AWAY_ASKED = re.compile("外出|流动")
PREFIX = re.compile("^(?:中国共产党|中共)")
SUFFIX = re.compile("(?:党支部委员会|支部委员会|党总支委员会|党总支|党支部|支部|党委|委员会)$")
MOST_GUESSES = 200
"""For so many unknown names of one file the nearest are looked for; a file of nothing else is another file."""
OF_VILLAGE = re.compile("(?:村民委员会|居民委员会|村民委|居民委|村委会|居委会|村委|居委|社区|村)$")


def clean_name(value: Any, warn: Warn, heading: str) -> str:
    """姓名."""
    return cells.name(value, warn)


def clean_date(value: Any, warn: Warn, heading: str) -> str:
    """出生日期, 入党日期, 转正日期."""
    return cells.partial_date(value, warn)


def clean_phone(value: Any, warn: Warn, heading: str) -> str:
    """手机号码."""
    return cells.mobile(value, warn)


def clean_words(value: Any, warn: Warn, heading: str) -> list[str]:
    """特长: several words, whichever sign stands between them."""
    return sorted(cells.several(value, warn, 40))


def up_to(length: int) -> Clean:
    """Free text of a limited length."""
    return lambda value, warn, heading: cells.short(value, warn, length)


def clean_nation(value: Any, warn: Warn, heading: str) -> str:
    """民族: 汉 is 汉族."""
    found = cells.INNER_BLANK.sub("", cells.short(value, warn, 20))
    return f"{found}族" if found and not found.endswith("族") and len(found) <= 4 else found


def one_of(key: str, words: dict[str, str]) -> Clean:
    """One of a closed list, as the sheet writes it."""
    known = {word: code for code, word in words.items()} | SAID[key]

    def clean(value: Any, warn: Warn, heading: str) -> str:
        found = fold(cells.text(value))
        if found in cells.EMPTY and not isinstance(value, bool):
            return ""
        if key == "presence" and cells.is_broken(value):
            return cells.optional(value, warn)
        if key == "presence" and found in ("是", "否"):
            is_away = (found == "是") == bool(AWAY_ASKED.search(heading))
            return "away" if is_away else "here"
        if found not in known:
            raise CellError("bad_choice", _("Write one of: %(words)s.") % {"words": "、".join(words.values())})
        return known[found]

    return clean


def clean_offices(value: Any, warn: Warn, heading: str) -> list[str]:
    """党内职务, perhaps several; what is not known is left out."""
    known = {word: code for code, word in OFFICE.items()} | SAID["office"]
    found = []
    for word in cells.several(str(value).replace("兼", "、") if isinstance(value, str) else value, warn, 200):
        if code := known.get(fold(word)):
            found.append(code)
        elif fold(word) not in NO_OFFICE:
            warn(
                "office_unknown",
                _("This office is not known and was left out; write one of: %(words)s.")
                % {"words": "、".join(OFFICE.values())},
            )
    return sorted(set(found))


def clean_number(value: Any, warn: Warn, heading: str) -> str:
    """公民身份号码: only its keyed hash, and what it says of birth and sex, go on from here: `hash birth sex`.

    Where the check digit is wrong, birth and sex are not believed: `hash`.
    """
    number = cells.citizen_number(value, warn)
    if not number:
        return ""
    hashed = hash_of(number)
    if not cells.check_digit_fits(number):
        return hashed
    try:
        born = dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14])).isoformat()
    except ValueError as error:
        raise CellError("bad_number", _("The day of birth in this number does not exist.")) from error
    return f"{hashed} {born} {'male' if int(number[16]) % 2 else 'female'}"


def clean_row_id(value: Any, warn: Warn, heading: str) -> str:
    """Our own hidden column."""
    return cells.text(value).lower()


def dated(key: str) -> Callable[[Any], str]:
    """A date of a member, as it goes out."""
    return lambda member: shown(getattr(member, key))


def worded(key: str) -> Callable[[Any], str]:
    """One of a closed list, as it goes out."""
    return lambda member: WORDS[key].get(getattr(member, key), "")


def offices_held(member: Any) -> str:
    """The offices that a member (of `with_sheet`) holds today, as they go out."""
    today = clock.today()
    held = [o.kind for o in member.sheet_offices if (o.ends_on or today) >= today >= (o.starts_on or today)]
    return "、".join(OFFICE[kind] for kind in OFFICE if kind in held)


def hash_of(number: str) -> str:
    """By which the same person is recognised; without the key nothing can be learnt from it."""
    return hmac.new(settings.ID_HASH_KEY.encode(), number.encode(), hashlib.sha256).hexdigest()


class Branches:
    """The branches that a person may name, found by any usual form: 中共南平庄村支部委员会, 南平庄村党支部, 南平庄."""

    def __init__(self, branches: Iterable[Any], town: Iterable[str] = ()) -> None:
        self._town = [fold(word) for word in town if word]
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
        for word in self._town:
            bare = bare.removeprefix(word)
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
            self._near[text] = difflib.get_close_matches(
                fold(text), [branch.name for branch in self.by_pk.values()], 2, 0.6
            )
        return self._near.get(text, [])


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
