"""What is kept of every sheet that came in or went out, by page or by command: who, when, which file, how many rows."""

import hashlib
from collections.abc import Collection
from pathlib import PurePath
from typing import Any, BinaryIO

from tools import clock
from tools.exchange.models import Batch
from tools.exchange.plan import Content, Plan

LEFT_OUT = "-未导入"
"""What the name of a list says whose rows were left out."""


def uploaded(kind: str, file_name: str, sha256: str, user: Any) -> Batch:
    """A file that was read, not saved yet."""
    return Batch(
        kind=kind, file_name=file_name[-200:], sha256=sha256, uploaded_by=user, uploaded_at=clock.now(), payload=b""
    )


def applied(batch: Batch, plan: Plan, user: Any) -> None:
    """The file is in. Whom it held is in the records now; nothing is kept twice."""
    batch.counts, batch.digest, batch.written = plan.counts(), plan.digest(), plan.all_written()
    batch.applied_at, batch.applied_by = clock.now(), user
    batch.keep(Content([], {}, [], []).pack())
    batch.save()


def forget_values(label: str, versions: Collection[int]) -> None:
    """Of records whose data are erased, or that are no more: what a sheet's undoing would have given back to them. It goes."""
    gone = set(map(str, versions))
    for batch in Batch.objects.filter(applied_at__isnull=False).exclude(written={}).only("written"):
        marks = batch.written.get(label, {})
        if kept := [key for key in gone & marks.keys() if marks[key]]:
            marks.update({key: {} for key in kept})
            batch.save(update_fields=["written"])


def rest_of(batch: Batch, content: Content, plan: Plan, user: Any) -> Batch:
    """The rows that were left out, as an upload of their own: it can be answered, taken along with its wrong cells coloured,
    and is forgotten like any other."""
    path = PurePath(batch.file_name)
    name = batch.file_name if path.stem.endswith(LEFT_OUT) else f"{path.stem}{LEFT_OUT}{path.suffix}"
    rest = uploaded(batch.kind, name, "", user)
    rest.keep(content.only(plan.wrong_rows()).pack())
    rest.sha256 = hashlib.sha256(rest.payload).hexdigest()
    rest.answers = batch.answers
    rest.counts = {"rows": len(plan.wrong_rows()), "errors": len(plan.errors)}
    rest.save()
    return rest


def went_out(kind: str, file_name: str, file: BinaryIO, rows: int, user: Any) -> Batch:
    """A sheet that somebody takes along: `file` is read from its beginning."""
    file.seek(0)
    batch = uploaded(f"{kind}_export", file_name, hashlib.file_digest(file, "sha256").hexdigest(), user)
    batch.counts = {"rows": rows}
    batch.save()
    return batch
