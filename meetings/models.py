"""Meetings as facts, and the tally that every vote leaves."""

import datetime as dt
import uuid
from fractions import Fraction

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from meetings import quorum
from meetings.querysets import AttendanceQuerySet, MeetingQuerySet, QuorumRuleQuerySet
from members.models import Member, Township, Village
from members.scope import Locus
from tools import clock
from tools.history.kept import Versions


class QuorumRule(models.Model):
    """What a family of meetings asks for: a setting of the town, a row for each."""

    class Family(models.TextChoices):
        """Representatives review, the branch confirms; on a plan the two committees meet too, and the assembly needs more."""

        REPRESENTATIVES = "representatives", _("representatives' meetings")
        BRANCH = "branch", _("meetings of the branch")
        COMMITTEES = "committees", _("joint meeting of the two committees")
        PLAN = "plan", _("branch assembly on the year's plan")

    family = models.CharField(_("kind of meeting"), max_length=20, choices=Family, unique=True)
    present_numerator = models.PositiveSmallIntegerField(_("share present: numerator"))
    present_denominator = models.PositiveSmallIntegerField(_("share present: denominator"))
    present_strict = models.BooleanField(_("more than this share (otherwise at least)"), default=False)
    favour_numerator = models.PositiveSmallIntegerField(_("share in favour, more than: numerator"))
    favour_denominator = models.PositiveSmallIntegerField(_("share in favour, more than: denominator"))
    favour_of_entitled = models.BooleanField(_("of the entitled (otherwise of those present)"), default=False)

    objects = QuorumRuleQuerySet.as_manager()
    history = Versions()

    class Meta:
        verbose_name = _("quorum rule")
        verbose_name_plural = _("quorum rules")
        constraints = [
            models.CheckConstraint(
                condition=Q(present_denominator__gte=1, present_numerator__lte=F("present_denominator")),
                name="quorum_present_share",
                violation_error_message=_(
                    "The share present is at most the whole: the numerator is no larger than the "
                    "denominator, which is at least 1."
                ),
            ),
            models.CheckConstraint(
                condition=Q(favour_denominator__gte=1, favour_numerator__lt=F("favour_denominator")),
                name="quorum_favour_share",
                violation_error_message=_(
                    "The share in favour is less than the whole: the numerator is smaller than the denominator."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.get_family_display()

    def as_rule(self) -> quorum.Rule:
        """For the arithmetic."""
        return quorum.Rule(
            present=Fraction(self.present_numerator, self.present_denominator),
            present_strict=self.present_strict,
            favour=Fraction(self.favour_numerator, self.favour_denominator),
            favour_of_entitled=self.favour_of_entitled,
        )


def rule_of(family: str) -> quorum.Rule:
    """What a family of meetings asks for, as the town has set it."""
    return QuorumRule.objects.get(family=family).as_rule()


class Meeting(models.Model):
    """A meeting that was held in a village: who was entitled, who came."""

    class Kind(models.TextChoices):
        """The meetings in which posts are decided."""

        VILLAGERS = "villagers", _("villagers' representatives' meeting")
        RESIDENTS = "residents", _("residents' representatives' meeting")
        JOINT = "joint", _("joint meeting of members and representatives")
        COMMITTEE = "committee", _("branch committee")
        ASSEMBLY = "assembly", _("branch assembly")
        COMMITTEES = "committees", _("joint meeting of the two committees")

    REPRESENTATIVES = (Kind.VILLAGERS, Kind.RESIDENTS, Kind.JOINT)
    BRANCH = (Kind.COMMITTEE, Kind.ASSEMBLY)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    village = models.ForeignKey(Village, models.PROTECT, related_name="meetings", verbose_name=_("village"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    held_on = models.DateField(_("held on"))
    place = models.CharField(_("place"), max_length=80, blank=True)
    convener = models.CharField(_("convener"), max_length=40, blank=True)
    chair = models.CharField(_("chair"), max_length=40, blank=True)
    entitled = models.PositiveIntegerField(_("entitled"))
    present = models.PositiveIntegerField(_("present"))
    observers = models.CharField(_("observers"), max_length=200, blank=True)
    note = models.TextField(_("note"), blank=True)
    typed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+")
    typed_at = models.DateTimeField(default=clock.now, editable=False)

    objects = MeetingQuerySet.as_manager()
    history = Versions()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")
        ordering = ["-held_on", "-pk"]
        indexes = [models.Index(fields=["village", "held_on"], name="meeting_village_day")]
        constraints = [
            models.CheckConstraint(
                condition=Q(entitled__gte=1),
                name="meeting_somebody_entitled",
                violation_error_message=_("At least one person is entitled to vote."),
            ),
            models.CheckConstraint(
                condition=Q(present__lte=F("entitled")),
                name="meeting_present_le_entitled",
                violation_error_message=_("More people are present than entitled: one of the two is mistyped."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.held_on} {self.village} {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("meetings:meeting_detail", args=[self.pk])

    def clean(self) -> None:
        """Numbers that cannot be, and a day that has not come, are refused at once."""
        if self.entitled is not None and self.entitled < 1:
            raise ValidationError({"entitled": _t("At least one person is entitled to vote.")})
        if self.entitled is not None and self.present is not None and self.present > self.entitled:
            raise ValidationError(
                {"present": _t("%(present)s present, but only %(entitled)s entitled: one of the two is mistyped.")
                 % {"present": self.present, "entitled": self.entitled}}
            )  # fmt: skip
        if isinstance(self.held_on, dt.date) and self.held_on > clock.today():
            raise ValidationError({"held_on": _t("This day has not come yet; enter the meeting after it was held.")})
        if self.village_id and self.kind == self.Kind.VILLAGERS and self.village.is_committee:
            raise ValidationError({"kind": _t("A residents' committee holds a residents' representatives' meeting.")})
        if self.village_id and self.kind == self.Kind.RESIDENTS and not self.village.is_committee:
            raise ValidationError({"kind": _t("A village holds a villagers' representatives' meeting.")})

    def locus(self) -> Locus:
        """Its village."""
        return Locus(self.village_id)

    @property
    def is_of_branch(self) -> bool:
        """Whether the branch met, and not the representatives."""
        return self.kind in self.BRANCH

    def rule(self) -> quorum.Rule:
        """What this kind of meeting asks for, as the town has set it."""
        family = QuorumRule.Family.BRANCH if self.is_of_branch else QuorumRule.Family.REPRESENTATIVES
        if self.kind == self.Kind.COMMITTEES:
            family = QuorumRule.Family.COMMITTEES
        return rule_of(family)

    @staticmethod
    def kinds_of(village: Village) -> tuple[str, ...]:
        """The kinds that a village or a residents' committee holds."""
        other = Meeting.Kind.VILLAGERS if village.is_committee else Meeting.Kind.RESIDENTS
        return tuple(kind for kind in Meeting.Kind if kind != other)

    @staticmethod
    def confirming_kinds() -> tuple[str, ...]:
        """The kinds that may confirm: a setting of the town."""
        chosen = Township.objects.current().confirm_by
        return Meeting.BRANCH if chosen == Township.ConfirmBy.EITHER else (chosen,)


class Attendance(models.Model):
    """A member who came to a meeting of his branch, as far as it was ticked; never public."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances", verbose_name=_("meeting"))
    # CASCADE for the one time that a member's record goes: two records of one person who was ticked twice come to one tick.
    member = models.ForeignKey(Member, models.CASCADE, related_name="attendances", verbose_name=_("member"))

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("attendance")
        verbose_name_plural = _("attendances")
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "member"],
                name="attendance_once",
                violation_error_message=_("Somebody comes to a meeting once; he is ticked there already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.meeting} {self.member}"


class Tally(models.Model):
    """A counted vote on one thing, frozen with the numbers it was decided by."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="+", verbose_name=_("meeting"))
    entitled = models.PositiveIntegerField(_("entitled"))
    present = models.PositiveIntegerField(_("present"))
    in_favour = models.PositiveIntegerField(_("in favour"))
    against = models.PositiveIntegerField(_("against"))
    abstained = models.PositiveIntegerField(_("abstained"))
    recused = models.PositiveIntegerField(_("recused"), default=0)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(entitled__gte=1)
                & Q(present__lte=F("entitled"))
                & Q(present=F("in_favour") + F("against") + F("abstained")),
                name="%(app_label)s_%(class)s_sum",
                violation_error_message=_(
                    "Present are as many as voted in favour, against and abstained, and no more than are entitled."
                ),
            )
        ]
