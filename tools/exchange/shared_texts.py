"""Texts that many cells of an .xlsx share: calamine copies each into every cell that points to it. One text of a megabyte and
ten thousand cells of five bytes would be ten gigabytes.
"""

import re
import zipfile
from array import array
from itertools import chain, islice

from tools.exchange import unzip
from tools.exchange.limits import Limits, too_large

PREFIX = rb"<(?:[A-Za-z_][\w.\-]*:)?"
ITEM = re.compile(PREFIX + rb"si[\s/>]")
VALUE = re.compile(PREFIX + rb"v(?:\s[^<>]*+)?>([^<>]*+)")
SHARED = "xl/sharedstrings.xml"
LONG = 256
"""Bytes from which a text counts: shorter ones weigh no more than the cells themselves, which are bounded."""


def weigh(data: bytes, cells: int, limits: Limits) -> None:
    """Raise Unreadable where the copies of long texts in so many cells would weigh too much."""
    parts = unzip.entries(data, limits)
    lengths = array("Q")
    for entry in parts:
        if entry.filename.lower() == SHARED:
            lengths += _lengths(data, entry, limits)
    most, total, longest = limits.letters, 0, max(lengths, default=0)
    if longest * cells <= most:
        return
    for entry in parts:
        if entry.filename.lower().endswith(".xml") and entry.filename.lower() != SHARED:
            for text in unzip.blocks(data, entry):
                total += sum(_length(word.strip(), lengths, longest) for word in VALUE.findall(text))
                if total > most:
                    raise too_large()


def _length(word: bytes, lengths: array, longest: int) -> int:
    if not word.isdigit():
        return longest if b"&" in word else 0
    place = int(word.lstrip(b"0")[:9] or 0)
    return lengths[place] if place < len(lengths) else 0


def _lengths(data: bytes, entry: zipfile.ZipInfo, limits: Limits) -> array:
    """How long each shared text is in the file, its marks included; 0 for the short ones."""
    begins, base = array("Q"), 0  # A list of numbers would take five times as much.
    for text in unzip.blocks(data, entry):
        begins.extend(base + found.start() for found in ITEM.finditer(text))
        base += len(text)
        if len(begins) > limits.texts:
            raise too_large()
    ends = chain(islice(begins, 1, None), [base])
    lengths = (end - begin for begin, end in zip(begins, ends, strict=True))
    return array("Q", (length if length >= LONG else 0 for length in lengths))
