"""A notice on paper: the sheet for the board, the poster for the village street, and the slip for who objected."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from members.models import Township
from notices.kinds import KINDS
from notices.models import WORDS, Notice, Objection
from tools import clock
from tools.papers.fonts import far_characters, unprintable
from tools.papers.pdf import NoPdfHere
from tools.papers.qr import qr_image
from tools.papers.titles import title_lines, width_of
from tools.workflow.errors import Refused

ONE_SHEET = 15
"""So many names stand on one sheet of A4; more go on by continuation, in the sizes of official documents."""
SIZES = (
    # name, points of type and line, a row, a title's line and the air around title and list, the sheet's width and height
    ("", 16, 28, 25, 33, 48, 442, 638),
    ("close", 14, 23, 22, 30, 28, 448, 708),
    ("closer", 13, 20.5, 20.5, 28, 22, 448, 708),
    ("dense", 12, 18, 19, 26, 18, 448, 708),
)
"""Official documents' own size first (GB/T 9704), then closer ones, so that a list of up to fifteen stays on one sheet."""
FOOT = 116
"""Points of the foot: the place of the seal beside the code, the address below, some air."""
RED_HEAD = 110
POSTER_LINE, POSTER_MANY = 15, 8
"""Characters of a poster's title in one line; from more names than this on, a poster's rows are lower."""


def sheet(notice: Notice, site: str) -> dict[str, Any]:
    """The words of the sheet. `site` is the address under which the board is reached, for the QR code and the line below it.

    Only what is public of each line stands on it; a draft shows what would be frozen if it went up now.
    """
    kind = KINDS[notice.kind]
    lines = list(notice.lines.select_related("member"))
    columns = {line.pk: line.columns for line in lines} if notice.opened_on else kind.freeze(notice, lines)
    rows = [[columns[line.pk].get(key, "") for key in kind.columns] for line in lines]
    return sheet_of(notice, rows, f"{site}{reverse('board:notice', args=[notice.uuid])}")


def sheet_of(notice: Notice, rows: Sequence[Sequence[str]], address: str) -> dict[str, Any]:
    """The same for these rows, whoever they are."""
    texts = notice.says(count=len(rows))
    paragraphs = {name: [line for line in texts[name].splitlines() if line.strip()] for name in WORDS}
    told = [line for name in WORDS[1:] for line in paragraphs[name]]
    if notice.corrects:
        told.append(notice.corrects.correction + "　" * 40)  # And the sentence around it.
    return {
        "notice": notice,
        "title": texts["title"],
        "title_lines": title_lines(texts["title"]),
        "poster_title": title_lines(texts["title"], POSTER_LINE),
        "paragraphs": paragraphs,
        "headings": list(KINDS[notice.kind].columns.values()),
        "rows": rows,
        "is_long": len(rows) > POSTER_MANY,
        "size": size_for(rows, texts["title"], told, has_red_head=notice.look == Notice.Look.RED),
        "phone": notice.phone or Township.objects.current().phone,
        "address": address,
        "qr": qr_image(address),
        "is_draft": not notice.opened_on,
    }


def size_for(rows: Sequence[Sequence[str]], title: str, texts: Iterable[str], *, has_red_head: bool = False) -> str:
    """In which of the SIZES the sheet is set: the largest in which up to fifteen names fit on one page, by an estimate."""
    if len(rows) > ONE_SHEET:
        return ""
    texts = list(texts)
    for name, type_, line, row, title_line, air, across, down in SIZES:
        high = len(title_lines(title)) * title_line + air + FOOT + RED_HEAD * has_red_head
        high += sum(ceil((width_of(text) + 2) / (across / type_)) for text in texts) * line
        cells = across / (type_ - 2) - 8
        high += row + sum(max(1, ceil(sum(map(width_of, cells_)) / cells)) for cells_ in rows) * row
        if high <= down:
            return name
    return SIZES[-1][0]


def font_warnings(words: Mapping[str, Any]) -> list[str]:
    """What is to be said to the staff before this sheet is printed: characters that would come out as an empty box."""
    notice: Notice = words["notice"]
    cells = [cell for row in words["rows"] for cell in row]
    text = "".join((words["title"], *sum(words["paragraphs"].values(), []), notice.organ, notice.number, *cells))
    try:
        missing = unprintable(text)
    except NoPdfHere:
        missing = ""
    found = []
    if missing:
        found.append(
            _("This machine's fonts have no “%(characters)s”: in the PDF it would be an empty box. Ask the maintainer to install "
              "a font that has it, or write it in by hand.")
            % {"characters": "”“".join(missing)}
        )  # fmt: skip
    if far := far_characters(text):
        found.append(
            _("Before printing from the browser, look for “%(characters)s” in the print preview: not every office PC has a font "
              "with it.")
            % {"characters": "”“".join(far)}
        )  # fmt: skip
    return found


def warnings_of(notice: Notice) -> list[str]:
    """The same for a notice; none where a draft cannot be set at all yet, which its page says otherwise."""
    try:
        return font_warnings(sheet(notice, ""))
    except Refused:
        return []


def last_day_ics(notice: Notice, address: str) -> str:
    """The last day of a notice for somebody's calendar, with a reminder in the morning (RFC 5545, folded at 75 octets)."""
    after = notice.ends_on + dt.timedelta(days=1)
    summary = _("Last day of the notice: %(title)s") % {"title": notice.title}
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//zhenzi//notices//ZH", "BEGIN:VEVENT",
        f"UID:{notice.uuid}@zhenzi", f"DTSTAMP:{clock.now().astimezone(dt.UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{notice.ends_on:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}",
        f"SUMMARY:{_escaped(summary)}", f"LOCATION:{_escaped(str(notice.village))}", f"URL:{address}",
        "BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{_escaped(summary)}", "TRIGGER:PT9H", "END:VALARM",
        "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _escaped(text: str) -> str:
    return re.sub(r"([\\;,])", r"\\\1", text).replace("\n", "\\n")


def _folded(line: str) -> str:
    parts, size = [""], 0
    for character in line:
        octets = len(character.encode())
        if size + octets > 74:
            parts.append("")
            size = 0
        parts[-1] += character
        size += octets
    return "\r\n ".join(parts)


def slip(objection: Objection) -> dict[str, Any]:
    """The acknowledgement for somebody who objected: what was received and when; neither what he wrote nor who he is."""
    return {
        "objection": objection,
        "notice": objection.notice,
        "town": Township.objects.current(),
        "today": clock.today(),
    }
