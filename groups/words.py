"""What is said of posts and applications: the words that become data, and the way of an application as a line of steps."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from groups.moves import APPLICATION
from groups.moves import ApplicationState as S
from members.models import Village
from notices.words import draft_words
from tools.workflow.models import StateChange, standing

STEPS = {
    S.APPLIED: _lazy("application"),
    S.NOMINATED: _lazy("nomination"),
    S.REVIEWED: _lazy("review"),
    S.CONFIRMED: _lazy("confirmation"),
    S.POSTED: _lazy("notice"),
    S.SEATED: _lazy("taking up the post"),
}
"""The six steps by the state that each leads to."""


def leader_words() -> tuple[str, str]:
    """Name and duties of a leader's post where the catalogue has none. Data, so not in the reader's language but the town's."""
    with translation.override(settings.LANGUAGE_CODE):
        return _("group leader"), _("Leads the group: shares out its work, keeps its log, reports for it.")


def notice_words(village: Village, year: int) -> dict[str, str]:
    """The words with which a notice of members proposed for posts begins."""
    return draft_words("placements", village, year)


def step_line(state: str, trail: Iterable[StateChange]) -> list[dict[str, Any]]:
    """The six steps with the day of each that stands now; `status` is done, now or ahead.

    A round that was sent back counts no more. An application that is over keeps the steps that it reached, and how it ended.
    """
    order, days = list(STEPS), {}
    for change in standing(trail):
        if change.target in STEPS:
            after = order[order.index(change.target) + 1 :]
            days = {step: day for step, day in days.items() if step not in after}
            # Who goes back to a step, or stays at it for another post, keeps its day.
            if change.source not in STEPS or order.index(change.source) < order.index(change.target):
                days[change.target] = change.happened_on
        elif change.target == S.RETURNED:
            days = {}
        else:
            days[change.target] = change.happened_on
    reached = len([step for step in STEPS if step in days]) if days else 0
    if not days and state in order:
        reached = order.index(state) + 1
    line = [
        {"label": label, "day": days.get(step), "status": "done" if n < reached else "ahead"}
        for n, (step, label) in enumerate(STEPS.items())
    ]
    if state in (S.DECLINED, S.WITHDRAWN, S.ENDED):
        over = {"label": S(state).label, "day": days.get(state), "status": "now"}
        return [*line[:reached], over]
    if reached < len(line):
        line[reached]["status"] = "now"
    return line


def rounds_of(application: Any) -> list[dict[str, Any]]:
    """Nominations and ballots, round by round, the present one last."""
    nominations = {n.round: n for n in application.nominations.all()}
    ballots: dict[int, list[Any]] = {}
    steps = {move.name: move.label for move in APPLICATION.moves}
    for ballot in application.ballots.select_related("meeting", "replaced_by").order_by("pk"):
        ballot.label = steps[ballot.step]
        ballots.setdefault(ballot.round, []).append(ballot)
    numbers = sorted({*nominations, *ballots})
    return [{"number": n, "nomination": nominations.get(n), "ballots": ballots.get(n, [])} for n in numbers]
