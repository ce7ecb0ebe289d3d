"""Verbs of a meeting's votes: a whole meeting entered at once, and numbers that were mistyped mended with a reason."""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history, bulk_update_with_history

from groups.models import Application, Ballot
from groups.moves import APPLICATION
from groups.moves import ApplicationState as S
from meetings import quorum
from meetings.actions import keep_representatives, record_meeting
from meetings.models import Meeting
from meetings.words import votes_counted, votes_of
from members.models import Member, Village
from members.roles import OWN, SECRETARY, TOWNSHIP
from members.scope import rights_of
from tools import clock
from tools.workflow.errors import Conflict, Forbidden, NotMade, Refused

COUNTED = ("in_favour", "against", "abstained", "recused")
OVER = (S.DRAFTED, S.APPLIED, S.RETURNED, S.WITHDRAWN, S.ENDED)
"""Where no result of an earlier vote stands any more."""


@dataclass(frozen=True)
class Vote:
    """What a meeting decided on one application: the move that it makes, and the numbers of the vote."""

    application: Application
    move: str
    version: int
    numbers: Mapping[str, int]
    consent_on: Any = None


class HeldAlready(Refused):
    """A meeting of this kind and day is in the records; `meeting` is that one."""

    def __init__(self, meeting: Meeting) -> None:
        self.meeting = meeting
        super().__init__(
            _("%(who)s recorded a meeting of this kind and day on %(when)s. Enter the votes there, or correct the day.")
            % {
                "who": meeting.typed_by or _("Somebody"),
                "when": date_format(timezone.localtime(meeting.typed_at), "Y-m-d H:i"),
            }
        )


class NotCounted(NotMade):
    """Nothing was written; `why` says for each application or ballot, by its key, what stands in the way."""

    def __init__(self, why: Mapping[int, NotMade]) -> None:
        self.why = why
        super().__init__(" ".join(map(str, why.values())))

    @property
    def status(self) -> int:
        """409 where nothing but staleness stands in the way."""
        return 409 if all(isinstance(refusal, Conflict) for refusal in self.why.values()) else 422


def enter_meeting(
    meeting: Meeting, votes: Sequence[Vote], user: Any, *, request_id: uuid.UUID, came: Iterable[Member] = ()
) -> Meeting:
    """Record a meeting (one that is recorded already is taken as it is) and make the move of every vote in it.

    All or nothing: `NotCounted` says of each vote that was refused why. `HeldAlready` where the same meeting is there.
    """
    is_new = meeting.pk is None
    came = list(came)
    try:
        with transaction.atomic():
            _held(meeting, votes, user, came)
            for name in dict.fromkeys(vote.move for vote in votes):
                _moved(meeting, [vote for vote in votes if vote.move == name], user, request_id)
    except HeldAlready:
        raise
    except NotMade as refusal:
        if is_new:
            meeting.pk = None
        if why := _one_by_one(meeting, votes, user, request_id, came):
            raise NotCounted(why) from refusal
        raise
    return meeting


def _held(meeting: Meeting, votes: Sequence[Vote], user: Any, came: list[Member]) -> None:
    """The meeting is there. Of two people with the same minutes in hand the second waits, and finds the meeting of the first."""
    Village.objects.select_for_update(no_key=True).get(pk=meeting.village_id)
    # All of them in the order of their keys, before one move after the other takes some of them.
    keys = [vote.application.pk for vote in votes]
    list(Application.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
    if meeting.pk is not None:
        return
    there = Meeting.objects.like(meeting).exclude(uuid=meeting.uuid).select_related("typed_by").first()
    if there:
        raise HeldAlready(there)
    record_meeting(meeting, user, came)
    keep_representatives(meeting, user)


def _moved(meeting: Meeting, votes: list[Vote], user: Any, request_id: uuid.UUID) -> None:
    by_key = {vote.application.pk: vote for vote in votes}
    for vote in votes:
        if vote.consent_on:
            Application.objects.filter(pk=vote.application.pk, consent_on=None).update(consent_on=vote.consent_on)
    APPLICATION.perform_many(
        [vote.application for vote in votes],
        votes[0].move,
        actor=user,
        request_id=request_id,
        happened_on=meeting.held_on,
        versions={vote.application.pk: vote.version for vote in votes},
        data_for=lambda application: {"meeting": meeting, **by_key[application.pk].numbers},
    )


def _one_by_one(
    meeting: Meeting, votes: Sequence[Vote], user: Any, request_id: uuid.UUID, came: list[Member]
) -> dict[int, NotMade]:
    """The same again, to find out of each vote what stands in its way; nothing of it stays."""
    why: dict[int, NotMade] = {}
    is_new = meeting.pk is None
    with transaction.atomic():
        _held(meeting, votes, user, came)
        for vote in votes:
            try:
                with transaction.atomic():
                    _moved(meeting, [vote], user, request_id)
            except NotMade as refusal:
                why[vote.application.pk] = refusal
        transaction.set_rollback(True)
    if is_new:
        meeting.pk = None
    return why


def mending(meeting: Meeting, user: Any) -> tuple[bool, set[int]]:
    """Whether `user` mends numbers in this meeting's village, and the applications on which he does not: they decide on him."""
    rights = rights_of(user, clock.now())
    may = bool(rights.on(meeting) & {SECRETARY, TOWNSHIP})
    applications = Application.objects.filter(ballots__meeting=meeting).select_related(*APPLICATION.related)
    return may, {application.pk for application in applications.distinct() if OWN in rights.on(application)}


def mend_votes(
    meeting: Meeting,
    user: Any,
    *,
    seen: Sequence[int],
    entitled: int,
    present: int,
    numbers: Mapping[int, Mapping[str, int]],
    reason: str,
) -> int:
    """Put right what was mistyped of a meeting and of the votes in it; the old rows stay, with the reason. How many changed.

    `seen` are the ballots that the page showed, `numbers` what each says now. The rule is asked again: where another result
    would come out that still stands, nothing is written and `NotCounted` says whose it is and what to do first.
    """
    with transaction.atomic():
        keys = Ballot.objects.filter(pk__in=seen).values("application")
        # Applications first, then the meeting: the order in which a move locks them.
        applications = Application.objects.filter(pk__in=keys).order_by("pk").select_related(*APPLICATION.related)
        by_key = {application.pk: application for application in applications.select_for_update(of=("self",))}
        meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
        ballots = list(Ballot.objects.current().filter(meeting=meeting).order_by("pk"))
        may, own = mending(meeting, user)
        if not may:
            raise Forbidden(_("Numbers are mended by the village's secretary and by the township."))
        if [ballot.pk for ballot in ballots] != sorted(seen):
            raise Conflict(
                _("Meanwhile votes of this meeting were recorded or mended. Reload the page and look again.")
            )
        changes_all = (entitled, present) != (meeting.entitled, meeting.present)
        meeting.entitled, meeting.present = entitled, present
        old, new = _mended(meeting, ballots, by_key, own, numbers, changes_all)
        if changes_all:
            meeting._change_reason = reason[:100]
            meeting._history_user = user
            meeting.save()
        for ballot in old:
            ballot.replaced_at, ballot.replaced_by, ballot.reason = clock.now(), user, reason
        told = {"default_user": user, "default_date": clock.now(), "default_change_reason": reason[:100]}
        bulk_update_with_history(old, Ballot, ["replaced_at", "replaced_by", "reason"], **told)
        bulk_create_with_history(new, Ballot, **told)
    return len(new)


def _mended(meeting, ballots, applications, own, numbers, changes_all) -> tuple[list[Ballot], list[Ballot]]:
    """The ballots that are replaced, and by which; raises where a vote is on the person himself or would turn out otherwise."""
    old, new, why = [], [], {}
    rule = meeting.rule()
    for ballot in ballots:
        typed = numbers[ballot.pk]
        if not changes_all and all(getattr(ballot, name) == typed[name] for name in COUNTED):
            continue
        application = applications[ballot.application_id]
        if application.pk in own:
            raise Forbidden(_("Nobody mends a vote on himself, nor the numbers of the meeting that decided it."))
        try:
            votes = _sound(meeting, typed, rule, ballot, application)
        except Refused as refusal:
            why[ballot.pk] = refusal
            continue
        old.append(ballot)
        new.append(
            Ballot(
                application=application, round=ballot.round, step=ballot.step, meeting=meeting, entitled=votes.entitled,
                present=votes.present, in_favour=votes.in_favour, against=votes.against, abstained=votes.abstained,
                recused=typed["recused"],
            )
        )  # fmt: skip
    if why:
        raise NotCounted(why)
    return old, new


def _sound(meeting, typed, rule, ballot, application):
    """The tally as it is typed now; where its result still stands it has to come out the same."""
    try:
        return votes_counted(meeting, typed, rule, passed=ballot.asks_for_pass)
    except Refused as refusal:
        votes = votes_of(meeting, typed)
        if quorum.unsound(votes):
            raise
        if not result_stands(ballot, application):
            return votes
        raise Refused(f"{refusal} {first_do(ballot, application)}") from refusal


def result_stands(ballot: Ballot, application: Application) -> bool:
    """Whether the application is where it is because of this vote."""
    if ballot.round != application.round or application.state in OVER:
        return False
    return application.state != S.DECLINED or not ballot.asks_for_pass


def first_do(ballot: Ballot, application: Application) -> str:
    """What has to be done before a vote may turn out otherwise."""
    told = {"name": application.member.public_name, "move": APPLICATION.move("return").label}
    if not ballot.asks_for_pass:
        return (
            _("%(name)s is recorded as not passed; that stays. If it passed, he applies anew and it is recorded there.")
            % told
        )
    if application.state == S.POSTED:
        return _("%(name)s stands on a notice: take it down first, then “%(move)s”, then mend the numbers.") % told
    if application.state == S.SEATED:
        return _("%(name)s is on the post by this vote: ask the township; he leaves the post first.") % told
    return (
        _("First “%(move)s” the application of %(name)s, then mend the numbers and let the meeting vote again.") % told
    )
