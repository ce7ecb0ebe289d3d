"""What the clock does with applications and posts, and what must be true of them at any time."""

import logging
from collections.abc import Iterator

from django.conf import settings
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext as _

from groups.models import Application, Group, Nomination, Placement
from groups.models.procedure import Ballot
from groups.moves import APPLICATION
from groups.moves import ApplicationState as S
from notices.models import Line
from tools import clock
from tools.upkeep.invariants import Finding
from tools.workflow.errors import NotMade
from tools.workflow.models import StateChange

logger = logging.getLogger(__name__)
LABEL = "groups.application"
SEAT_OF = {S.CONFIRMED: "reserved", S.POSTED: "reserved", S.SEATED: "held", S.ENDED: "over"}
"""What an application's placement is in each state; in the others it has none."""


def settle_left() -> int:
    """Take back the open applications and end the posts of whoever has left, died or gone to another village; their number.

    One that cannot be done just now (somebody is at work on it) waits for the next time.
    """
    left = Application.objects.of_gone(clock.today()).select_related("member__branch").order_by("pk")
    done = 0
    for name, rows in (("withdraw", left.open()), ("end", left.filter(state=S.SEATED))):
        for application in rows:
            try:
                APPLICATION.perform(application, name, actor=None, data={"reason": _why(application)})
            except NotMade as refusal:
                logger.warning("clock: %s of application %s waits: %s", name, application.pk, refusal)
            else:
                done += 1
    return done


def relieve_gone() -> int:
    """Who leads a group for the time being and has left, died or gone to another village leads it no longer; how many."""
    groups = list(Group.objects.led_by_gone(clock.today()).order_by("pk"))
    for group in groups:
        group.acting_leader = group.acting_from = group.acting_until = None
        group.save(update_fields=["acting_leader", "acting_from", "acting_until"])
    return len(groups)


def _why(application: Application) -> str:
    """Data, so in the town's language."""
    member = application.member
    with translation.override(settings.LANGUAGE_CODE):
        if member.left_on is None:
            return _("transferred to %(branch)s; done by the clock.") % {"branch": member.branch}
        return _("%(how)s on %(day)s; done by the clock.") % {
            "how": member.get_left_how_display(),
            "day": member.left_on,
        }


def seats_within_posts() -> Iterator[Finding]:
    """Nobody sits on a seat that the post does not have."""
    for pk, seat, seats in (
        Placement.objects.open().filter(seat__gt=F("post__seats")).values_list("pk", "seat", "post__seats")
    ):
        yield "groups.placement", pk, f"it is on seat {seat} of a post with {seats}"


def placements_fit_applications() -> Iterator[Finding]:
    """A seat is reserved for who is confirmed or posted, held by who is seated, over for who left; the same post and person."""
    rows = Application.objects.order_by("pk").values_list(
        "pk", "state", "post_id", "member_id",
        "placement__pk", "placement__post_id", "placement__member_id", "placement__held_from", "placement__over_on",
    )  # fmt: skip
    for pk, state, post, member, seat, seat_post, seat_member, held_from, over_on in rows.iterator():
        found = None if seat is None else "over" if over_on else "held" if held_from else "reserved"
        if found != SEAT_OF.get(state):
            yield LABEL, pk, f"it is {state}, its seat is {found}"
        elif seat and (seat_post, seat_member) != (post, member):
            yield LABEL, pk, "its seat is another post's or another member's"


def lines_fit_applications() -> Iterator[Finding]:
    """Who is posted stands on a list that is up or has his line still open; whose line is done has taken up the post."""
    lines = Line.objects.filter(notice__kind="placements")
    waiting = lines.filter(result="", notice__state__in=("open", "concluded")).values("subject_id")
    for pk in Application.objects.filter(state=S.POSTED).exclude(pk__in=waiting).values_list("pk", flat=True):
        yield LABEL, pk, "it is posted, but stands on no list"
    seated = StateChange.objects.filter(model=LABEL, move="seat").values("object_id")
    for pk in lines.filter(result=Line.Result.DONE).exclude(subject_id__in=seated).values_list("pk", flat=True):
        yield "notices.line", pk, "it is done, but its application never took up the post"


def steps_are_recorded() -> Iterator[Finding]:
    """Who was nominated, reviewed, confirmed has in this round a nomination, a review and a vote of the branch."""
    after = [S.NOMINATED, S.REVIEWED, S.CONFIRMED, S.POSTED, S.SEATED, S.ENDED]
    this_round = {"round": F("application__round")}
    kept = [
        ("nomination", after, Nomination.objects.filter(**this_round)),
        ("review", after[1:], Ballot.objects.current().filter(step="review", **this_round)),
        ("vote of the branch", after[2:], Ballot.objects.current().filter(step="confirm", **this_round)),
    ]
    for what, states, rows in kept:
        lacking = Application.objects.filter(state__in=states).exclude(pk__in=rows.values("application"))
        for pk, state in lacking.order_by("pk").values_list("pk", "state"):
            yield LABEL, pk, f"it is {state}, but no {what} of its round is kept"


def ballots_fit_meetings() -> Iterator[Finding]:
    """A vote was counted by the numbers of its meeting; who was recused may have left the room."""
    rows = Ballot.objects.current().exclude(
        Q(present=F("meeting__present")) | Q(present=F("meeting__present") - F("recused")),
        entitled=F("meeting__entitled"),
    )
    for pk in rows.order_by("pk").values_list("pk", flat=True):
        yield "groups.ballot", pk, "its numbers are not those of its meeting"
