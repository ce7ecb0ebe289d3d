"""The year in which posts are applied for: its days, and which village published its posts for it."""

import datetime as dt

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from groups.querysets import EverybodysQuerySet, SchemeQuerySet
from members.models import Village
from members.public import PublicLine
from members.scope import Locus
from tools import clock
from tools.history.kept import Versions


class Cycle(models.Model):
    """年度选岗: a year's procedure in the town, by when its steps are to be done, and the last day of the term that it gives.

    The days remind and mark what is late; nothing moves by them, and a step may be done later.
    """

    class Step(models.TextChoices):
        """What a village does in a year, in its order. Each has its day in the field `<step>_by`."""

        PUBLISH = "publish", _("scheme published")
        APPLY = "apply", _("applications taken")
        NOMINATE = "nominate", _("nominations")
        REVIEW = "review", _("representatives' meeting")
        CONFIRM = "confirm", _("branch meeting")
        POST = "post", _("notice posted")

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    name = PublicLine(_("name"), max_length=40)
    starts_on = models.DateField(_("from"))
    publish_by = models.DateField(_("schemes published by"), null=True, blank=True)
    apply_by = models.DateField(_("applications by"), null=True, blank=True)
    nominate_by = models.DateField(_("nominations by"), null=True, blank=True)
    review_by = models.DateField(_("representatives' meetings by"), null=True, blank=True)
    confirm_by = models.DateField(_("branch meetings by"), null=True, blank=True)
    post_by = models.DateField(
        _("notices posted by"), null=True, blank=True,
        help_text=_("These days remind and show what is late; nothing is refused after them."),
    )  # fmt: skip
    plan_by = models.DateField(
        _("years' plans decided by"), null=True, blank=True,
        help_text=_("The desk asks a village for its plan once the year is open; empty: it does not."),
    )  # fmt: skip
    pledge_by = models.DateField(
        _("letters signed and pledges made by"), null=True, blank=True,
        help_text=_("The desk asks for them once the year is open; empty: it does not."),
    )  # fmt: skip
    term_ends_on = models.DateField(_("last day of the term"))
    closed_on = models.DateField(
        _("closed on"), null=True, blank=True, editable=False,
        help_text=_("Since then nothing new begins in this year; what is on its way is finished in it."),
    )  # fmt: skip

    objects = EverybodysQuerySet.as_manager()
    history = Versions()

    class Meta:
        verbose_name = _("year's procedure")
        verbose_name_plural = _("years' procedures")
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(term_ends_on__gt=F("starts_on")),
                name="cycle_dates",
                violation_error_message=_("The last day of the term lies after the first day."),
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{later}_by__gte": F(earlier)}) | Q(**{f"{later}_by": None}) | Q(**{earlier: None}),
                    name=f"cycle_{later}_by",
                    violation_error_message=_("The days of the steps follow each other in the order of the procedure."),
                )
                for earlier, later in (
                    ("starts_on", "publish"), ("publish_by", "apply"), ("apply_by", "nominate"),
                    ("nominate_by", "review"), ("review_by", "confirm"), ("confirm_by", "post"),
                )
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """The days that are set follow each other, also where one between them is empty."""
        before = self.starts_on
        for step in self.Step:
            day = self.due(step)
            if day and before and day < before:
                raise ValidationError(
                    {
                        f"{step.value}_by": _t("This day lies before %(before)s, the day of an earlier step.")
                        % {"before": before}
                    }
                )
            before = day or before

    @property
    def is_closed(self) -> bool:
        """Whether another year has begun: this one is read, and what was on its way in it is finished."""
        return self.closed_on is not None and self.closed_on <= clock.today()

    def due(self, step: str) -> dt.date | None:
        """By when a step is to be done, where the town has said so."""
        return getattr(self, f"{step}_by")


class Scheme(models.Model):
    """岗位设置方案: the two committees of a village have published its posts for a year; before that nobody applies."""

    village = models.ForeignKey(Village, models.PROTECT, related_name="schemes", verbose_name=_("village"))
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="schemes", verbose_name=_("year's procedure"))
    published_on = models.DateField(_("published on"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    typed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+")
    typed_at = models.DateTimeField(editable=False)

    objects = SchemeQuerySet.as_manager()
    history = Versions(excluded_fields=["typed_by", "typed_at"])  # Who changed it, and when, the version itself says.

    class Meta:
        verbose_name = _("scheme of posts")
        verbose_name_plural = _("schemes of posts")
        constraints = [
            models.UniqueConstraint(
                fields=["village", "cycle"],
                name="scheme_once_per_year",
                violation_error_message=_("This village has published its posts for this year already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.village} {self.cycle}"

    def locus(self) -> Locus:
        """Its village's."""
        return Locus(self.village_id)
