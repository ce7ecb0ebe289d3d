"""The year's plan of a village's branch, its goals, and what was decided and published about it."""

import datetime as dt
import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from groups.models import Cycle, Group
from meetings.models import Tally
from members.models import Village
from members.public import PublicLine, PublicText
from members.scope import Locus
from plans.moves import PUBLIC, GoalState, PlanState
from plans.querysets import GoalQuerySet, OfPlanQuerySet, PlanQuerySet
from tools import clock
from tools.history.kept import Versions
from tools.workflow.models import Flowing, StateChange


class Plan(Flowing):
    """年度工作计划: what a village sets itself for a year, on its way from the branch's proposal to the published result."""

    class Ground(models.TextChoices):
        """Whose wish it goes back to, as the register of deliberations asks."""

        PEOPLE = "people", _("wish of members and people")
        CADRES = "cadres", _("proposal of the cadres")
        SUPERIOR = "superior", _("task from above")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    village = models.ForeignKey(Village, models.PROTECT, related_name="plans", verbose_name=_("village"))
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="plans", verbose_name=_("year's procedure"))
    state = models.CharField(_("state"), max_length=20, choices=PlanState, default=PlanState.DRAFTED, editable=False)
    title = PublicLine(_("title"), max_length=120)
    ground = models.CharField(_("ground"), max_length=10, choices=Ground, default=Ground.PEOPLE)
    body = PublicText(_("the plan in words"), max_length=4000, blank=True)
    round = models.PositiveSmallIntegerField(default=1, editable=False)
    typed_at = models.DateTimeField(default=clock.now, editable=False)

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("year's plan")
        verbose_name_plural = _("years' plans")
        ordering = ["-cycle__year", "village__code", "-pk"]
        indexes = [models.Index(fields=["village", "state"], name="plan_village_state")]
        constraints = [
            models.UniqueConstraint(
                fields=["village", "cycle"],
                condition=~Q(state="withdrawn"),
                name="plan_once_a_year",
                violation_error_message=_("This village has a plan for this year already."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=PlanState.values),
                name="plan_state",
                violation_error_message=_("A plan has no such state."),
            ),
            models.CheckConstraint(
                condition=Q(ground__in=("people", "cadres", "superior")),
                name="plan_ground",
                violation_error_message=_("Choose whose wish the plan goes back to."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page at the desk."""
        return reverse("plans:plan_detail", args=[self.pk])

    def locus(self) -> Locus:
        """Its village's."""
        return Locus(self.village_id)

    @property
    def is_editable(self) -> bool:
        """Only a draft, and what was sent back, may be written anew."""
        return self.state in (PlanState.DRAFTED, PlanState.RETURNED)

    @property
    def is_public(self) -> bool:
        """Whether the board shows it."""
        return self.state in PUBLIC

    def held_on(self, step: str) -> dt.date:
        """The day of the meeting of a deliberation in this round."""
        return self.resolutions.select_related("meeting").get(step=step, round=self.round).meeting.held_on

    def published_on(self) -> dt.date:
        """The day on which the decision was published."""
        return self.publications.get(step="publish").published_on

    def trail(self) -> models.QuerySet:
        """Its moves, oldest first."""
        return StateChange.objects.of(self)


class Goal(Flowing):
    """目标: one thing that a plan sets, given to a group or kept by the branch itself."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="goals", verbose_name=_("year's plan"))
    number = models.PositiveSmallIntegerField(_("number"))
    state = models.CharField(_("state"), max_length=20, choices=GoalState, default=GoalState.OPEN, editable=False)
    content = PublicLine(_("goal"), max_length=200)
    measure = PublicLine(_("how it is reached"), max_length=200, blank=True)
    due_on = models.DateField(_("due on"))
    group = models.ForeignKey(
        Group, models.PROTECT, null=True, blank=True, related_name="goals", verbose_name=_("given to"),
        help_text=_("Empty: the branch itself."),
    )  # fmt: skip
    result = PublicText(_("result"), max_length=500, blank=True, editable=False)
    settled_on = models.DateField(_("settled on"), null=True, editable=False)

    objects = GoalQuerySet.as_manager()
    history = Versions(excluded_fields=["state", "version", "uuid"])

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
        ordering = ["plan", "number"]
        indexes = [models.Index(fields=["state", "due_on"], name="goal_state_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="goal_number_once",
                violation_error_message=_("Each goal of a plan has a number of its own."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=GoalState.values),
                name="goal_state",
                violation_error_message=_("A goal has no such state."),
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1),
                name="goal_number_from_one",
                violation_error_message=_("Goals are counted from 1."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.content}"

    @staticmethod
    def called_in_history(version: Any) -> str:
        """A version of a goal, by its number and words."""
        return f"{version.number}. {version.content}" if version.content else ""

    def get_absolute_url(self) -> str:
        """Its plan's page."""
        return f"{self.plan.get_absolute_url()}#goal-{self.pk}"

    def locus(self) -> Locus:
        """Its village's, and its group's where it is given to one."""
        return Locus(self.plan.village_id, self.group.zone_id if self.group else None)

    @property
    def is_late(self) -> bool:
        """Whether its day is over and nothing is recorded of it."""
        return self.state == GoalState.OPEN and self.due_on < clock.today()


class Resolution(Tally):
    """表决情况: the vote of one deliberation of a plan, frozen with its numbers."""

    class Step(models.TextChoices):
        """The four deliberations, and a vote that failed."""

        PROPOSE = "propose", _("proposed by the branch")
        DISCUSS = "discuss", _("discussed by the two committees")
        EXAMINE = "examine", _("passed by the members' assembly")
        DECIDE = "decide", _("decided by the representatives")
        VOTE_DOWN = "vote_down", _("not passed")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="resolutions", verbose_name=_("year's plan"))
    round = models.PositiveSmallIntegerField()
    step = models.CharField(_("step"), max_length=12, choices=Step)
    attended_by = models.CharField(
        _("attended from the township"), max_length=60, blank=True, help_text=_("Name and post, as on the sheet.")
    )

    objects = OfPlanQuerySet.as_manager()

    class Meta(Tally.Meta):
        verbose_name = _("resolution on a plan")
        verbose_name_plural = _("resolutions on plans")
        ordering = ["plan", "round", "pk"]
        constraints = [
            *Tally.Meta.constraints,
            models.UniqueConstraint(
                fields=["plan", "round", "step"],
                name="resolution_once_a_round",
                violation_error_message=_("The vote of this step is recorded already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.get_step_display()} {self.in_favour}/{self.against}/{self.abstained}"


class Publication(models.Model):
    """公开: that a plan's decision, or its result, was published, and how."""

    class Step(models.TextChoices):
        """The two publications."""

        PUBLISH = "publish", _("decision published")
        REPORT = "report", _("result published")

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="publications", verbose_name=_("year's plan"))
    step = models.CharField(_("step"), max_length=12, choices=Step)
    published_on = models.DateField(_("published on"))
    how = models.CharField(_("how it was published"), max_length=200)
    opinion = models.CharField(_("opinion of the supervisory committee"), max_length=200, blank=True)
    result = PublicText(_("result"), max_length=2000, blank=True)

    objects = OfPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication of a plan")
        verbose_name_plural = _("publications of plans")
        ordering = ["plan", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "step"],
                name="publication_once",
                violation_error_message=_("This is published already."),
            ),
            models.CheckConstraint(
                condition=Q(step__in=("publish", "report")),
                name="publication_step",
                violation_error_message=_("A decision or a result is published."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} {self.get_step_display()}"
