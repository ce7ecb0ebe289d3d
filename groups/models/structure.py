"""Zones, groups and posts: what there is to apply for."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from groups.querysets import EverybodysQuerySet, GroupQuerySet, PostQuerySet
from members.models import Member, Village
from members.public import PublicLine, PublicText
from members.scope import Locus
from members.zones import ZoneCode
from tools import clock
from tools.history.kept import Versions


class Zone(models.Model):
    """A zone of responsibility (责任区): one of five, its name and texts are the town's to edit."""

    code = models.CharField(primary_key=True, max_length=12, choices=ZoneCode, editable=False)
    name = PublicLine(_("name"), max_length=20)
    position = models.PositiveSmallIntegerField(unique=True, editable=False)
    duties = PublicText(_("duties"), blank=True)
    requirements = PublicText(_("task requirements"), blank=True)

    objects = EverybodysQuerySet.as_manager()
    history = Versions()

    class Meta:
        verbose_name = _("zone")
        verbose_name_plural = _("zones")
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name


class PostTemplate(models.Model):
    """A post of the town's catalogue, to be copied into villages."""

    zone = models.ForeignKey(Zone, models.PROTECT, related_name="templates", verbose_name=_("zone"))
    name = PublicLine(_("name"), max_length=40)
    duties = PublicText(_("duties"))
    seats = models.PositiveSmallIntegerField(
        _("seats"), default=1, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    is_leader = models.BooleanField(_("leads the group"), default=False)
    suits = models.CharField(
        _("suits people who know"), max_length=200, blank=True,
        help_text=_("Specialities and trades with 、 between them: 音乐、戏曲、教师. Who brings one of them is suggested."),
    )  # fmt: skip
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = EverybodysQuerySet.as_manager()
    history = Versions()

    class Meta:
        verbose_name = _("post of the catalogue")
        verbose_name_plural = _("catalogue of posts")
        ordering = ["zone__position", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["zone", "name"],
                name="template_name_once",
                violation_error_message=_("This zone has a post of this name in the catalogue already."),
            ),
            models.CheckConstraint(
                condition=Q(seats__range=(1, 50)),
                name="template_seats",
                violation_error_message=_("A post has 1 to 50 seats."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Group(models.Model):
    """A responsibility group (党员责任小组): one village, one zone."""

    village = models.ForeignKey(Village, models.PROTECT, related_name="groups", verbose_name=_("village"))
    zone = models.ForeignKey(Zone, models.PROTECT, related_name="groups", verbose_name=_("zone"))
    duties = PublicText(_("duties"), blank=True, help_text=_("Empty: those of the zone."))
    requirements = PublicText(_("task requirements"), blank=True, help_text=_("Empty: those of the zone."))
    acting_leader = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("acting leader"),
        help_text=_("Until a leader has come to the post by the procedure."),
    )  # fmt: skip
    acting_from = models.DateField(_("acting from"), null=True, blank=True)
    acting_until = models.DateField(_("acting until"), null=True, blank=True)

    objects = GroupQuerySet.as_manager()
    history = Versions()

    class Meta:
        verbose_name = _("responsibility group")
        verbose_name_plural = _("responsibility groups")
        ordering = ["village__code", "zone__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["village", "zone"],
                name="group_once_per_village_and_zone",
                violation_error_message=_("This village has a group for this zone already."),
            ),
            models.CheckConstraint(
                condition=Q(acting_leader=None, acting_from=None, acting_until=None)
                | Q(acting_leader__isnull=False, acting_from__isnull=False, acting_until__gte=F("acting_from")),
                name="group_acting_dates",
                violation_error_message=_(
                    "An acting leader has a first and a last day; without one, leave both empty."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.village}{self.zone}"

    def get_absolute_url(self) -> str:
        """Its page on the public board."""
        return reverse("board:group", args=[self.village.code, self.zone_id])

    def clean(self) -> None:
        """Who leads for the time being is of this village, and the dates go with him."""
        if self.acting_leader_id and self.acting_leader.village_id != self.village_id:
            raise ValidationError({"acting_leader": _t("Choose a member of this village.")})
        if self.acting_leader_id and self.acting_leader.left_on and not self.was_acting(self.acting_leader_id):
            raise ValidationError(
                {"acting_leader": _t("%(name)s is no longer in the branch.") % {"name": self.acting_leader}}
            )
        dates = (self.acting_from, self.acting_until)
        if bool(self.acting_leader_id) != all(dates) or any(dates) != all(dates):
            raise ValidationError(_t("An acting leader has a first and a last day; without one, leave both empty."))

    def was_acting(self, member_id: int) -> bool:
        """Whether he is on record as acting leader already: what was stays as it was."""
        return type(self).objects.filter(pk=self.pk, acting_leader=member_id).exists()

    @property
    def is_led_for_now(self) -> bool:
        """Whether an acting leader's days include today."""
        today = clock.today()
        begun = self.acting_from is not None and self.acting_from <= today
        return begun and (self.acting_until is None or today <= self.acting_until)

    def locus(self) -> Locus:
        """Its village and zone."""
        return Locus(self.village_id, self.zone_id)


class Post(models.Model):
    """A duty post (岗位) of a group, with its duties and numbered seats."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="posts", verbose_name=_("group"))
    name = PublicLine(_("name"), max_length=40)
    duties = PublicText(_("duties"))
    seats = models.PositiveSmallIntegerField(
        _("seats"), default=1, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    is_leader = models.BooleanField(_("leads the group"), default=False)
    suits = models.CharField(
        _("suits people who know"), max_length=200, blank=True,
        help_text=_("Specialities and trades with 、 between them: 音乐、戏曲、教师. Who brings one of them is suggested."),
    )  # fmt: skip
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    retired_on = models.DateField(_("no longer offered from"), null=True, blank=True)

    objects = PostQuerySet.as_manager()
    history = Versions()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["group", "-is_leader", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "name"],
                condition=Q(retired_on=None),
                name="post_name_once",
                violation_error_message=_("This group has a post of this name already; choose another name."),
            ),
            models.UniqueConstraint(
                fields=["group"],
                condition=Q(is_leader=True, retired_on=None),
                name="post_one_leader",
                violation_error_message=_("This group has a leader's post already."),
            ),
            models.CheckConstraint(
                condition=Q(seats__range=(1, 50)),
                name="post_seats",
                violation_error_message=_("A post has 1 to 50 seats."),
            ),
            models.CheckConstraint(
                condition=Q(is_leader=False) | Q(seats=1),
                name="post_leader_has_one_seat",
                violation_error_message=_("The leader's post has one seat."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def locus(self) -> Locus:
        """Its group's."""
        return self.group.locus()
