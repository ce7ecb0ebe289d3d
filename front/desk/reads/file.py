"""A member's whole file: all that is on record about him, for himself and for those who keep his record."""

from typing import Any

from django.db.models import Q, QuerySet

from groups.models import Application, Group, Placement
from groups.words import rounds_of
from members import trail
from members.models import Mandate, Member, Office, Transfer
from notices.models import Line, Objection
from pledges.models import Pledge, ResponsibilityLetter
from tools.exchange.models import Batch

MOST = 50
"""So many of the sheets that were taken along are listed."""


def whole(user: Any, member: Member) -> dict[str, Any]:
    """What `user` may see of everything that concerns `member`; he himself sees all of it."""
    rows = Application.objects.visible_to(user).filter(member=member)
    applications = list(rows.select_related("cycle", "post__group__village", "post__group__zone").order_by("pk"))
    for application in applications:
        application.rounds = rounds_of(application)
    lines = Line.objects.filter(member=member, subject_id__in=[a.pk for a in applications]).exclude(columns={})
    placements = Placement.objects.visible_to(user).filter(member=member, held_from__isnull=False)
    return {
        "applications": applications,
        "lines": lines.select_related("notice__village").order_by("notice__opened_on", "pk"),
        "findings": Objection.objects.filter(line__in=lines).findings(),
        "placements": placements.select_related("post__group__village", "post__group__zone").order_by(
            "held_from", "pk"
        ),
        "letters": ResponsibilityLetter.objects.visible_to(user)
        .filter(placement__member=member)
        .select_related("placement__member", "placement__post__group__village", "cycle")
        .order_by("pk"),
        "pledges": Pledge.objects.visible_to(user)
        .filter(member=member)
        .select_related("cycle", "member", "village")
        .prefetch_related("items")
        .order_by("pk"),
        "leads_for_now": Group.objects.visible_to(user).filter(acting_leader=member).select_related("village", "zone"),
        "offices": Office.objects.visible_to(user).filter(member=member).order_by("starts_on", "pk"),
        "transfers": Transfer.objects.visible_to(user).filter(member=member).with_branches().order_by("pk"),
        "mandates": _mandates(member),
        "changes": trail.of_member(member, in_full=member.user_id == user.pk),
        "taken": taken_along(member),
    }


def _mandates(member: Member) -> QuerySet[Mandate]:
    """Every right to act that his account ever had."""
    held = Mandate.objects.filter(user=member.user_id) if member.user_id else Mandate.objects.none()
    return held.select_related("village").order_by("starts_on", "pk")


def taken_along(member: Member) -> QuerySet[Batch]:
    """Sheets that were taken along, since he is on record, by people who see him: he may stand in them. The newest ones."""
    places = [place for place in (member.branch.village_id, member.lives_in_id) if place]
    sees = Mandate.objects.filter(Q(village__in=places) | Q(village=None)).values("user")
    first = member.history.order_by("history_date").values_list("history_date", flat=True).first()
    sheets = Batch.objects.filter(kind__endswith="_export", uploaded_by__in=sees)
    if first:
        sheets = sheets.filter(uploaded_at__gte=first)
    return sheets.select_related("uploaded_by").defer("payload", "written").order_by("-uploaded_at", "-pk")[:MOST]
