"""Documents written: as a Word file in the township's template, as a page, as PDF; one or many in one file."""

from collections.abc import Sequence

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from tools.papers.pdf import drawn_pdf
from tools.papers.template_models import present
from tools.papers.word.register import DOCUMENTS, Document, Values, faults


def word(code: str, many: Sequence[Values], title: str = "") -> bytes:
    """One Word file of all. Raises Unusable where the township's template does not fit the document (after an upgrade)."""
    from tools.papers.word import archive, filling, grammar

    document = _for(code, many)
    template, use = present(code)
    if use is not None and use.template is not None:  # A new version of the product may have taken a name away.
        grammar.check(document, archive.opened(template))
    return filling.filled(template, many, title or str(document.label), two_sided=document.two_sided)


def pages(code: str, many: Sequence[Values]) -> list[str]:
    """Each as HTML, in the town's language: what stands on the paper, without the frame of a page."""
    document = _for(code, many)
    with translation.override(settings.LANGUAGE_CODE):
        return [render_to_string(document.page, dict(values)) for values in many]


def pdf(code: str, many: Sequence[Values], title: str = "") -> bytes:
    """One PDF of all, each counted from page 1, a two-sided one on a front side. Raises NoPdfHere where Pango is missing."""
    return drawn_pdf(framed_page(DOCUMENTS[code], pages(code, many), title))


def framed_page(document: Document, found: Sequence[str], title: str = "", **more: object) -> str:
    """A whole page with these documents, for the browser's printer and for the PDF."""
    frame = {"documents": found, "title": title or document.label, "two_sided": document.two_sided, **more}
    with translation.override(settings.LANGUAGE_CODE):
        return render_to_string("papers/documents.html", frame)


def _for(code: str, many: Sequence[Values]) -> Document:
    """The document, once the values are what it says. Raises ValueError: that is a fault of the app."""
    document = DOCUMENTS[code]
    if not many:
        raise ValueError(f"{code}: nothing to write")
    for values in many:
        if wrong := sorted(set(faults(document.fields, values))):
            raise ValueError(f"{code}: not as its fields say: {', '.join(wrong)}")
    return document
