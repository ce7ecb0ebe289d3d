"""Verbs of the meetings: one is recorded, or corrected as long as no vote was decided by it."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from meetings.models import Attendance, Meeting, Tally
from members.erasing import take_names_out, where_named
from members.models import Member, Village
from members.scope import must_see
from tools import clock
from tools.workflow.errors import Conflict

EVIDENCE = ("kind", "held_on", "entitled", "present")
"""What a vote was decided by."""
MOST_REPRESENTATIVES = 1000
"""Whoever types more has slipped; it is not kept for good."""


def entitled_in(village: Village) -> dict[str, int]:
    """How many are entitled to vote in each kind of meeting of a village, as far as the records know it.

    Representatives by the number on the village's record, the assembly by the branch's formal members, the committee by the
    offices held. Nothing is known of a joint meeting: some people are both.
    """
    representatives = Meeting.Kind.RESIDENTS if village.is_committee else Meeting.Kind.VILLAGERS
    known = {
        representatives: village.representatives,
        Meeting.Kind.COMMITTEE: voters_of(village, Meeting.Kind.COMMITTEE).count(),
        Meeting.Kind.ASSEMBLY: voters_of(village, Meeting.Kind.ASSEMBLY).count(),
    }
    return {kind.value: number for kind, number in known.items() if number}


def voters_of(village: Village, kind: str) -> QuerySet[Member]:
    """The formal members who may vote in a meeting of the branch; nobody else's names are known here."""
    formal = Member.objects.here().filter(branch__village=village, category="formal")
    if kind == Meeting.Kind.COMMITTEE:
        return formal.in_branch_committee(clock.today())
    return formal if kind == Meeting.Kind.ASSEMBLY else formal.none()


def is_evidence(meeting: Meeting) -> bool:
    """Whether a vote of any app was decided by this meeting."""
    return any(model.objects.filter(meeting=meeting).exists() for model in Tally.__subclasses__())


@transaction.atomic
def record_meeting(meeting: Meeting, user: Any, came: Iterable[Member] = ()) -> Meeting:
    """Keep a meeting that somebody typed, for a village of his own, with who came as far as it was ticked."""
    meeting.typed_by = user
    meeting.save()
    must_see(user, meeting)
    _keep_attendance(meeting, came)
    return meeting


def _keep_attendance(meeting: Meeting, came: Iterable[Member]) -> None:
    wanted = {member.pk for member in came}
    there = set(meeting.attendances.values_list("member_id", flat=True))
    meeting.attendances.exclude(member__in=wanted).delete()
    Attendance.objects.bulk_create(Attendance(meeting=meeting, member_id=pk) for pk in sorted(wanted - there))


@transaction.atomic
def keep_representatives(meeting: Meeting, user: Any) -> bool:
    """The number of representatives is typed once: what the first such meeting says is the village's from then on."""
    own = Meeting.Kind.RESIDENTS if meeting.village.is_committee else Meeting.Kind.VILLAGERS
    if meeting.kind != own:
        return False
    village = Village.objects.select_for_update(no_key=True).get(pk=meeting.village_id)
    if village.representatives is not None or meeting.entitled > MOST_REPRESENTATIVES:
        return False
    village.representatives = meeting.entitled
    village._history_user = user
    village.save()
    must_see(user, village)
    return True


@transaction.atomic
def correct_meeting(meeting: Meeting, user: Any, came: Iterable[Member] | None = None) -> Meeting:
    """Change what was typed; `Conflict` where a vote was decided meanwhile by the numbers that are changed."""
    before = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if is_evidence(meeting) and any(getattr(before, name) != getattr(meeting, name) for name in EVIDENCE):
        raise Conflict(
            _("Meanwhile a vote was decided by this meeting; its day, kind and numbers are not changed any more.")
        )
    meeting.save()
    must_see(user, meeting)
    if came is not None:
        _keep_attendance(meeting, came)
    return meeting


def forget_names(member: Member, names: list[str]) -> None:
    """Take the name of somebody whose data are erased out of what was typed about meetings: who called and led them, who
    watched, what was noted. The meeting and its numbers stay."""
    for village, his in where_named(member, names).items():
        take_names_out(Meeting.objects.filter(village=village), ("convener", "chair", "observers", "note"), his)
