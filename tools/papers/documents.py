"""A PDF from a scanner: kept as it is, so looked through first. What runs, opens or carries something else is refused.

No PDF library reads it: what a name in it may mean is looked for in the file and in whatever of it can be unpacked, names
written with #-codes too. What is locked cannot be looked through and is refused.
"""

import re
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext as _

from tools.papers.limits import MIB, Unusable, incomplete, setting

UNPACKED = 60 * MIB
"""So much is unpacked of one file at most."""
STREAM = re.compile(rb"(?<!end)stream\r?\n")
HEAD = 4000
"""Bytes before a stream in which its own words stand."""
CODE = re.compile(rb"#([0-9A-Fa-f]{2})")
ACTIVE = re.compile(
    rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData|GoToE|GoToR|Movie|Sound|3D)"
    rb"(?![A-Za-z0-9_.-])"
)
LONG = re.compile(rb"/(?:JavaScript|EmbeddedFiles?|RichMedia|SubmitForm|ImportData)(?![A-Za-z0-9_.-])")
"""Of these none comes about by chance in a packed picture."""
PAGE = re.compile(rb"/Type\s*/Page(?![A-Za-z])")


def checked(data: bytes) -> int:
    """How many pages the PDF has. Raises Unusable where it is damaged, locked, too long, or does more than show pages."""
    if not re.match(rb"%PDF-[12]\.[0-9]", data) or not data.rstrip(b"\r\n\t \x00").endswith(b"%%EOF"):
        raise incomplete()
    pages = 0
    for text, is_plain in _texts(data):
        if is_plain and re.search(rb"/Encrypt(?![A-Za-z])", text):
            raise Unusable(
                "locked", _("The PDF is locked by a password. Save it without one, or take a photo of the paper.")
            )
        if (ACTIVE if is_plain else LONG).search(text):
            raise Unusable(
                "active",
                _(
                    "The PDF holds a programme, a form or another file. Print it and scan the sheet, or take a photo of it."
                ),
            )
        if is_plain:
            pages += len(PAGE.findall(text))
    if not pages:
        raise incomplete()
    if pages > setting("PAPERS_MAX_PAGES"):
        words = _("The PDF has %(pages)s pages; at most %(most)s are taken. Send the pages that belong to this paper.")
        raise Unusable("too_long", words % {"pages": pages, "most": setting("PAPERS_MAX_PAGES")})
    return pages


def _texts(data: bytes) -> Iterator[tuple[bytes, bool]]:
    """What of the file can be read: what stands between its streams and packed objects (True), and other streams (False)."""
    left, at, outside = UNPACKED, 0, []
    for found in STREAM.finditer(data):
        if found.start() < at:
            continue
        outside.append(data[at : found.end()])
        end = data.find(b"endstream", found.end())
        at = len(data) if end < 0 else end
        head, body = (
            _plain(data[max(found.start() - HEAD, 0) : found.start()].rpartition(b"obj")[2]),
            data[found.end() : at],
        )
        is_packed_objects = b"/ObjStm" in head
        if b"/DCTDecode" in head and not is_packed_objects:
            continue
        whole = _unpacked(body, left) if b"/Filter" in head else body
        if is_packed_objects and (whole is None or b"/Predictor" in head):
            raise incomplete()
        if whole is not None:
            left -= len(whole)
            yield _plain(whole), is_packed_objects
    outside.append(data[at:])
    yield _plain(b"\n".join(outside)), True


def _unpacked(body: bytes, left: int) -> bytes | None:
    """A stream without its packing; None where it is packed otherwise than by zlib. Too much is refused."""
    unpacking = zlib.decompressobj()
    try:
        whole = unpacking.decompress(body, max(left, 1))
    except zlib.error:
        return None
    if unpacking.unconsumed_tail:
        raise incomplete()
    return whole


def _plain(text: bytes) -> bytes:
    """With the names' #-codes read."""
    return CODE.sub(lambda found: bytes([int(found.group(1), 16)]), text)
