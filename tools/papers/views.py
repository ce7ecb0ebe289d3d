"""Pages of papers: a sheet is printed, its code opens it on a telephone, the photo comes back to its thing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tools.papers import serials, written
from tools.papers.actions import move_to, print_sheet, remove, take_in
from tools.papers.forms import MoveForm, PhotoForm, RemoveForm, SerialForm, addable, printable
from tools.papers.kinds import HOMES, KINDS, page_of
from tools.papers.models import Scan, Sheet, model_of
from tools.papers.pdf import NoPdfHere, to_pdf
from tools.papers.serving import handed_over, takes_a_file


@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """Where the number of a sheet is typed, and where papers that belong to no single step are printed."""
    asked = "serial" in request.GET
    form = SerialForm(request.GET if asked else None)
    if asked and form.is_valid():
        if sheet := Sheet.objects.visible_to(request.user).filter(serial=form.cleaned_data["serial"]).first():
            return redirect(sheet)
        form.add_error("serial", _("No sheet of this number is known to you. Compare it with the sheet once more."))
    homes = [(home._meta.label_lower, home) for rows in HOMES for home in rows(request.user)]
    return render(request, "papers/find.html", {"form": form, "homes": homes}, status=200)


def _thing(request: HttpRequest, label: str, pk: int) -> models.Model:
    """A thing that has papers, within scope."""
    try:
        rows = model_of(label)._default_manager
    except KeyError as error:
        raise Http404 from error
    return get_object_or_404(rows.visible_to(request.user), pk=pk)


def _must_add(user: Any, thing: models.Model, kind: str = "") -> None:
    """Raise PermissionDenied where papers of the thing, or of that kind, are only read."""
    if not any(kind in ("", one.code) for one in addable(user, thing)):
        raise PermissionDenied(
            _("You may read this, but its papers are printed and sent in by the office that enters it.")
        )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@takes_a_file
def thing_papers(request: HttpRequest, label: str, pk: int) -> HttpResponse:
    """The papers of a thing: what may be printed, which photos are there, and a new one."""
    thing = _thing(request, label, pk)
    return _received(request, thing, reverse("papers:thing", args=[label, pk]))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@takes_a_file
def sheet(request: HttpRequest, serial: str) -> HttpResponse:
    """What the code on a sheet opens: what it is, and the one button that sends its photo."""
    found = get_object_or_404(
        Sheet.objects.visible_to(request.user).select_related("printed_by"), serial=serials.read(serial)
    )
    return _received(request, found.thing_for(request.user), found.get_absolute_url(), found)


def _received(request: HttpRequest, thing: models.Model, here: str, found: Sheet | None = None) -> HttpResponse:
    user = request.user
    code = found.kind if found else ""
    may_add = bool([kind for kind in addable(user, thing) if code in ("", kind.code)])
    if request.method == "POST":
        _must_add(user, thing, code)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PhotoForm(*sent, user=user, thing=thing, kind=code) if may_add else None
    if sent and form.is_valid():
        label, pk = form.chosen_place()
        kind = form.chosen_kind()
        owner = KINDS[kind].on[label].seen_by(user).get(pk=pk)
        scan, is_new = take_in(kind, owner, form.found, user, found)
        if is_new:
            messages.success(request, _("The photo is kept with “%(thing)s”.") % {"thing": owner})
        else:
            messages.warning(request, _("This very photo is there already; it was not kept twice."))
        return redirect(here if found or owner == thing else scan.get_absolute_url())
    scans = Scan.objects.visible_to(user).here()
    scans = scans.filter(sheet=found) if found else scans.of(thing)
    context = {
        "thing": thing,
        "label": thing._meta.label_lower,
        "page": page_of(thing),
        "sheet": found,
        "kind": KINDS[code] if code else None,
        "form": form,
        "offers": printable(user, thing) if not found else [],
        "scans": scans.select_related("added_by"),
    }
    return render(request, "papers/photo.html", context, status=422 if sent else 200)


@require_POST
def print_new(request: HttpRequest, label: str, pk: int, kind: str) -> HttpResponse:
    """A new sheet with its number, and on to the page that is printed."""
    thing = _thing(request, label, pk)
    _must_add(request.user, thing, kind)
    variant = request.POST.get("variant", "")
    if not any((one["kind"], one["variant"]) == (kind, variant) for one in printable(request.user, thing)):
        raise Http404
    return redirect("papers:sheet_print", serial=print_sheet(kind, thing, variant, request.user).serial)


def _seen(request: HttpRequest, serial: str) -> Sheet:
    return get_object_or_404(Sheet.objects.visible_to(request.user), serial=serials.read(serial))


@never_cache
@require_safe
def sheet_print(request: HttpRequest, serial: str) -> HttpResponse:
    """The sheet for the browser's printer."""
    found = _seen(request, serial)
    return HttpResponse(written.page(request, found, tools=True))


@never_cache
@require_safe
def sheet_pdf(request: HttpRequest, serial: str) -> HttpResponse:
    """The same as PDF; where this machine cannot, 503 with the address of the page to print."""
    found = _seen(request, serial)
    try:
        pdf = to_pdf(written.page(request, found, tools=False))
    except NoPdfHere:
        page = reverse("papers:sheet_print", args=[found.serial])
        return render(request, "papers/no_pdf.html", {"page": page}, status=503)
    headers = {"Content-Disposition": f'inline; filename="{found.serial}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


@never_cache
@require_safe
def scan_file(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The photo itself, within scope; `?small=1` as a little picture."""
    scan = get_object_or_404(Scan.objects.visible_to(request.user).here(), uuid=uuid)
    return handed_over(scan, "small" in request.GET)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def scan_detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """About a photo: who sent it when, where it belongs; it is moved or removed from here."""
    scan, thing, may_add = _scan(request, uuid)
    if request.method == "POST" and not may_add:
        _must_add(request.user, thing, scan.kind)
    move = MoveForm(request.POST or None, user=request.user, thing=thing, scan=scan) if may_add else None
    if request.method == "POST" and move.is_valid() and scan.removed_on is None:
        label, pk = move.chosen()
        owner = scan.sort.on[label].seen_by(request.user).get(pk=pk)
        if move_to(scan, owner):
            messages.success(request, _("The photo is kept with “%(thing)s”.") % {"thing": owner})
            return redirect(scan)
        move.add_error("belongs", _("This very photo is there already; it was not kept twice."))
    return _scan_page(request, scan, thing, move, RemoveForm() if may_add else None)


@require_POST
def scan_remove(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Take a photo away: the file is deleted, the line with day, person and reason stays."""
    scan, thing, may_add = _scan(request, uuid)
    if not may_add:
        _must_add(request.user, thing, scan.kind)
    form = RemoveForm(request.POST)
    if form.is_valid():
        if remove([scan], form.cleaned_data["reason"], request.user):
            messages.success(request, _("The photo is removed; its file is deleted."))
        return redirect("papers:thing", label=scan.model, pk=scan.object_id)
    move = MoveForm(user=request.user, thing=thing, scan=scan)
    return _scan_page(request, scan, thing, move, form)


def _scan(request: HttpRequest, uuid: UUID) -> tuple[Scan, models.Model, bool]:
    rows = Scan.objects.visible_to(request.user).select_related("added_by", "removed_by", "sheet")
    scan = get_object_or_404(rows, uuid=uuid)
    thing = scan.thing_for(request.user)
    return scan, thing, scan.subject.may_add(request.user, thing)


def _scan_page(request: HttpRequest, scan: Scan, thing: Any, move: Any, removal: Any) -> HttpResponse:
    context = {
        "scan": scan,
        "thing": thing,
        "page": page_of(thing),
        "move": move if move and len(move.fields["belongs"].choices) > 1 and scan.removed_on is None else None,
        "removal": removal if scan.removed_on is None else None,
    }
    return render(request, "papers/scan_detail.html", context, status=422 if request.method == "POST" else 200)
