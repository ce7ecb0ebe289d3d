"""HTML to PDF, where the machine can: WeasyPrint needs Pango, which is no Python package."""

from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders


class NoPdfHere(Exception):
    """This machine has no Pango; the print page does the same."""


@cache
def _weasyprint() -> Any:
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        raise NoPdfHere from error
    return weasyprint


def is_possible() -> bool:
    """Whether PDFs can be made on this machine."""
    try:
        _weasyprint()
    except NoPdfHere:
        return False
    return True


def _fetch(url: str) -> dict[str, Any]:
    """Only our own static files and data addresses: a paper never asks another machine for anything."""
    parts = urlsplit(url)
    if parts.scheme == "data":
        return _weasyprint().default_url_fetcher(url)
    path = unquote(parts.path)
    if parts.scheme != "file" or not path.startswith(settings.STATIC_URL):
        raise ValueError("a paper fetches nothing from elsewhere")
    name = path.removeprefix(settings.STATIC_URL)
    collected = (Path(settings.STATIC_ROOT) / name).resolve()
    found = collected if collected.is_file() and collected.is_relative_to(settings.STATIC_ROOT) else finders.find(name)
    if not found:
        raise ValueError(f"no static file {name}")
    return {"string": Path(found).read_bytes(), "mime_type": "text/css" if name.endswith(".css") else None}


def to_pdf(html: str) -> bytes:
    """The page as PDF; raises NoPdfHere where Pango is missing."""
    return _weasyprint().HTML(string=html, base_url="file:///", url_fetcher=_fetch).write_pdf()
