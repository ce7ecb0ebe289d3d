"""What of letters and pledges goes out as a sheet: their registers (台账)."""

from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from members.models import Village
from pledges.models import PledgeItem
from pledges.moves import ItemState, LetterState, PledgeState
from pledges.resources import GUIDE
from tools.exchange.outgoing import Offer, Outgoing, day


def _goal(item: PledgeItem) -> Any:
    return item.goal.content if item.goal_id else ""


REGISTER = Outgoing(
    "pledges",
    _("Register of pledges"),
    (
        Offer("year", _("year"), lambda i: i.pledge.cycle.year, 8, fixed=True),
        Offer("village", _("village"), lambda i: i.pledge.village, 14, required=True),
        Offer("group", _("group"), lambda i: i.pledge.group.zone if i.pledge.group_id else "", 10, fixed=True),
        Offer(
            "member", _("member"), lambda i: i.pledge.member.public_name if i.pledge.member_id else "", 12, fixed=True
        ),
        Offer(
            "pledge_state", _("where the pledge stands"), lambda i: i.pledge.get_state_display(), 16, PledgeState.labels
        ),
        Offer("published_on", _("published on"), lambda i: day(i.pledge.published_on), usual=False),
        Offer("number", _("no."), lambda i: i.number, 8),
        Offer("content", _("what is promised"), lambda i: i.content, 40, required=True),
        Offer("measure", _("how it is done"), lambda i: i.measure, 30),
        Offer("due_on", _("due on"), lambda i: day(i.due_on)),
        Offer("beneficiary", _("for whom"), lambda i: i.beneficiary, 16),
        Offer("goal", _("goal that it answers"), _goal, 30, usual=False),
        Offer("state", _("state"), lambda i: i.get_state_display(), 10, ItemState.labels),
        Offer("settled_on", _("settled on"), lambda i: day(i.settled_on)),
        Offer("result", _("result"), lambda i: i.result, 40),
        Offer("adjusted_because", _("why it was adjusted"), lambda i: i.adjusted_because, 30, usual=False),
        Offer("reply", _("his reply"), lambda i: i.reply, 30, usual=False),
        Offer("row_id", "行标识", lambda i: i.pk, hidden=True),
    ),
    (*GUIDE, _("What this sheet says beside that, of states and results, is not read when it is brought in.")),
)


def letters_of(village: Village) -> Outgoing:
    """The register of a village's letters, called by its name."""
    return Outgoing(
        "letters",
        lazy(lambda: _t("Responsibility letters of %(village)s") % {"village": village}, str)(),
        (
            Offer("year", _("year"), lambda r: r.cycle.year, 8),
            Offer("zone", _("zone"), lambda r: r.placement.post.group.zone),
            Offer("post", _("post"), lambda r: r.placement.post, 18),
            Offer("member", _("member"), lambda r: r.placement.member.public_name),
            Offer("term_from", _("first day of the term"), lambda r: day(r.term_from)),
            Offer("term_until", _("last day of the term"), lambda r: day(r.term_until)),
            Offer("member_signed_on", _("signed by the member on"), lambda r: day(r.member_signed_on)),
            Offer("branch_signed_on", _("signed for the branch on"), lambda r: day(r.branch_signed_on)),
            Offer("signed_by", _("who signed for the branch"), lambda r: r.signed_by),
            Offer("state", _("state"), lambda r: r.get_state_display(), 10, LetterState.labels),
            Offer("duties", _("duties"), lambda r: r.duties, 40, usual=False),
        ),
    )
