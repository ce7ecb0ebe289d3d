"""Sheets and scans, read: whoever sees the thing sees its papers, narrowed by what the kind says."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from tools.papers.kinds import KINDS


def seen(user: Any) -> Q:
    """The papers of every kind on the things on which `user` may see that kind; what no kind knows is seen by nobody."""
    together: dict[tuple[str, Any], list[str]] = {}
    for kind in KINDS.values():
        for label, subject in kind.on.items():
            together.setdefault((label, subject.seen_by), []).append(kind.code)
    found = Q(pk__in=[])
    for (label, seen_by), codes in together.items():
        found |= Q(model=label, kind__in=codes, object_id__in=seen_by(user).order_by().values("pk"))
    return found


class PaperQuerySet(models.QuerySet):
    """Whatever belongs to a thing of another app."""

    def visible_to(self, user: Any) -> Self:
        """By the thing and the kind."""
        return self.filter(seen(user))

    def of(self, thing: models.Model) -> Self:
        """Those that belong to one thing."""
        return self.filter(model=thing._meta.label_lower, object_id=thing.pk)


class ScanQuerySet(PaperQuerySet):
    """Photos and scans."""

    def here(self) -> Self:
        """Not removed: the file is there."""
        return self.filter(removed_on=None)
