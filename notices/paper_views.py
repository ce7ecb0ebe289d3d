"""What is printed of notices and objections, and what goes into somebody's calendar."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from notices.documents import values
from notices.models import Notice, Objection
from notices.papers import font_warnings, last_day_ics, sheet, slip
from tools.papers.address import on_paper
from tools.papers.pdf import NoPdfHere, to_pdf
from tools.papers.word.serving import as_word
from tools.workflow.errors import Refused

SHEET, POSTER = "notices/notice_paper.html", "notices/notice_poster.html"


@require_safe
def notice_print(request: HttpRequest, pk: int) -> HttpResponse:
    """The notice as it is put up on the wall, for the printer."""
    return _to_print(request, pk, SHEET)


@require_safe
def notice_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as PDF; where this machine cannot, 503 with the address of the page to print."""
    return _as_pdf(request, pk, SHEET, "notices:notice_print")


@require_safe
def notice_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The notice as a Word file, in the township's template: whoever wants other words on the wall changes them there."""
    notice = _notice(request, pk)
    words = _words(request, notice)
    if words is None:
        return redirect(notice)
    return as_word(request, "notice", [values(words)], words["title"], notice.get_absolute_url())


@require_safe
def poster(request: HttpRequest, pk: int) -> HttpResponse:
    """The poster for the village street: A3, in type that is read from two metres."""
    return _to_print(request, pk, POSTER)


@require_safe
def poster_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The poster as PDF, for a shop that prints A3."""
    return _as_pdf(request, pk, POSTER, "notices:poster")


@require_safe
def notice_ics(request: HttpRequest, pk: int) -> HttpResponse:
    """The last day of the notice as a file for a calendar."""
    notice = _notice(request, pk)
    if not notice.ends_on:
        raise Http404
    text = last_day_ics(notice, on_paper(request, notice.get_absolute_url()))
    headers = {"Content-Disposition": f'attachment; filename="notice-{notice.pk}.ics"'}
    return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=headers)


@require_safe
def objection_slip(request: HttpRequest, pk: int) -> HttpResponse:
    """The acknowledgement that somebody who objected in writing or in person takes along."""
    rows = Objection.objects.visible_to(request.user).select_related("notice__village")
    objection = get_object_or_404(rows, pk=pk)
    return render(request, "notices/objection_slip.html", slip(objection) | {"back": objection.get_absolute_url()})


def _notice(request: HttpRequest, pk: int) -> Notice:
    return get_object_or_404(Notice.objects.visible_to(request.user).select_related("village", "corrects"), pk=pk)


def _words(request: HttpRequest, notice: Notice) -> dict[str, Any] | None:
    """What stands on the paper; None, and said why, where a draft cannot be set yet."""
    try:
        return sheet(notice, on_paper(request))
    except Refused as error:
        messages.warning(request, str(error))
        return None


def _to_print(request: HttpRequest, pk: int, template: str) -> HttpResponse:
    notice = _notice(request, pk)
    words = _words(request, notice)
    if words is None:
        return redirect(notice)
    more = {"back": notice.get_absolute_url(), "font_warnings": font_warnings(words)}
    return render(request, template, words | more)


def _as_pdf(request: HttpRequest, pk: int, template: str, page: str) -> HttpResponse:
    notice = _notice(request, pk)
    words = _words(request, notice)
    if words is None:
        return redirect(notice)
    try:
        pdf = to_pdf(render(request, template, words).content.decode())
    except NoPdfHere:
        return render(request, "notices/no_pdf.html", {"page": reverse(page, args=[pk]), "notice": notice}, status=503)
    headers = {"Content-Disposition": f'inline; filename="notice-{pk}.pdf"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)
