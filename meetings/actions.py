"""Verbs of the meetings: one is recorded, or corrected as long as no vote was decided by it."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from meetings.models import Meeting, Tally
from members.models import Member, Village
from members.scope import must_see
from tools import clock
from tools.workflow.errors import Conflict

EVIDENCE = ("kind", "held_on", "entitled", "present")
"""What a vote was decided by."""


def entitled_in(village: Village) -> dict[str, int]:
    """How many are entitled to vote in each kind of meeting of a village, as far as the records know it.

    Representatives by the number on the village's record, the assembly by the branch's formal members, the committee by the
    offices held. Nothing is known of a joint meeting: some people are both.
    """
    formal = Member.objects.here().filter(branch__village=village, category="formal")
    committee = formal.in_branch_committee(clock.today())
    representatives = Meeting.Kind.RESIDENTS if village.is_committee else Meeting.Kind.VILLAGERS
    known = {
        representatives: village.representatives,
        Meeting.Kind.COMMITTEE: committee.count(),
        Meeting.Kind.ASSEMBLY: formal.count(),
    }
    return {kind.value: number for kind, number in known.items() if number}


def is_evidence(meeting: Meeting) -> bool:
    """Whether a vote of any app was decided by this meeting."""
    return any(model.objects.filter(meeting=meeting).exists() for model in Tally.__subclasses__())


@transaction.atomic
def record_meeting(meeting: Meeting, user: Any) -> Meeting:
    """Keep a meeting that somebody typed, for a village of his own."""
    meeting.typed_by = user
    meeting.save()
    must_see(user, meeting)
    return meeting


@transaction.atomic
def correct_meeting(meeting: Meeting, user: Any) -> Meeting:
    """Change what was typed; `Conflict` where a vote was decided meanwhile by the numbers that are changed."""
    before = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if is_evidence(meeting) and any(getattr(before, name) != getattr(meeting, name) for name in EVIDENCE):
        raise Conflict(
            _("Meanwhile a vote was decided by this meeting; its day, kind and numbers are not changed any more.")
        )
    meeting.save()
    must_see(user, meeting)
    return meeting
