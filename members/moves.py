"""What may happen to a member's transfer to another branch, and to his reporting in where he lives."""

from typing import Any

from django.db import models
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from members.roles import CLERK, INSTEAD, LIAISON, OWN, SECRETARY, SENDER, TOWNSHIP
from members.scope import Rights
from tools import clock
from tools.workflow.engine import Case, Move, Workflow
from tools.workflow.errors import Conflict, Refused


class TransferState(models.TextChoices):
    """Where a transfer stands."""

    DRAFTED = "drafted", _("draft")
    REQUESTED = "requested", _("waits for the receiving branch")
    ACCEPTED = "accepted", _("taken in")
    DECLINED = "declined", _("not taken in")
    WITHDRAWN = "withdrawn", _("withdrawn")


class TransferRights(Rights):
    """Two sides have a word in it: who enters for the sending village, and who decides for the receiving one."""

    def on(self, obj: Any, asked: frozenset[str] | None = None) -> frozenset[str]:
        """The words on the receiving village, the sender's, and the township's where the receiving branch has no village."""
        words = set(super().on(obj, asked))
        sending = obj.from_branch.village_id
        if self.user is not None and sending is not None:
            held = {m.role for m in self._held if m.village_id == sending}
            if held & {CLERK, SECRETARY, LIAISON}:
                words.add(SENDER)
        if TOWNSHIP in words and obj.to_branch.village_id is None:
            words.add(INSTEAD)
        return frozenset(words)


def can_leave(case: Case) -> None:
    """He is here, in the branch that sends him, it makes sense, and nobody's right goes away with him unseen."""
    transfer, member = case.obj, case.obj.member
    if member.left_on:
        raise Refused(_t("%(name)s is no longer in the branch (%(how)s).")
                      % {"name": member, "how": member.get_left_how_display()})  # fmt: skip
    if member.branch_id != transfer.from_branch_id:
        raise Refused(_t("%(name)s is no longer in %(branch)s.") % {"name": member, "branch": transfer.from_branch})
    if transfer.kind == transfer.Kind.REPORT_IN:
        if transfer.from_branch.village_id:
            raise Refused(_t("Only a member of a branch that is no village's reports in where he lives."))
        if not transfer.to_branch.village_id:
            raise Refused(_t("One reports in to a village; choose a village's branch."))
        if member.lives_in_id == transfer.to_branch.village_id:
            raise Refused(_t("%(name)s reports in there already.") % {"name": member})
        return
    if transfer.to_branch_id == transfer.from_branch_id:
        raise Refused(_t("%(name)s is in this branch already. Choose another one.") % {"name": member})
    if mandate := member.acts_as(clock.today(), village=transfer.from_branch.village_id):
        raise Refused(
            _t("%(name)s still acts as %(role)s for %(where)s. The township gives this to somebody else first.")
            % {"name": member, "role": mandate.get_role_display(), "where": mandate.village}
        )


def take_in(cases: list[Case]) -> None:
    """The record goes over; his offices in the old branch end. His posts there are settled by the clock."""
    for case in cases:
        transfer = case.obj
        member = type(transfer.member).objects.select_for_update(of=("self",)).get(pk=transfer.member_id)
        if member.left_on:  # Somebody recorded it between the guard and this lock.
            raise Conflict(_t("%(name)s is no longer in the branch (%(how)s).")
                           % {"name": member, "how": member.get_left_how_display()})  # fmt: skip
        if transfer.kind == transfer.Kind.REPORT_IN:
            member.lives_in = transfer.to_branch.village
        else:
            member.offices.end(case.happened_on)
            member.branch, member.lives_in = transfer.to_branch, None
        member.save()


T = TransferState

TRANSFER = Workflow(
    "members.Transfer",
    rights=TransferRights,
    states=TransferState,
    related=("member__branch", "member__user", "from_branch", "to_branch__village"),
    enterers=(SENDER, TOWNSHIP),
    for_another=frozenset({TOWNSHIP}),
    sentences={
        "transfer_one_open": _("A transfer of this member waits already."),
        "members_transfer.member_id": _("A transfer of this member waits already."),
    },
    moves=(
        Move("request", _("Ask the receiving branch"), (T.DRAFTED,), T.REQUESTED, (SENDER, TOWNSHIP), guard=can_leave),
        Move("accept", _("Take in"), (T.REQUESTED,), T.ACCEPTED, (SECRETARY, INSTEAD),
             guard=can_leave, effect=take_in, never=(OWN,)),
        Move("decline", _("Do not take in"), (T.REQUESTED,), T.DECLINED, (SECRETARY, INSTEAD),
             form="ReasonForm", never=(OWN,), is_way_out=True),
        Move("withdraw", _("Withdraw the transfer"), (T.REQUESTED,), T.WITHDRAWN, (SENDER, TOWNSHIP),
             form="ReasonForm", is_way_out=True),
    ),
)  # fmt: skip
