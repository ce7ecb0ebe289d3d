"""Goals as a sheet, in and out: a row is a goal of a village's plan. What we export we can import again.

A village that has no plan for the year gets a draft; taking the sheet back takes the draft along while it is as it was begun.
"""

from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from members.models import Village
from members.roster import clean_row_id, up_to
from members.scope import reach
from members.sheet_kinds import Kind
from plans.drafts import DraftSheet, Where
from plans.forms import MOST_GOALS
from plans.models import Goal, Plan
from plans.sheet_cells import bare_zone, clean_day, clean_number, clean_year, everybodys
from plans.words import proposed_title
from tools import clock
from tools.exchange.columns import Column
from tools.exchange.outgoing import day
from tools.exchange.plan import Plan as SheetPlan
from tools.exchange.plan import Row

TITLE = "年度工作计划目标"
GUIDE = (
    "一行一个目标。红色标题的列必填，其余可留空；留空的单元格不会改动系统里已有的内容。",
    "“年度”留空就是本年度。村里本年度还没有计划的，导入时先建一份草稿，再把目标放进去。",
    "“承担小组”写责任区的名称，例如：环境；留空或写“党支部”就是由党支部承担。",
    "“完成期限”写到日，例如：2026.12.31。",
    "“序号”只用来给新目标排先后，不改已有目标的编号。",
    "目标和措施会在公开栏公示，不要写手机号码、身份证号码和群众姓名。",
    "已经进入“四议两公开”的计划不能用表格改动；要改，先在系统里退回修改。",
    "最后有一列隐藏的行标识，系统用它认目标：请不要改动；新增的行这一列留空。",
)
BRANCH = "branch"
"""What stands for the branch itself where a goal is given to no group."""
OF_BRANCH = frozenset({"党支部", "支部", "村党支部", "本支部", "党支部承担"})


class GoalResource(DraftSheet):
    """年度工作计划目标."""

    year = Column("年度", "plan__cycle__year", clean=clean_year, names=("年份",), width=8)
    village = Column(
        "村",
        "plan__village__short_name",
        clean=up_to(60),
        names=("村名", "村（居）", "村居", "所在村", "村（居）名称"),
        required=True,
        width=14,
    )
    number = Column("序号", "number", clean=clean_number, names=("编号", "目标序号", "目标编号"), width=8)
    content = Column(
        "目标",
        "content",
        clean=everybodys(200),
        names=("目标内容", "工作目标", "年度目标", "计划目标", "目标任务", "工作任务", "任务", "任务内容", "工作内容?"),
        required=True,
        width=40,
    )
    measure = Column(
        "具体措施",
        "measure",
        clean=everybodys(200),
        names=("措施", "工作措施", "主要措施", "落实措施", "推进措施", "实现措施"),
        width=40,
    )
    due_on = Column(
        "完成期限",
        clean=clean_day,
        names=("完成时间", "完成日期", "完成时限", "时限", "期限", "办结时限", "截止日期", "截止时间"),
        required=True,
        dehydrate_method=lambda goal: day(goal.due_on),
    )
    group = Column(
        "承担小组",
        clean=up_to(40),
        names=("责任小组", "承担责任小组", "小组", "责任组", "党员责任小组", "牵头小组", "责任区", "责任岗区"),
        dehydrate_method=lambda goal: goal.group.zone.name if goal.group else "",
    )
    row_id = Column("行标识", clean=clean_row_id, hidden=True, dehydrate_method=lambda goal: str(goal.pk))

    class Meta:
        """Only what is declared."""

        model = Goal
        fields = ("year", "village", "number", "content", "measure", "due_on", "group", "row_id")
        export_order = fields

    holder, held_by, most = Plan, "plan", MOST_GOALS
    texts = ("content", "measure")
    related = ("village", "cycle")

    def too_many(self) -> str:
        """As the form says of its rows."""
        return _("A plan holds at most %(most)s goals.") % {"most": self.most}

    def other_year(self, year: int) -> str:
        """As the form."""
        return _("The plan is for %(year)s; a goal is due in it, or in the year after.") % {"year": year}

    def not_written_anew(self, holder: Plan) -> str:
        """As the page."""
        words = _("The plan is “%(state)s”: what was deliberated is not changed by a sheet. Send it back first.")
        return words % {"state": holder.get_state_display()}

    def taken_number(self, number: str) -> str:
        """A sheet's own count beside the plan's."""
        words = _(
            "Goal %(number)s of this plan reads otherwise: this row comes in as a new goal and is numbered after the last. To "
            "change a goal, take the sheet from here and leave its last, hidden column as it is."
        )
        return words % {"number": number}

    def whose(self, row: Row, place: Where, plan: SheetPlan) -> Where:
        """A village has one plan for a year; the group is one of the village's."""
        if word := row.values.get("group"):
            if bare_zone(word) in OF_BRANCH:
                row.values["group"] = BRANCH
            elif group := self.zone(row, place[0], word, plan):
                row.values["group"] = str(group.pk)
        return ()

    def current(self, obj: Goal, key: str) -> Any:
        """Of the group its key."""
        return str(obj.group_id or BRANCH) if key == "group" else super().current(obj, key)

    def in_words(self, key: str, value: Any) -> str:
        """The branch by its word."""
        return _("the branch itself") if (key, value) == ("group", BRANCH) else super().in_words(key, value)

    def begun(self, where: Where, at: Any) -> Plan:
        """A draft with the title that the page proposes, in the town's language."""
        village, cycle = self.villages[where[0]], self.by_key[where[1]]
        with translation.override(settings.LANGUAGE_CODE):
            return Plan(village=village, cycle=cycle, title=proposed_title(village, cycle), typed_at=at)

    def put(self, obj: Goal, values: dict[str, Any]) -> set[str]:
        """The group by its key."""
        touched = super().put(obj, values)
        if "group" in values:
            obj.group = self.groups.get(values["group"])
            touched |= {"group"}
        return touched

    def is_as_begun(self, holder: Plan) -> bool:
        """Nor was its title written anew, or a word added."""
        with translation.override(settings.LANGUAGE_CODE):
            title = proposed_title(holder.village, holder.cycle)
        return (holder.title, holder.body, holder.ground) == (title, "", "people") and super().is_as_begun(holder)


def goals_out(user: Any) -> QuerySet[Goal]:
    """The goals of the years that go on, in the order of the list; of whoever enters, only where he does."""
    rows = Goal.objects.visible_to(user).exclude(plan__state="withdrawn")
    rows = rows.filter(Q(plan__cycle__closed_on=None) | Q(plan__cycle__closed_on__gt=clock.today()))
    if reach(user).may_enter:
        rows = rows.filter(plan__village__in=Village.objects.entered_by(user).values("pk"))
    rows = rows.select_related("plan__village", "plan__cycle", "group__zone")
    return rows.order_by("-plan__cycle__year", "plan__village__code", "plan", "number")


SHEET = Kind(
    "goals",
    gettext_lazy("goals of the year's plan"),
    TITLE,
    GoalResource,
    "content",
    ("year", "village", "measure", "due_on", "group"),
    goals_out,
    guide=GUIDE,
    home="plans:plan_list",
    home_words=gettext_lazy("Years' plans"),
)
