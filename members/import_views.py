"""Pages by which a roster comes and goes: send, look at the difference, say yes."""

import datetime as dt
import hashlib
import tempfile
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from members.import_forms import RosterUploadForm
from members.resources import RosterResource
from members.roster_files import KIND, TITLE, must_import, rebuilt, write_roster
from members.scope import reach
from tools import clock
from tools.exchange import report
from tools.exchange.limits import of_page
from tools.exchange.models import Batch
from tools.exchange.plan import Content, Plan

PAGE = 50
FORM_OVERHEAD = 64 * 1024
KEPT = dt.timedelta(days=30)
"""An upload to which nobody said yes is forgotten after this time, at its owner's next one."""
OF_NEW = ("sex", "born", "category", "branch", "joined")
"""What is shown of somebody new beside the name."""
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWS = {
    "wrong": gettext_lazy("wrong"),
    "changed": gettext_lazy("changed"),
    "new": gettext_lazy("new"),
    "same": gettext_lazy("unchanged"),
    "remarks": gettext_lazy("remarks"),
}


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def roster_import(request: HttpRequest) -> HttpResponse:
    """Send a roster. The length is looked at before anything reads the body (the token in it included)."""
    must_import(request.user)
    length = request.META.get("CONTENT_LENGTH") or "0"
    if request.method == "POST" and (not length.isdecimal() or int(length) > of_page().size + FORM_OVERHEAD):
        form = RosterUploadForm()
        form.sentence = _("The file is too large; split it, for example by branch.")
        return _upload_page(request, form, 422)
    return _upload(request)


@csrf_protect
def _upload(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _upload_page(request, RosterUploadForm())
    form = RosterUploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _upload_page(request, form, 422)
    now = clock.now()
    Batch.objects.visible_to(request.user).filter(kind=KIND, applied_at=None, uploaded_at__lt=now - KEPT).delete()
    batch = Batch(
        kind=KIND,
        file_name=form.cleaned_data["file"].name[-200:],
        sha256=form.book.sha256,
        uploaded_by=request.user,
        uploaded_at=now,
    )
    batch.counts = RosterResource().plan(form.content, request.user).counts()
    batch.keep(form.content.pack())
    batch.save()
    return redirect("members:roster_preview", pk=batch.pk)


def _upload_page(request: HttpRequest, form: RosterUploadForm, status: int = 200) -> HttpResponse:
    latest = Batch.objects.visible_to(request.user).filter(kind=KIND).defer("payload")[:5]
    return render(request, "members/roster_import.html", {"form": form, "latest": latest}, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def roster_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What the file would change, as the roster is now; and the yes."""
    must_import(request.user)
    batch = get_object_or_404(Batch.objects.visible_to(request.user), pk=pk, kind=KIND)
    if batch.applied_at:
        return render(request, "members/roster_preview.html", {"batch": batch, "counts": batch.counts})
    if request.method == "POST" and "answer" in request.POST:
        return _answered(request, batch)
    if request.method == "POST":
        return _applied(request, batch)
    return _preview(request, batch)


def _answered(request: HttpRequest, batch: Batch) -> HttpResponse:
    given = {key.removeprefix("a:"): value for key, value in request.POST.items() if key.startswith("a:") and value}
    with transaction.atomic():
        batch = Batch.objects.select_for_update().get(pk=batch.pk)
        batch.answers |= given
        batch.save(update_fields=["answers"])
    return redirect(request.get_full_path())


def _applied(request: HttpRequest, batch: Batch) -> HttpResponse:
    content, digest = Content.unpack(batch.content()), request.POST.get("digest", "")
    try:
        with transaction.atomic():
            batch = Batch.objects.select_for_update().get(pk=batch.pk)
            if batch.applied_at:
                return redirect("members:roster_preview", pk=batch.pk)
            plan = RosterResource().apply(content, request.user, batch.answers, digest, batch.file_name)
            if plan.errors:
                return _preview(
                    request, batch, 422, _("Nothing was written: put right what is wrong and send the file again.")
                )
            batch.counts, batch.digest = plan.counts(), digest
            batch.applied_at, batch.applied_by = clock.now(), request.user
            batch.keep(Content([], {}, [], []).pack())  # Whom it held is in the roster now; nothing is kept twice.
            batch.save()
    except (RosterResource.Changed, IntegrityError):
        sentence = _("The roster changed after you saw this page. Nothing was written; look at the difference again.")
        return _preview(request, batch, 409, sentence)
    messages.success(
        request,
        _("The roster is in: %(created)s new, %(updated)s changed, %(unchanged)s unchanged.") % batch.counts,
    )
    return redirect("members:roster_preview", pk=batch.pk)


def _preview(request: HttpRequest, batch: Batch, status: int = 200, sentence: str = "") -> HttpResponse:
    resource = RosterResource()
    plan = resource.plan(Content.unpack(batch.content()), request.user, batch.answers)
    lists = {
        "wrong": plan.errors,
        "changed": plan.changed,
        "new": plan.new,
        "same": plan.same,
        "remarks": plan.warnings,
    }
    show = request.GET.get("show")
    if show not in lists:
        show = next((name for name in ("wrong", "changed", "new") if lists[name]), "same")
    page = Paginator(lists[show], PAGE).get_page(request.GET.get("page"))
    context = {
        "batch": batch,
        "plan": plan,
        "counts": plan.counts(),
        "digest": plan.digest(),
        "sentence": sentence,
        "show": show,
        "name": resource.fields["name"].column_name,
        "columns": [resource.fields[key].column_name for key in OF_NEW],
        "shows": [(name, words, len(lists[name])) for name, words in SHOWS.items()],
        "page": page,
        "lines": _lines(resource, show, page),
        "asks": show == "wrong" and any(problem.choices for problem in page),
        "again": Batch.objects.visible_to(request.user)
        .same_file(KIND, batch.sha256)
        .exclude(pk=batch.pk)
        .defer("payload")
        .first(),
        "apply_words": _apply_words(plan),
    }
    return render(request, "members/roster_preview.html", context, status=status)


def _apply_words(plan: Plan) -> str:
    """What the button does, with its number on it."""
    number = len(plan.new) + len(plan.changed)
    return _("Take over (%(number)s rows)") % {"number": number} if number else ""


def _lines(resource: RosterResource, show: str, page: Any) -> list[dict[str, Any]]:
    """The rows of one page in words."""
    if show in ("wrong", "remarks"):
        return [{"problem": problem} for problem in page]
    words = partial(_words, resource)
    return [
        {"step": step, "cells": words(step) if show == "new" else [], "changes": _changes(resource, step)}
        for step in page
    ]


def _words(resource: RosterResource, step: Any) -> list[tuple[str, str]]:
    values = step.row.values
    return [
        (resource.fields[key].column_name, resource.in_words(key, values[key]) if values.get(key) else "")
        for key in OF_NEW
    ]


def _changes(resource: RosterResource, step: Any) -> list[tuple[str, str, str]]:
    return [(resource.fields[key].column_name, old, new) for key, (old, new) in step.changes.items()]


@never_cache
@require_safe
def roster_report(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet with its bad cells coloured and the reasons in a last column."""
    must_import(request.user)
    batch = get_object_or_404(Batch.objects.visible_to(request.user), pk=pk, kind=KIND, applied_at=None)
    resource, content = RosterResource(), Content.unpack(batch.content())
    plan = resource.plan(content, request.user, batch.answers)
    out = tempfile.TemporaryFile()  # noqa: SIM115  FileResponse closes it.
    report.write(out, rebuilt(resource, content), plan.errors, plan.warnings)
    out.seek(0)
    return FileResponse(
        out, as_attachment=True, filename=f"{batch.file_name.rsplit('.', 1)[0]}-问题.xlsx", content_type=XLSX
    )


@never_cache
@require_safe
def roster_export(request: HttpRequest) -> HttpResponse:
    """The roster that the person sees, which is also the form for bringing one. Every download is recorded."""
    found = reach(request.user)
    if not (found.everything or found.villages):
        raise PermissionDenied(_("The roster is for the township and for those who work in a village."))
    as_csv = request.GET.get("format") == "csv"
    out = tempfile.TemporaryFile()  # noqa: SIM115  FileResponse closes it.
    rows = write_roster(request.user, out, as_csv)
    name = f"{TITLE}-{clock.today():%Y%m%d}.{'csv' if as_csv else 'xlsx'}"
    out.seek(0)
    sha256 = hashlib.file_digest(out, "sha256").hexdigest()
    Batch.objects.create(
        kind=f"{KIND}_export",
        file_name=name,
        sha256=sha256,
        uploaded_by=request.user,
        uploaded_at=clock.now(),
        counts={"rows": rows},
        payload=b"",
    )
    out.seek(0)
    return FileResponse(
        out, as_attachment=True, filename=name, content_type="text/csv; charset=utf-8" if as_csv else XLSX
    )
