"""The sheets that were sent in: whose they are, and what came of one."""

from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from members.roles import TOWNSHIP
from members.roster_files import must_import
from members.scope import reach
from members.sheet_kinds import KINDS, Kind
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
    own = Batch.objects.visible_to(user).values("pk")
    if reach(user).has(TOWNSHIP):
        return rows.filter(Q(pk__in=own) | Q(applied_at__isnull=False))
    return rows.filter(pk__in=own)


def own_batch(request: HttpRequest, pk: int, **more: Any) -> tuple[Batch, Kind]:
    """A file that the person sent himself, of a kind that he may still bring."""
    return _found(request, Batch.objects.visible_to(request.user), pk, more)


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
    return [(label, int(key)) for label, marks in batch.written.items() for key in marks]


def in_words(pairs: list[tuple[str, int]]) -> list[tuple[str, versions.Version]]:
    """The versions of one page, each with what kind of record it is."""
    found = []
    for label in dict.fromkeys(label for label, _key in pairs):
        model = apps.get_model(label)
        told = versions.told(model, [key for one, key in pairs if one == label])
        found += [(str(model._meta.verbose_name), version) for version in told]
    return found
