"""A long text file goes in part by part, so that memory does not grow with it, as long as nothing in it needs a second look.

A row that is wrong, that changes somebody, or that may mean one who stands elsewhere in the file can only be judged beside all
the others: then nothing of it is written, and the file is read as a whole.
"""

from collections.abc import Callable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction

from tools.exchange import csvs, headings, sniff
from tools.exchange.intake import Intake
from tools.exchange.limits import Limits
from tools.exchange.plan import Content, Plan
from tools.exchange.sheets import batched
from tools.exchange.tables import Sheet

AT_A_TIME = 5_000
"""Rows that are in memory at once."""


class AsAWhole(Exception):
    """This file has to be read as a whole."""


def applied(
    resource: Any, data: bytes, file_name: str, limits: Limits, user: Any, told: Callable[[int], Any]
) -> Plan | None:
    """What was done, counted; None where the file has to be read as a whole, and then nothing is written. Raises Unreadable.

    The resource's `plan_part` and, after all of them, `end_parts` raise AsAWhole where rows of two parts may mean one person.
    `told` is called with the number of rows of each part that is written. The locks are held while the file is read.
    """
    if sniff.kind_of(data, file_name, limits) != "csv":
        return None
    done = Plan({})
    try:
        with transaction.atomic():
            resource.lock(user)
            for content in contents(resource, data, file_name, limits):
                told(_part(resource, content, user, file_name[:100], done))
                content.rows.clear()
            resource.end_parts()
    except (AsAWhole, IntegrityError):
        return None
    return done


def _part(resource: Any, content: Content, user: Any, reason: str, done: Plan) -> int:
    """Write one part and count it; how many rows it had."""
    plan = resource.plan_part(content, user)
    if plan.errors or plan.changed:
        raise AsAWhole
    resource.write(plan, user, reason)
    done.take(plan)
    return plan.rows


def contents(intake: Intake, data: bytes, file_name: str, limits: Limits) -> Iterator[Content]:
    """A text file's rows, some at a time, each with what was found in it. Raises AsAWhole where its headings are not right."""
    names = intake.names()
    lines = csvs.rows(data, lambda word: headings.fold(word) in names, limits)
    sheet = Sheet(Path(file_name).stem, list(islice(lines, headings.SOUGHT_IN)), is_text=True)
    found = headings.find(sheet, names, [key for key, column in intake.fields.items() if column.required])
    if found is None:
        raise AsAWhole
    part = Content([], {}, [], [])
    given = intake.heads(sheet, found, part)
    if part.errors:
        raise AsAWhole
    rows = intake.records(sheet, chain(sheet.rows, lines), found.width(sheet), found, part, given)
    for some in chain(batched(rows, AT_A_TIME), [[]]):  # Below the last row there may be a remark.
        yield Content(some, part.headings, part.errors[:], part.warnings[:], heads=part.heads)
        part.errors.clear()
        part.warnings.clear()
