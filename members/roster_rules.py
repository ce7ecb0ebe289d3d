"""What must hold between the cells of one roster row, whoever brings it."""

from django.utils.translation import gettext as _

from members.partial_dates import agrees, earliest
from tools.exchange.plan import Plan, Step

DATES = ("born", "joined", "confirmed")


def check_row(step: Step, plan: Plan, today: str) -> None:
    """Look at the record as it would be; each fault is said at a cell that was given. `today`: as a full date."""
    row, obj = step.row, step.obj
    now = {key: _would_be(step, key) for key in (*DATES, "sex", "category")}
    for key in DATES:
        if row.values.get(key, "") > today:
            plan.error(row, key, "future_date", _("The day lies in the future."))
            now[key] = ""
    born, joined, confirmed = (now[key] for key in DATES)
    said = row.values.keys()
    new = step.changes.keys() if obj is not None else said
    if born and joined and joined <= born and {"born", "joined"} & new:
        plan.error(row, _given(said, "joined", "born"), "joined_before_birth", _("Joined the Party before birth."))
    elif born and joined and {"born", "joined"} & said and _before_18(born, joined):
        message = _("Joined the Party before the age of 18.")
        plan.warn(row, _given(said, "joined", "born"), "joined_before_18", message)
    is_before = joined and confirmed and confirmed < joined and not agrees(joined, confirmed)
    if is_before and {"joined", "confirmed"} & new:
        message = _("Became a formal member before joining.")
        plan.error(row, _given(said, "confirmed", "joined"), "confirmed_before_joined", message)
    if now["category"] == "probationary" and confirmed and {"category", "confirmed"} & said:
        message = _("A probationary member with a past day of becoming formal.")
        plan.warn(row, _given(said, "confirmed", "category"), "probationary_confirmed", message)
    _hash, *told = row.values.get("number", "").split(" ")
    if told and ((born and not agrees(told[0], born)) or (now["sex"] and now["sex"] != told[1])):
        message = _("The citizen's number contradicts the sex or the day of birth.")
        plan.error(row, "number", "number_contradicts", message)


def _would_be(step: Step, key: str) -> str:
    if key in step.row.bad:
        return ""
    return step.values.get(key) or (getattr(step.obj, key) if step.obj is not None else step.row.values.get(key, ""))


def _given(said: object, first: str, second: str) -> str:
    """The cell at which it is told."""
    return first if first in said else second


def _before_18(born: str, joined: str) -> bool:
    """At the precision that both have."""
    length = min(len(born), len(joined))
    return joined[:length] < f"{earliest(born).year + 18:04}{born[4:length]}"
