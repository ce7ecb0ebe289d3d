"""Notices, lines and objections, read."""

from typing import Any, Self

from django.db import models

from members.scope import reach
from tools import clock


class NoticeQuerySet(models.QuerySet):
    """Notices."""

    def visible_to(self, user: Any) -> Self:
        """Within the desk: the township's: all; otherwise those of the person's villages."""
        return self.filter(reach(user).among("village"))

    def running(self) -> Self:
        """Up, and within the period: what a stranger may read."""
        return self.filter(state="open", ends_on__gte=clock.today())

    def over(self) -> Self:
        """Up, but the period is over: somebody has to state the result."""
        return self.filter(state="open", ends_on__lt=clock.today())

    def public(self) -> models.QuerySet:
        """A running notice as a stranger reads it: values of a written list of columns."""
        return self.running().values(
            "uuid", "title", "basis", "body", "opened_on", "ends_on", "days", "unit", "phone", "place", "organ", "correction",
            "village__code", "village__short_name", "village__name", "village__kind",
        ).order_by("ends_on", "pk")  # fmt: skip


class LineQuerySet(models.QuerySet):
    """Lines of notices."""

    def visible_to(self, user: Any) -> Self:
        """Those of the notices that the person sees."""
        return self.filter(reach(user).among("notice__village"))

    def public(self) -> models.QuerySet:
        """The frozen public columns and nothing else."""
        return self.values("pk", "number", "columns").order_by("number")


class ObjectionQuerySet(models.QuerySet):
    """Objections: secret from the village and from viewers."""

    def visible_to(self, user: Any) -> Self:
        """The township alone."""
        return self if reach(user).is_staff_of_town else self.none()

    def holding(self) -> Self:
        """Those that keep a line or a list from being concluded: not yet looked into, or upheld."""
        return self.filter(state__in=("received", "holding", "upheld"))

    def waiting(self) -> Self:
        """Those that nobody has looked into."""
        return self.filter(state__in=("received", "holding"))


class TownRowsQuerySet(models.QuerySet):
    """Settings of the town."""

    def visible_to(self, user: Any) -> Self:
        """For those who see the whole town."""
        return self if reach(user).everything else self.none()
