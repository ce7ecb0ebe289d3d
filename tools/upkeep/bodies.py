"""What is sent is measured before anything reads it: a form parser would spool any amount onto the disk."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class BodyLimitMiddleware:
    """Stands before whatever reads a body. A view that measures for itself says so: `view.measures_its_body = True`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Go on: the view, and with it the limit, is known only later."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Callable, args: tuple, kwargs: dict) -> HttpResponse | None:
        """413 where more is announced than any form of ours holds; without an announcement nothing is read at all."""
        announced: Any = request.META.get("CONTENT_LENGTH") or "0"
        fits = announced.isdecimal() and int(announced) <= settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if fits or getattr(view, "measures_its_body", False):
            return None
        return render(request, "413.html", status=413)
