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

    def like(self, meeting: Any) -> Self:
        """Others of the same village, kind and day: most likely the same meeting, typed twice."""
        return self.filter(village=meeting.village_id, kind=meeting.kind, held_on=meeting.held_on).exclude(
            pk=meeting.pk
        )


class AttendanceQuerySet(models.QuerySet):
    """Who came."""

    def visible_to(self, user: Any) -> Self:
        """As the meetings."""
        return self.filter(reach(user).among("meeting__village"))


class QuorumRuleQuerySet(models.QuerySet):
    """The rules."""

    def visible_to(self, user: Any) -> Self:
        """Settings of the town."""
        return self if reach(user).everything else self.none()
