"""HTML to PDF, where the machine can: WeasyPrint needs Pango, which is no Python package."""

import gc
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import SuspiciousFileOperation
from PIL import ImageFile


class NoPdfHere(Exception):
    """This machine has no Pango; the print page does the same."""


@cache
def _weasyprint() -> Any:
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        raise NoPdfHere from error
    # It lets the whole process read pictures that were cut off; a photo that is sent in (pictures.py) must be whole.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    return weasyprint


def _static_file(url: str) -> Path:
    """The file behind the address of a static file; ValueError for whatever else stands in a paper."""
    path = unquote(urlsplit(url).path)
    if not path.startswith(settings.STATIC_URL):
        raise ValueError(f"a paper fetches nothing from elsewhere: {url}")
    name = path.removeprefix(settings.STATIC_URL)
    root = Path(settings.STATIC_ROOT).resolve()
    collected = (root / name).resolve()
    if collected.is_file() and collected.is_relative_to(root):
        return collected
    try:
        found = finders.find(name)
    except SuspiciousFileOperation as error:
        raise ValueError(f"a paper stays within the static files: {name}") from error
    if not found:
        raise ValueError(f"no static file {name}")
    return Path(found)


def fetcher() -> Any:
    """What WeasyPrint asks for style sheets and pictures: our own static files and data addresses, never another machine."""
    urls = _weasyprint().urls

    class OwnFiles(urls.URLFetcher):
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            if urlsplit(url).scheme == "file":
                found = _static_file(url)
                kind = {".css": "text/css", ".svg": "image/svg+xml"}.get(found.suffix, "application/octet-stream")
                return urls.URLFetcherResponse(url, found.read_bytes(), {"Content-Type": kind})
            return super().fetch(url, headers)

    return OwnFiles(allowed_protocols=["data"])


def drawn_pdf(html: str) -> bytes:
    """The page as PDF, drawn now; raises NoPdfHere where Pango is missing."""
    try:
        return _weasyprint().HTML(string=html, base_url="file:///", url_fetcher=fetcher()).write_pdf()
    finally:
        # A drawing is full of rings that Python is slow to see: six files of fourteen letters left a worker with 530 MB, so 180.
        gc.collect()


@lru_cache(maxsize=64)
def to_pdf(html: str) -> bytes:
    """The page as PDF; raises NoPdfHere where Pango is missing.

    The same page again is answered from memory: what hangs on a wall with its QR code is asked for by many.
    """
    return drawn_pdf(html)
