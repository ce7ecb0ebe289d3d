"""Text files: which encoding and which separator, decided by the line of headings and not by "no exception"."""

import codecs
import csv
import io
import re
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from tools.exchange.limits import Limits, Unreadable
from tools.exchange.sniff import damaged, too_large

HEAD_LINES = 12
SEPARATORS = (",", "\t", ";", "，")
# Excel writes a number 1985.10 like this: no text of a careful person, so that it is read as the number that it was.
TYPED_NUMBER = re.compile(r"[12][0-9]{3}\.1")


def rows(data: bytes, is_heading: Callable[[str], bool], limits: Limits) -> list[tuple[int, list[Any]]]:
    """Numbered rows of cells. Raises Unreadable."""
    text = _decoded(data, is_heading)
    separator = _separator(text, is_heading)
    found, cells = [], 0
    try:
        for number, values in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=separator), 1):
            if number > limits.rows + 10 or len(values) > limits.columns:
                raise too_large()
            cells += len(values)
            if cells > limits.cells:
                raise too_large()
            if any(values):
                found.append((number, [float(value) if TYPED_NUMBER.fullmatch(value) else value for value in values]))
    except csv.Error as error:
        raise damaged() from error
    return found


def _decoded(data: bytes, is_heading: Callable[[str], bool]) -> str:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return _strictly(data, encoding)
    odd, even = data[1:400:2].count(0), data[0:400:2].count(0)
    if odd > 20 or even > 20:
        return _strictly(data, "utf-16-le" if odd > even else "utf-16-be")
    head = b"\n".join(data[:65536].splitlines()[:HEAD_LINES])
    hits = {encoding: _hits(head.decode(encoding, "replace"), is_heading) for encoding in ("utf-8", "gb18030", "big5")}
    if hits["big5"] > max(hits["utf-8"], hits["gb18030"]):
        raise Unreadable("big5", _("This text file is in Big5; open it and save it as .xlsx or as CSV in UTF-8."))
    if max(hits.values()):
        return _strictly(data, "utf-8" if hits["utf-8"] >= hits["gb18030"] else "gb18030")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _strictly(data, "gb18030")


def _strictly(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(
            "encoding", _("The characters of this text file are damaged; save the sheet as .xlsx.")
        ) from error
    if text.count("\x00") > 4:
        raise Unreadable("no_sheet", _("This is no sheet; save the roster as .xlsx, .xls or .csv."))
    return text


def _hits(text: str, is_heading: Callable[[str], bool]) -> int:
    parts = re.split("[,\t;，\r\n]", text)
    return sum(is_heading(part.strip().strip('"')) for part in parts)


def _separator(text: str, is_heading: Callable[[str], bool]) -> str:
    lines = text.splitlines()[:HEAD_LINES]
    return max(
        SEPARATORS,
        key=lambda s: max((sum(is_heading(p.strip().strip('"')) for p in line.split(s)) for line in lines), default=0),
    )
