"""Files handed over so that nothing in them runs, and files taken in measured before anything reads them."""

import functools
from collections.abc import Callable
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from tools.papers import pictures, store
from tools.papers.limits import setting, too_large
from tools.papers.models import Scan

FORM_OVERHEAD = 64 * 1024
NOTHING_RUNS = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; sandbox"
TYPES = {Scan.Content.JPEG: "image/jpeg", Scan.Content.PDF: "application/pdf"}


def takes_a_file(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Round a view that takes a photo: its length is looked at before its token; a full disk is 503 in words."""
    protected = csrf_protect(view)

    @csrf_exempt
    @functools.wraps(view)
    def measured(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > setting("PAPERS_MAX_BYTES") + FORM_OVERHEAD:
            return render(request, "papers/not_taken.html", {"sentence": too_large().message}, status=413)
        try:
            return protected(request, *args, **kwargs)
        except OSError as error:
            if error.errno not in store.FULL:
                raise
            page = render(request, "papers/no_room.html", status=503)
            page.headers["Retry-After"] = "300"
            return page

    measured.measures_its_body = True
    return measured


def handed_over(scan: Scan, small: bool) -> HttpResponse:
    """The file of a photo; a PDF is saved and not shown. 404 where the file is gone."""
    try:
        file = store.place(scan.file).open("rb")
    except OSError as error:
        raise Http404 from error
    if small and not scan.is_pdf:
        with file:
            answer: HttpResponse = HttpResponse(pictures.small(file.read()), content_type="image/jpeg")
    else:
        answer = FileResponse(file, content_type=TYPES[scan.content])
    ending = "pdf" if scan.is_pdf else "jpg"
    answer.headers["Content-Disposition"] = (
        f'{"attachment" if scan.is_pdf else "inline"}; filename="{scan.uuid}.{ending}"'
    )
    answer.headers["Content-Security-Policy"] = NOTHING_RUNS
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
