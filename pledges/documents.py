"""The responsibility letter and the pledge as documents: names, values, the files that come along, an invented example.

A letter says duties and term and bears two signatures; it knows no penalty. What is not filled in yet is left open for the pen.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from groups.papers import place_of
from members.models import Branch
from pledges.models import Pledge, ResponsibilityLetter
from tools.papers.titles import title_lines
from tools.papers.word.register import Field, Values

PEN = "　　　　年　　月　　日"
"""A day that is written by hand."""
LINES = 4
"""Empty lines on a pledge that nobody has written yet: it is filled by hand."""
ITEM = (
    Field("number", _("its number")),
    Field("content", _("what is promised")),
    Field("measure", _("how it is done")),
    Field("due", _("the day by which it is done")),
    Field("beneficiary", _("for whom")),
    Field("goal", _("the goal of the year's plan that it answers; otherwise empty")),
)
LETTER_FIELDS = (
    Field("title", _("the title")),
    Field("place", _("the village, as it is written on paper")),
    Field("branch", _("the branch that signs")),
    Field("member", _("the name of whoever signs")),
    Field("zone", _("the zone")),
    Field("post", _("the post")),
    Field("duties", _("the duties of the post, paragraph by paragraph"), ()),
    Field("requirements", _("what is asked of the group, paragraph by paragraph"), ()),
    Field("term_from", _("the first day of the term")),
    Field("term_until", _("the last day of the term")),
    Field("member_signed", _("the day of the member's signature, or room for it")),
    Field("branch_signed", _("the day of the branch's signature, or room for it")),
)
PLEDGE_FIELDS = (
    Field("title", _("the title")),
    Field("place", _("the village, as it is written on paper")),
    Field("branch", _("the branch that examines")),
    Field("year", _("the year")),
    Field("whose", _("the group's or the member's name")),
    Field("items", _("what is promised"), ITEM),
    Field("phone", _("the branch's telephone, by which people ask")),
    Field("signed", _("room for the day of the signature")),
    Field("published", _("the day on which it was published, or room for it")),
)
BOTH_FIELDS = (
    *LETTER_FIELDS,
    Field("year", _("the year")),
    Field("pledge_title", _("the title of the other side")),
    Field("items", _("what is promised"), ITEM),
    Field("phone", _("the branch's telephone, by which people ask")),
)


def _day(day: dt.date | None) -> str:
    return date_format(day, "Y年n月j日") if day else PEN


def letter_values(letters: Sequence[ResponsibilityLetter], pledges: Mapping[int, Pledge] | None = None) -> list[Values]:
    """What stands in each letter; with `pledges`, by the member's key, the other side too. In the town's language."""
    found, places, branches = [], {}, {}
    with translation.override(settings.LANGUAGE_CODE):
        for letter in letters:
            post, member = letter.placement.post, letter.placement.member
            village = post.group.village
            if village.pk not in places:
                places[village.pk] = place_of(village)
                branches[village.pk] = _branch_of(village)
            values = _letter(letter, places[village.pk], branches[village.pk])
            if pledges is not None:
                pledge = pledges.get(member.pk)
                values |= {
                    "year": letter.cycle.year,
                    "pledge_title": _t("Public pledge"),
                    "items": _items(pledge.items.all() if pledge else ()),
                    "phone": village.phone,
                }
            found.append(values)
    return found


def _branch_of(village: Any) -> str:
    branch = Branch.objects.filter(village=village).first()
    return branch.name if branch else str(village)


def _letter(letter: ResponsibilityLetter, place: str, branch: str) -> dict[str, Any]:
    post, zone = letter.placement.post, letter.placement.post.group.zone
    title = _t("Responsibility letter of %(member)s for a duty post, %(year)s")
    words = {"member": letter.placement.member.public_name, "year": letter.cycle.year}
    return {
        "title": "\n".join(title_lines(title % words)),
        "place": place,
        "branch": branch,
        "member": letter.placement.member.name,
        "zone": zone.name,
        "post": _t("Group leader") if post.is_leader else post.name,
        "duties": _lines(letter.duties),
        "requirements": _lines(letter.requirements),
        "term_from": _day(letter.term_from),
        "term_until": _day(letter.term_until),
        "member_signed": _day(letter.member_signed_on),
        "branch_signed": _day(letter.branch_signed_on),
    }


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def pledge_values(pledge: Pledge, items: Iterable[Any]) -> Values:
    """What stands in a pledge; in the town's language."""
    with translation.override(settings.LANGUAGE_CODE):
        title = _t("Pledge of %(whose)s, %(year)s") % {"whose": pledge.whose, "year": pledge.cycle.year}
        return {
            "title": "\n".join(title_lines(title)),
            "place": place_of(pledge.village),
            "branch": _branch_of(pledge.village),
            "year": pledge.cycle.year,
            "whose": pledge.whose,
            "items": _items(items),
            "phone": pledge.village.phone,
            "signed": PEN,
            "published": _day(pledge.published_on),
        }


def _items(items: Iterable[Any]) -> list[dict[str, Any]]:
    """The items as rows; where none is written yet, rows for the pen."""
    rows = [
        {
            "number": item.number,
            "content": item.content,
            "measure": item.measure,
            "due": date_format(item.due_on, "Y年n月j日") if item.due_on else "",
            "beneficiary": item.beneficiary,
            "goal": str(item.goal) if item.goal_id else "",
        }
        for item in items
    ]
    empty = dict.fromkeys(("content", "measure", "due", "beneficiary", "goal"), "")
    return rows or [{"number": number, **empty} for number in range(1, LINES + 1)]


def letter_example() -> Values:
    """A letter of somebody who was never there."""
    day = dt.date(2026, 3, 1)
    with translation.override(settings.LANGUAGE_CODE):
        duties = [
            _t("Walks through lanes and public places twice a week."),
            _t("Reports damage to the branch the same day."),
        ]
        return {
            "title": _t("Responsibility letter of %(member)s for a duty post, %(year)s") % {"member": "王喆堃", "year": 2026},
            "place": "榛子镇某村", "branch": "中共榛子镇某村支部委员会", "member": "王喆堃",
            "zone": "环境", "post": "环境卫生监督岗", "duties": duties, "requirements": duties[:1], "term_from": _day(day),
            "term_until": _day(dt.date(2026, 12, 31)), "member_signed": PEN, "branch_signed": PEN,
        }  # fmt: skip


def _items_example() -> list[dict[str, Any]]:
    return [
        {
            "number": number, "content": _t("Keep the square before the committee clean"), "measure": _t("Every Friday"),
            "due": "2026年10月31日", "beneficiary": _t("all households"), "goal": "",
        }
        for number in (1, 2)
    ]  # fmt: skip


def pledge_example() -> Values:
    """A pledge of somebody who was never there."""
    with translation.override(settings.LANGUAGE_CODE):
        return {
            "title": _t("Pledge of %(whose)s, %(year)s") % {"whose": "王喆堃", "year": 2026},
            "place": "榛子镇某村", "branch": "中共榛子镇某村支部委员会", "year": 2026, "whose": "王喆堃",
            "items": _items_example(), "phone": "0315-0000000", "signed": PEN, "published": PEN,
        }  # fmt: skip


def both_example() -> Values:
    """Both sides of somebody who was never there."""
    with translation.override(settings.LANGUAGE_CODE):
        more = {"year": 2026, "pledge_title": _t("Public pledge"), "items": _items_example(), "phone": "0315-0000000"}
    return {**letter_example(), **more}
