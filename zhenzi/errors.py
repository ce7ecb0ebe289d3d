"""Pages for what went wrong, in the words of the office."""

import sys
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from tools.upkeep.middleware import database_away, is_for_a_while


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: nothing that a page of ours sends."""
    return _page(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403: seen, but not this person's to do."""
    return _page(request, 403, sentence=str(exception))


def missing(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: not there, or not for this person; the two look the same."""
    return _page(request, 404)


def fault(request: HttpRequest) -> HttpResponse:
    """500: written without asking the database, which may be the fault; then it is 503.

    Sessions and users are read by middlewares, and what goes wrong in one comes here and reaches no other.
    """
    if is_for_a_while(sys.exception()):
        return database_away()
    return HttpResponse(render_to_string("500.html"), status=500)


def _page(request: HttpRequest, status: int, **words: Any) -> HttpResponse:
    """The page of a fault; its head and foot name the town, so a database that is away is met here too."""
    try:
        return render(request, f"{status}.html", words, status=status)
    except (OperationalError, InterfaceError):
        return database_away()
