"""Objections to what is posted."""

import datetime as dt
import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from members.scope import Locus
from notices.models.posting import Line, Notice
from notices.moves import ObjectionState
from notices.querysets import ObjectionQuerySet
from tools import clock
from tools.workflow.models import Flowing


class Objection(Flowing):
    """异议: somebody objects to a line, or to the list. The village never reads its text or name, only the finding."""

    class Channel(models.TextChoices):
        """How it came."""

        BOARD = "board", _("from the public board")
        LETTER = "letter", _("in writing")
        PHONE = "phone", _("by telephone")
        PERSON = "person", _("in person")

    class Ground(models.TextChoices):
        """Why one is not taken up."""

        LATE = "late", _("came outside the posting period")
        OTHER_MATTER = "other_matter", _("is not about this notice")
        REPEATED = "repeated", _("says what was looked into already")
        NO_FACTS = "no_facts", _("names nothing that could be looked into")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="objections")
    line = models.ForeignKey(
        Line, models.PROTECT, null=True, blank=True, related_name="objections", verbose_name=_("objection against")
    )
    state = models.CharField(
        _("state"), max_length=20, choices=ObjectionState, default=ObjectionState.RECEIVED, editable=False
    )
    channel = models.CharField(_("how it came"), max_length=10, choices=Channel, default=Channel.BOARD)
    text = models.TextField(_("what you object to, and why"), max_length=2000)
    signed = models.CharField(
        _("your name and how to reach you"), max_length=120, blank=True,
        help_text=_("Optional. Only the township reads it; the village never does."),
    )  # fmt: skip
    received_on = models.DateField(_("received on"))
    ground = models.CharField(_("why it is not taken up"), max_length=20, choices=Ground, blank=True, editable=False)
    finding = models.TextField(_("finding"), blank=True, editable=False)
    found_on = models.DateField(null=True, editable=False)
    typed_at = models.DateTimeField(default=clock.now, editable=False)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ObjectionState.values),
                name="objection_state",
                violation_error_message=_("An objection has no such state."),
            ),
            models.CheckConstraint(
                condition=Q(ground="")
                | Q(state="declined", ground__in=("late", "other_matter", "repeated", "no_facts")),
                name="objection_ground",
                violation_error_message=_("Only an objection that is not taken up bears a reason for that."),
            ),
        ]

    def __str__(self) -> str:
        return _t("Objection %(number)s") % {"number": self.pk}

    def get_absolute_url(self) -> str:
        """Its page, for the township."""
        return reverse("notices:objection_detail", args=[self.pk])

    def locus(self) -> Locus:
        """The village of its notice; it decides on the line's member."""
        about = {self.line.member_id} - {None} if self.line_id else set()
        return Locus(self.notice.village_id, member_ids=frozenset(about))

    def note_finding(self, finding: str, on: dt.date) -> None:
        """Keep what was found and when."""
        self.finding, self.found_on = finding, on
        self.save(update_fields=["finding", "found_on"])

    def note_ground(self, ground: str, finding: str, on: dt.date) -> None:
        """Keep why it is not taken up."""
        self.ground = ground
        self.finding, self.found_on = finding, on
        self.save(update_fields=["ground", "finding", "found_on"])

    @property
    def is_in_period(self) -> bool:
        """Whether it came while its notice was posted."""
        return self.notice.opened_on <= self.received_on <= self.notice.ends_on
