"""The words with which the town's notices begin."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from notices.kinds import KINDS, Wording
from notices.querysets import TownRowsQuerySet
from tools.history.kept import Versions


class NoticeWording(models.Model):
    """How the town words the notices of one kind; where it has no row, the kind's own words stand. Blanks: notices/wording.py."""

    kind = models.CharField(max_length=20, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=120)
    basis = models.TextField(_("basis"), blank=True, max_length=600)
    body = models.TextField(_("text before the list"), blank=True, max_length=600)
    ending = models.TextField(_("text after the list"), max_length=600)
    version = models.PositiveIntegerField(default=0, editable=False)

    objects = TownRowsQuerySet.as_manager()
    history = Versions()

    class Meta:
        verbose_name = _("wording of notices")
        verbose_name_plural = _("wordings of notices")
        ordering = ["kind"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(ending=""),
                name="wording_has_title_and_ending",
                violation_error_message=_("A notice needs a title, and after its list the period and where to object."),
            )
        ]

    def __str__(self) -> str:
        return str(KINDS[self.kind].label) if self.kind in KINDS else self.kind

    @classmethod
    def in_force(cls, kind: str) -> Wording:
        """The town's words for a kind of notice, the kind's own where the town has not written any."""
        row = cls.objects.filter(kind=kind).first()
        return Wording(row.title, row.basis, row.body, row.ending) if row else KINDS[kind].wording()
