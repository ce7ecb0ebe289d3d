"""Verbs of letters and pledges: a village's letters prepared, a pledge written down."""

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from groups.models import Cycle, Placement
from groups.years import Open, refuse_closed
from members.erasing import NAME, take_names_out, take_names_out_of_notes, where_named
from members.models import Member, Village
from members.scope import must_see
from pledges.models import Pledge, PledgeItem, ResponsibilityLetter
from tools import clock
from tools.exchange import constraints
from tools.history.blanking import blank
from tools.workflow.errors import Conflict
from tools.workflow.models import StateChange
from tools.workflow.rows import keep_rows


def without_letter(village: Village, cycle: Cycle) -> Any:
    """Who is on a post of the village and has no letter for the year, in the order of the scheme."""
    there = ResponsibilityLetter.objects.exclude(state="void").filter(cycle=cycle)
    rows = Placement.objects.in_office().filter(post__group__village=village).exclude(pk__in=there.values("placement"))
    rows = rows.exclude(term_ends_on__lt=cycle.starts_on)  # Whose term is over stays by the branch's word first.
    return rows.select_related("member", "post__group__zone", "application__cycle").order_by(
        "post__group__zone__position", "-post__is_leader", "post__position", "post", "seat", "pk"
    )


@transaction.atomic
def prepare_letters(village: Village, cycle: Cycle) -> int:
    """A letter for each holder of a post who has none for the year; how many were made. Pressed twice it makes none twice."""
    cycle = Cycle.objects.get(pk=cycle.pk)
    refuse_closed(cycle)
    Village.objects.select_for_update(no_key=True).get(pk=village.pk)
    letters = []
    for placement in without_letter(village, cycle):
        group = placement.post.group
        first = max(placement.held_from, cycle.starts_on)
        letters.append(
            ResponsibilityLetter(
                placement=placement,
                cycle=cycle,
                duties=placement.post.duties,
                requirements=group.requirements or group.zone.requirements,
                term_from=first,
                term_until=max(first, placement.term_ends_on or cycle.term_ends_on),
                typed_at=clock.now(),
            )
        )
    ResponsibilityLetter.objects.bulk_create(letters)
    return len(letters)


@transaction.atomic
def write_pledge(pledge: Pledge, items: Iterable[PledgeItem], gone: Iterable[PledgeItem], user: Any) -> Pledge:
    """Keep a pledge with its items, numbered in their order; `gone` are taken out of it. `Conflict` where it is no draft any
    more, and where somebody else wrote one for the same group or member meanwhile."""
    if pledge.pk is None:
        refuse_closed(pledge.cycle)
        pledge.full_clean(exclude=["village", "cycle", "uuid"])
        _save_new(pledge)
    else:
        found = Pledge.objects.select_for_update(of=("self",)).get(pk=pledge.pk)
        if not found.is_editable:
            raise Conflict(
                _("Nothing was changed: the pledge is now “%(state)s”. Send it back to write it anew.")
                % {"state": found.get_state_display()}
            )
    must_see(user, pledge)
    keep_rows(pledge.items, items, gone)
    return pledge


def _save_new(pledge: Pledge) -> None:
    try:
        with transaction.atomic():
            pledge.save()
    except IntegrityError as error:
        # The same page sent twice at one moment is no second pledge: whoever asked finds what the first sending made.
        sentence = constraints.sentence(error)
        if not sentence or Pledge.objects.filter(uuid=pledge.uuid).exists():
            raise
        raise Conflict(sentence) from error


def pledges_open(cycle: Cycle) -> Open:
    """The pledges of a year that are not closed yet."""
    rows = Pledge.objects.standing().filter(cycle=cycle).exclude(state="closed")
    return Open(
        _("pledges that are not closed"), rows.count(), reverse("pledges:pledge_list", query={"year": cycle.year})
    )


def forget_words(member: Member, names: list[str]) -> None:
    """Take out what somebody pledged and what was written of it, once his data are erased, and his name where it stands in what
    others pledged; that there was a pledge, and its steps, stay."""
    own = PledgeItem.objects.filter(pledge__member=member)
    keys = list(Pledge.objects.filter(member=member).values_list("pk", flat=True))
    items = list(own.values_list("pk", flat=True))
    letters = list(ResponsibilityLetter.objects.filter(placement__member=member).values_list("pk", flat=True))
    own.update(content=NAME, **dict.fromkeys(("measure", "beneficiary", "result", "adjusted_because", "reply"), ""))
    blank(PledgeItem, items)
    for village, his in where_named(member, names).items():
        others = PledgeItem.objects.filter(pledge__village=village).exclude(pk__in=items)
        take_names_out(others, ("content", "measure", "beneficiary", "result", "adjusted_because", "reply"), his)
        signed = ResponsibilityLetter.objects.filter(placement__post__group__village=village)
        take_names_out(signed, ("duties", "requirements", "signed_by"), his)
        for rows in (Pledge.objects.filter(village=village), others, signed):
            take_names_out_of_notes(rows, his)
    for model, rows in (("pledge", keys), ("pledgeitem", items), ("responsibilityletter", letters)):
        StateChange.objects.forget_notes(f"pledges.{model}", rows)
