"""Meetings, read."""

from typing import Any, Self

from django.db import models

from members.scope import reach


class MeetingQuerySet(models.QuerySet):
    """Meetings of villages and their branches."""

    def visible_to(self, user: Any) -> Self:
        """The township's: all; otherwise those of the person's villages."""
        return self.filter(reach(user).among("village"))

    def of_kinds(self, kinds: tuple[str, ...]) -> Self:
        """Of one of these kinds."""
        return self.filter(kind__in=kinds)


class QuorumRuleQuerySet(models.QuerySet):
    """The two rules."""

    def visible_to(self, user: Any) -> Self:
        """Settings of the town."""
        return self if reach(user).everything else self.none()
