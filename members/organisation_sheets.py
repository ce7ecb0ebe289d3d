"""Villages and branches as sheets, in and out: the township's. What we export we can import again."""

import re
from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _

from members.branch_names import Branches, Villages
from members.models import Branch, Township, Village
from members.organisation_cells import BRANCH_KINDS, VILLAGE_KINDS, clean_code, clean_count, one_of, public
from members.roster import clean_row_id, up_to
from members.search import fold, search_key
from members.town_sheet import TownSheet
from tools.exchange.columns import Column
from tools.exchange.plan import Plan, Row, Step


class OrganisationResource(TownSheet):
    """What villages and branches have in common: names that stand once."""

    def twice(self, steps: list[Step], plan: Plan, keys: tuple[str, ...]) -> None:
        """Rows that mean the same record, or give a name that another has already: each of them is named."""
        groups: dict[tuple, list[Row | None]] = {}
        for key in keys:
            renamed = {step.obj.pk for step in steps if step.obj is not None and key in step.row.values}
            for obj in self.known:
                if obj.pk not in renamed:
                    groups.setdefault((key, fold(getattr(obj, key))), []).append(None)
        for step in steps:
            for key in keys:
                if word := step.row.values.get(key):
                    groups.setdefault((key, fold(word)), []).append(step.row)
            if step.obj is not None:
                groups.setdefault((keys[0], step.obj.pk), []).append(step.row)
        told = set()
        for (key, _word), rows in groups.items():
            for row in rows if len(rows) > 1 else ():
                if row is None or (row.key, key) in told:
                    continue
                told.add((row.key, key))
                others = [str(other.number) for other in rows[:6] if other not in (None, row)]
                words = _("The same stands in row %(rows)s too.") if others else _("Another record has this name.")
                plan.error(row, key, "same_record_twice", words % {"rows": "、".join(others)} if others else words)

    def altered(self, step: Step) -> set[str]:
        """Only what the row says anew."""
        return self.put(step.obj, step.values)

    def built(self, step: Step) -> Any:
        """A new record."""
        obj = self._meta.model()
        self.put(obj, step.values)
        return obj

    def put(self, obj: Any, values: dict[str, Any]) -> set[str]:
        """Set the values on the record; returns the names of the columns that were touched."""
        raise NotImplementedError


class VillageResource(OrganisationResource):
    """村和居委会."""

    code = Column(
        "村代码",
        "code",
        clean=clean_code,
        names=("代码", "区划代码", "统计用区划代码", "村编码", "编码"),
        required=True,
        width=16,
    )
    name = Column(
        "村委会全称",
        "name",
        clean=public(up_to(60)),
        names=("全称", "名称", "村（居）委会全称", "单位全称"),
        required=True,
        width=30,
    )
    short_name = Column(
        "村名", "short_name", clean=public(up_to(40)), names=("简称", "村", "村居", "村（居）"), required=True
    )
    kind = Column(
        "类别",
        "kind",
        clean=one_of(VILLAGE_KINDS),
        names=("类型", "村居类别"),
        choices=VILLAGE_KINDS.values(),
        said=VILLAGE_KINDS.__getitem__,
    )
    phone = Column("支部电话", "phone", clean=up_to(40), names=("联系电话", "电话", "公开电话", "值班电话"), width=16)
    contact_place = Column(
        "办公地点", "contact_place", clean=public(up_to(120)), names=("地址", "支部地址", "办公地址"), width=24
    )
    representatives = Column(
        "代表人数",
        "representatives",
        clean=clean_count,
        names=("村民代表人数", "居民代表人数", "代表应到人数"),
        said=lambda number: str(number or ""),
    )

    class Meta:
        """Only what is declared."""

        model = Village
        fields = ("code", "name", "short_name", "kind", "phone", "contact_place", "representatives")
        export_order = fields

    def matched(
        self, rows: list[Row], user: Any, plan: Plan, answers: dict[str, str], track: Callable
    ) -> Iterable[Step]:
        """By the official code."""
        self.known = list(Village.objects.visible_to(user))
        by_code = {village.code: village for village in self.known}
        steps = [Step(row, by_code.get(row.values.get("code"))) for row in track(rows)]
        self.twice(steps, plan, ("code", "name", "short_name"))
        return steps

    def title_of(self, step: Step) -> str:
        """Its short name, by which everybody calls it."""
        return step.obj.short_name if step.obj else step.row.values.get("short_name", "")

    def current(self, obj: Village, key: str) -> str:
        """As a cleaned cell."""
        return str(getattr(obj, key) or "")

    def in_words(self, key: str, value: Any) -> str:
        """The kind by its word."""
        return VILLAGE_KINDS.get(value, "") if key == "kind" else value

    def put(self, obj: Village, values: dict[str, Any]) -> set[str]:
        """The key by which it is found follows the short name; the kind, where nobody says it, the full one."""
        for key, value in values.items():
            setattr(obj, key, int(value) if key == "representatives" else value)
        if obj.pk is None and "kind" not in values:
            obj.kind = "committee" if re.search("居委会|居民委员会|社区", obj.name) else "village"
        if "short_name" in values:
            obj.search_key = search_key(obj.short_name)
            return {*values, "search_key"}
        return {*values}


class BranchResource(OrganisationResource):
    """党支部."""

    row_id = Column("行标识", "pk", clean=clean_row_id, hidden=True)
    name = Column(
        "党支部名称",
        "name",
        clean=up_to(80),
        names=("支部名称", "所在党支部", "党支部", "支部", "名称", "党组织名称"),
        required=True,
        width=30,
    )
    kind = Column(
        "类别",
        "kind",
        clean=one_of(BRANCH_KINDS),
        names=("类型", "支部类别", "支部类型"),
        choices=BRANCH_KINDS.values(),
        said=BRANCH_KINDS.__getitem__,
    )
    village = Column(
        "所在村",
        "village__short_name",
        clean=up_to(60),
        names=("村", "村名", "村（居）", "所属村", "村居"),
        width=16,
    )

    class Meta:
        """Only what is declared."""

        model = Branch
        fields = ("row_id", "name", "kind", "village")
        export_order = fields

    def matched(
        self, rows: list[Row], user: Any, plan: Plan, answers: dict[str, str], track: Callable
    ) -> Iterable[Step]:
        """By our row id, else by any usual form of the name; such a form renames nothing."""
        self.known = list(Branch.objects.visible_to(user).select_related("village"))
        self.villages = {village.pk: village for village in Village.objects.visible_to(user)}
        named = Villages(self.villages.values())
        town = Township.objects.current()
        usual, by_id = Branches(self.known, (town.county, town.name)), {str(branch.pk): branch for branch in self.known}
        steps = []
        for row in track(rows):
            obj = by_id.get(row.values.pop("row_id", ""))
            if obj is None and "name" in row.values and len(hits := usual.find(row.values["name"])) == 1:
                obj = usual.by_pk[next(iter(hits))]
                row.values["name"] = obj.name
            if word := row.values.pop("village", None):
                self._place(row, named.find(word), plan)
            steps.append(Step(row, obj))
        self.twice(steps, plan, ("name",))
        return steps

    def _place(self, row: Row, found: set[int], plan: Plan) -> None:
        if len(found) == 1:
            row.values["village"] = next(iter(found))
            return
        row.bad.append("village")
        if found:
            plan.error(row, "village", "village_ambiguous", _("Two villages fit this name; write it in full."))
        else:
            plan.error(row, "village", "village_unknown", self._unknown())

    def _unknown(self) -> str:
        if not self.villages:
            return _("No village is on record yet. Import the sheet of villages first.")
        return _("There is no such village. Write the name that the sheet of villages has, or its code.")

    def current(self, obj: Branch, key: str) -> Any:
        """As a cleaned cell; of the village its key."""
        return obj.village_id if key == "village" else getattr(obj, key)

    def in_words(self, key: str, value: Any) -> str:
        """The kind by its word, the village by its name."""
        if key == "village":
            return self.villages[value].short_name if isinstance(value, int) else value or ""
        return BRANCH_KINDS.get(value, "") if key == "kind" else value

    def check(self, step: Step, plan: Plan) -> None:
        """A village's branch names its village, another names none; where the kind is not said, the village says it."""
        row, obj = step.row, step.obj
        if "kind" in row.bad or "village" in row.bad:
            return
        village = row.values.get("village") or (obj.village_id if obj else None)
        if obj is None and "kind" not in row.values and village:
            step.values["kind"] = self.villages[village].kind
        kind = step.values.get("kind") or (obj.kind if obj else None)
        if kind is None:
            plan.error(row, "kind", "required", str(self.empty_in_new))
        elif kind in VILLAGE_KINDS and not village:
            plan.error(row, "village", "village_and_kind", _("The branch of a village names its village."))
        elif village and kind not in VILLAGE_KINDS:
            plan.error(row, "village", "village_and_kind", _("This kind of branch belongs to no village."))

    def put(self, obj: Branch, values: dict[str, Any]) -> set[str]:
        """The village by its key."""
        for key, value in values.items():
            setattr(obj, "village_id" if key == "village" else key, value)
        return {*values}
