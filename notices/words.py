"""What a page says of a notice and its lines, put together from what is recorded."""

from collections.abc import Callable, Iterable
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from notices import calendar
from notices.kinds import KINDS
from notices.models import Line, Notice, Objection, counted_days
from tools import clock
from tools.workflow.engine import REGISTRY
from tools.workflow.errors import Refused


def note_days_left(notices: Iterable[Notice]) -> None:
    """Write on each running notice how many days are `left`, by one reading of the calendar for all of them."""
    counted: dict[str, Callable[..., bool]] = {}
    for notice in notices:
        if notice.is_running:
            if notice.unit not in counted:
                counted[notice.unit] = counted_days(notice.unit)
            notice.left = calendar.days_left(clock.today(), notice.ends_on, counted[notice.unit])


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
    try:
        columns = KINDS[notice.kind].freeze(notice, lines)
        for line in lines:
            line.cells = [columns[line.pk][key] for key in KINDS[notice.kind].columns]
    except Refused as error:
        wrong.append(str(error))
    try:
        found["days"], found["unit"], found["ends_on"] = notice.period_from(clock.today())
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
    waiting = objection.state in ("received", "holding")
    found = []
    for line in lines:
        subject = subjects.get(line.subject_id)
        moves = workflow.available(user, subject, rights) if subject and waiting else []
        found.append(
            {"line": line, "subject": subject, "label": kind.subject, "may_uphold": "uphold" in {m.name for m in moves}}
        )
    return found
