"""The villages as somebody looks for one: by the first letter of its sound, and names that are easily mixed up told apart."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.db.models import F

from members.models import Village

SHARED = 2
"""Characters that two names have in common, beside the 村 at the end, to be taken for one another."""


def found(text: str) -> list[dict[str, Any]]:
    """The villages that `text` finds, by their code; all of them where nothing was asked. Each with its sound."""
    villages = list(Village.objects.matching(text).order_by("code").public().annotate(sound=F("search_key")))
    for village in villages:
        village["sound"] = village["sound"].partition(" ")[0]
    return told_apart(villages)


def by_letter(villages: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The villages under the letter with which their sound begins, in the order of the sound."""
    ordered = sorted(villages, key=lambda village: (village["sound"], village["code"]))
    letters = groupby(ordered, key=lambda village: village["sound"][:1].upper())
    return [(letter, told_apart(list(rows))) for letter, rows in letters]


def told_apart(villages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same villages, each name in three `parts`: the middle one tells it from its like among them, or is empty."""
    differing = telling(village["short_name"] for village in villages)
    parted = []
    for village in villages:
        name, at = village["short_name"], differing.get(village["short_name"])
        parts = (name, "", "") if at is None else (name[:at], name[at], name[at + 1 :])
        parted.append(village | {"parts": parts})
    return parted


def telling(names: Iterable[str]) -> dict[str, int]:
    """For each name that differs from another in one character alone, where: 于家坨 and 于家营 at 2, 大贺庄子 and 小贺庄子 at 0.

    A name that differs from two others at two places is told by the later one, since a list stands in the order of the sound.
    """
    alike: dict[tuple[int, str, str], set[str]] = defaultdict(set)
    for name in names:
        for at in range(len(name)):
            before, after = name[:at], name[at + 1 :]
            if len(before + after.removesuffix("村")) >= SHARED:
                alike[at, before, after].add(name)
    return {name: at for (at, _before, _after), like in sorted(alike.items()) if len(like) > 1 for name in like}
