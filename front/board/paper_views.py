"""Papers of a village for its wall, open to everybody who wants to print them: a page for the browser's printer, and a PDF."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from front.board import reads
from front.board.answers import missing, no_pdf, unlisted
from front.board.papers import cards_of, page_on_paper, wall
from tools import clock
from tools.papers.pdf import NoPdfHere, to_pdf
from tools.papers.qr import qr_svg
from tools.upkeep.limits import is_too_often, seconds_to_wait

PDFS_AN_HOUR = 60
"""A PDF costs a second of the machine; who wants more of them, and is not of the staff, prints the page."""
PLATES = ("a4", "a5")


@login_not_required
@require_safe
def village_print(request: HttpRequest, code: str, pdf: bool = False) -> HttpResponse:
    """The posts of a village and who holds them, on one A4 page where they fit."""
    found = reads.village(request, code)
    if found is None:
        return missing(request)
    groups = reads.village_groups(found["pk"])
    context = wall(request, found) | {"groups": groups, "today": clock.today(), "name": "village_print"}
    return _paper(request, "board/village_paper.html", context, [code], pdf)


@login_not_required
@require_safe
def village_qr(request: HttpRequest, code: str, pdf: bool = False) -> HttpResponse:
    """The plate for the wall: the village's code in large, its address in text; A4, or A5 with `?paper=a5`."""
    found = reads.village(request, code)
    if found is None:
        return missing(request)
    paper = request.GET.get("paper")
    context = wall(request, found) | {"paper": paper if paper in PLATES else PLATES[0], "name": "village_qr"}
    return _paper(request, "board/plate_paper.html", context, [code], pdf)


@login_not_required
@require_safe
def qr_picture(request: HttpRequest, code: str) -> HttpResponse:
    """The code of a village's page alone: a page of many cards fetches it once."""
    found = reads.village(request, code)
    if found is None:
        return missing(request)
    return unlisted(HttpResponse(qr_svg(page_on_paper(request, found["code"])), content_type="image/svg+xml"))


@login_not_required
@require_safe
def village_cards(request: HttpRequest, code: str, pdf: bool = False) -> HttpResponse:
    """The cards of everybody on a post of the village, two on a sheet of A4 to be cut."""
    found = reads.village(request, code)
    if found is None or not found["scheme_on"]:
        return missing(request)
    cards = cards_of(reads.village_groups(found["pk"]))
    context = wall(request, found) | {"cards": cards, "paper": "two", "name": "village_cards"}
    if not pdf:
        context["qr"] = reverse("board:qr_picture", args=[code])
    return _paper(request, "board/card_paper.html", context, [code], pdf)


@login_not_required
@require_safe
def card(request: HttpRequest, code: str, post: int, seat: int, pdf: bool = False) -> HttpResponse:
    """The card of one seat, A5; gone when its holder is."""
    found = reads.village(request, code)
    groups = reads.village_groups(found["pk"]) if found and found["scheme_on"] else []
    cards = [one for one in cards_of(groups) if (one.post_pk, one.seat) == (post, seat)]
    if not cards:
        return missing(request)
    context = wall(request, found) | {"cards": cards, "paper": "one", "name": "card"}
    return _paper(request, "board/card_paper.html", context, [code, post, seat], pdf)


def _paper(request: HttpRequest, template: str, context: dict[str, Any], args: list[Any], pdf: bool) -> HttpResponse:
    """The page, or its PDF; where the machine makes none, 503 with the page's address. No search engine keeps either."""
    name = context["name"]
    asked = f"?paper={context['paper']}" if name == "village_qr" and context["paper"] != PLATES[0] else ""
    page = reverse(f"board:{name}", args=args) + asked
    context |= {"page": page, "pdf_page": reverse(f"board:{name}_pdf", args=args) + asked, "is_pdf": pdf}
    if not pdf:
        return unlisted(render(request, template, context))
    if not request.user.is_authenticated and is_too_often(request, "pdf", PDFS_AN_HOUR):
        response = render(request, "429.html", status=429)
        response.headers["Retry-After"] = str(seconds_to_wait())
        return response
    try:
        made = to_pdf(render(request, template, context).content.decode())
    except NoPdfHere:
        return no_pdf(request, page)
    file = f"{name}-{'-'.join(str(one) for one in args)}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{file}"'}
    return unlisted(HttpResponse(made, content_type="application/pdf", headers=headers))
