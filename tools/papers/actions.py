"""Verbs of papers: one is printed, its photo comes back, is moved to where it belongs, or removed."""

import hashlib
from collections.abc import Iterable
from functools import partial
from typing import Any

from django.db import IntegrityError, models, transaction

from tools import clock
from tools.papers import store
from tools.papers.kinds import KINDS
from tools.papers.models import Scan, Sheet
from tools.papers.prepare import Prepared


def print_sheet(kind: str, thing: models.Model, variant: str, user: Any) -> Sheet:
    """A new sheet with a number of its own."""
    label = thing._meta.label_lower
    return Sheet.objects.create(
        kind=kind,
        model=label,
        object_id=thing.pk,
        variant=variant,
        step=KINDS[kind].on[label].step(thing, variant),
        printed_at=clock.now(),
        printed_by=user,
    )


def take_in(
    kind: str, thing: models.Model, found: Prepared, user: Any, sheet: Sheet | None = None
) -> tuple[Scan, bool]:
    """Keep a photo with the thing; the scan, and whether it is new: the same file sent again gives the first.

    The file is on the disk before the row, and is taken away again where the row does not come about: a row without its
    file never stands. Raises OSError where the disk is full.
    """
    label = thing._meta.label_lower
    same = Scan.objects.here().of(thing).filter(kind=kind, sent_sha256=found.sent_sha256)
    if first := same.first():
        return first, False
    name = store.put(found.content, "pdf" if found.kind == "pdf" else "jpg")
    try:
        with transaction.atomic():
            return Scan.objects.create(
                kind=kind, model=label, object_id=thing.pk, sheet=sheet, content=found.kind, file=name,
                step=KINDS[kind].on[label].step(thing, sheet.variant if sheet else ""),
                sha256=hashlib.sha256(found.content).hexdigest(), sent_sha256=found.sent_sha256, bytes=len(found.content),
                width=found.width, height=found.height, pages=found.pages, added_by=user, added_at=clock.now(),
            ), True  # fmt: skip
    except IntegrityError:
        store.take_away(name)
        if first := same.first():  # the other one of two that were sent at once
            return first, False
        raise
    except BaseException:
        store.take_away(name)
        raise


@transaction.atomic
def move_to(scan: Scan, thing: models.Model) -> bool:
    """Give a photo to the thing that it belongs to; False where that has the very same file already."""
    label = thing._meta.label_lower
    try:
        with transaction.atomic():
            Scan.objects.here().filter(pk=scan.pk).update(
                model=label, object_id=thing.pk, step=scan.sort.on[label].step(thing, "")
            )
    except IntegrityError:
        return False
    return True


@transaction.atomic
def remove(scans: Iterable[Scan], reason: str, user: Any = None) -> int:
    """Take photos away: their files are deleted once the rows say who did it and why. How many there were."""
    done = 0
    for scan in scans:
        removed = Scan.objects.here().filter(pk=scan.pk)
        if removed.update(removed_on=clock.today(), removed_by=user, removal_reason=reason):
            transaction.on_commit(partial(store.take_away, scan.file))
            done += 1
    return done
