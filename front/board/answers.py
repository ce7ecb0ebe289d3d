"""Answers that several public pages give."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def unlisted(response: HttpResponse) -> HttpResponse:
    """What no search engine keeps: a notice is gone after its period, its copy elsewhere would not be."""
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def missing(request: HttpRequest) -> HttpResponse:
    """No such village, zone or holder."""
    return render(request, "404.html", status=404)


def no_pdf(request: HttpRequest, print_page: str) -> HttpResponse:
    """This machine makes no PDF: 503 with the address of the page that is printed by the browser."""
    return render(request, "board/no_pdf.html", {"print_page": print_page}, status=503)
