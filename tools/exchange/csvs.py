"""Text files: which encoding and which separator, decided by the line of headings and not by "no exception"."""

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from tools.exchange.limits import Limits, Unreadable, damaged, too_large

HEAD_LINES = 12
HEAD_BYTES = 1 << 16
MOST_IN_LINE = 20
"""So many times the columns a line may hold their separator, for it may stand in a remark between quotation marks."""
SEPARATORS = (",", "\t", ";", "，", "|")
MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
FORCED = re.compile(r'="?([^"]*)"?')
"""How a program makes a spreadsheet take a cell for text: ="0012"."""
# Excel writes a number 1985.10 like this: no text of a careful person, so that it is read as the number that it was.
TYPED_NUMBER = re.compile(r"[12][0-9]{3}\.1")


def rows(data: bytes, is_heading: Callable[[str], bool], limits: Limits) -> Iterator[tuple[int, list[Any]]]:
    """Numbered rows of cells, one after the other. Raises Unreadable."""
    encoding = _encoding(data, is_heading)
    if not encoding.startswith("utf-16") and data.count(0) > 4:
        raise Unreadable("no_sheet", _("This is no sheet; save the roster as .xlsx, .xls or .csv."))
    separator = _separator(data[:HEAD_BYTES].decode(encoding, "replace"), is_heading)
    cells = 0
    lines = io.TextIOWrapper(io.BytesIO(data), encoding, newline="")
    try:
        for number, values in enumerate(csv.reader(_narrow(lines, separator, limits), delimiter=separator), 1):
            cells += len(values)
            if number > limits.rows + 10 or len(values) > limits.columns or cells > limits.cells:
                raise too_large()
            if any(values):
                yield number, list(map(_cell, values))
    except UnicodeError as error:
        raise Unreadable(
            "encoding", _("The characters of this text file are damaged; save the sheet as .xlsx.")
        ) from error
    except csv.Error as error:
        raise damaged() from error


def _cell(value: str) -> str | float:
    if value.startswith('="') and (forced := FORCED.fullmatch(value)):
        return forced[1]
    return float(value) if TYPED_NUMBER.fullmatch(value) else value


def _narrow(lines: Iterable[str], separator: str, limits: Limits) -> Iterator[str]:
    """The lines, before the csv reader makes a list of what stands in one."""
    for line in lines:
        if line.count(separator) > MOST_IN_LINE * limits.columns:
            raise too_large()
        yield line


def _encoding(data: bytes, is_heading: Callable[[str], bool]) -> str:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return encoding
    odd, even = data[1:400:2].count(0), data[0:400:2].count(0)
    if odd > 20 or even > 20:
        return "utf-16-le" if odd > even else "utf-16-be"
    head = b"\n".join(data[:HEAD_BYTES].splitlines()[:HEAD_LINES])
    hits = {encoding: _hits(head.decode(encoding, "replace"), is_heading) for encoding in ("utf-8", "gb18030", "big5")}
    if hits["big5"] > max(hits["utf-8"], hits["gb18030"]):
        raise Unreadable("big5", _("This text file is in Big5; open it and save it as .xlsx or as CSV in UTF-8."))
    if max(hits.values()):
        return "utf-8" if hits["utf-8"] >= hits["gb18030"] else "gb18030"
    try:
        head.decode("utf-8")
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8"


def _hits(text: str, is_heading: Callable[[str], bool]) -> int:
    return _known(re.split("[,\t;，\r\n]", text), is_heading)


def _separator(text: str, is_heading: Callable[[str], bool]) -> str:
    lines = text.splitlines()[:HEAD_LINES]
    return max(SEPARATORS, key=lambda sign: max((_known(line.split(sign), is_heading) for line in lines), default=0))


def _known(words: list[str], is_heading: Callable[[str], bool]) -> int:
    return sum(is_heading(word.strip().removeprefix("=").strip('"')) for word in words)
