"""Two records of one person become one."""

from contextlib import suppress
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from members.actions import ON_ACCOUNT
from members.erasing import forget_versions
from members.models import Member, Office
from members.partial_dates import agrees
from tools.exchange import constraints
from tools.workflow.errors import Refused

FILLED = ("nation", "education", "confirmed", "job", "phone", "presence", "exempt", "lives_in", "number_hash", "user")
"""What the record that stays takes from the other where it says nothing itself."""
DATES = ("born", "joined")
"""Of these the finer one stays."""


def differences(keep: Member, other: Member) -> list[tuple[str, str, str]]:
    """What the two say differently: field, what stays, what is dropped. For the page before the yes."""
    found = []
    for field in Member._meta.concrete_fields:
        if field.name in ("id", "uuid", "search_key", "number_hash", "user"):
            continue
        one, two = _shown(keep, field), _shown(other, field)
        if one and two and getattr(keep, field.attname) != getattr(other, field.attname):
            found.append((str(field.verbose_name), one, two))
    return found


def _shown(member: Member, field: models.Field) -> str:
    if field.flatchoices:
        return str(getattr(member, f"get_{field.name}_display")())
    value = getattr(member, field.name)
    if hasattr(field, "masked"):
        return field.masked(value)
    return "" if value is None else field.in_words(value) if hasattr(field, "in_words") else str(value)


def merge(keep: Member, other: Member) -> Member:
    """Give `keep` everything that hangs on `other`, fill its gaps from it, and take `other` away. All or nothing.

    Refused where the two cannot be one person (two numbers, two accounts), and where both have what one person has only
    once, such as an open application for the same post.
    """
    try:
        with transaction.atomic():
            return _merge(keep.pk, other.pk)
    except IntegrityError as error:
        if sentence := constraints.sentence(error):
            raise Refused(_("They cannot be made one: %(why)s") % {"why": sentence}) from error
        raise


def _merge(keep_pk: int, other_pk: int) -> Member:
    for relation in _relations():
        # In the order of the moves: first what hangs on a person, then the person. The other way round they would wait crosswise.
        rows = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": (keep_pk, other_pk)})
        list(rows.order_by("pk").select_for_update(of=("self",)).values_list("pk"))
    rows = Member.objects.select_for_update(of=("self",)).filter(pk__in=(keep_pk, other_pk)).order_by("pk")
    found = {member.pk: member for member in rows}
    if len(found) != 2:
        raise Refused(_("Choose another record."))
    keep, other = found[keep_pk], found[other_pk]
    _may_be_one(keep, other)
    held = {office.kind: office for office in Office.objects.filter(member=keep, ends_on=None)}
    for office in Office.objects.filter(member=other, ends_on=None, kind__in=held):
        since = min(filter(None, (office.starts_on, held[office.kind].starts_on)), default=None)
        if since != held[office.kind].starts_on:
            held[office.kind].starts_on = since
            held[office.kind].save()
        office.delete()
    for relation in _relations():
        rows = relation.related_model._base_manager.filter(**{relation.field.name: other_pk})
        if relation.on_delete is models.CASCADE:
            _give_what_is_new(rows, relation.field.name, keep_pk)
        else:
            rows.update(**{relation.field.name: keep_pk})
    words = list(other.specialities.all())
    former = {name: getattr(other, name) for name in (*FILLED, *DATES)}
    label = f"{other.name} {other.branch}"
    other.delete()
    forget_versions(other_pk)
    for name in FILLED:
        if not getattr(keep, name):
            setattr(keep, name, former[name])
    for name in DATES:
        if agrees(getattr(keep, name), former[name]):
            setattr(keep, name, max(getattr(keep, name), former[name], key=len))
    if keep.branch.village_id:
        keep.lives_in = None
    keep.specialities.add(*words)
    if keep.user:
        for follow in ON_ACCOUNT:
            follow(keep)
    keep._change_reason = (_("made one with the record %(other)s") % {"other": label})[:100]
    keep.save()
    return keep


def _give_what_is_new(rows: models.QuerySet, name: str, keep_pk: int) -> None:
    """What goes with a person anyhow, such as a wish: where `keep` has the same one already, the other's goes with it."""
    for pk in list(rows.values_list("pk", flat=True)):
        with suppress(IntegrityError), transaction.atomic():
            rows.model._base_manager.filter(pk=pk).update(**{name: keep_pk})


def _relations() -> list[Any]:
    """Everything that points to a member, the versions of offices among it; not the words of his specialities."""
    found = (
        field for field in Member._meta.get_fields(include_hidden=True) if field.auto_created and field.one_to_many
    )
    return [relation for relation in found if relation.related_model is not Member.specialities.through]


def _may_be_one(keep: Member, other: Member) -> None:
    if keep.number_hash and other.number_hash and keep.number_hash != other.number_hash:
        raise Refused(_("Their citizen's numbers differ: these are two people."))
    if keep.user_id and other.user_id:
        raise Refused(_("Both have an account; close one of them first."))
    if keep.is_erased or other.is_erased:
        raise Refused(_("Of an erased record nobody knows any more who it was."))
    if keep.left_on and not other.left_on:
        raise Refused(_("This record has left, the other one is here. Open the other one and let that one stay."))
    if keep.sex != other.sex:
        raise Refused(_("One is a man, the other a woman: correct the record first if that is a mistake."))


def perhaps_the_same(member: Member) -> Any:
    """Records of the same name in the whole town, for the township to choose from."""
    return (
        Member.objects.filter(search_key=member.search_key)
        .exclude(pk=member.pk)
        .select_related("branch")
        .order_by("pk")
    )
