"""What a row of the roster says beside the record: specialities and offices, for all members of a list at once."""

from collections.abc import Mapping

from members.models import Member, Office
from members.querysets import MemberQuerySet
from members.roster import offices_in_words
from tools import clock


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
