"""Who is on which post as the sheet of 在岗补录: what goes out by it comes in again, and nobody is brought in twice."""

from collections.abc import Callable
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from groups.models import Placement, Scheme
from groups.placement_sheet import CONFIRM, GUIDE, HOW, REVIEW, PlacementSheet
from members.partial_dates import shown
from notices.models import Line
from tools.exchange.outgoing import Offer, Outgoing, day
from tools.workflow.models import StateChange

Cell = Callable[[Placement], Any]


def with_papers(rows: QuerySet[Placement]) -> QuerySet[Placement]:
    """With the days and votes of every step, however many rows there are."""
    trail = StateChange.objects.filter(model="groups.application", object_id=OuterRef("application_id")).order_by("-pk")
    scheme = Scheme.objects.filter(village=OuterRef("post__group__village"), cycle=OuterRef("application__cycle"))
    line = Line.objects.filter(notice__kind="placements", subject_id=OuterRef("application_id")).order_by("-pk")
    return (
        rows.select_related("application", "member__branch", "post__group__village", "post__group__zone")
        .prefetch_related("application__nominations", "application__ballots__meeting")
        .annotate(
            applied_on=Subquery(trail.filter(move="apply").values("happened_on")[:1]),
            posted_on=Subquery(trail.filter(move="post").values("happened_on")[:1]),
            scheme_on=Subquery(scheme.values("published_on")[:1]),
            basis=Subquery(line.values("notice__basis")[:1]),
        )
    )


def _nomination(name: str, words: dict[str, str] | None = None) -> Cell:
    def cell(placement: Placement) -> Any:
        application = placement.application
        found = next((n for n in application.nominations.all() if n.round == application.round), None)
        value = getattr(found, name, "")
        return words.get(value, "") if words else value

    return cell


def _vote(step: str, name: str) -> Cell:
    def cell(placement: Placement) -> Any:
        application = placement.application
        for ballot in application.ballots.all():
            if ballot.replaced_at is None and (ballot.round, ballot.step) == (application.round, step):
                if name == "on":
                    return day(ballot.meeting.held_on)
                if name == "kind":
                    return (REVIEW | CONFIRM).get(ballot.meeting.kind, "")
                return getattr(ballot, name)
        return ""

    return cell


def _votes(step: str) -> dict[str, Cell]:
    names = {"on": "on", "kind": "kind", "entitled": "entitled", "present": "present", "favour": "in_favour",
             "against": "against", "abstained": "abstained", "recused": "recused"}  # fmt: skip
    return {f"{step}_{key}": _vote(step, name) for key, name in names.items()}


CELLS: dict[str, Cell] = {
    "village": lambda p: p.post.group.village.short_name,
    "zone": lambda p: p.post.group.zone.name,
    "post": lambda p: p.post.name,
    "name": lambda p: p.member.name,
    "born": lambda p: shown(p.member.born),
    "scheme_on": lambda p: day(p.scheme_on),
    "applied_on": lambda p: day(p.applied_on),
    "nominated_on": lambda p: day(_nomination("happened_on")(p)),
    "nominators": _nomination("nominators"),
    "how": _nomination("how", HOW),
    **_votes("review"),
    **_votes("confirm"),
    "posted_on": lambda p: day(p.posted_on),
    "seated_on": lambda p: day(p.held_from),
    "basis": lambda p: " ".join((p.basis or "").split())[:200],
    "two_groups": lambda p: p.application.two_groups,
}

HOLDERS = Outgoing(
    "holders",
    _("Holders of posts with their papers"),
    tuple(
        Offer(key, column.column_name, CELLS[key], column.width, column.choices, required=column.required)
        for key, column in PlacementSheet.fields.items()
    ),
    GUIDE,
)
