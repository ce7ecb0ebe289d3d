"""What a group or a member pledges in public (公开承诺), item by item."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from groups.models import Cycle, Group
from members.models import Member, Village
from members.public import PublicLine, PublicText
from members.scope import Locus
from plans.models import Goal
from pledges.moves import PUBLIC, WRITTEN, ItemState, PledgeState
from pledges.querysets import ItemQuerySet, PledgeQuerySet
from tools import clock
from tools.history.kept import Versions
from tools.workflow.models import Flowing


class Pledge(Flowing):
    """承诺书: what a group, or a member, promises the village for a year. The branch examines it, then the board shows it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    village = models.ForeignKey(Village, models.PROTECT, related_name="pledges", verbose_name=_("village"))
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="pledges", verbose_name=_("year's procedure"))
    group = models.ForeignKey(
        Group, models.PROTECT, null=True, blank=True, related_name="pledges", verbose_name=_("group")
    )
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="pledges", verbose_name=_("member")
    )
    state = models.CharField(
        _("state"), max_length=20, choices=PledgeState, default=PledgeState.DRAFTED, editable=False
    )
    published_on = models.DateField(_("published on"), null=True, editable=False)
    typed_at = models.DateTimeField(default=clock.now, editable=False)

    objects = PledgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("pledge")
        verbose_name_plural = _("pledges")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["village", "cycle", "state"], name="pledge_village_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(group__isnull=False, member=None) | Q(group=None, member__isnull=False),
                name="pledge_of_one",
                violation_error_message=_("A pledge is a group's or a member's: one of the two."),
            ),
            models.UniqueConstraint(
                fields=["cycle", "group"],
                condition=Q(group__isnull=False) & ~Q(state="withdrawn"),
                name="pledge_once_a_group",
                violation_error_message=_("This group has a pledge for this year already."),
            ),
            models.UniqueConstraint(
                fields=["cycle", "member"],
                condition=Q(member__isnull=False) & ~Q(state="withdrawn"),
                name="pledge_once_a_member",
                violation_error_message=_("This member has a pledge for this year already."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=PledgeState.values),
                name="pledge_state",
                violation_error_message=_("A pledge has no such state."),
            ),
        ]

    def __str__(self) -> str:
        return self.whose

    @property
    def whose(self) -> str:
        """The group's or the member's name."""
        if self.member_id:
            return self.member.public_name
        return _t("%(zone)s group") % {"zone": self.group.zone}

    def get_absolute_url(self) -> str:
        """Its page at the desk."""
        return reverse("pledges:pledge_detail", args=[self.pk])

    def clean(self) -> None:
        """A group's is its village's; a member pledges where he belongs."""
        if self.group_id and self.group.village_id != self.village_id:
            raise ValidationError({"group": _t("This group belongs to another village.")})
        if self.member_id and self.member.village_id != self.village_id:
            raise ValidationError({"member": _t("Choose a member of this village.")})

    def locus(self) -> Locus:
        """Its village; its group's zone, or the member himself."""
        if self.member_id:
            return Locus(self.village_id, None, frozenset({self.member_id}))
        return Locus(self.village_id, self.group.zone_id)

    @property
    def is_editable(self) -> bool:
        """Only a draft, and what was sent back, may be written anew."""
        return self.state in WRITTEN

    @property
    def is_public(self) -> bool:
        """Whether the board shows it."""
        return self.state in PUBLIC


class PledgeItem(Flowing):
    """承诺事项: one thing that is promised, by when and for whom; it may answer a goal of the year's plan."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    pledge = models.ForeignKey(Pledge, models.PROTECT, related_name="items", verbose_name=_("pledge"))
    number = models.PositiveSmallIntegerField(_("number"))
    state = models.CharField(_("state"), max_length=20, choices=ItemState, default=ItemState.GOING, editable=False)
    content = PublicLine(_("what is promised"), max_length=200)
    measure = PublicLine(_("how it is done"), max_length=200, blank=True)
    due_on = models.DateField(_("due on"), null=True, blank=True)
    beneficiary = PublicLine(
        _("for whom"), max_length=80, blank=True, help_text=_("Whom it helps, as a whole: no name of a resident.")
    )
    goal = models.ForeignKey(
        Goal, models.PROTECT, null=True, blank=True, related_name="answers", verbose_name=_("goal that it answers")
    )
    result = PublicText(_("result"), max_length=500, blank=True, editable=False)
    settled_on = models.DateField(_("settled on"), null=True, editable=False)
    adjusted_because = PublicLine(_("why it was adjusted"), max_length=500, blank=True, editable=False)
    reply = PublicText(_("his reply"), max_length=500, blank=True, editable=False)

    objects = ItemQuerySet.as_manager()
    history = Versions(excluded_fields=["state", "version", "uuid"])

    class Meta:
        verbose_name = _("item of a pledge")
        verbose_name_plural = _("items of pledges")
        ordering = ["pledge", "number"]
        indexes = [models.Index(fields=["state", "due_on"], name="item_state_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["pledge", "number"],
                name="item_number_once",
                violation_error_message=_("Each item of a pledge has a number of its own."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=ItemState.values),
                name="item_state",
                violation_error_message=_("An item has no such state."),
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="item_number_from_one",
                violation_error_message=_("Items are counted from 1."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.content}"

    @staticmethod
    def called_in_history(version: Any) -> str:
        """A version of an item, by its number and words."""
        return f"{version.number}. {version.content}" if version.content else ""

    def get_absolute_url(self) -> str:
        """Its pledge's page."""
        return f"{self.pledge.get_absolute_url()}#item-{self.pk}"

    def locus(self) -> Locus:
        """Its pledge's."""
        return self.pledge.locus()

    @property
    def is_settled(self) -> bool:
        """Whether nothing waits for it."""
        return self.state in (ItemState.DONE, ItemState.NOT_DONE)

    @property
    def is_late(self) -> bool:
        """Whether its day is over and nothing is recorded of it."""
        return not self.is_settled and self.due_on is not None and self.due_on < clock.today()
