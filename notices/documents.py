"""A notice as a Word file, from the same words as the sheet for the board (papers.py)."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from members.models import Village
from notices.kinds import KINDS
from notices.models import Notice
from notices.papers import sheet_of
from notices.words import sample_notice
from tools.papers.qr import qr_picture
from tools.papers.word.register import Document, Field, Values

PEN = "　　年　月　日"
"""The day of a draft: written by hand, or filled in when it goes up."""
FIELDS = (
    Field("title", _("the title")),
    Field("draft", _("that it is a draft, as long as it is one; empty afterwards")),
    Field("issuer", _("who issues it, where it bears a red head; otherwise empty")),
    Field("document_number", _("its number, where it bears a red head; otherwise empty")),
    Field("corrected", _("that it stands in the place of one that was taken down, and why; otherwise empty")),
    Field("basis", _("the paragraphs of the basis"), ()),
    Field("body", _("the paragraphs before the list"), ()),
    Field("headings", _("the headings of the list, without the number"), ()),
    Field(
        "lines",
        _("the list"),
        (Field("number", _("its number on the list")), Field("cells", _("what stands below the headings"), ())),
    ),
    Field("ending", _("the paragraphs after the list"), ()),
    Field("organ", _("who signs")),
    Field("day", _("the day on which it goes up, for example 2026年11月23日")),
    Field("phone", _("the telephone for objections")),
    Field("qr", _("the code that leads to it on the board, a picture")),
    Field("address", _("its address on the board")),
)


def values(words: Mapping[str, Any]) -> Values:
    """What stands in the file, from the words of the sheet; in the town's language."""
    notice: Notice = words["notice"]
    is_red = notice.look == Notice.Look.RED
    with translation.override(settings.LANGUAGE_CODE):
        return {
            "title": "\n".join(words["title_lines"]),
            "draft": _t("Draft: not posted yet. Period and day are filled in when it goes up.") if words["is_draft"] else "",
            "issuer": notice.organ if is_red else "",
            "document_number": notice.number if is_red else "",
            "corrected": _corrected(notice),
            **{name: words["paragraphs"][name] for name in ("basis", "body", "ending")},
            "headings": [str(heading) for heading in words["headings"]],
            "lines": [{"number": at, "cells": list(cells)} for at, cells in enumerate(words["rows"], 1)],
            "organ": notice.organ,
            "day": date_format(notice.opened_on, "Y年n月j日") if notice.opened_on else PEN,
            "phone": words["phone"],
            "qr": qr_picture(words["address"], 20),
            "address": words["address"],
        }  # fmt: skip


def _corrected(notice: Notice) -> str:
    if not notice.corrects:
        return ""
    said = {"day": date_format(notice.corrects.withdrawn_on, "Y年n月j日"), "reason": notice.corrects.correction}
    return _t("This notice stands in the place of the one that was taken down on %(day)s (%(reason)s).") % said


def example() -> Values:
    """A notice that was never made, with eight invented people."""
    kind = next(iter(KINDS.values()))
    village = Village(code="0" * 12, name=_t("Some village"), short_name=_t("Some village"))
    notice, rows = sample_notice(kind.code, kind.wording(), village, 8)
    path = reverse("board:notice", args=[uuid.UUID(int=0)])
    return values(sheet_of(notice, rows, f"{settings.PUBLIC_ADDRESS or 'https://zhenzi.example'}{path}"))


def builtin() -> bytes:
    """The file that comes with the product: a plain notice, or one under a red head where the notice has one."""
    from tools.papers.word.official import Paper

    with translation.override(settings.LANGUAGE_CODE):
        number, code = _t("no."), _t("Read it, or object, on the telephone")
    paper = Paper().tag("if draft").plain("{{ draft }}", 12).tag("endif")
    paper.tag("if issuer").red_head("{{ issuer }}", "{{ document_number }}").tag("endif").title("{{ title }}", 16)
    paper.tag("if corrected").text("{{ corrected }}").tag("endif")
    for part in ("basis", "body"):
        paper.tag(f"for line in {part}").text("{{ line }}").tag("endfor")
    paper.table(
        [number, "{%tc for heading in headings %}", "{{ heading }}", "{%tc endfor %}"],
        ["{{ line.number }}", "{%tc for cell in line.cells %}", "{{ cell }}", "{%tc endfor %}"],
        "line in lines",
        (18, 46, 46, 46),
    )
    paper.tag("for line in ending").tag("if loop.last").text("{{ line }}", keep=True)
    paper.tag("else").text("{{ line }}").tag("endif").tag("endfor")
    paper.signature("{{ organ }}", "{{ day }}", "{{ qr }}", code)
    return paper.plain("{{ address }}", 9).saved()


NOTICE = Document(code="notice", label=_("notice"), fields=FIELDS, example=example, builtin=builtin)
