"""A zip as it really is, not as its directory says: parts are unpacked piece by piece and never beyond what was announced.

Python's own reader stops silently at the announced size, the one that opens the book later does not: a part that holds more
than it says would be believed here and burst there.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from tools.exchange.limits import Limits, damaged, too_large

CHUNK = 1 << 20
ENTRY = b"PK\x01\x02"
STORED, DEFLATED = 0, 8
LONGEST_TEXT = 8 * CHUNK
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    KeyError,
    NotImplementedError,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
)
"""What a damaged zip makes Python raise."""


def entries(data: bytes, limits: Limits) -> list[zipfile.ZipInfo]:
    """The directory, after its length was looked at. Raises Unreadable."""
    if data.count(ENTRY) > 2 * limits.entries:
        raise too_large()
    try:
        with zipfile.ZipFile(BytesIO(data)) as book:
            found = book.infolist()
    except BROKEN as error:
        raise damaged() from error
    if len(found) > limits.entries:
        raise too_large()
    return found


def pieces(data: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The part's content, at most CHUNK bytes at a time. Raises Unreadable where it is not what the directory says."""
    try:
        name, extra = struct.unpack_from("<26x2H", data, entry.header_offset)
        begin = entry.header_offset + 30 + name + extra
        packed = memoryview(data)[begin : begin + entry.compress_size]
        if len(packed) != entry.compress_size or entry.compress_type not in (STORED, DEFLATED):
            raise damaged()
        made = 0
        for piece in _inflated(packed) if entry.compress_type == DEFLATED else _cut(packed):
            made += len(piece)
            if made > entry.file_size:
                raise damaged()
            yield piece
        if made != entry.file_size:
            raise damaged()
    except BROKEN as error:
        raise damaged() from error


def blocks(data: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The same, cut only before a `<`, so that no tag and no text is torn. Raises Unreadable where one is too long."""
    rest = b""
    for piece in pieces(data, entry):
        rest += piece
        cut = rest.rfind(b"<")
        if cut > 0:
            yield rest[:cut]
            rest = rest[cut:]
        if len(rest) > LONGEST_TEXT:
            raise damaged()
    yield rest


def whole(data: bytes, entry: zipfile.ZipInfo, most: int) -> bytes:
    """A small part in one piece. Raises Unreadable where it is not small."""
    if entry.file_size > most:
        raise damaged()
    return b"".join(pieces(data, entry))


def _cut(packed: memoryview) -> Iterator[bytes]:
    for start in range(0, len(packed), CHUNK):
        yield bytes(packed[start : start + CHUNK])


def _inflated(packed: memoryview) -> Iterator[bytes]:
    stream = zlib.decompressobj(-15)
    for start in range(0, len(packed), CHUNK):
        rest: bytes | memoryview = packed[start : start + CHUNK]
        while rest:
            if piece := stream.decompress(rest, CHUNK):
                yield piece
            rest = stream.unconsumed_tail
            if stream.eof:
                return
    if piece := stream.flush():
        yield piece
    if not stream.eof:
        raise damaged()
