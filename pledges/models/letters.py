"""The responsibility letter (责任书) of somebody on a post."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from groups.models import Cycle, Placement
from members.scope import Locus
from pledges.moves import LetterState
from pledges.querysets import LetterQuerySet
from tools import clock
from tools.workflow.models import Flowing


class ResponsibilityLetter(Flowing):
    """岗位责任书: what the branch and a holder of a post sign for a year. It names duties and term, and no penalty.

    The duties are frozen when it is prepared: what was signed does not move when the scheme does.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    placement = models.ForeignKey(Placement, models.PROTECT, related_name="letters", verbose_name=_("placement"))
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="letters", verbose_name=_("year's procedure"))
    state = models.CharField(
        _("state"), max_length=20, choices=LetterState, default=LetterState.PREPARED, editable=False
    )
    duties = models.TextField(_("duties"), editable=False)
    requirements = models.TextField(_("task requirements"), blank=True, editable=False)
    term_from = models.DateField(_("first day of the term"), editable=False)
    term_until = models.DateField(_("last day of the term"), editable=False)
    member_signed_on = models.DateField(_("signed by the member on"), null=True, editable=False)
    branch_signed_on = models.DateField(_("signed for the branch on"), null=True, editable=False)
    signed_by = models.CharField(_("who signed for the branch"), max_length=40, blank=True, editable=False)
    typed_at = models.DateTimeField(default=clock.now, editable=False)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("responsibility letter")
        verbose_name_plural = _("responsibility letters")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["cycle", "state"], name="letter_cycle_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["placement", "cycle"],
                condition=~Q(state="void"),
                name="letter_once_a_year",
                violation_error_message=_("There is a letter for this post and year already."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=LetterState.values),
                name="letter_state",
                violation_error_message=_("A letter has no such state."),
            ),
            models.CheckConstraint(
                condition=Q(member_signed_on=None, branch_signed_on=None, signed_by="")
                | (Q(member_signed_on__isnull=False, branch_signed_on__isnull=False) & ~Q(signed_by="")),
                name="letter_both_signatures",
                violation_error_message=_("A letter bears both signatures with their days, or none."),
            ),
            models.CheckConstraint(
                condition=Q(term_until__gte=F("term_from")),
                name="letter_term",
                violation_error_message=_("The last day of the term lies after the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.placement.member.public_name} {self.placement.post}"

    def get_absolute_url(self) -> str:
        """Its page at the desk."""
        return reverse("pledges:letter_detail", args=[self.pk])

    def locus(self) -> Locus:
        """The post's village and zone; it is its holder's."""
        return self.placement.locus()
