"""Documents handed over: the Word file, the PDF, the page for the printer."""

from collections.abc import Sequence
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from tools.papers.limits import Unusable
from tools.papers.pdf import NoPdfHere
from tools.papers.word import write
from tools.papers.word.register import DOCUMENTS, Values

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def word_file(content: bytes, name: str) -> HttpResponse:
    """A Word file to be saved under this name (without its ending)."""
    answer = HttpResponse(content, content_type=DOCX)
    answer.headers["Content-Disposition"] = (
        f"attachment; filename=\"document.docx\"; filename*=UTF-8''{quote(name)}.docx"
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def as_word(request: HttpRequest, code: str, many: Sequence[Values], name: str, back: str) -> HttpResponse:
    """One Word file of all, in the township's template. Where that does not fit any more, `back` with what is wrong."""
    try:
        return word_file(write.word(code, many, name), name)
    except Unusable as error:
        said = _(
            "The township's template of this document does not fit: %(why)s Print the page, or ask the township to mend it."
        )
        messages.error(request, said % {"why": error.message})
        return redirect(back)


def as_pdf(request: HttpRequest, code: str, many: Sequence[Values], name: str, page: str) -> HttpResponse:
    """One PDF of all; where this machine cannot, 503 with the address of the page to print."""
    try:
        content = write.pdf(code, many, name)
    except NoPdfHere:
        return render(request, "papers/no_pdf.html", {"page": page}, status=503)
    answer = HttpResponse(content, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f"inline; filename=\"document.pdf\"; filename*=UTF-8''{quote(name)}.pdf"
    return answer


def as_page(request: HttpRequest, code: str, many: Sequence[Values], title: str, back: str) -> HttpResponse:
    """All of them on one page for the browser's printer, each on a sheet of its own."""
    page = write.framed_page(DOCUMENTS[code], write.pages(code, many), title, back=back)
    return HttpResponse(page)
