"""What a row of the roster says beside the record: specialities and offices, for many members at once."""

from collections.abc import Mapping, Sequence, Set

from members.models import Member, Office, Speciality
from members.querysets import MemberQuerySet
from members.roster import offices_in_words
from tools import clock

BATCH = 500
"""Rows of one statement."""


def beside(members: MemberQuerySet) -> Mapping[str, Mapping[int, str]]:
    """By column and member; who has none is left out."""
    of_them = {"member__in": members.order_by().values("pk")}
    words: dict[int, list[str]] = {}
    for pk, word in Member.specialities.through.objects.filter(**of_them).values_list("member_id", "speciality__name"):
        words.setdefault(pk, []).append(word)
    kinds: dict[int, list[str]] = {}
    held = Office.objects.filter(**of_them).held_on(clock.today())
    for pk, kind in held.order_by().values_list("member_id", "kind"):
        kinds.setdefault(pk, []).append(kind)
    return {
        "specialities": {pk: "、".join(sorted(found)) for pk, found in words.items()},
        "office": {pk: offices_in_words(found) for pk, found in kinds.items()},
    }


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
