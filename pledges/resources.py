"""Items of pledges as a sheet, in and out: a row is one thing that a group or a member promises. What we export comes in again.

Who has no pledge for the year gets a draft; taking the sheet back takes the draft along while it is as it was begun.
"""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.models import Member, Village
from members.roster import clean_name, clean_row_id, up_to
from members.scope import reach
from members.search import fold
from members.sheet_kinds import Kind
from plans.drafts import DraftSheet, Where
from plans.models import Goal
from plans.sheet_cells import clean_day, clean_number, clean_year, everybodys
from pledges.forms.pledges import MOST_ITEMS
from pledges.models import Pledge, PledgeItem
from tools import clock
from tools.exchange import cells, prose
from tools.exchange.cells import CellError, Warn
from tools.exchange.columns import Column
from tools.exchange.outgoing import day
from tools.exchange.plan import Plan as SheetPlan
from tools.exchange.plan import Row, Step

TITLE = "公开承诺事项"
GUIDE = (
    "一行一项承诺。红色标题的列必填，其余可留空；留空的单元格不会改动系统里已有的内容。",
    "“小组”和“党员”只填一个：小组的承诺写责任区的名称，例如：环境；党员个人的承诺写姓名。",
    "村里有两个同名的党员，写成带区分标记的姓名，例如：王伟（大）；也可以在核对页上选定是谁。",
    "“年度”留空就是本年度。本年度还没有承诺书的，导入时先建一份草稿，再把事项放进去。",
    "“完成期限”写到日，例如：2026.12.31；可以留空。",
    "“序号”只用来给新事项排先后，不改已有事项的编号。",
    "“对应的计划目标”照抄本村决议已公开的计划里那项目标的原话，不对应就留空；小组只能对应交给本组和党支部承担的目标。",
    "承诺内容会在公开栏公示，不要写手机号码、身份证号码和群众姓名。",
    "已经提交、审核或公开的承诺书不能用表格改动；要改，先在系统里退回修改。",
    "最后有一列隐藏的行标识，系统用它认事项：请不要改动；新增的行这一列留空。",
)


def clean_person(value: Any, warn: Warn, heading: str) -> str:
    """党员: his name, or nothing where a group promises."""
    return "" if cells.text(value).casefold() in cells.EMPTY else clean_name(value, warn, heading)


class ItemResource(DraftSheet):
    """公开承诺事项."""

    year = Column("年度", "pledge__cycle__year", clean=clean_year, names=("年份",), width=8)
    village = Column(
        "村",
        "pledge__village__short_name",
        clean=up_to(60),
        names=("村名", "村（居）", "村居", "所在村", "村（居）名称"),
        required=True,
        width=14,
    )
    group = Column(
        "小组",
        clean=up_to(40),
        names=("责任小组", "承诺小组", "责任组", "党员责任小组", "责任区"),
        dehydrate_method=lambda item: item.pledge.group.zone.name if item.pledge.group_id else "",
    )
    member = Column(
        "党员",
        clean=clean_person,
        names=("姓名", "党员姓名", "承诺人", "承诺党员", "承诺人姓名"),
        dehydrate_method=lambda item: item.pledge.member.public_name if item.pledge.member_id else "",
    )
    number = Column("序号", "number", clean=clean_number, names=("编号", "事项序号", "承诺编号"), width=8)
    content = Column(
        "承诺内容",
        "content",
        clean=everybodys(200),
        names=("承诺", "公开承诺", "承诺事项", "公开承诺内容", "公开承诺事项", "承诺的内容", "承诺践诺事项"),
        required=True,
        width=40,
    )
    measure = Column(
        "具体措施",
        "measure",
        clean=everybodys(200),
        names=("措施", "践诺措施", "落实措施", "主要措施", "工作措施"),
        width=40,
    )
    due_on = Column(
        "完成期限",
        clean=clean_day,
        names=("完成时间", "完成日期", "完成时限", "时限", "期限", "践诺时限", "截止日期", "截止时间"),
        dehydrate_method=lambda item: day(item.due_on),
    )
    beneficiary = Column(
        "受益对象", "beneficiary", clean=everybodys(80), names=("受益人", "受益群众", "服务对象"), width=16
    )
    goal = Column(
        "对应的计划目标",
        clean=everybodys(200),
        names=("对应目标", "计划目标", "回应的目标", "对应年度目标", "对应工作目标"),
        width=30,
        dehydrate_method=lambda item: item.goal.content if item.goal_id else "",
    )
    row_id = Column("行标识", clean=clean_row_id, hidden=True, dehydrate_method=lambda item: str(item.pk))

    class Meta:
        """Only what is declared."""

        model = PledgeItem
        fields = (
            "year", "village", "group", "member", "number", "content", "measure", "due_on", "beneficiary", "goal", "row_id",
        )  # fmt: skip
        export_order = fields

    holder, held_by, most = Pledge, "pledge", MOST_ITEMS
    texts = ("content", "measure", "beneficiary")
    related = ("village", "cycle", "group__zone", "member__branch")
    beside = ("goal",)
    who = DraftSheet.who | {"group", "member"}

    def too_many(self) -> str:
        """As the form says of its rows."""
        return _("A pledge holds at most %(most)s items.") % {"most": self.most}

    def other_year(self, year: int) -> str:
        """As the form."""
        return _("The pledge is for %(year)s; an item is due in it, or in the year after.") % {"year": year}

    def not_written_anew(self, holder: Pledge) -> str:
        """As the page."""
        words = _("The pledge is “%(state)s”: what was handed in is not changed by a sheet. Send it back first.")
        return words % {"state": holder.get_state_display()}

    def taken_number(self, number: str) -> str:
        """A sheet's own count beside the pledge's."""
        words = _(
            "Item %(number)s of this pledge reads otherwise: this row comes in as a new item and is numbered after the last. To "
            "change an item, take the sheet from here and leave its last, hidden column as it is."
        )
        return words % {"number": number}

    def load(self, user: Any, villages: set[int], cycles: set[int]) -> None:
        """The villages' people too, by name and by the name with its label; who has left only where he has a pledge."""
        super().load(user, villages, cycles)
        here = Q(branch__village__in=villages) | Q(lives_in__in=villages)
        people = Member.objects.visible_to(user).here().filter(here).select_related("branch").order_by("pk")
        self.people = {member.pk: (member.village_id, member) for member in people if member.village_id in villages}
        for holder in self.holders.values():
            if holder.member_id:
                self.people.setdefault(holder.member_id, (holder.village_id, holder.member))
        self.by_name: dict[tuple[int, str], list[int]] = {}
        for pk, (village, member) in self.people.items():
            for name in {fold(member.name), fold(member.public_name)}:
                self.by_name.setdefault((village, name), []).append(pk)
        self.goals: dict[Where, list[Goal]] = {}
        published = Goal.objects.of_published().filter(plan__village__in=villages, plan__cycle__in=cycles)
        for goal in published.select_related("plan"):
            self.goals.setdefault((goal.plan.village_id, goal.plan.cycle_id), []).append(goal)
        self.of_id = {str(child.pk): where for where, there in self.children.items() for child in there}

    def where(self, holder: Pledge) -> Where:
        """A group's or a member's."""
        whose = ("member", holder.member_id) if holder.member_id else ("group", holder.group_id)
        return (*super().where(holder), *whose)

    def whose(self, row: Row, place: Where, plan: SheetPlan) -> Where | None:
        """One of the two."""
        zone, name = row.values.get("group"), row.values.get("member")
        if {"group", "member"} & set(row.bad):
            return None
        if bool(zone) == bool(name):
            key = "member" if name else "group"
            row.bad.append(key)
            plan.error(row, key, "one_of_two", _("Choose a group or a member: one of the two."))
            return None
        if name:
            found = self._member(row, place, name, plan)
            row.values["member"] = found or name
            return ("member", found) if found else None
        group = self.zone(row, place[0], zone, plan)
        row.values["group"] = str(group.pk) if group else zone
        return ("group", group.pk) if group else None

    def _member(self, row: Row, place: Where, name: str, plan: SheetPlan) -> int | None:
        found = self.by_name.get((place[0], fold(name)), [])
        if len(found) > 1:
            meant = self.of_id.get(row.values.get("row_id", ""), ())
            answer = self.answers.get(f"{row.key}|member")
            found = [pk for pk in found if meant == (*place, "member", pk) or str(pk) == answer] or found
        if len(found) == 1:
            return found[0]
        row.bad.append("member")
        if not found:
            plan.error(row, "member", "no_such_member", _("Nobody of this name is in this village."))
            return None
        words = _(
            "Several people of this village have this name. Choose who is meant; or write the label behind the name, as in "
            "王伟（大）; or leave the last, hidden column of our sheet as it is."
        )
        choices = [(str(pk), self.people[pk][1].told_apart) for pk in found]
        plan.error(row, "member", "ambiguous_person", words, choices)
        return None

    def answered(self, where: Where, words: str) -> Goal:
        """The goal of the village's plan that reads so and that this pledge may answer, as in its form. Raises CellError."""
        village, cycle, kind, whose = where
        alike = [goal for goal in self.goals.get((village, cycle), ()) if _told(goal) == fold(words)]
        found = [goal for goal in alike if kind == "member" or goal.group_id in (None, whose)]
        if len(found) == 1:
            return found[0]
        if found:
            words = _("Two goals of the plan read like this; choose the one that is meant on the pledge's page.")
            raise CellError("goal_ambiguous", words)
        if alike:
            words = _("This goal was given to another group; a group answers its own goals and the branch's.")
            raise CellError("goal_of_others", words)
        words = _("No published goal of the village's plan for this year reads like this. Copy the goal's own words.")
        raise CellError("goal_unknown", words)

    def current(self, obj: PledgeItem, key: str) -> Any:
        """Of the goal its words."""
        if key == "goal":
            return prose.squeezed(obj.goal.content) if obj.goal_id else ""
        return super().current(obj, key)

    def check(self, step: Step, plan: SheetPlan) -> None:
        """The goal too, where the row says one anew."""
        super().check(step, plan)
        where, words = self.places.get(step.row.key), step.values.get("goal")
        if where and words:
            try:
                self.answered(where, words)
            except CellError as error:
                plan.error(step.row, "goal", error.code, error.message)

    def put(self, obj: PledgeItem, values: dict[str, Any]) -> set[str]:
        """The goal by its words."""
        touched = super().put(obj, values)
        if "goal" in values:
            obj.goal = self.answered(self.where(obj.pledge), values["goal"])
            touched |= {"goal"}
        return touched

    def in_words(self, key: str, value: Any) -> str:
        """A member by his name."""
        if key == "member" and isinstance(value, int):
            return self.people[value][1].public_name
        return super().in_words(key, value)

    def begun(self, where: Where, at: Any) -> Pledge:
        """A draft of whoever promises."""
        village, cycle, kind, whose = where
        return Pledge(village_id=village, cycle_id=cycle, **{f"{kind}_id": whose}, typed_at=at)


def _told(goal: Goal) -> str:
    return fold(prose.squeezed(goal.content))


def items_out(user: Any) -> QuerySet[PledgeItem]:
    """The items of the years that go on, in the order of the list; of whoever enters, only where he does."""
    rows = PledgeItem.objects.visible_to(user).exclude(pledge__state="withdrawn")
    rows = rows.filter(Q(pledge__cycle__closed_on=None) | Q(pledge__cycle__closed_on__gt=clock.today()))
    if reach(user).may_enter:
        rows = rows.filter(pledge__village__in=Village.objects.entered_by(user).values("pk"))
    return rows.select_related(
        "pledge__village", "pledge__cycle", "pledge__group__zone", "pledge__member", "goal"
    ).in_order()


SHEET = Kind(
    "pledges",
    gettext_lazy("items of pledges"),
    TITLE,
    ItemResource,
    "content",
    ("year", "village", "group", "member", "measure", "due_on", "goal"),
    items_out,
    guide=GUIDE,
    home="pledges:pledge_list",
    home_words=gettext_lazy("Pledges"),
)
