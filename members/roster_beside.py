"""What a row of the roster says beside the record: specialities and offices, for many members at once."""

import sys
from collections.abc import Callable, Mapping, Sequence, Set
from itertools import groupby
from operator import itemgetter

from django.db.models import QuerySet

from members.models import Member, Speciality
from members.querysets import MemberQuerySet
from members.roster import offices_in_words
from tools import clock

BATCH = 500
"""Rows of one statement."""


def beside(members: MemberQuerySet) -> Mapping[str, Mapping[int, str]]:
    """By column and member; who has none is left out."""
    return {
        "specialities": _by_member(members.with_specialities(), lambda found: "、".join(sorted(found))),
        "office": _by_member(members.with_offices(clock.today()), offices_in_words),
    }


def _by_member(pairs: QuerySet, in_words: Callable[[list[str]], str]) -> dict[int, str]:
    """What most say several say: it is held once."""
    rows = groupby(pairs.iterator(), key=itemgetter(0))
    return {pk: sys.intern(in_words([word for _pk, word in found])) for pk, found in rows}


def link_specialities(wanted: Mapping[int, Sequence[str]], had: Mapping[int, Set[str]]) -> None:
    """Hang on each member the words that a sheet says, in the place of those that he `had`."""
    names = {name for words in wanted.values() for name in words}
    known = dict(Speciality.objects.values_list("name", "pk"))
    Speciality.objects.bulk_create(
        [Speciality(name=name) for name in sorted(names - known.keys())], ignore_conflicts=True
    )
    known = dict(Speciality.objects.values_list("name", "pk")) if names - known.keys() else known
    through = Member.specialities.through
    dropped = [pk for pk in wanted if had.get(pk)]
    for start in range(0, len(dropped), BATCH):
        through.objects.filter(member__in=dropped[start : start + BATCH]).delete()
    links = [through(member_id=pk, speciality_id=known[name]) for pk, words in wanted.items() for name in words]
    through.objects.bulk_create(links, batch_size=BATCH)
