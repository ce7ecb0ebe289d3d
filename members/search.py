"""Names found by characters, pinyin or initials; a surname with two readings is found by both."""

import unicodedata
from functools import cache
from itertools import product

from opencc import OpenCC
from pypinyin import Style, pinyin

# Surnames read otherwise than the same character elsewhere; both readings are kept.
SURNAMES = {"单": "shan", "解": "xie", "曾": "zeng", "翟": "zhai", "仇": "qiu", "盖": "ge", "查": "zha", "区": "ou", "尉": "yu",
            "朴": "piao", "缪": "miao", "员": "yun", "乐": "yue", "任": "ren", "华": "hua"}  # fmt: skip


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def fold(text: str) -> str:
    """One form for comparing: full width and traditional become simple, case and blanks go."""
    return _converter().convert(unicodedata.normalize("NFKC", text)).lower().replace(" ", "").replace("'", "")


@cache
def search_key(name: str) -> str:
    """What a name is found by: `zhangsan 张三 zs`, sound first, so that it sorts; with a second reading, both."""
    folded = fold(name)
    if not folded:
        return ""
    syllables = [list(dict.fromkeys(found)) for found in pinyin(folded, style=Style.NORMAL, heteronym=False)]
    if surname := SURNAMES.get(folded[0]):
        # The surname's own reading stands first, so that 单 is sorted under shan; the other one finds him too.
        syllables[0] = list(dict.fromkeys([surname, *syllables[0]]))
    readings = list(product(*syllables))
    words = [*("".join(parts) for parts in readings), folded, *("".join(p[0] for p in parts) for parts in readings)]
    return " ".join(dict.fromkeys(words))[:200]
