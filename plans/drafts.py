"""Sheets of what stands numbered in a draft of a village and a year: the goals of its plan, the items of a pledge.

A row is found again by its row id, else by its words; its number gives the order of new ones and changes nothing. Where there is
no draft yet one is made. What was deliberated or handed in is read and not changed.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from groups.models import Cycle, Group
from groups.years import refuse_closed
from members.branch_names import Villages
from members.models import Village
from members.town_sheet import TownSheet
from plans.draft_rows import Rows
from plans.sheet_cells import bare_zone
from tools.exchange import cells, prose, remarks
from tools.exchange.plan import Plan, Row, Step
from tools.exchange.undo import NotUndone
from tools.papers.models import Scan, Sheet
from tools.workflow.errors import Refused

Where = tuple[Any, ...]
"""Whose a row is: its village, its year, and what else tells one draft from another."""


DRAFTS = ("drafted", "returned")
"""The states in which a plan and a pledge may be written anew."""


class DraftSheet(TownSheet):
    """Rows that stand in drafts. `holder` is the draft's model, `held_by` the field that leads to it, `most` how many it has."""

    holder: type[models.Model]
    held_by: str
    most: int
    texts: tuple[str, ...]
    related: tuple[str, ...]
    """What of a draft is read along with it."""
    beside: tuple[str, ...] = ()
    """What of its rows is."""
    who = frozenset({"year", "village", "number"})
    """Columns that say where a row belongs; they change nothing."""

    def first_required(self) -> str:
        """Not the village, which many rows share."""
        return "content"

    def is_no_record(self, values: list[Any], keys: dict[int, str]) -> bool:
        """A sentence may look like a remark; a row that names its village and says something is none."""
        said = {key: cells.text(values[at]) for at, key in keys.items() if at < len(values)}
        if said.get("village") and said.get("content"):
            return bool(remarks.TOTALS.match(said["village"]))
        return super().is_no_record(values, keys)

    # -- sentences that differ ----------------------------------------------------------------------------------------

    def too_many(self) -> str:
        """More rows than a draft holds."""
        raise NotImplementedError

    def other_year(self, year: int) -> str:
        """A day that is not of the draft's year."""
        raise NotImplementedError

    def not_written_anew(self, holder: Any) -> str:
        """The draft is none any more."""
        raise NotImplementedError

    def taken_number(self, number: str) -> str:
        """A new row with the number of another one."""
        raise NotImplementedError

    # -- planning -----------------------------------------------------------------------------------------------------

    def matched(
        self, rows: list[Row], user: Any, plan: Plan, answers: dict[str, str], track: Callable
    ) -> Iterable[Step]:
        """Village and year first, then the draft, then the row in it."""
        self.answers = answers
        self.villages = {village.pk: village for village in Village.objects.entered_by(user)}
        self.cycles = {str(cycle.year): cycle for cycle in Cycle.objects.all()}
        self.by_key = {cycle.pk: cycle for cycle in self.cycles.values()}
        current, named = Cycle.objects.current(), Villages(self.villages.values())
        steps, places = [], {}
        for row in track(rows):
            steps.append(Step(row, None))
            village, cycle = self._village(row, named, plan), self._cycle(row, current, plan)
            if village and cycle:
                places[row.key] = (village, cycle.pk)
        self.load(
            user, {village for village, _cycle in places.values()}, {cycle for _village, cycle in places.values()}
        )
        self.places = {}
        for step in steps:
            key = step.row.key
            if key in places and (whose := self.whose(step.row, places[key], plan)) is not None:
                self.places[key] = (*places[key], *whose)
        self.rows = Rows(self.places, self.children, lambda child: prose.squeezed(child.content))
        self.rows.find(steps)
        self._look(steps, plan)
        return steps

    def _village(self, row: Row, named: Villages, plan: Plan) -> int | None:
        if (word := row.values.get("village")) is None:
            return None
        if len(found := named.find(word)) == 1:
            row.values["village"] = next(iter(found))
            return row.values["village"]
        row.bad.append("village")
        if found:
            plan.error(row, "village", "village_ambiguous", _("Two villages fit this name; write it in full."))
        else:
            words = _("You enter nothing for a village of this name. Write it as the list of villages has it.")
            plan.error(row, "village", "village_unknown", words)
        return None

    def _cycle(self, row: Row, current: Cycle | None, plan: Plan) -> Cycle | None:
        if "year" in row.bad:
            return None
        cycle = self.cycles.get(row.values["year"]) if "year" in row.values else current
        if cycle is None:
            row.bad.append("year")
            words = _("This year's procedure is not open yet; the township enters it first.")
            plan.error(row, "year", "year_unknown", words)
        return cycle

    def load(self, user: Any, villages: set[int], cycles: set[int]) -> None:
        """The drafts there are, what they hold, and the villages' groups."""
        self.zones: dict[tuple[int, str], Group] = {}
        self.groups: dict[str, Group] = {}
        for group in Group.objects.filter(village__in=villages).select_related("zone").order_by("zone__position"):
            self.zones[group.village_id, bare_zone(group.zone.name)] = self.groups[str(group.pk)] = group
        standing = self.holder.objects.standing().filter(village__in=villages, cycle__in=cycles)
        self.holders, self.children, by_key = {}, {}, {}
        for holder in standing.select_related(*self.related).order_by("pk"):
            self.holders[self.where(holder)] = by_key[holder.pk] = holder
        there = self._meta.model.objects.filter(**{f"{self.held_by}__in": standing.order_by().values("pk")})
        if self.beside:  # Asked for nothing, it would read everything along.
            there = there.select_related(*self.beside)
        for child in there.order_by(f"{self.held_by}_id", "number"):
            holder = by_key[getattr(child, f"{self.held_by}_id")]
            setattr(child, self.held_by, holder)
            self.children.setdefault(self.where(holder), []).append(child)

    def where(self, holder: Any) -> Where:
        """Where a draft's rows belong."""
        return (holder.village_id, holder.cycle_id)

    def whose(self, row: Row, place: Where, plan: Plan) -> Where | None:
        """What else tells one draft from another; None where the row does not say it."""
        return ()

    def zone(self, row: Row, village: int, word: str, plan: Plan) -> Group | None:
        """The group of that village that the word names."""
        if found := self.zones.get((village, bare_zone(word))):
            return found
        row.bad.append("group")
        names = "、".join(group.zone.name for (place, _zone), group in self.zones.items() if place == village) or "—"
        plan.error(row, "group", "zone_unknown", _("Write one of: %(words)s.") % {"words": names})
        return None

    def _look(self, steps: list[Step], plan: Plan) -> None:
        """Rows that mean the same, and drafts that would grow too long."""
        for row, others in self.rows.twice(steps):
            words = _("The same stands in row %(rows)s too.") % {"rows": "、".join(str(other) for other in others)}
            plan.error(row, "content", "same_record_twice", words)
        for row in self.rows.too_many(steps, self.most):
            plan.error(row, "content", "too_many", self.too_many())
        for row in self.rows.with_taken_number(steps):
            plan.warn(row, "number", "number_taken", self.taken_number(row.values["number"]))

    def current(self, obj: Any, key: str) -> Any:
        """As a cleaned cell."""
        if key in self.texts:
            return prose.squeezed(getattr(obj, key))
        return obj.due_on.isoformat() if key == "due_on" and obj.due_on else ""

    def says_nothing_new(self, key: str, old: Any, value: Any) -> bool:
        """Whose row it is says nothing new about it."""
        return key in self.who or old == value

    def in_words(self, key: str, value: Any) -> str:
        """The village by its name, the group by its zone, days as on paper."""
        if key == "village" and isinstance(value, int):
            return self.villages[value].short_name
        if key == "group" and value in getattr(self, "groups", {}):
            return self.groups[value].zone.name
        return str(value or "").replace("-", ".") if key == "due_on" else str(value or "")

    def title_of(self, step: Step) -> str:
        """Its words."""
        return step.obj.content if step.obj else step.row.values.get("content", "")

    def check(self, step: Step, plan: Plan) -> None:
        """Only a draft is written anew, a closed year begins none, and what is due is due in the year or in the next."""
        where = self.places.get(step.row.key)
        if where is None or (step.obj is not None and not step.changes):
            return
        cycle, holder = self.by_key[where[1]], self.holders.get(where)
        if holder is None:
            try:
                refuse_closed(cycle)
            except Refused as refused:
                plan.error(step.row, "year", "year_closed", str(refused))
        elif not holder.is_editable:
            plan.error(step.row, "content", "not_editable", self.not_written_anew(holder))
        due = step.values.get("due_on")
        if due and not cycle.year <= int(due[:4]) <= cycle.year + 1:
            plan.error(step.row, "due_on", "other_year", self.other_year(cycle.year))

    # -- writing ------------------------------------------------------------------------------------------------------

    def lock(self, user: Any) -> None:
        """The drafts too, before what they hold, as whoever writes one anew does."""
        self.lock_first()
        drafts = self.holder.objects.filter(village__in=Village.objects.entered_by(user).values("pk")).order_by("pk")
        list(drafts.select_for_update(no_key=True).values_list("pk"))
        super().lock(user)

    def changeable(self, user: Any) -> Any:
        """Those of the villages for which the person enters."""
        within = Village.objects.entered_by(user).values("pk")
        # Of drafts alone: what is published moves while a sheet comes in, and holds its rows before its plan or pledge.
        held_by = f"{self.held_by}__"
        return self._meta.model.objects.filter(**{f"{held_by}village__in": within, f"{held_by}state__in": DRAFTS})

    def before_new(self, steps: Sequence[Step], told: dict[str, Any]) -> None:
        """The drafts that are not there yet; and the number of each new row, after the last of its draft."""
        self.numbers = self.rows.numbered(steps)
        wanted = dict.fromkeys(self.places[step.row.key] for step in steps)
        made = {where: self.begun(where, told["default_date"]) for where in wanted if where not in self.holders}
        self.holder.objects.bulk_create(made.values())
        self.holders |= made

    def begun(self, where: Where, at: Any) -> Any:
        """A new draft, not saved."""
        raise NotImplementedError

    def built(self, step: Step) -> Any:
        """A new row of its draft."""
        holder = self.holders[self.places[step.row.key]]
        obj = self._meta.model(**{self.held_by: holder}, number=self.numbers[step.row.key])
        self.put(obj, step.values)
        return obj

    def altered(self, step: Step) -> set[str]:
        """Only what the row says anew."""
        return self.put(step.obj, step.values)

    def put(self, obj: Any, values: dict[str, Any]) -> set[str]:
        """Set the values on the record; returns the names of the columns that were touched."""
        fields = {key for key in (*self.texts, "due_on") if key in values}
        for key in fields:
            setattr(obj, key, values[key])
        return fields

    # -- taking back --------------------------------------------------------------------------------------------------

    @contextmanager
    def undoing(self, written: dict[str, dict[int, Any]]) -> Iterator[None]:
        """Not from a plan or pledge that is on its way. A draft that the same sheet began goes along where nothing is left in it
        and nobody has touched it: it bears the moment of its first rows."""
        model = self._meta.model
        versions = model.history.filter(history_id__in=written.get(model._meta.label_lower, {}))
        held = model.objects.filter(pk__in=versions.values("id")).values(self.held_by)
        holders = list(self.holder.objects.filter(pk__in=held).select_related(*self.related))
        if moved := sorted({str(holder) for holder in holders if not holder.is_editable}):
            words = _("It cannot be taken back: %(names)s is no draft any more. Send it back first, with the reason.")
            raise NotUndone(words % {"names": "、".join(moved)})
        moments = set(versions.values_list("history_date", flat=True))
        begun = [holder for holder in holders if holder.typed_at in moments and self.is_as_begun(holder)]
        yield
        for holder in begun:
            if not model.objects.filter(**{self.held_by: holder}).exists():
                holder.delete()

    def is_as_begun(self, holder: Any) -> bool:
        """Whether nothing was done with a draft since: no move, no word, no paper."""
        paper = {"model": self.holder._meta.label_lower, "object_id": holder.pk}
        return holder.version == 0 and not any(kind.objects.filter(**paper).exists() for kind in (Sheet, Scan))
