"""Pages by which a roster comes and goes: send, look at the difference, say yes."""

import tempfile
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError, transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from members.batches import must_bring, own_batch
from members.import_forms import RosterUploadForm
from members.roster_files import KIND, write_report
from members.scope import reach
from members.sheet_kinds import KINDS, Kind, write_sheet
from members.telephones import masked
from tools import clock
from tools.exchange import record, report
from tools.exchange.limits import of_page
from tools.exchange.models import Batch
from tools.exchange.plan import Content, Plan
from tools.exchange.resource import SheetResource

PAGE = 50
FORM_OVERHEAD = 64 * 1024
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWS = {
    "wrong": gettext_lazy("wrong"),
    "changed": gettext_lazy("to be changed"),
    "new": gettext_lazy("new"),
    "same": gettext_lazy("unchanged"),
    "remarks": gettext_lazy("remarks"),
}


def _asked(request: HttpRequest) -> Kind:
    """The kind of sheet that `?kind=` names; the roster where it names none."""
    if kind := KINDS.get(request.GET.get("kind") or KIND):
        return kind
    raise Http404


@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def roster_import(request: HttpRequest) -> HttpResponse:
    """Send a roster or another kind of sheet. The length is looked at before anything reads the body, its token included."""
    kind = _asked(request)
    must_bring(request, kind)
    length = request.META.get("CONTENT_LENGTH") or "0"
    if request.method == "POST" and (not length.isdecimal() or int(length) > of_page().size + FORM_OVERHEAD):
        form = RosterUploadForm(resource=kind.resource())
        form.sentence = _("The file is too large; split it, for example by branch.")
        return _upload_page(request, kind, form, 422)
    return _upload(request, kind)


roster_import.measures_its_body = True


@csrf_protect
def _upload(request: HttpRequest, kind: Kind) -> HttpResponse:
    if request.method != "POST":
        return _upload_page(request, kind, RosterUploadForm(resource=kind.resource()))
    form = RosterUploadForm(request.POST, request.FILES, resource=kind.resource())
    if not form.is_valid():
        return _upload_page(request, kind, form, 422)
    Batch.objects.forgotten(KINDS, clock.now()).delete()  # As the clock does, for a town that has not set it going.
    batch = record.uploaded(kind.name, form.cleaned_data["file"].name, form.book.sha256, request.user)
    plan = form.resource.plan(form.content, request.user)
    if plan.errors:
        form.content.sheets = report.kept(form.book.sheets, form.resource.secret_places(form.content))
    batch.counts = plan.counts()
    batch.keep(form.content.pack())
    batch.save()
    return redirect("members:roster_preview", pk=batch.pk)


def _upload_page(request: HttpRequest, kind: Kind, form: RosterUploadForm, status: int = 200) -> HttpResponse:
    latest = Batch.objects.visible_to(request.user).filter(kind=kind.name).defer("payload")[:5]
    kinds = [one for one in KINDS.values() if one.may_bring(reach(request.user))]
    context = {"form": form, "latest": latest, "kind": kind, "kinds": kinds}
    return render(request, "members/roster_import.html", context, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def roster_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What the file would change, as the roster is now; and the yes."""
    batch, kind = own_batch(request, pk)
    if batch.applied_at:
        return redirect("members:batch_detail", pk=pk)
    if request.method == "POST" and {"answer", "forget"} & request.POST.keys():
        return _answered(request, batch)
    if request.method == "POST":
        return _applied(request, batch)
    return _preview(request, batch)


def _answered(request: HttpRequest, batch: Batch) -> HttpResponse:
    rows = {row.key for row in Content.unpack(batch.content()).rows}
    said = {key.removeprefix("a:"): value for key, value in request.POST.items() if key.startswith("a:") and value}
    given = {key: value for key, value in said.items() if key.rpartition("|")[0] in rows and "\0" not in key + value}
    with transaction.atomic():
        batch = Batch.objects.select_for_update().get(pk=batch.pk)
        batch.answers = {} if "forget" in request.POST else batch.answers | given
        batch.save(update_fields=["answers"])
    return redirect(request.get_full_path())


def _applied(request: HttpRequest, batch: Batch) -> HttpResponse:
    content, digest = Content.unpack(batch.content()), request.POST.get("digest", "")
    try:
        with transaction.atomic():
            batch = Batch.objects.select_for_update().get(pk=batch.pk)
            if batch.applied_at:
                return redirect("members:batch_detail", pk=batch.pk)
            resource = KINDS[batch.kind].resource()
            only_right = "right" in request.POST
            plan = resource.apply(content, request.user, batch.answers, digest, batch.file_name, only_right=only_right)
            if plan.errors and (plan.bars_all or not only_right):
                return _preview(
                    request, batch, 422, _("Nothing was written: put right what is wrong and send the file again.")
                )
            rest = record.rest_of(batch, content, plan, request.user) if plan.errors else None
            record.applied(batch, plan, request.user)
    except SheetResource.Broken as broken:
        return _preview(request, batch, 422, _("Nothing was written: %(why)s") % {"why": broken})
    except (SheetResource.Changed, IntegrityError):
        sentence = _("The roster changed after you saw this page. Nothing was written; look at the difference again.")
        return _preview(request, batch, 409, sentence)
    done = _("The roster is in: %(created)s new, %(updated)s changed, %(unchanged)s unchanged.")
    if batch.kind != KIND:
        done = _("The sheet is in: %(created)s new, %(updated)s changed, %(unchanged)s unchanged.")
    messages.success(request, done % batch.counts)
    if rest:
        left = _(
            "%(number)s rows were left out. Here they are: answer what is asked, or mend the sheet and send it again."
        )
        messages.warning(request, left % {"number": rest.counts["rows"]})
        return redirect("members:roster_preview", pk=rest.pk)
    return redirect("members:batch_detail", pk=batch.pk)


def _preview(request: HttpRequest, batch: Batch, status: int = 200, sentence: str = "") -> HttpResponse:
    kind = KINDS[batch.kind]
    resource, content = kind.resource(), Content.unpack(batch.content())
    plan = resource.plan(content, request.user, batch.answers)
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
        "kind": kind,
        "plan": plan,
        "counts": plan.counts(),
        "digest": plan.digest(),
        "sentence": sentence,
        "show": show,
        "name": resource.fields[kind.first].column_name,
        "columns": [resource.fields[key].column_name for key in kind.shown],
        "shows": [(name, words, len(lists[name])) for name, words in SHOWS.items()],
        "page": page,
        "lines": _lines(resource, kind, show, page, content),
        "several": len(content.headings) > 1,
        "no_numbers": kind.resource().secret_words(content),
        "asks": show == "wrong" and any(problem.choices for problem in page),
        "again": Batch.objects.visible_to(request.user)
        .same_file(batch.kind, batch.sha256)
        .exclude(pk=batch.pk)
        .defer("payload")
        .first(),
        "apply_words": _apply_words(plan),
        "right_words": "" if plan.bars_all else _right_words(plan),
    }
    return render(request, "members/roster_preview.html", context, status=status)


def _apply_words(plan: Plan) -> str:
    """What the button does, with its number on it."""
    number = len(plan.new) + len(plan.changed)
    return _("Take over (%(number)s rows)") % {"number": number} if number else ""


def _right_words(plan: Plan) -> str:
    """What the other button does where some rows are wrong."""
    number = len(plan.new) + len(plan.changed)
    return _("Take over the %(number)s right rows now") % {"number": number} if plan.errors and number else ""


def _lines(resource: SheetResource, kind: Kind, show: str, page: Any, content: Content) -> list[dict[str, Any]]:
    """The rows of one page in words."""
    if show in ("wrong", "remarks"):
        wanted = {f"{problem.sheet}|{problem.row}" for problem in page}
        rows = {row.key: row for row in content.rows if row.key in wanted}
        return [_told(resource, kind, problem, rows, content) for problem in page]
    words = partial(_words, resource, kind.shown if show == "new" else ())
    return [
        {"step": step, "title": resource.title_of(step), "cells": words(step), "changes": _changes(resource, step)}
        for step in page
    ]


def _told(resource: SheetResource, kind: Kind, problem: Any, rows: dict[str, Any], content: Content) -> dict[str, Any]:
    """A problem, whose row it is, and what stands in the cell."""
    row, found = rows.get(f"{problem.sheet}|{problem.row}"), {"problem": problem, "title": "", "written": ""}
    if row is not None:
        found["title"] = resource.written(row, kind.first, content)
        if problem.field and problem.field != kind.first:
            found["written"] = resource.written(row, problem.field, content)
    return found


def _words(resource: SheetResource, keys: tuple[str, ...], step: Any) -> list[tuple[str, str]]:
    values = step.row.values
    return [
        (resource.fields[key].column_name, resource.in_words(key, values[key]) if values.get(key) else "")
        for key in keys
    ]


def _changes(resource: SheetResource, step: Any) -> list[tuple[str, str, str]]:
    """A kept telephone is masked; the new one stands as in the file that the person sent himself."""
    return [
        (resource.fields[key].column_name, masked(old) if key == "phone" else old, new)
        for key, (old, new) in step.changes.items()
    ]


@never_cache
@require_safe
def roster_report(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet with its bad cells coloured and the reasons in a last column."""
    batch, kind = own_batch(request, pk, applied_at=None)
    resource, content = kind.resource(), Content.unpack(batch.content())
    plan = resource.plan(content, request.user, batch.answers)
    out = tempfile.TemporaryFile()  # noqa: SIM115  FileResponse closes it.
    write_report(resource, content, plan, out)
    out.seek(0)
    return FileResponse(
        out, as_attachment=True, filename=f"{batch.file_name.rsplit('.', 1)[0]}-问题.xlsx", content_type=XLSX
    )


@never_cache
@require_safe
def roster_export(request: HttpRequest) -> HttpResponse:
    """The roster that the person sees, which is also the form for bringing one. Every download is recorded."""
    kind = _asked(request)
    if not kind.may_take(reach(request.user)):
        raise PermissionDenied(_("The roster is for the township and for those who work in a village."))
    as_csv = request.GET.get("format") == "csv"
    out = tempfile.TemporaryFile()  # noqa: SIM115  FileResponse closes it.
    rows = write_sheet(kind, request.user, out, as_csv)
    name = f"{kind.title}-{clock.today():%Y%m%d}.{'csv' if as_csv else 'xlsx'}"
    record.went_out(kind.name, name, out, rows, request.user)
    out.seek(0)
    return FileResponse(
        out, as_attachment=True, filename=name, content_type="text/csv; charset=utf-8" if as_csv else XLSX
    )
