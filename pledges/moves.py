"""Responsibility letters and public pledges: propose, audit, publish, keep. One table says what may happen to each."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from members.roles import CLOCK, ENTERERS, FOR_ANOTHER, INSTEAD, LEADER, MEMBER, OWN, SECRETARY, TOWNSHIP
from members.scope import rights_of
from pledges.effects import (
    keep_adjustment,
    keep_publication,
    keep_reply,
    keep_result,
    keep_signatures,
    take_result_back,
)
from pledges.guards import (
    can_adjust,
    can_close,
    can_finish,
    can_propose,
    can_publish,
    can_sign,
    has_ended,
    is_concrete,
    is_over,
    is_running,
    may_withdraw,
    nothing_is_recorded,
    where_it_goes_on,
)
from tools.workflow.engine import Move, Workflow


class LetterState(models.TextChoices):
    """Where a responsibility letter stands."""

    PREPARED = "prepared", _("to be signed")
    SIGNED = "signed", _("signed")
    OVER = "over", _("over")
    VOID = "void", _("void")


class PledgeState(models.TextChoices):
    """Where a pledge stands."""

    DRAFTED = "drafted", _("draft")
    PROPOSED = "proposed", _("handed in, to be examined")
    AUDITED = "audited", _("examined, to be published")
    PUBLIC = "public", _("public")
    CLOSED = "closed", _("settled and closed")
    RETURNED = "returned", _("to be corrected")
    WITHDRAWN = "withdrawn", _("withdrawn")


class ItemState(models.TextChoices):
    """Where an item of a pledge stands."""

    GOING = "going", _("going on")
    DONE = "done", _("done")
    ADJUSTED = "adjusted", _("adjusted")
    NOT_DONE = "not_done", _("not done")


L, P, I = LetterState, PledgeState, ItemState  # noqa: E741
WRITTEN = (P.DRAFTED, P.RETURNED)
"""May be written anew."""
PUBLIC = (P.PUBLIC, P.CLOSED)
"""What the board shows."""
HIS = (MEMBER, LEADER, *ENTERERS)
"""The one who pledges, the leader for his group, and those who type for them."""

LETTER = Workflow(
    "pledges.ResponsibilityLetter",
    rights=rights_of,
    states=LetterState,
    enterers=ENTERERS,
    for_another=FOR_ANOTHER,
    related=("placement__member__branch", "placement__post__group__village", "placement__post__group__zone", "cycle"),
    moves=(
        #    name      label                      from                     to        by
        Move("sign", _("Record the signatures"), (L.PREPARED,), L.SIGNED, ENTERERS,
             form="SignForm", guard=can_sign, effect=keep_signatures, in_bulk=True),
        Move("end", _("The letter ends"), (L.PREPARED, L.SIGNED), L.OVER, (SECRETARY, TOWNSHIP, CLOCK),
             guard=is_over, is_way_out=True),
        Move("void", _("Declare void"), (L.PREPARED, L.SIGNED), L.VOID, (SECRETARY, TOWNSHIP),
             form="ReasonForm", is_way_out=True),
    ),
)  # fmt: skip

PLEDGE = Workflow(
    "pledges.Pledge",
    rights=rights_of,
    states=PledgeState,
    enterers=ENTERERS,
    for_another=FOR_ANOTHER,
    related=("village", "cycle", "group__zone", "member__branch"),
    sentences={
        "pledge_once_a_group": _("This group has a pledge for this year already."),
        "pledge_once_a_member": _("This member has a pledge for this year already."),
    },
    moves=(
        Move("propose", _("Hand in the pledge"), WRITTEN, P.PROPOSED, HIS, guard=can_propose),
        Move("audit", _("Examined, concrete and feasible"), (P.PROPOSED,), P.AUDITED, (SECRETARY, INSTEAD),
             guard=is_concrete, never=(OWN,), paper=(TOWNSHIP,), in_bulk=True),
        Move("publish", _("Publish the pledge"), (P.AUDITED,), P.PUBLIC, ENTERERS,
             guard=can_publish, effect=keep_publication, in_bulk=True),
        Move("close", _("Close the pledge"), (P.PUBLIC,), P.CLOSED, (SECRETARY, INSTEAD),
             guard=can_close, never=(OWN,), in_bulk=True, when=has_ended),
        Move("return", _("Send back to correct"), (P.PROPOSED, P.AUDITED), P.RETURNED, (SECRETARY, TOWNSHIP),
             form="ReasonForm", is_way_out=True),
        Move("withdraw", _("Withdraw the pledge"), (*WRITTEN, P.PROPOSED, P.AUDITED, P.PUBLIC), P.WITHDRAWN,
             (MEMBER, *ENTERERS, CLOCK), form="ReasonForm", guard=may_withdraw, when=nothing_is_recorded,
             is_way_out=True),
    ),
)  # fmt: skip

ITEM = Workflow(
    "pledges.PledgeItem",
    rights=rights_of,
    states=ItemState,
    enterers=ENTERERS,
    for_another=FOR_ANOTHER,
    related=("pledge__village", "pledge__cycle", "pledge__group__zone", "pledge__member__branch", "goal"),
    moves=(
        Move("finish", _("Record as done"), (I.GOING, I.ADJUSTED), I.DONE, HIS,
             form="FinishForm", guard=can_finish, effect=keep_result),
        Move("adjust", _("Adjust with a reason"), (I.GOING, I.ADJUSTED), I.ADJUSTED, (SECRETARY, INSTEAD),
             form="AdjustForm", guard=can_adjust, effect=keep_adjustment, never=(OWN,), is_way_out=True),
        Move("miss", _("Record as not done"), (I.GOING, I.ADJUSTED), I.NOT_DONE, ENTERERS,
             form="MissForm", guard=can_finish, effect=keep_result, is_way_out=True),
        Move("reply", _("Record his reply"), (I.NOT_DONE,), I.NOT_DONE, HIS,
             form="ReplyForm", guard=is_running, effect=keep_reply),
        Move("reopen", _("Take up again"), (I.DONE, I.NOT_DONE), I.GOING, (SECRETARY, INSTEAD), others=(I.ADJUSTED,),
             choose=where_it_goes_on, form="ReasonForm", guard=is_running, effect=take_result_back, never=(OWN,),
             is_way_out=True),
    ),
)  # fmt: skip
