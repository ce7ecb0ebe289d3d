"""The meeting that decided, and its vote counted: what guards of later apps ask before a thing moves on."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from meetings import quorum
from meetings.models import Meeting
from meetings.words import votes_counted, votes_of
from tools.workflow.engine import Case
from tools.workflow.errors import Refused


def meeting_of(case: Case) -> Meeting:
    """The meeting of a move, locked and read anew: nobody mends its numbers while a vote is counted by them."""
    rows = Meeting.objects.select_for_update(no_key=True)
    return case.once(("meeting", case.data["meeting"].pk), lambda: rows.get(pk=case.data["meeting"].pk))


def count_votes(
    case: Case, village_id: int, not_before: dt.date | None, *, passed: bool, rule: quorum.Rule | None = None
) -> quorum.Votes:
    """The sound tally of a vote that was held in this village, not before the step before it (`not_before`), and came out as
    said; by `rule`, or by that of the kind of meeting. Raises `Refused` with the sentence that says what does not hold."""
    meeting = meeting_of(case)
    if meeting.village_id != village_id:
        raise Refused(_("This meeting is another village's."))
    if meeting.held_on > case.happened_on:
        raise Refused(_("The meeting was held on %(day)s; its result cannot be older.") % {"day": meeting.held_on})
    if not_before and meeting.held_on < not_before:
        raise Refused(
            _(
                "The meeting was held on %(day)s, before the step that comes before it (%(before)s). Choose the right meeting."
            )
            % {"day": meeting.held_on, "before": not_before}
        )
    rule = rule or case.once(("rule", meeting.kind), meeting.rule)
    return votes_counted(meeting, case.data, rule, passed=passed)


def frozen(case: Case) -> dict[str, Any]:
    """The tally of a move as a row keeps it (`meetings.models.Tally`): with the numbers by which it was decided."""
    meeting = meeting_of(case)
    votes = votes_of(meeting, case.data)
    return {
        "meeting": meeting, "entitled": votes.entitled, "present": votes.present, "in_favour": votes.in_favour,
        "against": votes.against, "abstained": votes.abstained, "recused": case.data.get("recused") or 0,
    }  # fmt: skip
