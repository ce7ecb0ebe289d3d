"""What a page says of a notice and its lines, put together from what is recorded."""

import contextlib
import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from django.apps import apps
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from members.models import Branch, Township, Village
from notices import calendar
from notices.kinds import KINDS, Wording
from notices.models import CalendarYear, Counting, Holiday, Line, Notice, NoticeWording, Objection
from notices.moves import WAITING, ObjectionState
from notices.wording import BLANKS, filled, for_residents
from tools import clock
from tools.workflow.engine import REGISTRY
from tools.workflow.errors import Refused

BRANCH = "党支部"
"""How the name of a branch ends in the roster; in full on paper it reads otherwise."""


def draft_words(kind: str, village: Village, year: int, wording: Wording | None = None) -> dict[str, str]:
    """The words with which a notice begins: the town's wording (or the one given), switched for a residents' committee, its
    first blanks filled; who signs, and where to object. Data, so in the town's language; people edit them."""
    town = Township.objects.current()
    branch = Branch.objects.filter(village=village).first() if village.pk else None
    place = branch.name.removesuffix(BRANCH) if branch else village.short_name
    with translation.override(settings.LANGUAGE_CODE):
        organ = _("Branch committee of %(place)s") % {"place": f"{town.name}{place}"}
        texts = asdict(wording or NoticeWording.in_force(kind))
    values = {"village": place, "branch": organ, "town": town.name, "year": year}
    if village.is_committee:
        texts = {name: for_residents(text) for name, text in texts.items()}
    return {name: filled(text, values) for name, text in texts.items()} | {
        "organ": organ,
        "phone": town.phone or village.phone,
        "place": town.office_place or village.contact_place,
    }


def sample_notice(kind: str, wording: Wording, village: Village, count: int) -> tuple[Notice, list[list[str]]]:
    """A notice that was never made, as it would be posted today in `village` with invented people; and its rows."""
    words = draft_words(kind, village, clock.today().year, wording)
    notice = Notice(kind=kind, village=village, opened_on=clock.today(), **words)
    try:
        notice.days, notice.unit, notice.ends_on = notice.period_from(notice.opened_on)
    except Refused:  # Words can be tried although a year is missing.
        notice.ends_on = notice.opened_on
    rows = [KINDS[kind].sample(number) for number in range(count)]
    return notice, [[row.get(key, "") for key in KINDS[kind].columns] for row in rows]


def blanks_explained() -> list[tuple[str, str]]:
    """Every blank of a wording and what is put into it."""
    meaning = {
        "village": _("the village, for example 吴庄子村"),
        "branch": _("its branch in full"),
        "town": _("the township"),
        "year": _("the year of the procedure"),
        "count": _("how many people are on the list"),
        "from": _("the day on which it goes up"),
        "to": _("the last day"),
        "days": _("how long it runs, for example 5个工作日"),
        "phone": _("the telephone for objections"),
        "place": _("where to object in person"),
    }
    return [("{" + blank + "}", meaning[blank]) for blank in BLANKS]


def left_in_words(ends_on: dt.date, unit: str, left: int) -> str:
    """By when, in words."""
    if ends_on == clock.today():
        return _("the last day is today")
    if unit == Township.Unit.WORKING:
        return ngettext("%(counter)s working day left", "%(counter)s working days left", left) % {"counter": left}
    return ngettext("%(counter)s day left", "%(counter)s days left", left) % {"counter": left}


def calendar_due(today: dt.date) -> tuple[int, str] | None:
    """The year whose holidays somebody has to enter, and `missing` or `provisional`: this year's at once, the next one's from
    1 December on; None where nothing is due."""
    years = dict(CalendarYear.objects.filter(year__in=(today.year, today.year + 1)).values_list("year", "provisional"))
    for year in (today.year, today.year + 1) if today.month == 12 else (today.year,):
        if year not in years:
            return year, "missing"
        if years[year] and not Holiday.objects.filter(day__year=year).exists():
            return year, "provisional"
    return None


def period_warnings(notice: Notice, opens_on: dt.date) -> list[str]:
    """What is to be said of the calendar before a notice goes up that day: a year that is missing, or counted by weekdays."""
    try:
        _days, unit, last = notice.period_from(opens_on)
    except Refused as error:
        return [str(error)]
    if unit == Township.Unit.CALENDAR:
        return []
    rough = CalendarYear.objects.filter(year__range=(opens_on.year, last.year), provisional=True).order_by("year")
    return [
        _(
            "The period reaches %(year)s, for which only weekdays are counted for the time being: its last day may be wrong."
        )
        % {"year": row.year}
        for row in rough
    ]


def note_days_left(notices: Iterable[Notice], counting: Counting | None = None) -> None:
    """Write on each running notice how many days are `left`, also in words, by one reading of the calendar for all of them."""
    counting = counting or Counting()
    for notice in notices:
        if notice.is_running:
            notice.left = calendar.days_left(clock.today(), notice.ends_on, counting.by(notice.unit))
            notice.left_words = left_in_words(notice.ends_on, notice.unit, notice.left)


def findings_of(notice: Notice) -> list[dict[str, Any]]:
    """What the village may read of the objections to a notice, each with how it ended in `words`."""
    found = list(notice.objections.findings())
    for row in found:
        row["words"] = ObjectionState(row["state"]).label
    return found


def recorded_words(objection: Objection) -> str:
    """What is said to who has typed an objection."""
    if objection.state == ObjectionState.DECLINED:
        return _("The objection is recorded as not taken up: it came after the posting period, and it holds nothing.")
    return _("The objection is recorded; the village does not see its text.")


def lines_with_marks(notice: Notice) -> list[Line]:
    """The lines with `cells`, what is public of them, `mark`, what holds them or became of them, and their subject's `url`."""
    model = apps.get_model(KINDS[notice.kind].subject)
    upheld = set(notice.objections.filter(state="upheld").values_list("line_id", flat=True))
    free = {line.pk for line in notice.free_lines()} if notice.state in ("open", "concluded") else None
    lines = list(notice.lines.select_related("member"))
    columns = KINDS[notice.kind].columns
    for line in lines:
        line.cells = [line.columns.get(key, "") for key in columns] if line.columns else [str(line.member or "")]
        line.url = model(pk=line.subject_id).get_absolute_url()
        if line.result:
            line.mark = line.get_result_display()
        elif line.pk in upheld:
            line.mark = _("an objection was upheld")
        elif free is not None and line.pk not in free:
            line.mark = _("held by an objection, the township looks into it")
        else:
            line.mark = ""
    return lines


def preview(notice: Notice, lines: list[Line]) -> tuple[dict[str, Any], list[str]]:
    """What a draft would show if it went up today, written on its lines, and the sentences that stand in the way."""
    found: dict[str, Any] = {}
    wrong = []
    columns: Mapping[int, Mapping[str, str]] = {}
    try:
        columns = KINDS[notice.kind].freeze(notice, lines)
        for line in lines:
            line.cells = [columns[line.pk][key] for key in KINDS[notice.kind].columns]
    except Refused as error:
        wrong.append(str(error))
    period = None
    with contextlib.suppress(Refused):
        period = found["days"], found["unit"], found["ends_on"] = notice.period_from(clock.today())
    wrong += period_warnings(notice, clock.today())
    found["texts"] = notice.says(clock.today() if period else None, period)
    try:
        notice.must_tell_no_number(found["texts"], columns)
    except Refused as error:
        wrong.append(str(error))
    return found, wrong


def subjects_of(objection: Objection, user: Any) -> list[dict[str, Any]]:
    """The things that an objection touches, and whether `user` may uphold it on them now."""
    kind = KINDS[objection.notice.kind]
    workflow = REGISTRY[kind.subject]
    lines = [objection.line] if objection.line_id else list(objection.notice.lines.select_related("member"))
    rows = workflow.model.objects.visible_to(user).select_related(*workflow.related)
    subjects = rows.in_bulk([line.subject_id for line in lines])
    rights = workflow.rights(user, clock.now())
    waiting = objection.state in WAITING
    found = []
    for line in lines:
        subject = subjects.get(line.subject_id)
        moves = workflow.available(user, subject, rights) if subject and waiting else []
        found.append(
            {"line": line, "subject": subject, "label": kind.subject, "may_uphold": "uphold" in {m.name for m in moves}}
        )
    return found
