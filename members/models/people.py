"""Members, what they can do, and the offices they hold."""

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from members.models.organisation import Branch, Village
from members.partial_dates import PartialDateField, shown
from members.public import PublicLine
from members.querysets import MemberQuerySet, OfficeQuerySet, SpecialityQuerySet
from members.roles import LEADER
from members.roster_rules import Finding, of_record, tidy
from members.scope import Locus
from members.search import search_key
from members.telephones import TelephoneField
from tools import clock
from tools.exchange import cells
from tools.history.kept import Versions


class Speciality(models.Model):
    """What somebody is good at (特长): one word, shared by all who have it."""

    name = models.CharField(_("name"), max_length=40, unique=True)

    objects = SpecialityQuerySet.as_manager()

    class Meta:
        verbose_name = _("speciality")
        verbose_name_plural = _("specialities")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """One word: a sheet writes several into one cell, and reads a comma as the end of one."""
        words = cells.several(self.name, lambda code, message: None, 40)
        if len(words) != 1:
            raise ValidationError({"name": _t("Write one speciality; add another as a record of its own.")})
        self.name = words[0]


class Member(models.Model):
    """A Party member of the town. No citizen's number is kept, only its keyed hash."""

    class Sex(models.TextChoices):
        """As the roster writes it."""

        MALE = "male", _("male")
        FEMALE = "female", _("female")

    class Category(models.TextChoices):
        """人员类别."""

        FORMAL = "formal", _("formal member")
        PROBATIONARY = "probationary", _("probationary member")

    class Presence(models.TextChoices):
        """在村情况."""

        HERE = "here", _("in the village")
        SEASONAL = "seasonal", _("away by season")
        LONG = "long", _("away for long")
        AWAY = "away", _("away, kind unknown")

    class Exempt(models.TextChoices):
        """暂不安排: a closed list, never public, without consequence."""

        AGE = "age", _("advanced in years")
        MOBILITY = "mobility", _("hard to get about")
        AWAY = "away", _("away for long")
        OWN_WISH = "own_wish", _("own wish for now")
        OTHER = "other", _("other")

    class Left(models.TextChoices):
        """How somebody stopped being here."""

        MOVED = "moved", _("moved away")
        DIED = "died", _("died")
        OTHER = "other", _("other")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("person's name"), max_length=60)
    sex = models.CharField(_("sex"), max_length=6, choices=Sex)
    nation = models.CharField(_("nation"), max_length=20, blank=True)
    born = PartialDateField(_("born"))
    education = models.CharField(_("education"), max_length=20, blank=True)
    category = models.CharField(_("category"), max_length=12, choices=Category)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="members", verbose_name=_("branch"))
    joined = PartialDateField(_("joined the Party"))
    confirmed = PartialDateField(_("became a formal member"), blank=True)
    job = models.CharField(_("job"), max_length=60, blank=True)
    phone = TelephoneField(_("mobile"), max_length=20, blank=True)
    presence = models.CharField(_("presence"), max_length=10, choices=Presence, blank=True)
    exempt = models.CharField(_("not placed for now"), max_length=10, choices=Exempt, blank=True)
    lives_in = models.ForeignKey(
        Village, models.PROTECT, null=True, blank=True, related_name="reporting_in", verbose_name=_("reports in to"),
        help_text=_("For a member of a branch that is no village's: the village where he lives and may take a post."),
    )  # fmt: skip
    public_label = PublicLine(
        _("label beside an equal name"), max_length=10, blank=True,
        help_text=_("Only where two people of one village share a name: 大, 小. Never sex or birth."),
    )  # fmt: skip
    specialities = models.ManyToManyField(
        Speciality, blank=True, related_name="members", verbose_name=_("specialities")
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="member",
        verbose_name=_("account"),
    )
    number_hash = models.CharField(max_length=64, blank=True, editable=False)
    left_on = models.DateField(_("left on"), null=True, blank=True)
    left_how = models.CharField(_("how"), max_length=10, choices=Left, blank=True)
    erased_on = models.DateField(_("data erased on"), null=True, editable=False)
    search_key = models.CharField(max_length=200, editable=False)

    objects = MemberQuerySet.as_manager()
    history = Versions(excluded_fields=["search_key", "number_hash"], m2m_fields=[specialities])

    class Meta:
        verbose_name = _("party member")
        verbose_name_plural = _("party members")
        ordering = ["branch_id", "pk"]
        indexes = [models.Index(fields=["branch", "name"], name="member_branch_name")]
        constraints = [
            models.CheckConstraint(
                condition=Q(sex__in=("male", "female")),
                name="member_sex",
                violation_error_message=_("Choose male or female."),
            ),
            models.CheckConstraint(
                condition=Q(category__in=("formal", "probationary")),
                name="member_category",
                violation_error_message=_("Choose formal or probationary member."),
            ),
            models.CheckConstraint(
                condition=Q(joined__gt=models.F("born")),
                name="member_joined_after_birth",
                violation_error_message=_("Joined the Party before birth."),
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True, left_how="") | (Q(left_on__isnull=False) & ~Q(left_how="")),
                name="member_left_both",
                violation_error_message=_("Give the day and how, or neither."),
            ),
            models.UniqueConstraint(
                fields=["number_hash"],
                condition=~Q(number_hash=""),
                name="member_one_per_number",
                violation_error_message=_("This citizen's number is another member's already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of his own records, within scope."""
        return reverse("members:member_detail", args=[self.pk])

    def clean(self) -> None:
        """The roster's own rules, so that what is typed comes in again unchanged; the key by which the member is found
        follows the name; a village's member needs no other village to report in to.
        """
        refused = tidy(self)
        self.search_key = search_key(self.name)
        if refused := refused or {found.fields[0]: found.message for found in self.findings() if found.stops}:
            raise ValidationError(refused)
        if self.lives_in_id and self.branch_id and self.branch.village_id:
            raise ValidationError(
                {"lives_in": _t("A member of a village's branch takes posts in that village; leave this empty.")}
            )
        if bool(self.left_on) != bool(self.left_how):
            raise ValidationError({"left_how": _t("Give the day and how, or neither.")})

    def findings(self) -> list[Finding]:
        """What is wrong or odd with the record as it stands, by the roster's rules."""
        return of_record(self, clock.today().isoformat())

    def locus(self) -> Locus:
        """Where he may take a post."""
        return Locus(self.village_id, member_ids=frozenset({self.pk}))

    @property
    def village_id(self) -> int | None:
        """The village in which he may take a post: his branch's, or where he reports in."""
        return self.branch.village_id or self.lives_in_id

    def acts_as(self, day: dt.date, **where: Any) -> Any:
        """A mandate that he still holds, or will, `where` it is asked for; not a leader's, which ends with his post."""
        if self.user_id is None:
            return None
        return self.user.mandates.not_over(day).filter(**where).exclude(role=LEADER).select_related("village").first()

    @property
    def is_erased(self) -> bool:
        """Whether his data were erased after he had left."""
        return self.erased_on is not None

    @property
    def public_name(self) -> str:
        """The name with the label that keeps two of one name apart."""
        return f"{self.name}（{self.public_label}）" if self.public_label else self.name

    @property
    def told_apart(self) -> str:
        """The name as those choose by it who keep the roster: two of one name have different births. Never public."""
        return f"{self.public_name}（{shown(self.born)}）"

    @staticmethod
    def called_in_history(version: Any) -> str:
        """A version of a record, told apart from those of others of the same name."""
        return f"{version.name}（{shown(version.born)}）" if version.name else ""


class Office(models.Model):
    """职务: an office held in the branch or the village, a fact of the roster; it gives no right to act."""

    class Kind(models.TextChoices):
        """The offices that a village knows."""

        SECRETARY = "secretary", _("branch secretary")
        ACTING = "acting", _("runs the branch")
        DEPUTY = "deputy", _("deputy secretary")
        COMMITTEE = "committee", _("branch committee member")
        HEAD = "head", _("village head")
        VILLAGE_COMMITTEE = "village_committee", _("village committee member")
        BOTH = "both", _("member of the two committees")
        SUPERVISOR = "supervisor", _("supervision committee member")

    member = models.ForeignKey(Member, models.PROTECT, related_name="offices", verbose_name=_("member"))
    kind = models.CharField(_("office"), max_length=20, choices=Kind)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)

    objects = OfficeQuerySet.as_manager()
    history = Versions()

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ["member_id", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="office_dates",
                violation_error_message=_("It ends before it begins."),
            ),
            models.UniqueConstraint(
                fields=["member", "kind"],
                condition=Q(ends_on=None),
                name="office_once_at_a_time",
                violation_error_message=_(
                    "This member holds this office already; enter its last day before a new term begins."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.get_kind_display()}"

    def locus(self) -> Locus:
        """Its holder's."""
        return self.member.locus()
