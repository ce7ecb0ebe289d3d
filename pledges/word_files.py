"""The Word files of letter and pledge that come with the product, and the documents as the tools know them."""

from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from pledges.documents import (
    BOTH_FIELDS,
    LETTER_FIELDS,
    PLEDGE_FIELDS,
    both_example,
    letter_example,
    pledge_example,
)
from tools.papers.word.register import Document

BLANKS = {field.name: "{{ " + field.name + " }}" for field in (*LETTER_FIELDS, *PLEDGE_FIELDS)}
"""Each name as a template writes it: the sentences are the same as on the page."""


def letter_file() -> bytes:
    """The letter: who, which post, duties, term, two signatures."""
    with translation.override(settings.LANGUAGE_CODE):
        paper = _paper()
        _letter_on(paper)
        return paper.saved()


def pledge_file() -> bytes:
    """The pledge: a list of what is promised, the branch's opinion, two signatures."""
    with translation.override(settings.LANGUAGE_CODE):
        paper = _paper().title("{{ title }}", 16)
        _pledge_on(paper, "{{ whose }}", "{{ signed }}")
        paper.text(_t("Published on: %(published)s") % BLANKS)
        return paper.saved()


def both_file() -> bytes:
    """The letter, and on the other side the pledge."""
    with translation.override(settings.LANGUAGE_CODE):
        paper = _paper()
        _letter_on(paper)
        paper.new_side().title("{{ pledge_title }}", 16)
        _pledge_on(paper, "{{ member }}", "{{ member_signed }}")
        return paper.saved()


def _paper() -> Any:
    from tools.papers.word.official import Paper

    return Paper()


def _letter_on(paper: Any) -> None:
    from tools.papers.word.official import RIGHT

    paper.title("{{ title }}", 16)
    paper.text(
        _t("To serve the people of %(place)s on a post of its own, the branch and %(member)s agree as follows.")
        % BLANKS
    )
    paper.heading(_t("1. Post: %(post)s (%(zone)s group)") % BLANKS)
    paper.heading(_t("2. Duties"))
    paper.tag("for line in duties").text("{{ line }}").tag("endfor")
    paper.tag("if requirements").heading(_t("3. What is asked of the group"))
    paper.tag("for line in requirements").text("{{ line }}").tag("endfor").tag("endif")
    paper.text(_t("Term: from %(term_from)s to %(term_until)s.") % BLANKS, keep=True)
    paper.text(
        _t("The branch helps with what the post needs. Whoever cannot go on tells it, and it looks for another one."),
        keep=True,
    )
    paper.plain("")
    paper.text(_t("The member (signature): ____________"), keep=True).plain("{{ member_signed }}", align=RIGHT)
    paper.text(_t("For %(branch)s (signature and seal): ____________") % BLANKS, keep=True)
    paper.plain("{{ branch_signed }}", align=RIGHT)


def _pledge_on(paper: Any, whose: str, day: str) -> None:
    from tools.papers.word.official import RIGHT

    paper.text(_t("I promise the people of %(place)s for %(year)s, and ask them to watch that I keep it:") % BLANKS)
    paper.table(
        [_t("no."), _t("what is promised"), _t("how it is done"), _t("due on"), _t("for whom")],
        ["{{ item.number }}", "{{ item.content }}", "{{ item.measure }}", "{{ item.due }}", "{{ item.beneficiary }}"],
        "item in items",
        (14, 56, 40, 24, 22),
    )
    paper.text(_t("Pledged by %(whose)s (signature): ____________") % {"whose": whose}, keep=True)
    paper.plain(day, align=RIGHT)
    paper.text(_t("Examined for %(branch)s: ____________") % BLANKS, keep=True)
    paper.text(_t("Telephone of the branch: %(phone)s") % BLANKS)


LETTER = Document(
    code="letter",
    label=_("responsibility letter"),
    fields=LETTER_FIELDS,
    example=letter_example,
    builtin=letter_file,
    page="pledges/document_letter.html",
)
PLEDGE = Document(
    code="pledge",
    label=_("pledge"),
    fields=PLEDGE_FIELDS,
    example=pledge_example,
    builtin=pledge_file,
    page="pledges/document_pledge.html",
)
BOTH = Document(
    code="letter_and_pledge",
    label=_("letter and pledge on two sides"),
    fields=BOTH_FIELDS,
    example=both_example,
    builtin=both_file,
    page="pledges/document_both.html",
    two_sided=True,
)
