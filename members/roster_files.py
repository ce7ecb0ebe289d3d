"""The roster's files: who may bring one, what goes out, and the report that goes back."""

from typing import Any, BinaryIO

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from members.models import Member
from members.partial_dates import year_of
from members.resources import RosterResource
from members.scope import reach
from tools.exchange import report, sheets
from tools.exchange.plan import Content, Plan
from tools.exchange.resource import SheetResource

KIND = "roster"
TITLE = "党员花名册"
GUIDE = (
    "一人一行。红色标题的列必填，其余可留空；留空的单元格不会改动系统里已有的内容。",
    "日期写到年、月或日都可以：1957、1957.03、1957.03.04。知道多少写多少，不要补。",
    "公民身份号码只用来认出同一个人并核对性别和出生日期，系统不保存号码，导出时这一列总是空的。",
    "特长有几项的，用顿号隔开。",
    "最后有一列隐藏的行标识，系统用它认人：请不要改动；新增的人这一列留空。",
    "改好后在“花名册－导入”上传本表，先看对比，再确认。",
)


def may_import(user: Any) -> bool:
    """Township, liaison officer, secretary and clerk, each within scope."""
    return reach(user).may_enter


def must_import(user: Any) -> None:
    """Raise PermissionDenied for anybody else."""
    if not may_import(user):
        raise PermissionDenied(
            _("Importing a roster is for the township, its liaison officers, and a village's secretary and clerk.")
        )


def members_out(user: Any) -> QuerySet[Member]:
    """Whom the person's export holds: everybody visible who has not left."""
    return Member.objects.visible_to(user).here().order_by("branch_id", "pk")


def resource_out(user: Any) -> RosterResource:
    """The roster's columns for one person: who does not work with people gets of a birth the year, which comes in again, too."""
    resource = RosterResource()
    if not reach(user).sees_contacts:
        resource.fields["born"].said = year_of
    return resource


def write_roster(user: Any, target: BinaryIO, as_csv: bool = False) -> int:
    """Write what the person may see; returns how many rows. Who does not work with people gets no telephones."""
    resource, without = resource_out(user), set() if reach(user).sees_contacts else {"phone"}
    headings, rows = resource.headings_out(without), resource.rows_out(members_out(user), without)
    if as_csv:
        return sheets.write_csv(target, headings, rows)
    return sheets.write_xlsx(target, TITLE, headings, rows, GUIDE)


def write_report(resource: SheetResource, content: Content, plan: Plan, target: BinaryIO) -> None:
    """The sheets as they came, else as they were understood, with what is wrong in them."""
    if content.sheets:
        report.write(target, content.sheets, content.heads, plan.errors, plan.warnings)
        return
    places = {name: {key: at for at, key in enumerate(words)} for name, words in content.headings.items()}
    heads = {name: (content.heads[name][0], found) for name, found in places.items()}
    report.write(target, _rebuilt(resource, content), heads, plan.errors, plan.warnings)


def _rebuilt(resource: SheetResource, content: Content) -> report.Sheets:
    """For a file that seemed right when it came and whose cells were not kept: bad cells hold what was written."""
    found = []
    for name, headings in content.headings.items():
        rows = [row for row in content.rows if row.sheet == name]
        lines = [(content.heads[name][0], list(headings.values()))]
        for row in rows:
            raw = content.raw.get(row.key, {})
            lines.append((row.number, [raw.get(key) or resource.written(row, key, content) for key in headings]))
        found.append((name, lines))
    return found
