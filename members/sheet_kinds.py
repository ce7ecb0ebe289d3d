"""The kinds of sheets that come and go by page: what they are called, who brings them, what goes out.

Later apps put theirs in when Django starts (`register`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from members import roster_files
from members.models import Branch, Office, Village
from members.office_sheet import OfficeResource
from members.organisation_sheets import BranchResource, VillageResource
from members.resources import RosterResource
from members.roles import TOWNSHIP
from members.scope import Reach
from tools.exchange.resource import SheetResource
from tools.exchange.sheets import write_csv, write_xlsx

GUIDE = (
    "一行一条。红色标题的列必填，其余可留空；留空的单元格不会改动系统里已有的内容。",
    "最后如有一列隐藏的行标识，请不要改动；新增的行这一列留空。",
    "改好后上传本表，先看对比，再确认。",
)


def _is_township(found: Reach) -> bool:
    return found.has(TOWNSHIP)


def _enters(found: Reach) -> bool:
    return found.may_enter


def _sees_rosters(found: Reach) -> bool:
    return found.everything or bool(found.villages)


@dataclass(frozen=True)
class Kind:
    """A kind of sheet. `shown`: what a list of new rows shows beside the first column; `home`: the address of the list to which
    it belongs, called `home_words`."""

    name: str
    words: Any
    title: str
    resource: type[SheetResource]
    first: str
    shown: tuple[str, ...]
    rows: Callable[[Any], QuerySet]
    may_bring: Callable[[Reach], bool] = _enters
    may_take: Callable[[Reach], bool] = _sees_rosters
    guide: tuple[str, ...] = GUIDE
    home: str = "members:member_list"
    home_words: Any = _("Roster")


def _offices(user: Any) -> QuerySet[Office]:
    return (
        Office.objects.visible_to(user)
        .select_related("member__branch")
        .order_by("member__branch_id", "member_id", "pk")
    )


def write_sheet(kind: Kind, user: Any, target: BinaryIO, as_csv: bool = False) -> int:
    """Write what the person may see; returns how many rows. Who does not work with people gets no telephones of theirs."""
    if kind.name == roster_files.KIND:
        return roster_files.write_roster(user, target, as_csv)
    resource = kind.resource()
    headings, rows = resource.headings_out(), resource.rows_out(kind.rows(user))
    return write_csv(target, headings, rows) if as_csv else write_xlsx(target, kind.title, headings, rows, kind.guide)


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            roster_files.KIND,
            _("Roster"),
            roster_files.TITLE,
            RosterResource,
            "name",
            ("sex", "born", "category", "branch", "joined"),
            roster_files.members_out,
            guide=roster_files.GUIDE,
        ),
        Kind(
            "villages",
            _("villages"),
            "村和居委会",
            VillageResource,
            "short_name",
            ("code", "name", "kind", "phone", "representatives"),
            lambda user: Village.objects.visible_to(user).order_by("code"),
            _is_township,
        ),
        Kind(
            "branches",
            _("party branches"),
            "党支部",
            BranchResource,
            "name",
            ("kind", "village"),
            lambda user: Branch.objects.visible_to(user).select_related("village").order_by("pk"),
            _is_township,
        ),
        Kind(
            "offices",
            _("offices"),
            "职务",
            OfficeResource,
            "name",
            ("branch", "kind", "starts_on"),
            _offices,
        ),
    )
}


def register(kind: Kind) -> None:
    """Let a later app's sheets come and go by the same pages."""
    KINDS[kind.name] = kind
