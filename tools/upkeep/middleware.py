"""A database that is away and a disk that is full are 503 in words, not a page of code."""

import logging
import sys
from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from tools.upkeep.refusal import FULL

FULL_DATABASE = {"sqlite_errorname": "SQLITE_FULL", "pgcode": "53100"}
logger = logging.getLogger(__name__)


def is_for_a_while(error: BaseException | None) -> bool:
    """Whether it is the machine's fault, which ends when somebody mends it: no database, no room."""
    return isinstance(error, OperationalError | InterfaceError) or _is_full(error)


def database_away() -> HttpResponse:
    """503 in words for the fault that is being handled, written without asking the database."""
    logger.exception("database away")
    page = render_to_string("503.html", {"full": _is_full(sys.exception())})
    return HttpResponse(page, status=503, headers={"Retry-After": "30"})


def _is_full(error: BaseException | None) -> bool:
    cause = getattr(error, "__cause__", None)
    if any(getattr(cause, name, "") == code for name, code in FULL_DATABASE.items()):
        return True
    return isinstance(error, OSError) and error.errno in FULL


class WordsForMethodsMiddleware:
    """Django answers a wrong method with an empty page; somebody who reloads after a press, or signs in again, gets words."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The 405 stays a 405."""
        response = self.get_response(request)
        if response.status_code == 405 and not response.content:
            page = render(request, "405.html", status=405)
            page.headers["Allow"] = response.headers.get("Allow", "")
            return page
        return response


class DatabaseAwayMiddleware:
    """Turns "no database" into a page that says so; the next request tries again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on: what goes wrong in a middleware comes to the page for faults (zhenzi/errors.py)."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A view found the database away, or no room."""
        return database_away() if is_for_a_while(exception) else None


class NoNullMiddleware:
    """No text of ours holds a null character; PostgreSQL breaks on one, wherever a search or a key was to be compared with it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on: what is sent is looked at once the view, and with it who measures the body, is known."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> None:
        """400 for an address, a question or a form that holds one. A body that its view measures is left to its view."""
        sent = [request.path_info, request.META.get("QUERY_STRING", "").replace("%00", "\0")]
        if not getattr(view, "measures_its_body", False):
            sent += [text for _name, texts in request.POST.lists() for text in texts]
        if any("\0" in text for text in sent):
            raise BadRequest("a null character")
