"""The town, its villages and its branches."""

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from members.public import PublicLine
from members.querysets import BranchQuerySet, TownshipQuerySet, VillageQuerySet
from members.scope import Locus
from members.search import search_key
from tools.exchange import cells
from tools.exchange.cells import CellError
from tools.history.kept import Versions


class Township(models.Model):
    """The town that runs this: one row, its name and its settings."""

    class Unit(models.TextChoices):
        """How a posting period is counted."""

        WORKING = "working", _("working days")
        CALENDAR = "calendar", _("calendar days")

    class ConfirmBy(models.TextChoices):
        """Which meeting of the branch may confirm."""

        EITHER = "either", _("branch committee or branch assembly")
        COMMITTEE = "committee", _("branch committee")
        ASSEMBLY = "assembly", _("branch assembly")

    name = PublicLine(_("name"), max_length=40, default="本镇")
    county = PublicLine(_("county"), max_length=40, blank=True)
    organizer = PublicLine(_("organizer"), max_length=80, blank=True, help_text=_("Shown in the footer: 主办单位."))
    phone = models.CharField(_("supervision telephone"), max_length=40, blank=True)
    office_place = PublicLine(_("where to object in person"), max_length=120, blank=True)
    icp = models.CharField(_("ICP number"), max_length=60, blank=True)
    site_code = models.CharField(_("website identification code"), max_length=20, blank=True)
    address = PublicLine(
        _("address and postcode"), max_length=120, blank=True, help_text=_("Shown in the footer, with the postcode.")
    )
    urgent_numbers = models.TextField(
        _("urgent numbers"), blank=True, default="火警 119\n急救 120\n报警 110",
        help_text=_("One a line: what it is for, a blank, the number. Shown on every public page of a village."),
    )  # fmt: skip
    posting_days = models.PositiveSmallIntegerField(
        _("posting period in days"), default=5, validators=[MinValueValidator(3), MaxValueValidator(15)]
    )
    posting_unit = models.CharField(_("counted in"), max_length=10, choices=Unit, default=Unit.WORKING)
    max_posts = models.PositiveSmallIntegerField(
        _("posts a person at most"), default=2, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    keep_left_years = models.PositiveSmallIntegerField(
        _("years for which data of people who left are kept"), default=5, validators=[MaxValueValidator(50)],
        help_text=_("Afterwards the township may erase them on the member's page; nothing is erased by itself."),
    )  # fmt: skip
    plan_shown_days = models.PositiveSmallIntegerField(
        _("days before the assembly on which members get the plan"),
        default=3,
        validators=[MaxValueValidator(30)],
    )
    plan_step_days = models.PositiveSmallIntegerField(
        _("days between two deliberations of a plan at least"), default=0, validators=[MaxValueValidator(60)],
        help_text=_("0: none. Some places ask for 7 days between the steps, others for all of them within 20."),
    )  # fmt: skip
    plan_all_days = models.PositiveSmallIntegerField(
        _("days from proposal to decision at most"), default=0, validators=[MaxValueValidator(366)],
        help_text=_("0: no limit."),
    )  # fmt: skip
    shows_unkept = models.BooleanField(
        _("shows a member's item that was not done"), default=False,
        help_text=_("Only together with his reply. What a group did not do is always shown."),
    )  # fmt: skip
    confirm_by = models.CharField(_("confirmed by"), max_length=10, choices=ConfirmBy, default=ConfirmBy.EITHER)

    objects = TownshipQuerySet.as_manager()
    history = Versions()

    class Meta:
        verbose_name = _("township settings")
        verbose_name_plural = _("township settings")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pk=1),
                name="township_one_row",
                violation_error_message=_("There is one township here; change its row."),
            ),
            models.CheckConstraint(
                condition=models.Q(posting_days__range=(3, 15)),
                name="township_posting_days",
                violation_error_message=_("A posting period has 3 to 15 days."),
            ),
            models.CheckConstraint(
                condition=models.Q(max_posts__range=(1, 5)),
                name="township_max_posts",
                violation_error_message=_("The most posts that a person may hold are 1 to 5."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def urgent(self) -> list[tuple[str, str]]:
        """The urgent numbers: what each is for, and the number."""
        lines = [" ".join(line.split()).rpartition(" ") for line in self.urgent_numbers.splitlines() if line.strip()]
        return [(word, number) for word, _blank, number in lines]


def _as_in_sheets(row: models.Model, names: tuple[str, ...]) -> None:
    """Put typed words into the form in which a sheet's are kept, so that what goes out comes in again unchanged."""
    refused = {}
    for name in names:
        remarks: list[str] = []
        try:
            value = cells.optional(getattr(row, name), lambda code, message, to=remarks: to.append(message))
        except CellError as error:
            remarks.append(error.message)
        if remarks:
            refused[name] = _("This is the error of a spreadsheet and no word.")
        else:
            setattr(row, name, value)
    if refused:
        raise ValidationError(refused)


class Village(models.Model):
    """A village or a residents' committee, with its official code."""

    class Kind(models.TextChoices):
        """Words on the screen switch by it."""

        VILLAGE = "village", _("village")
        COMMITTEE = "committee", _("residents' committee")

    code = models.CharField(
        _("code"), max_length=12, unique=True, validators=[RegexValidator("^[0-9]{12}$", _("Twelve digits."))]
    )
    name = PublicLine(_("full name"), max_length=60, unique=True)
    short_name = PublicLine(_("short name"), max_length=40, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.VILLAGE)
    phone = models.CharField(
        _("branch telephone"), max_length=40, blank=True, help_text=_("Public: the number on the board.")
    )
    contact_place = PublicLine(_("where the branch is found"), max_length=120, blank=True)
    representatives = models.PositiveSmallIntegerField(
        _("number of representatives"),
        null=True,
        blank=True,
        help_text=_("Entitled in a representatives' meeting; filled in for you there."),
    )
    search_key = models.CharField(max_length=200, editable=False)

    objects = VillageQuerySet.as_manager()
    history = Versions(excluded_fields=["search_key"])

    class Meta:
        verbose_name = _("village")
        verbose_name_plural = _("villages")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=("village", "committee")),
                name="village_kind",
                violation_error_message=_("Choose village or residents' committee."),
            )
        ]

    def __str__(self) -> str:
        return self.short_name

    def get_absolute_url(self) -> str:
        """Its page on the public board."""
        return reverse("board:village", args=[self.code])

    def clean(self) -> None:
        """As a sheet would bring it; the key by which the village is found follows its name."""
        _as_in_sheets(self, ("name", "short_name", "phone", "contact_place"))
        self.search_key = search_key(self.short_name)

    def locus(self) -> Locus:
        """Itself."""
        return Locus(self.pk)

    @property
    def is_committee(self) -> bool:
        """Whether its people are residents and not villagers."""
        return self.kind == self.Kind.COMMITTEE


class Branch(models.Model):
    """A Party branch: a village's, a committee's, or one of the town's 47 others."""

    class Kind(models.TextChoices):
        """Where the branch stands."""

        VILLAGE = "village", _("village branch")
        COMMITTEE = "committee", _("committee branch")
        SCHOOL = "school", _("school branch")
        OFFICE = "office", _("office branch")
        ENTERPRISE = "enterprise", _("enterprise branch")

    name = models.CharField(_("name"), max_length=80, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    village = models.ForeignKey(
        Village, models.PROTECT, null=True, blank=True, related_name="branches", verbose_name=_("village")
    )

    objects = BranchQuerySet.as_manager()
    history = Versions()

    class Meta:
        verbose_name = _("party branch")
        verbose_name_plural = _("party branches")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=("village", "committee"), village__isnull=False)
                | models.Q(kind__in=("school", "office", "enterprise"), village__isnull=True),
                name="branch_of_village_has_one",
                violation_error_message=_(
                    "A village's or committee's branch names its village; a school's, an office's or "
                    "an enterprise's names none."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """As a sheet would bring it."""
        _as_in_sheets(self, ("name",))

    def locus(self) -> Locus:
        """Its village's, if it has one."""
        return Locus(self.village_id)
