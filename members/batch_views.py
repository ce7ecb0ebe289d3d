"""Pages of the sheets that were taken over: which, what each changed, and taking one back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from members.batches import in_words, sent_in, taken_over, written
from members.filters import ROWS, page_of
from members.roster_files import must_import
from members.sheet_kinds import KINDS, Kind
from tools.exchange.models import Batch
from tools.exchange.undo import NotUndone, undo


@require_safe
def batch_list(request: HttpRequest) -> HttpResponse:
    """Every sheet that was sent in, newest first."""
    must_import(request.user)
    page = page_of(request, sent_in(request.user).select_related("uploaded_by", "applied_by", "undone_by"))
    for batch in page:
        batch.kind_words = KINDS[batch.kind].words
    return render(request, "members/batch_list.html", {"page": page})


@require_safe
def batch_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Which records it made and what it changed on which."""
    batch, kind = taken_over(request, pk)
    return _detail(request, batch, kind)


def _detail(request: HttpRequest, batch: Batch, kind: Kind, refused: str = "") -> HttpResponse:
    page = Paginator(written(batch), ROWS).get_page(request.GET.get("page"))
    context = {
        "batch": batch,
        "kind": kind,
        "counts": batch.counts,
        "page": page,
        "lines": in_words(page.object_list),
        "refused": refused,
    }
    return render(request, "members/batch_detail.html", context, status=422 if refused else 200)


@require_POST
def batch_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take all of it back, as long as nobody touched its rows since."""
    batch, kind = taken_over(request, pk)
    try:
        undo(batch, kind.resource(), request.user)
    except NotUndone as refusal:
        return _detail(request, batch, kind, str(refusal))
    messages.success(
        request,
        _("“%(file)s” was taken back: the records say again what they said before.") % {"file": batch.file_name},
    )
    return redirect("members:batch_detail", pk=pk)
