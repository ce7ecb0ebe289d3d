"""An application on its way to a seat, and what every step records."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from groups.models.cycles import Cycle
from groups.models.structure import Post
from groups.moves import ApplicationState
from groups.querysets import OPEN_STATES, ApplicationQuerySet, BallotQuerySet, PlacementQuerySet, StepQuerySet
from meetings.models import Tally
from members.models import Member
from members.scope import Locus
from tools import clock
from tools.history.kept import Versions
from tools.workflow.models import Flowing


class Application(Flowing):
    """申报: a member and the post he applies for in a year, on its way from draft to seat."""

    class Source(models.TextChoices):
        """Whose idea it was; for the last two the member's consent is recorded before the review."""

        OWN = "own", _("own wish")
        VILLAGERS = "villagers", _("villagers' nomination")
        BRANCH = "branch", _("branch's proposal")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="applications", verbose_name=_("year's procedure"))
    post = models.ForeignKey(Post, models.PROTECT, related_name="applications", verbose_name=_("post applied for"))
    member = models.ForeignKey(Member, models.PROTECT, related_name="applications", verbose_name=_("member"))
    state = models.CharField(
        _("state"), max_length=20, choices=ApplicationState, default=ApplicationState.DRAFTED, editable=False
    )
    source = models.CharField(_("whose idea"), max_length=10, choices=Source, default=Source.OWN)
    statement = models.TextField(
        _("statement"),
        max_length=1000,
        blank=True,
        help_text=_("What he can do and would like to do; a line is enough."),
    )
    consent_on = models.DateField(
        _("agreed on"), null=True, blank=True, help_text=_("Only where he did not apply himself.")
    )
    two_groups = models.CharField(
        _("why he would lead two groups"), max_length=200, blank=True,
        help_text=_("Only where he leads another group already, or has applied to. Nobody leads three."),
    )  # fmt: skip
    round = models.PositiveSmallIntegerField(default=1, editable=False)
    typed_at = models.DateTimeField(default=clock.now, editable=False)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["state", "post"], name="application_state_post")]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "cycle", "post"],
                condition=Q(state__in=OPEN_STATES),
                name="application_one_open",
                violation_error_message=_("This member already has an open application for this post."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=ApplicationState.values),
                name="application_state",
                violation_error_message=_("An application has no such state."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} → {self.post}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("groups:application_detail", args=[self.pk])

    def locus(self) -> Locus:
        """The post's village and zone; it decides on its member."""
        group = self.post.group
        return Locus(group.village_id, group.zone_id, frozenset({self.member_id}))

    @property
    def is_editable(self) -> bool:
        """Only a draft, and what was sent back, may be written anew."""
        return self.state in (ApplicationState.DRAFTED, ApplicationState.RETURNED)


class Nomination(models.Model):
    """举荐: how many nominated and how, in one round; never who."""

    class How(models.TextChoices):
        """The form it took."""

        SLIPS = "slips", _("nomination slips")
        SIGNATURES = "signatures", _("signatures")
        MEETING = "meeting", _("in a meeting")

    application = models.ForeignKey(Application, models.PROTECT, related_name="nominations")
    round = models.PositiveSmallIntegerField()
    nominators = models.PositiveIntegerField(_("number of people"))
    how = models.CharField(_("how"), max_length=12, choices=How)
    happened_on = models.DateField(_("happened on"))

    objects = StepQuerySet.as_manager()

    class Meta:
        verbose_name = _("nomination")
        verbose_name_plural = _("nominations")
        constraints = [
            models.UniqueConstraint(
                fields=["application", "round"],
                name="nomination_once_a_round",
                violation_error_message=_("The nomination of this round is recorded already."),
            ),
            models.CheckConstraint(
                condition=Q(nominators__gte=1),
                name="nomination_by_somebody",
                violation_error_message=_("At least one person nominated."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} {self.nominators}"


class Ballot(Tally):
    """A vote on one application in a meeting, frozen with its numbers.

    Numbers that were mistyped are replaced by a new row; the old one stays with who replaced it, when and why.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="ballots")
    round = models.PositiveSmallIntegerField()
    step = models.CharField(max_length=12)
    replaced_at = models.DateTimeField(_("replaced on"), null=True, editable=False)
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("replaced by"),
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = BallotQuerySet.as_manager()
    history = Versions()

    class Meta(Tally.Meta):
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        constraints = [
            *Tally.Meta.constraints,
            models.UniqueConstraint(
                fields=["application", "round", "step"],
                condition=Q(replaced_at=None),
                name="ballot_once_a_round",
                violation_error_message=_("The vote of this round is recorded already."),
            ),
            models.CheckConstraint(
                condition=Q(replaced_at=None, replaced_by=None, reason="")
                | (Q(replaced_at__isnull=False, replaced_by__isnull=False) & ~Q(reason="")),
                name="ballot_replaced_with_reason",
                violation_error_message=_(
                    "Numbers are replaced by somebody, on a day, for a reason: all three or none."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application} {self.in_favour}/{self.against}/{self.abstained}"

    @property
    def asks_for_pass(self) -> bool:
        """Whether the step that was taken by it asks for a vote that passed."""
        return self.step != "vote_down"


class Placement(models.Model):
    """任岗记录: a numbered seat of a post, reserved for a member, held by him, or over."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="placement")
    post = models.ForeignKey(Post, models.PROTECT, related_name="placements", verbose_name=_("post"))
    member = models.ForeignKey(Member, models.PROTECT, related_name="placements", verbose_name=_("member"))
    seat = models.PositiveSmallIntegerField(_("seat"))
    reserved_on = models.DateField(_("reserved on"))
    held_from = models.DateField(_("on the post from"), null=True)
    term_ends_on = models.DateField(_("last day of the term"), null=True)
    over_on = models.DateField(_("left on"), null=True)
    over_reason = models.CharField(_("reason"), max_length=500, blank=True)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        verbose_name = _("placement")
        verbose_name_plural = _("holders of posts")
        ordering = ["post", "seat", "pk"]
        indexes = [models.Index(fields=["post", "over_on"], name="placement_post_over")]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "seat"],
                condition=Q(over_on=None),
                name="placement_seat_once",
                violation_error_message=_("Somebody else is on this seat."),
            ),
            models.UniqueConstraint(
                fields=["member", "post"],
                condition=Q(over_on=None),
                name="placement_member_once",
                violation_error_message=_("This member is on this post already."),
            ),
            models.CheckConstraint(
                condition=Q(seat__gte=1),
                name="placement_seat_from_one",
                violation_error_message=_("Seats are counted from 1."),
            ),
            models.CheckConstraint(
                condition=Q(held_from=None) | Q(held_from__gte=F("reserved_on")),
                name="placement_held_after_reserved",
                violation_error_message=_("The post is taken up after it was reserved; look at the two days."),
            ),
            models.CheckConstraint(
                condition=Q(over_on=None) | Q(held_from__isnull=False, over_on__gte=F("held_from")),
                name="placement_over_after_held",
                violation_error_message=_("The post is left after it was taken up; look at the two days."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.post}"

    def locus(self) -> Locus:
        """The post's."""
        return Locus(self.post.group.village_id, self.post.group.zone_id, frozenset({self.member_id}))

    @property
    def is_past_term(self) -> bool:
        """届满待换岗: the term is over, nobody has moved."""
        return self.over_on is None and self.term_ends_on is not None and self.term_ends_on < clock.today()
