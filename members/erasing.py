"""The data of people who left are kept for so many years, as the town sets it; then the township erases them."""

import datetime as dt
from collections.abc import Callable

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from members.actions import forget_account
from members.models import Branch, Member, Township
from members.search import search_key
from tools import clock
from tools.exchange import record
from tools.history.blanking import blank, fitting, holding, reword, without
from tools.workflow.errors import Refused
from tools.workflow.models import StateChange

NAME, BORN, JOINED = "已删除", "1900", "1901"
"""What stands where a name and dates have to stand."""
FOLLOWS: list[Callable[[Member, list[str]], None]] = []
"""What later apps do with their own copies of his names and words; they put it here when Django starts."""


def due_from(member: Member) -> dt.date | None:
    """The day from which his data may be erased; None for somebody who is here or whose data are gone."""
    if member.left_on is None or member.is_erased:
        return None
    years = Township.objects.current().keep_left_years
    try:
        return member.left_on.replace(year=member.left_on.year + years)
    except ValueError:  # the 29th of February
        return dt.date(member.left_on.year + years, 3, 1)


@transaction.atomic
def erase(member: Member) -> None:
    """Take out name, birth and whatever else tells who he was, from the record, its history, and what else bears his name.

    What was done, when and by whom stays: posts held, meetings, steps, without the person. Refused before the time.
    """
    member = Member.objects.select_for_update(of=("self",)).select_related("user").get(pk=member.pk)
    day = due_from(member)
    if day is None:
        raise Refused(_("Only the data of somebody who has left are erased."))
    if day > clock.today():
        raise Refused(_("His data are kept until %(day)s.") % {"day": day})
    names = names_of(member)
    for follow in FOLLOWS:
        follow(member, names)
    StateChange.objects.forget_notes("members.transfer", list(member.transfers.values_list("pk", flat=True)))
    if member.user:
        forget_account(member.user)
    member.specialities.clear()
    blanks = dict.fromkeys(
        ("nation", "education", "confirmed", "job", "phone", "presence", "exempt", "public_label"), ""
    )
    Member.objects.filter(pk=member.pk).update(
        name=NAME,
        search_key=search_key(NAME),
        born=BORN,
        joined=JOINED,
        number_hash="",
        user=None,
        lives_in=None,
        **blanks,
    )
    forget_versions(member.pk)
    member.refresh_from_db()
    member.erased_on = clock.today()
    member.save()  # One version that says when and by whom.


def names_of(member: Member) -> list[str]:
    """What he is and was called, the longest first."""
    said = {member.name, *Member.history.filter(id=member.pk).values_list("name", flat=True)} - {""}
    return sorted(said, key=lambda name: (-len(name), name))


def where_named(member: Member, names: list[str]) -> dict[int, list[str]]:
    """The villages, by key, in whose papers he may be named; each with those of his names that nobody else there bears.

    The villages of the branches that he was in, and those that he lived in. A namesake on the roster keeps his name, and so does
    somebody whose longer name begins like his.
    """
    found: dict[int, list[str]] = {}
    versions = Member.history.filter(id=member.pk)
    keys = {member.lives_in_id, *versions.values_list("lives_in_id", flat=True)}
    branches = {member.branch_id, *versions.values_list("branch_id", flat=True)}
    keys.update(Branch.objects.filter(pk__in=branches).values_list("village_id", flat=True))
    for key in keys - {None}:
        others = Member.objects.of_village(key).filter(holding(["name"], names)).exclude(pk=member.pk)
        taken = list(others.values_list("name", flat=True))
        if alone := [name for name in names if not any(name in other for other in taken)]:
            found[key] = alone
    return found


def take_names_out(rows: QuerySet, fields: tuple[str, ...], names: list[str]) -> None:
    """Reword what was typed in these rows, and in all their versions where they keep some, so that no name stands there."""
    found = list(rows.filter(holding(fields, names)))
    for row in found:
        for field in fields:
            setattr(row, field, fitting(rows.model, field, without_names(getattr(row, field), names)))
    rows.model._base_manager.bulk_update(found, fields)
    if hasattr(rows.model, "history"):
        reword(rows.model, rows.values("pk"), fields, names, NAME)


def take_names_out_of_notes(rows: QuerySet, names: list[str]) -> None:
    """The same of what was written beside the moves of these rows."""
    found = StateChange.objects.filter(holding(["note"], names), model=rows.model._meta.label_lower)
    for change in found.filter(object_id__in=rows.order_by().values("pk")):
        StateChange.objects.reword(change, without_names(change.note, names))


def without_names(text: str, names: list[str]) -> str:
    """A sentence that somebody typed, with none of these names in it."""
    return without(text, names, NAME) or ""


def forget_versions(pk: int) -> None:
    """No version of this record tells anything any more, and no sheet could give it back."""
    record.forget_values(Member._meta.label_lower, Member.history.filter(id=pk).values_list("history_id", flat=True))
    blank(Member, [pk])
