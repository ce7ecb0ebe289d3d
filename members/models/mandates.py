"""Who may act for whom, and from when to when."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from members.models.organisation import Village
from members.querysets import MandateQuerySet
from members.roles import Role
from members.scope import Locus
from members.zones import ZoneCode
from tools.history.kept import Versions


class Mandate(models.Model):
    """A dated right to act (权限): an account, a role, and the village or group where it applies."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="mandates", verbose_name=_("account")
    )
    role = models.CharField(_("role"), max_length=10, choices=Role)
    village = models.ForeignKey(
        Village, models.PROTECT, null=True, blank=True, related_name="mandates", verbose_name=_("village")
    )
    zone = models.CharField(_("zone"), max_length=12, choices=ZoneCode, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("last day"), null=True, blank=True, help_text=_("Empty: until it is taken away."))
    taken_at = models.DateTimeField(_("taken away"), null=True, blank=True, editable=False)

    objects = MandateQuerySet.as_manager()
    history = Versions()

    class Meta:
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=("township", "viewer"), village__isnull=True, zone="")
                | Q(role__in=("liaison", "secretary", "clerk"), village__isnull=False, zone="")
                | (Q(role="leader", village__isnull=False) & ~Q(zone="")),
                name="mandate_place_fits_role",
                violation_error_message=_(
                    "The role and the place do not fit: the township and viewers name none, a "
                    "village's people a village, a leader a zone too."
                ),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="mandate_dates",
                violation_error_message=_("The last day lies before the first."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()}"

    def clean(self) -> None:
        """A role of the whole town names no place, a village's names one, a leader's names village and zone."""
        of_town = self.role in (Role.TOWNSHIP, Role.VIEWER)
        if of_town and (self.village_id or self.zone):
            raise ValidationError({"village": _t("This role is for the whole town; leave village and zone empty.")})
        if not of_town and not self.village_id:
            raise ValidationError({"village": _t("Choose the village to which this role applies.")})
        if (self.role == Role.LEADER) != bool(self.zone):
            raise ValidationError({"zone": _t("A zone belongs to a group leader, and to nobody else.")})
        if self.ends_on and self.starts_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _t("The last day lies before the first.")})

    def locus(self) -> Locus:
        """The place where it applies."""
        return Locus(self.village_id, self.zone or None)
