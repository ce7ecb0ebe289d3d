"""Offices (职务) as a sheet, in and out: who holds what, since when and until when. What we export we can import again."""

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _

from members import office_terms
from members.branch_names import Branches
from members.models import Branch, Member, Office, Township
from members.partial_dates import agrees, shown
from members.roster import OFFICE, clean_date, clean_name, clean_offices, clean_row_id, up_to
from members.roster_match import branch_unknown
from members.scope import reach
from members.search import fold
from members.town_sheet import TownSheet
from tools.exchange.cells import CellError, Warn
from tools.exchange.columns import Column
from tools.exchange.plan import Plan, Row, Step

WHO = frozenset({"name", "branch", "born"})
"""Columns that say whose office it is; they change nothing."""


def clean_office(value: Any, warn: Warn, heading: str) -> str:
    """职务: one, and one that is known."""
    said: list[str] = []
    found = clean_offices(value, lambda code, message: said.append(message), heading)
    if said or len(found) > 1:
        raise CellError("bad_choice", _("Write one of: %(words)s.") % {"words": "、".join(OFFICE.values())})
    return found[0] if found else ""


def clean_day(value: Any, warn: Warn, heading: str) -> str:
    """A whole day."""
    found = clean_date(value, warn, heading)
    if found and len(found) < 10:
        raise CellError("whole_day", _("Write the whole day, such as 2026.03.01, or leave the cell empty."))
    return found


def _day(day: dt.date) -> str:
    return shown(day.isoformat())


class OfficeResource(TownSheet):
    """职务."""

    row_id = Column("行标识", "pk", clean=clean_row_id, hidden=True)
    name = Column("姓名", "member__name", clean=clean_name, names=("党员姓名",), required=True)
    branch = Column(
        "所在党支部",
        "member__branch__name",
        clean=up_to(80),
        names=("所在支部", "党支部", "支部", "村?"),
        required=True,
        width=26,
    )
    born = Column("出生日期", "member__born", clean=clean_date, names=("出生年月",), said=shown)
    kind = Column(
        "职务",
        "kind",
        clean=clean_office,
        names=("党内职务", "村内职务?"),
        required=True,
        choices=OFFICE.values(),
        width=14,
        said=OFFICE.__getitem__,
    )
    starts_on = Column("任职日期", "starts_on", clean=clean_day, names=("任职时间", "开始日期"), said=_day)
    ends_on = Column("离任日期", "ends_on", clean=clean_day, names=("离任时间", "免职日期", "结束日期"), said=_day)

    class Meta:
        """Only what is declared."""

        model = Office
        fields = ("row_id", "name", "branch", "born", "kind", "starts_on", "ends_on")
        export_order = fields

    def matched(
        self, rows: list[Row], user: Any, plan: Plan, answers: dict[str, str], track: Callable
    ) -> Iterable[Step]:
        """The holder by branch and name; the office by our row id, its dates, else the open one of its kind."""
        found, town = reach(user), Township.objects.current()
        own = [
            b
            for b in Branch.objects.select_related("village")
            if found.has("township") or b.village_id in found.villages
        ]
        self.branches = Branches(own, (town.county, town.name))
        self.by_name: dict[tuple[int, str], list[Member]] = {}
        for member in Member.objects.visible_to(user).here().filter(branch__in=own).order_by("pk"):
            self.by_name.setdefault((member.branch_id, fold(member.name)), []).append(member)
        offices = list(Office.objects.visible_to(user).filter(member__branch__in=own).select_related("member"))
        by_id, steps, known = {str(office.pk): office for office in offices}, [], []
        for row in track(rows):
            row_id = row.values.pop("row_id", "")
            member = self._holder(row, plan, answers)
            own = by_id.get(row_id)
            if member is not None and own and own.member_id == member.pk and "kind" not in row.bad:
                row.values.setdefault("kind", own.kind)
            if member is not None and "kind" in row.values:
                row.values["member"] = member.pk
                known.append((row, row_id))
            steps.append(Step(row, None))
        meant = office_terms.matched(known, offices)
        for step in steps:
            step.obj = meant.get(step.row.key)
        self._twice(steps, plan)
        return steps

    def _holder(self, row: Row, plan: Plan, answers: dict[str, str]) -> Member | None:
        written = row.values.get("branch")
        if written is None or "name" not in row.values:
            return None
        hits = self.branches.find(written)
        if len(hits) != 1:
            row.bad.append("branch")
            plan.error(row, "branch", "branch_unknown", branch_unknown(self.branches.nearest(written)))
            return None
        people = self.by_name.get((next(iter(hits)), fold(row.values["name"])), [])
        people = [member for member in people if agrees(member.born, row.values.get("born", ""))]
        if not people:
            row.bad.append("name")
            plan.error(row, "name", "no_such_member", _("Nobody of this name is in this branch."))
        if len(people) < 2:
            return people[0] if people else None
        chosen = next((member for member in people if str(member.pk) == answers.get(f"{row.key}|name")), None)
        if chosen is None:
            row.bad.append("name")
            choices = [(str(member.pk), member.told_apart) for member in people]
            words = _("It is not clear who is meant; write the day of birth, or choose on the page.")
            plan.error(row, "name", "ambiguous_person", words, choices)
        return chosen

    def _twice(self, steps: list[Step], plan: Plan) -> None:
        groups: dict[tuple, list[Row]] = {}
        for step in steps:
            if "member" in step.row.values:
                values = step.row.values
                open_ended = None if "ends_on" in values else "open"
                groups.setdefault((values["member"], values["kind"], open_ended or values.get("starts_on")), []).append(
                    step.row
                )
        for rows in (rows for rows in groups.values() if len(rows) > 1):
            for row in rows:
                others = "、".join(str(other.number) for other in rows[:6] if other is not row)
                plan.error(
                    row, "kind", "same_record_twice", _("The same stands in row %(rows)s too.") % {"rows": others}
                )

    def current(self, obj: Office, key: str) -> Any:
        """As a cleaned cell."""
        if key in ("starts_on", "ends_on"):
            return getattr(obj, key).isoformat() if getattr(obj, key) else ""
        return obj.member_id if key == "member" else getattr(obj, key, None)

    def says_nothing_new(self, key: str, old: Any, value: Any) -> bool:
        """Whose office it is says nothing new about it."""
        return key in WHO or old == value

    def in_words(self, key: str, value: Any) -> str:
        """The office by its word, days as on paper."""
        return OFFICE.get(value, "") if key == "kind" else shown(str(value or ""))

    def title_of(self, step: Step) -> str:
        """Whose it is."""
        return step.obj.member.told_apart if step.obj else step.row.values.get("name", "")

    def check(self, step: Step, plan: Plan) -> None:
        """It ends after it begins."""
        now = {key: step.row.values.get(key) for key in ("starts_on", "ends_on")}
        begins, ends = (now[key] or (self.current(step.obj, key) if step.obj else "") for key in now)
        if begins and ends and ends < begins:
            key = "ends_on" if now["ends_on"] else "starts_on"
            plan.error(step.row, key, "ends_before", _("It ends before it begins."))

    def built(self, step: Step) -> Office:
        """A new office."""
        office = Office(member_id=step.values["member"])
        self._put(office, step.values)
        return office

    def altered(self, step: Step) -> set[str]:
        """Only what the row says anew."""
        return self._put(step.obj, step.values)

    def _put(self, office: Office, values: dict[str, Any]) -> set[str]:
        if "kind" in values:
            office.kind = values["kind"]
        for key in ("starts_on", "ends_on"):
            if key in values:
                setattr(office, key, _date(values[key]))
        return {key for key in ("kind", "starts_on", "ends_on") if key in values}


def _date(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
