"""What a page of one village asks first: which village is it, and may this person enter things for it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from members.models import Village
from members.scope import reach


def must_enter(user: Any, village_id: int | None) -> None:
    """Raise PermissionDenied (403) where `user` sees the village but does not type for it."""
    if not reach(user).enters_for(village_id):
        raise PermissionDenied(
            _(
                "You may read this, but entering it is for the village's own office, its liaison officer and the township."
            )
        )


def village_asked(request: HttpRequest, offered: QuerySet[Village]) -> Village | None:
    """The village that `?village=` names, or the only one of `offered`; None where the person has to choose first.

    Not visible: 404. Visible but not offered, or nothing offered at all: 403.
    """
    if code := request.GET.get("village"):
        village = get_object_or_404(Village.objects.visible_to(request.user), code=code)
        if offered.filter(pk=village.pk).exists():
            return village
    else:
        first = list(offered.order_by("code")[:2])
        if first:
            return first[0] if len(first) == 1 else None
    raise PermissionDenied(
        _("You may read this, but entering it is for the village's own office, its liaison officer and the township.")
    )
