"""Everybody who could knock, and one of each thing in either village that he could knock for."""

import copy
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from meetings.models import Meeting
from members.models import Branch, Mandate, Member, Transfer
from members.resources import RosterResource
from members.transfers import ask
from notices.actions import draft_notice, receive_objection
from notices.models import Line, Notice, Objection
from notices.moves import NOTICE
from tests import build
from tests.access.promises import Promises, promises
from tests.papers import photos
from tests.people import Cast, VillageCast, account, mandate
from tools.exchange import record
from tools.exchange.models import Batch
from tools.exchange.plan import Content
from tools.papers.actions import print_sheet, take_in
from tools.papers.models import Scan, Sheet
from tools.papers.prepare import prepared
from tools.papers.word.keeping import keep, take
from tools.papers.word.register import DOCUMENTS

TODAY = build.moment("2026-11-23").date()
PEOPLE = (
    "stranger", "maintainer", "township", "viewer", "liaison-a",
    "secretary-a", "clerk-a", "leader-a", "member-a", "secretary-b", "clerk-b", "leader-b", "member-b",
    "disabled", "first-password", "ended",
)  # fmt: skip
"""The last three were the secretary of A: the account is closed, its slip not used yet, its mandate ended yesterday."""
LIKE = {"not-yet": "ended", "taken-away": "ended"}
"""Secretaries of A from tomorrow on, and until this morning: they get what `ended` gets, so that no row of a table grows."""
EVERYBODY = (*PEOPLE, *LIKE)


def gather(cast: Cast) -> dict[str, Any]:
    """The users behind PEOPLE; None is the stranger."""
    found: dict[str, Any] = {"stranger": None, "maintainer": cast.maintainer, "township": cast.township}
    found |= {"viewer": cast.viewer, "liaison-a": cast.liaison}
    for letter, village in (("a", cast.a), ("b", cast.b)):
        found |= {f"{role}-{letter}": getattr(village, role) for role in ("secretary", "clerk", "leader", "member")}
    found["disabled"] = account("disabled", "停用", is_active=False)
    found["first-password"] = account("first-password", "首登", must_change_password=True)
    found["ended"] = account("ended", "届满")
    for name, until in (("disabled", None), ("first-password", None), ("ended", "2026-11-22")):
        mandate(found[name], "secretary", cast.a.village, ends_on=until)
    return {name: found[name] for name in PEOPLE}


def everybody(cast: Cast) -> dict[str, Any]:
    """The users behind EVERYBODY."""
    found = gather(cast)
    for name, words in (("not-yet", "明日"), ("taken-away", "收回")):
        found[name] = account(name, words)
    mandate(found["not-yet"], "secretary", cast.a.village, starts_on="2026-11-24")
    mandate(found["taken-away"], "secretary", cast.a.village, taken_at=build.moment("2026-11-23", 9))
    return found


def doors(people: dict[str, Any]) -> dict[str, Client]:
    """A browser for each, signed in."""
    found = {}
    for name, user in people.items():
        found[name] = Client()
        if user is not None:
            found[name].force_login(user, backend="tools.accounts.backends.AccountBackend")
    return found


def knock(client: Client, method: str, path: str) -> Any:
    """One request, after which everything is as before: rows, sessions, cookies."""
    cookies = copy.deepcopy(client.cookies)
    with transaction.atomic():
        answer = getattr(client, method.lower())(path)
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer


@dataclass
class Things:
    """What the addresses are about: one of each in one village, and one of each that is the town's."""

    where: VillageCast
    application: Any
    draft: Any
    line: Line
    notice: Notice
    draft_notice: Notice
    objection: Objection
    meeting: Meeting
    member: Member
    post: Any
    mandate: Mandate
    account: Any
    batch: Batch
    taken_batch: Batch
    transfer: Transfer
    sheet: Sheet
    scan: Scan
    promises: Promises


def things(where: VillageCast) -> Things:
    """Walk the village's people as far as it needs: one applied, one posted and objected to, one on a draft list."""
    meetings: dict[str, Meeting] = {}
    secretary, posts, people = where.secretary, where.posts, where.members
    draft = build.draft(people[0], posts["livelihood"])
    application = build.walk(build.draft(people[0], posts["economy"]), "applied", secretary)
    up = build.walk(build.draft(people[1], posts["culture"]), "confirmed", secretary, meetings=meetings)
    more = build.walk(build.draft(people[2], posts["culture"]), "confirmed", secretary, meetings=meetings)
    words = {"title": f"{where.village}拟任人选的公示", "organ": f"{where.village}党支部"}
    notice = draft_notice("placements", where.village, [(up.pk, up.member)], **words)
    NOTICE.perform(notice, "open", actor=secretary, happened_on=TODAY, data={"opens_on": TODAY})
    notice.refresh_from_db()
    line = notice.lines.get()
    return Things(
        where, application, draft, line, notice,
        draft_notice("placements", where.village, [(more.pk, more.member)], **words),
        receive_objection(notice, line, text="不符合条件"),
        Meeting.objects.filter(village=where.village).order_by("pk").first(), people[0], posts["economy"],
        where.clerk.mandates.get(), where.clerk, upload(where), taken_over(where), sent_on(where, people[2]),
        *on_paper(application, where.clerk), promises(where),
    )  # fmt: skip


def on_paper(application: Any, clerk: Any) -> tuple[Sheet, Scan]:
    """An application form that was printed, and the photo of it that came back."""
    sheet = print_sheet("application_form", application, "", clerk)
    scan, _is_new = take_in("application_form", application, prepared(photos.jpeg()), clerk, sheet)
    return sheet, scan


def with_template(user: Any) -> None:
    """A Word template of the town's own, in use."""
    document = DOCUMENTS["notice"]
    template, _is_new = keep(document, document.builtin(), "公示模板.docx", user)
    take(document, template.number, user, 0)


def sent_on(where: VillageCast, member: Member) -> Transfer:
    """Somebody whom a branch without a village is to take in."""
    school = Branch.objects.get(village=None)
    return ask(member, "move", school, where.secretary, on=TODAY, reason="调动")


def taken_over(where: VillageCast) -> Batch:
    """A roster to which the secretary said yes."""
    batch = upload(where, "已经来的")
    with transaction.atomic():
        plan = RosterResource().apply(Content.unpack(batch.content()), where.secretary)
        record.applied(batch, plan, where.secretary)
    return batch


def upload(where: VillageCast, name: str = "新来的") -> Batch:
    """A roster that the village's secretary sent and has not said yes to."""
    row = f"{name},男,1980-01-01,正式党员,{where.branch.name},2005-07-01"
    text = f"姓名,性别,出生日期,人员类别,所在党支部,入党日期\n{row}\n"
    client = doors({"secretary": where.secretary})["secretary"]
    sent = client.post("/roster/import/", {"file": SimpleUploadedFile("花名册.csv", text.encode("utf-8-sig"))})
    if sent.status_code != 302:
        raise AssertionError(sent.content.decode())
    return Batch.objects.get(pk=int(sent.url.rstrip("/").rsplit("/", 1)[1]))
