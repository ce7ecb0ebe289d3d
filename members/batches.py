"""The sheets that were sent in: whose they are, and what came of one."""

import datetime as dt
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _

from members.roles import ENTERERS, TOWNSHIP
from members.roster_files import must_import
from members.scope import reach
from members.sheet_kinds import KINDS, Kind
from tools import clock
from tools.exchange.models import Batch
from tools.history import versions


def must_bring(request: HttpRequest, kind: Kind) -> None:
    """Raise PermissionDenied for whoever brings no such sheets."""
    must_import(request.user)
    if not kind.may_bring(reach(request.user)):
        raise PermissionDenied(_("These sheets are the township's to bring."))


def sent_in(user: Any) -> QuerySet[Batch]:
    """One's own files; the township also reads what others took over, since it changed the town's records."""
    rows = Batch.objects.filter(kind__in=KINDS).defer("payload", "written")
    own = _own(user).values("pk")
    if reach(user).has(TOWNSHIP):
        return rows.filter(Q(pk__in=own) | Q(applied_at__isnull=False))
    return rows.filter(pk__in=own)


def _own(user: Any) -> QuerySet[Batch]:
    """What the person sent in himself, since he last lost a right to enter: what he sent for a village that is no longer his
    holds its people."""
    rows, lost = Batch.objects.visible_to(user), _last_loss(user)
    return rows if lost is None else rows.filter(uploaded_at__gte=lost)


def _last_loss(user: Any) -> dt.datetime | None:
    """When a mandate to enter ended last that no other one makes up for; None where he lost none."""
    found, ends = reach(user), []
    if found.has(TOWNSHIP):
        return None
    for mandate in user.mandates.filter(role__in=ENTERERS):
        if mandate.village_id not in found.villages:
            day_after = mandate.ends_on and mandate.ends_on + dt.timedelta(days=1)
            over = day_after and timezone.make_aware(dt.datetime.combine(day_after, dt.time.min))
            ends += sorted(filter(None, (mandate.taken_at, over)))[:1]
    return max((end for end in ends if end <= clock.now()), default=None)


def own_batch(request: HttpRequest, pk: int, **more: Any) -> tuple[Batch, Kind]:
    """A file that the person sent himself, of a kind that he may still bring."""
    return _found(request, _own(request.user), pk, more)


def taken_over(request: HttpRequest, pk: int) -> tuple[Batch, Kind]:
    """A file that was taken over, as far as the person may read of it."""
    return _found(
        request,
        sent_in(request.user).select_related("uploaded_by", "applied_by", "undone_by"),
        pk,
        {"applied_at__isnull": False},
    )


def _found(request: HttpRequest, rows: QuerySet[Batch], pk: int, more: dict[str, Any]) -> tuple[Batch, Kind]:
    must_import(request.user)
    batch = get_object_or_404(rows, pk=pk, kind__in=KINDS, **more)
    must_bring(request, KINDS[batch.kind])
    return batch, KINDS[batch.kind]


def written(batch: Batch) -> list[tuple[str, int]]:
    """What came of it, record by record: label and version."""
    return [(label, key) for label, marks in batch.marks().items() for key in marks]


def in_words(pairs: list[tuple[str, int]]) -> list[tuple[str, versions.Version]]:
    """The versions of one page, each with what kind of record it is."""
    found = []
    for label in dict.fromkeys(label for label, _key in pairs):
        model = apps.get_model(label)
        told = versions.told(model, [key for one, key in pairs if one == label])
        found += [(str(model._meta.verbose_name), version) for version in told]
    return found
