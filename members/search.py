"""Names found by characters, pinyin or initials; a surname with two readings is found by both."""

import re
import unicodedata
from functools import cache, lru_cache
from itertools import product

from opencc import OpenCC
from pypinyin import Style, pinyin
from pypinyin.constants import PHRASES_DICT

# Surnames read otherwise than the same character elsewhere; both readings are kept.
SURNAMES = {"单": "shan", "解": "xie", "曾": "zeng", "翟": "zhai", "仇": "qiu", "盖": "ge", "查": "zha", "区": "ou", "尉": "yu",
            "朴": "piao", "缪": "miao", "员": "yun", "乐": "yue", "任": "ren", "华": "hua", "乜": "nie", "覃": "qin", "秘": "bi",
            "祭": "zhai", "种": "chong", "折": "she", "黑": "he", "隗": "wei", "阚": "kan", "么": "yao", "牟": "mu", "能": "nai",
            "卜": "bu", "宓": "fu", "召": "shao", "谌": "shen", "佴": "nai", "句": "gou", "藏": "zang", "都": "du", "洗": "xian",
            "撒": "sa", "繁": "po", "柏": "bo", "郗": "chi"}  # fmt: skip
# Surnames of two characters that few read right: found by the wrong reading too.
TWOFOLD = ("尉迟", "万俟", "单于", "长孙", "澹台", "亓官", "拓跋")
OWN_OF_TWOFOLD = {"单于": "chan"}
# Forms of one character that are neither traditional nor full width, and hardly typed alike twice.
VARIANTS = str.maketrans({"锺": "钟", "髙": "高", "徳": "德", "𠮷": "吉", "祘": "算", "闗": "关", "ü": "v"})
DOT = "·•‧・∙⋅․.'’‘`"
UNSAID = re.compile(rf"[\s{DOT}]")
"""What stands between the parts of a name and is not typed by whoever looks for it."""
MOST = 200
IDEOGRAPHS = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]+")
BEGINNINGS = frozenset(phrase[:2] for phrase in PHRASES_DICT)
"""How the phrases begin in which a character may sound otherwise than alone."""


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def fold(text: str) -> str:
    """One form for comparing: full width and traditional become simple; case, blanks and the dot within a name go."""
    return _known(text) if len(text) < 30 else _folded(text)


def _folded(text: str) -> str:
    simple = _converter().convert(unicodedata.normalize("NFKC", text)).lower().translate(VARIANTS)
    return UNSAID.sub("", simple)


_known = lru_cache(maxsize=4_096)(_folded)


def search_key(name: str) -> str:
    """What a name is found by: `zhangsan 张三 zs`, sound first, so that it sorts; with a second reading, both.

    ü is written v and, as in passports, yu.
    """
    folded = fold(name)
    if not folded:
        return ""
    # Each character as its neighbours make it sound, then as it sounds alone, which is how a surname is often misread.
    syllables = _syllables(folded)
    for place in range(2 if folded[:2] in TWOFOLD else 1):
        syllables[place] = [*syllables[place], *_alone(folded[place])]
    # The surname's own reading stands first, so that 单 is sorted under shan; the others find him too.
    own = (OWN_OF_TWOFOLD.get(folded[:2]), SURNAMES.get(folded[0]))
    syllables[0] = [*filter(None, own), *syllables[0]]
    readings = list(product(*(dict.fromkeys(found) for found in syllables)))
    sounds = ["".join(parts) for parts in readings]
    initials = ["".join(part[0] for part in parts) for parts in readings]
    passport = [sound.replace("v", "yu") for sound in sounds if "v" in sound]
    return " ".join(dict.fromkeys([*sounds, folded, *initials, *passport]))[:MOST]


def _syllables(folded: str) -> list[list[str]]:
    """How each character sounds. Where no two of them begin a phrase, as in most names, each sounds as it does alone."""
    pairs = (folded[at : at + 2] for at in range(len(folded) - 1))
    if IDEOGRAPHS.fullmatch(folded) and BEGINNINGS.isdisjoint(pairs):
        return [_alone(character) for character in folded]
    return pinyin(folded, style=Style.NORMAL, heteronym=False, errors=list)


@cache
def _alone(character: str) -> list[str]:
    return pinyin([character], style=Style.NORMAL, heteronym=False)[0]
