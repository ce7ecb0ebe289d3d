"""What stands on the papers of the procedure: the application form, the nomination slip, the sign-in and the tally sheet.

Data for a template, in the town's language; whoever fills a form by hand finds room for it. No telephone, no citizen's number:
the roster has them, and a photo of the sheet is seen by more people than the roster.
"""

from typing import Any

from django.utils.translation import gettext as _

from groups.models import Application, Cycle, Zone
from meetings.models import Meeting
from meetings.words import requirements
from members.models import Branch, Member, Township, Village
from notices.words import BRANCH
from tools import clock
from tools.papers.titles import title_lines

MANY = 200
BLANK_ROWS = 30
SLIPS = ((2, "tiny", 6), (5, "small", 4), (8, "wide", 2), (MANY, "whole", 1))
"""For so many lines at most: the size of a slip, and how many of them are on an A4."""
ON_PERSON = ("sex", "born", "nation", "education", "category", "joined", "job")


def place_of(village: Village) -> str:
    """The village as it is written on paper, with its last word."""
    branch = Branch.objects.filter(village=village).first()
    return branch.name.removesuffix(BRANCH) if branch else village.short_name


def _frame(village: Village, title: str) -> dict[str, Any]:
    cycle = Cycle.objects.current()
    place = place_of(village)
    words = {"place": place, "year": cycle.year if cycle else clock.today().year}
    return {
        "village": village,
        "place": place,
        "town": Township.objects.current().name,
        "cycle": cycle,
        "title_lines": title_lines(title % words, 15),
        "representatives": _representatives(village),
    }


def _representatives(village: Village) -> str:
    kind = Meeting.Kind.RESIDENTS if village.is_committee else Meeting.Kind.VILLAGERS
    return str(kind.label)


def application_form(thing: Any, _variant: str) -> dict[str, Any]:
    """Of an application filled from the records; of a village blank, to be filled by hand."""
    village = thing if isinstance(thing, Village) else thing.post.group.village
    words = _frame(village, _("Application of a Party member for a duty post in %(place)s, %(year)s"))
    words["sources"] = Application.Source.choices
    words["zones"] = [zone.name for zone in Zone.objects.order_by("position")]
    if isinstance(thing, Application):
        member = thing.member
        words |= {
            "application": thing,
            "member": member,
            "specialities": "、".join(map(str, member.specialities.all())),
        }
        words["person"] = {name: _told(member, name) for name in ON_PERSON}
    return words


def _told(member: Member, name: str) -> str:
    field = member._meta.get_field(name)
    value = getattr(member, name)
    if field.flatchoices:
        return str(getattr(member, f"get_{name}_display")())
    return field.in_words(value) if hasattr(field, "in_words") else str(value)


def nomination_slip(thing: Any, variant: str) -> dict[str, Any]:
    """Several slips on a sheet, to be cut apart: with whom it is about, with all who wait for their nomination, or blank."""
    if isinstance(thing, Application):
        village, waiting = thing.post.group.village, [thing]
    else:
        village = thing
        waiting = [] if variant == "blank" else waiting_in(village, "applied")
    words = _frame(village, _("Nomination slip"))
    lines = len(waiting) or 2
    size, slips = next((size, slips) for most, size, slips in SLIPS if lines <= most)
    return words | {
        "candidates": waiting,
        "blank_rows": range(0 if waiting else 2),
        "slips": range(slips),
        "size": size,
    }


def waiting_in(village: Village, *states: str) -> list[Application]:
    """The village's applications in these states, as a notice lists them."""
    rows = Application.objects.filter(post__group__village=village, state__in=states)
    return list(rows.select_related("member", "post__group__zone", "post__group__village").in_order()[:MANY])


def sign_in(thing: Any, variant: str) -> dict[str, Any]:
    """Members of the branch by name; representatives, of whom the records know the number only, as numbered lines."""
    meeting = thing if isinstance(thing, Meeting) else None
    village = meeting.village if meeting else thing
    kind = meeting.kind if meeting else variant
    people = _members(village, kind)
    rows = [{"number": n, "name": m.name, "remark": _remark(m)} for n, m in enumerate(people, 1)]
    if kind not in Meeting.BRANCH:
        known = meeting.entitled if meeting else village.representatives
        rows = [{"number": n, "name": "", "remark": ""} for n in range(1, min(known or BLANK_ROWS, MANY) + 1)]
    half = -(-len(rows) // 2)
    pairs = [(rows[n], rows[n + half] if n + half < len(rows) else None) for n in range(half)]
    return _frame(village, _("Sign-in sheet of %(place)s")) | {
        "meeting": meeting, "kind": _kind_words(village, kind), "pairs": pairs,
    }  # fmt: skip


def _kind_words(village: Village, kind: str) -> str:
    if kind == "representatives":
        return _representatives(village)
    return str(Meeting.Kind(kind).label)


def _members(village: Village, kind: str) -> list[Member]:
    if kind not in Meeting.BRANCH:
        return []
    found = Member.objects.here().filter(branch__village=village)
    if kind == Meeting.Kind.COMMITTEE:
        found = found.in_branch_committee(clock.today())
    return list(found.order_by("category", "search_key", "pk")[:MANY])


def _remark(member: Member) -> str:
    return "" if member.category == Member.Category.FORMAL else str(member.get_category_display())


def tally(thing: Any, variant: str) -> dict[str, Any]:
    """One line for each application: in favour, against, abstained, counted by strokes; blank lines where none waits."""
    meeting = thing if isinstance(thing, Meeting) else None
    village = meeting.village if meeting else thing
    step = step_of_tally(thing, variant)
    rows = waiting_in(village, "nominated" if step == "review" else "reviewed")
    if meeting:
        decided = Application.objects.filter(ballots__meeting=meeting).exclude(pk__in=[row.pk for row in rows])
        rows = [*decided.select_related("member", "post__group__zone").in_order(), *rows]
    kind = str(meeting.get_kind_display()) if meeting else ""
    if not meeting:
        kind = _representatives(village) if step == "review" else _("meeting of the branch")
    return _frame(village, _("Tally sheet of %(place)s")) | {
        "meeting": meeting, "kind": kind, "rows": rows, "blank_rows": range(max(8 - len(rows), 0)),
        "requirements": requirements(meeting) if meeting else [],
    }  # fmt: skip


def step_of_tally(thing: Any, variant: str) -> str:
    """The representatives review, the branch confirms."""
    if isinstance(thing, Meeting):
        return "confirm" if thing.is_of_branch else "review"
    return variant
