"""The words of a roster: what its cells may say, and the citizen's number that is never kept."""

import datetime as dt
import hashlib
import hmac
import re
from collections import defaultdict
from collections.abc import Callable, Collection
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from members.search import fold
from tools.exchange import cells, dates, telephones
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
    "sex": {"男性": "male", "女性": "female", "m": "male", "f": "female"},
    "category": {
        "正式": "formal",
        "预备": "probationary",
        "中共党员": "formal",
        "中共正式党员": "formal",
        "党员(正式)": "formal",
        "党员(预备)": "probationary",
        "中共预备党员": "probationary",
        "中国共产党正式党员": "formal",
        "中国共产党党员": "formal",
        "中国共产党预备党员": "probationary",
    },
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
        "在外": "away",
        "外出打工": "away",
        "在外打工": "away",
        "在外务工": "away",
        "常年在外": "long",
        "长年外出": "long",
        "常年外出务工": "long",
        "长期在外": "long",
    },
    "office": {
        "书记": "secretary",
        "支书": "secretary",
        "村支书": "secretary",
        "副支书": "deputy",
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
BEHIND = re.compile(r"\([^()]*\)$")
YES, NO = frozenset({"是", "√", "✓", "✔"}), frozenset({"否", "不是", "×"})
WORDS = {"sex": SEX, "category": CATEGORY, "presence": PRESENCE}
NO_OFFICE = frozenset({"党员", "普通党员", "群众", "正式党员", "预备党员"})
BESIDE_NAME = re.compile(
    r"\s*\((?:男|女|男性|女性|正式|预备|正式党员|预备党员|流动|流动党员|外出|(?:曾用名|原名|又名|别名|小名)[^()]*)\)$|同志$"
)
"""What another column tells, or none."""
GONE = re.compile(r"\((?:已?故|去世|已去世|死亡|已转出|转出|除名|开除)\)")
"""Who is no longer here."""
AWAY_ASKED = re.compile("外出|流动")


def clean_name(value: Any, warn: Warn, heading: str) -> str:
    """姓名, without the sex or the standing that some write behind it in brackets."""
    found = cells.name(value, warn)
    if GONE.search(found):
        message = _("This person has died or left; take the row out, or record the leaving on the member's own page.")
        raise CellError("has_left", message)
    if bare := BESIDE_NAME.sub("", found):
        if bare != found:
            warn("name_note", _("Only the name was taken, not what stands beside it."))
        return bare
    return found


def clean_date(value: Any, warn: Warn, heading: str) -> str:
    """出生日期, 入党日期, 转正日期."""
    return dates.partial_date(value, warn)


def clean_phone(value: Any, warn: Warn, heading: str) -> str:
    """手机号码."""
    return telephones.mobile(value, warn)


def clean_words(value: Any, warn: Warn, heading: str) -> list[str]:
    """特长: several words, whichever sign stands between them."""
    return sorted(cells.several(value, warn, 40))


def up_to(length: int) -> Clean:
    """Free text of a limited length."""
    return lambda value, warn, heading: cells.short(value, warn, length)


def clean_nation(value: Any, warn: Warn, heading: str) -> str:
    """民族: 汉 is 汉族."""
    found = cells.short(value, warn, 20)
    if not re.search(cells.IDEOGRAPH, found):
        return found
    found = fold(found)
    return f"{found}族" if len(found) <= 4 and not found.endswith("族") and found not in ("其他", "其它") else found


def one_of(key: str, words: dict[str, str]) -> Clean:
    """One of a closed list, as the sheet writes it."""
    known = {word: code for code, word in words.items()} | SAID[key]

    def clean(value: Any, warn: Warn, heading: str) -> str:
        found = fold(cells.text(value))
        if found in cells.EMPTY and not isinstance(value, bool):
            return ""
        if key == "presence" and cells.is_broken(value):
            return cells.optional(value, warn)
        if key == "presence" and found in YES | NO:
            is_away = (found in YES) == bool(AWAY_ASKED.search(heading))
            return "away" if is_away else "here"
        if found not in known:
            found = BEHIND.sub("", cells.CODED.sub("", found))
        if found not in known:
            raise CellError("bad_choice", _("Write one of: %(words)s.") % {"words": "、".join(words.values())})
        return known[found]

    return clean


def clean_offices(value: Any, warn: Warn, heading: str) -> list[str]:
    """党内职务, perhaps several; what is not known is left out."""
    known = {word: code for code, word in OFFICE.items()} | SAID["office"]
    found = []
    for word in cells.several(
        re.sub(r"[(（]兼[)）]", "", value).replace("兼", "、") if isinstance(value, str) else value, warn, 200
    ):
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


def worded(key: str) -> Callable[[str], str]:
    """One of a closed list, as it goes out."""
    return defaultdict(str, WORDS[key]).__getitem__


def offices_in_words(kinds: Collection[str]) -> str:
    """The offices that somebody holds, as they go out."""
    return "、".join(word for kind, word in OFFICE.items() if kind in kinds)


def hash_of(number: str) -> str:
    """By which the same person is recognised; without the key nothing can be learnt from it."""
    return hmac.new(settings.ID_HASH_KEY.encode(), number.encode(), hashlib.sha256).hexdigest()
