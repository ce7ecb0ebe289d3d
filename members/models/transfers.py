"""A member goes over to another branch, or reports in where he lives."""

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from members.models.organisation import Branch
from members.models.people import Member
from members.moves import TransferState
from members.querysets import TransferQuerySet
from members.scope import Locus
from tools import clock
from tools.workflow.models import Flowing


class Transfer(Flowing):
    """组织关系转接 or 到村报到: asked for by the branch that has him, decided by the one that takes him in."""

    class Kind(models.TextChoices):
        """The membership goes over; or it stays, and he takes part in the village where he lives."""

        MOVE = "move", _("transfer of membership")
        REPORT_IN = "report_in", _("reports in where he lives")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    member = models.ForeignKey(Member, models.PROTECT, related_name="transfers", verbose_name=_("member"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.MOVE)
    from_branch = models.ForeignKey(
        Branch, models.PROTECT, related_name="transfers_out", verbose_name=_("branch that sends him")
    )
    to_branch = models.ForeignKey(
        Branch, models.PROTECT, related_name="transfers_in", verbose_name=_("branch that takes him in")
    )
    state = models.CharField(
        _("state"), max_length=20, choices=TransferState, default=TransferState.DRAFTED, editable=False
    )
    typed_at = models.DateTimeField(default=clock.now, editable=False)

    objects = TransferQuerySet.as_manager()

    class Meta:
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["member"],
                condition=Q(state__in=["drafted", "requested"]),
                name="transfer_one_open",
                violation_error_message=_("A transfer of this member waits already."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=TransferState.values),
                name="transfer_state",
                violation_error_message=_("A transfer has no such state."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.from_branch} → {self.to_branch}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("members:transfer_detail", args=[self.pk])

    def locus(self) -> Locus:
        """The receiving village's; it decides on its member."""
        return Locus(self.to_branch.village_id, None, frozenset({self.member_id}))
