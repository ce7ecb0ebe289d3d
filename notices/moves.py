"""What may happen to a notice and to an objection."""

import datetime as dt
from typing import Any

from django.db import models
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from members.roles import INSTEAD, OWN, SECRETARY, TOWNSHIP
from members.scope import rights_of
from notices.kinds import KINDS
from tools import clock
from tools.workflow.engine import INTERNAL, Case, Move, Workflow
from tools.workflow.errors import Refused


class NoticeState(models.TextChoices):
    """Where a notice stands."""

    DRAFTED = "drafted", _("draft")
    OPEN = "open", _("posted for objection")
    CONCLUDED = "concluded", _("period over, concluded")
    WITHDRAWN = "withdrawn", _("taken down")


class ObjectionState(models.TextChoices):
    """Where an objection stands."""

    RECEIVED = "received", _("to be looked into")
    ACCEPTED = "accepted", _("taken up, being looked into")
    HOLDING = "holding", _("holds the whole list")
    SUSPENDED = "suspended", _("suspended, the line waits")
    UPHELD = "upheld", _("upheld")
    DISMISSED = "dismissed", _("not upheld")
    DECLINED = "declined", _("not taken up")


def can_open(case: Case) -> None:
    """There is somebody on the list, the day is not to come, and the period can be counted."""
    notice, opens_on = case.obj, case.data["opens_on"]
    if opens_on > clock.today():
        raise Refused(_t("A notice goes up today or went up already; this day has not come yet."))
    if not notice.lines.exists():
        raise Refused(_t("Nobody is on this list. Put at least one line on it before it goes up."))
    notice.period_from(opens_on)


def go_up(cases: list[Case]) -> None:
    """Freeze period and public columns, then tell the kind."""
    for case in cases:
        notice, kind = case.obj, KINDS[case.obj.kind]
        lines = list(notice.lines.select_related("member"))
        notice.freeze(case.data["opens_on"], kind.freeze(notice, lines))
        kind.opened(notice, lines, case.change)


def period_over(case: Case) -> None:
    """A person's statement counts only after the last day is over."""
    notice = case.obj
    if notice.is_running or case.happened_on <= notice.ends_on:
        raise Refused(
            _t("The period runs until the end of %(day)s; it can be concluded from %(next)s on.")
            % {"day": notice.ends_on, "next": notice.ends_on + dt.timedelta(days=1)}
        )
    if not notice.free_lines():
        if notice.lines.filter(result="").exists():
            raise Refused(_t("Every line of this list is held by an objection. The township looks into it first."))
        raise Refused(_t("Nothing is left to conclude on this list."))


def has_rest(notice: Any, user: Any) -> bool:
    """Whether a line that was held at the conclusion is free now."""
    return bool(notice.free_lines())


def settle(cases: list[Case]) -> None:
    """The kind settles every line that no objection holds; what became of each stays written on it."""
    for case in cases:
        notice = case.obj
        notice.note_results(KINDS[notice.kind].concluded(notice, notice.free_lines(), case.change))


def come_down(cases: list[Case]) -> None:
    """The kind takes its lines back; the reason stays visible."""
    for case in cases:
        notice = case.obj
        notice.note_withdrawal(case.happened_on, case.data["reason"])
        KINDS[notice.kind].withdrawn(notice, list(notice.lines.select_related("member")), case.change)


def names_no_line(case: Case) -> None:
    """Only an objection against no single line can hold the list; one against a line holds that line already."""
    if case.obj.line_id:
        raise Refused(_t("This objection names a line and holds that line already."))


def names_list(objection: Any, user: Any) -> bool:
    """Whether it is against the list and no single line."""
    return objection.line_id is None


def is_over(notice: Any, user: Any) -> bool:
    """Whether the period is over, so that somebody may state the result."""
    return notice.ends_on is None or not notice.is_running


def keep_finding(cases: list[Case]) -> None:
    """The finding is the part that the village may read."""
    for case in cases:
        case.obj.note_finding(case.data["finding"], case.happened_on)


def keep_ground(cases: list[Case]) -> None:
    """Why it is not taken up, and what the village may read of that."""
    for case in cases:
        case.obj.note_ground(case.data["ground"], case.data["finding"], case.happened_on)


N, O = NoticeState, ObjectionState  # noqa: E741

NOTICE = Workflow(
    "notices.Notice",
    rights=rights_of,
    states=NoticeState,
    related=("village",),
    prefetched=("lines",),
    moves=(
        Move("open", _("Post the notice"), (N.DRAFTED,), N.OPEN, (SECRETARY, INSTEAD),
             form="OpenForm", guard=can_open, effect=go_up, paper=(TOWNSHIP,), in_bulk=True),
        Move("conclude", _("Period over, no objection"), (N.OPEN,), N.CONCLUDED, (SECRETARY, INSTEAD),
             form="ConcludeForm", guard=period_over, effect=settle, never=(OWN,), paper=(TOWNSHIP,), when=is_over,
             in_bulk=True),
        Move("conclude_rest", _("Conclude the lines that were held"), (N.CONCLUDED,), N.CONCLUDED, (SECRETARY, INSTEAD),
             form="ConcludeForm", guard=period_over, effect=settle, never=(OWN,), when=has_rest),
        Move("withdraw", _("Take the notice down"), (N.OPEN,), N.WITHDRAWN, (SECRETARY, TOWNSHIP),
             form="TakeDownForm", effect=come_down, is_way_out=True),
    ),
)  # fmt: skip

WAITING = (O.RECEIVED, O.ACCEPTED, O.HOLDING, O.SUSPENDED)
"""Nobody has said yet how it ends: it holds what it is about."""

OBJECTION = Workflow(
    "notices.Objection",
    rights=rights_of,
    states=ObjectionState,
    related=("notice__village", "line"),
    moves=(
        Move("accept", _("Take it up"), (O.RECEIVED,), O.ACCEPTED, (TOWNSHIP,), never=(OWN,)),
        Move("hold", _("Hold the whole list"), (O.RECEIVED, O.ACCEPTED), O.HOLDING, (TOWNSHIP,),
             guard=names_no_line, when=names_list),
        Move("suspend", _("Suspend for the time being"), (O.RECEIVED, O.ACCEPTED, O.HOLDING), O.SUSPENDED, (TOWNSHIP,),
             form="FindingForm", effect=keep_finding, never=(OWN,)),
        Move("dismiss", _("Not upheld"), WAITING, O.DISMISSED, (TOWNSHIP,),
             form="FindingForm", effect=keep_finding, never=(OWN,)),
        Move("decline", _("Not taken up"), (O.RECEIVED,), O.DECLINED, (TOWNSHIP,),
             form="DeclineForm", effect=keep_ground, never=(OWN,), is_way_out=True),
        Move("uphold", _("Upheld"), WAITING, O.UPHELD, INTERNAL, effect=keep_finding),
    ),
)  # fmt: skip
