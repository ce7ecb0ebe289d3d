"""What must hold between the words of one person's record, whether a sheet brings it or somebody types it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from members.partial_dates import agrees, earliest
from members.roster import Clean, clean_date, clean_name, clean_nation, clean_phone, up_to
from tools.exchange.cells import CellError
from tools.exchange.plan import Plan, Step

DATES = ("born", "joined", "confirmed")
CLEANERS: dict[str, Clean] = {
    "name": clean_name,
    "nation": clean_nation,
    "born": clean_date,
    "education": up_to(20),
    "joined": clean_date,
    "confirmed": clean_date,
    "job": up_to(60),
    "phone": clean_phone,
}
"""How the words of a record are read: by the cleaners of the roster's columns."""


@dataclass(frozen=True)
class Finding:
    """Something between two words of a record. `fields`: where it is told, the first that was given. `stops`: else a remark."""

    fields: tuple[str, ...]
    code: str
    message: str
    stops: bool = True


def findings(record: Mapping[str, str], today: str) -> Iterator[Finding]:
    """What is wrong or odd with the dates, category, sex and number of a record. `today`: as a full date.

    A day that lies in the future is told once and not compared with the others. `number`, where it is given, is
    `hash birth sex` or `hash`, as the roster's cleaner leaves it.
    """
    known = {key: record.get(key, "") for key in DATES}
    for key in DATES:
        if known[key] > today:
            known[key] = ""
            yield Finding((key,), "future_date", _("The day lies in the future."))
    born, joined, confirmed = known.values()
    if born and joined and joined <= born:
        yield Finding(("joined", "born"), "joined_before_birth", _("Joined the Party before birth."))
    elif born and joined and _before_18(born, joined):
        yield Finding(("joined", "born"), "joined_before_18", _("Joined the Party before the age of 18."), False)
    if joined and confirmed and confirmed < joined and not agrees(joined, confirmed):
        message = _("Became a formal member before joining.")
        yield Finding(("confirmed", "joined"), "confirmed_before_joined", message)
    if record.get("category") == "probationary" and confirmed:
        message = _("A probationary member with a past day of becoming formal.")
        yield Finding(("confirmed", "category"), "probationary_confirmed", message, False)
    sex, (_hash, *told) = record.get("sex", ""), record.get("number", "").split(" ")
    if told and ((born and not agrees(told[0], born)) or (sex and sex != told[1])):
        message = _("The citizen's number contradicts the sex or the day of birth.")
        yield Finding(("number",), "number_contradicts", message)


def check_row(step: Step, plan: Plan, today: str) -> None:
    """Look at the record as it would be after a row; each fault is said at a cell that was given.

    What was wrong in the record before, and is not touched by the row, is not the row's fault.
    """
    row, obj = step.row, step.obj
    record = {key: _would_be(step, key) for key in (*DATES, "sex", "category")}
    said = row.values.keys()
    changed = step.changes.keys() if obj is not None else said
    for found in findings(record | {"number": row.values.get("number", "")}, today):
        touched = changed if found.stops and len(found.fields) > 1 else said
        if not touched & set(found.fields):
            continue
        at = next(key for key in found.fields if key in said)
        (plan.error if found.stops else plan.warn)(row, at, found.code, found.message)


def _would_be(step: Step, key: str) -> str:
    if key in step.row.bad:
        return ""
    return step.values.get(key) or (getattr(step.obj, key) if step.obj is not None else step.row.values.get(key, ""))


def tidy(member: Any) -> dict[str, str]:
    """Put the words of a record into the form in which a sheet's are kept; what cannot be kept, by field.

    A cleaner that would leave something out with a remark refuses here: whoever types can put it right at once.
    """
    refused = {}
    for key, clean in CLEANERS.items():
        remarks: list[str] = []
        if not getattr(member, key):
            continue
        try:
            value = clean(getattr(member, key), lambda code, message, to=remarks: to.append(message), key)
        except CellError as error:
            refused[key] = error.message
            continue
        if not remarks:
            setattr(member, key, value)
        elif key == "name":
            refused[key] = _("Write the name and nothing beside it.")
        elif key == "phone":
            refused[key] = _("Write one mobile number of 11 digits and nothing beside it.")
        else:
            refused[key] = _("This is the error of a spreadsheet and no word.")
    return refused


def of_record(member: Any, today: str) -> list[Finding]:
    """The same rules on a record as it is typed."""
    return list(findings({key: getattr(member, key) or "" for key in (*DATES, "sex", "category")}, today))


def _before_18(born: str, joined: str) -> bool:
    """At the precision that both have."""
    length = min(len(born), len(joined))
    return joined[:length] < f"{earliest(born).year + 18:04}{born[4:length]}"
