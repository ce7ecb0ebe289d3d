"""What a thing with states carries, and the trail that its moves leave."""

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from tools.history.kept import KeptQuerySet, KeptRow


class Flowing(models.Model):
    """Anything that changes state by a table of moves. Only `engine.py` writes `state` and `version`."""

    state = models.CharField(_("state"), max_length=20, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True


UNDO = "undo"
"""The name, in every table that has it, of the move that takes back the one directly before it."""


class StateChangeQuerySet(KeptQuerySet):
    """The trail, read."""

    def of(self, obj: models.Model) -> "StateChangeQuerySet":
        """The moves of one thing, oldest first."""
        return self.filter(model=obj._meta.label_lower, object_id=obj.pk).select_related("actor").order_by("pk")

    def standing(self) -> "StateChangeQuerySet":
        """Without what was taken back, and without the taking back."""
        later = StateChange.objects.filter(
            model=OuterRef("model"), object_id=OuterRef("object_id"), pk__gt=OuterRef("pk")
        )
        followed_by = Coalesce(Subquery(later.order_by("pk").values("move")[:1]), Value(""))
        return self.exclude(move=UNDO).annotate(followed_by=followed_by).exclude(followed_by=UNDO)

    def forget_notes(self, model: str, keys: list[int]) -> None:
        """Take out what was written beside these things' moves, where somebody's data go; that they were made stays."""
        models.QuerySet.update(self.filter(model=model, object_id__in=keys), note="")

    def reword(self, change: "StateChange", note: str) -> None:
        """Write a note anew without a name, where somebody's data go."""
        models.QuerySet.update(self.filter(pk=change.pk), note=note)

    def notes(self, model: str, keys: list[int]) -> dict[int, str]:
        """The last note on each of several things, in one query."""
        if not keys:
            return {}
        rows = self.filter(model=model, object_id__in=keys).exclude(note="").order_by("pk")
        return dict(rows.values_list("object_id", "note"))


class StateChange(KeptRow):
    """One move of one thing: who did it, when it happened and when it was typed. Written once, never changed."""

    model = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    move = models.CharField(max_length=30)
    source = models.CharField(max_length=20)
    target = models.CharField(max_length=20)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    acted_as = models.CharField(max_length=20)
    happened_on = models.DateField(_("happened on"))
    typed_at = models.DateTimeField(_("typed on"))
    note = models.TextField(_("note"), blank=True)
    request_id = models.UUIDField()
    cause = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")

    objects = StateChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("state change")
        verbose_name_plural = _("trail")
        indexes = [models.Index(fields=["model", "object_id"], name="statechange_object")]
        constraints = [
            # A double click or a resend finds the first result by this.
            models.UniqueConstraint(fields=["request_id", "model", "object_id"], name="statechange_once_per_request"),
        ]

    def __str__(self) -> str:
        return f"{self.model} {self.object_id}: {self.move}"


def standing(trail: Iterable[StateChange]) -> list[StateChange]:
    """The moves of one thing, oldest first, without what was taken back and without the taking back."""
    kept: list[StateChange] = []
    for change in trail:
        if change.move != UNDO:
            kept.append(change)
        elif kept:
            kept.pop()
    return kept
