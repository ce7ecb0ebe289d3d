"""Every form that changes something, sent twice as a double click or the way back sends it: one effect, and an answer in words.

The list is the access table's: an address that takes a POST and has no line here fails.
"""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from groups.models import Ballot, Scheme
from members.actions import create_account
from members.models import Member
from plans.models import Plan
from tests import build
from tests.access.addresses import ADDRESSES
from tests.access.cells import told
from tests.access.promises import seat, year
from tests.access.sendable import filled
from tests.access.stage import undone
from tests.access.table import TABLE_ROWS
from tests.access.test_odd_values import forms_on
from tests.papers import photos, templates
from tests.people import PASSWORD
from tools.accounts.models import User
from tools.papers.template_models import TemplateUse
from tools.papers.word import keeping
from tools.papers.word.register import DOCUMENTS

NOT_ROWS = {"sessions", "contenttypes", "auth", "admin", "axes", "upkeep"}
SANE = (200, 302, 403, 404, 409, 422)
"""Done, done already, or said in words why not; a thing that is gone by the first sending is not there for the second."""

WRITES_NOTHING = {
    "admin_sign_in": "sends to the sign-in page",
    "accounts:login": "a session, no row; the throttle counts wrong passwords alone",
    "accounts:logout": "the second finds nobody signed in",
    "accounts:language": "a cookie",
    "board:my_village": "a cookie",
    "desk:progress": "shows telephones; that it was asked is written down each time, as it should be",
    "desk:telephones": "the same",
    "members:member_detail": "the same",
    "members:member_export": "a sheet; that it was taken is written down each time, as it should be",
    "meetings:meeting_export": "the same",
    "notices:notice_export": "the same",
    "groups:group_export": "the same",
    "groups:holder_export": "the same",
    "groups:application_export": "the same",
    "groups:scheme_export": "the same",
    "plans:plan_export": "the same",
    "pledges:pledge_export": "the same",
    "pledges:letters_export": "the same",
}
"""Why a second sending does no harm where no row of the records is written."""


@dataclass(frozen=True)
class Sending:
    """Who sends what: the form as the page shows it, with `typed` on top. `page`: where the form stands, if elsewhere;
    `first`: what has to be so before; `again`: what a second sending writes once more, and why that does no harm."""

    person: str = "secretary-a"
    typed: Callable[[Any], dict[str, Any]] = lambda t: {}
    query: Callable[[Any], str] = lambda t: ""
    page: Callable[[Any], str] | None = None
    first: Callable[[Any], Any] = lambda t: None
    again: tuple[str, str] = ("", "")


def here(t: Any) -> str:
    return f"?village={t.where.village.code}"


def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("photo.jpg", photos.jpeg(seed=7), "image/jpeg")


def roster(t: Any) -> SimpleUploadedFile:
    row = f"再来的,男,1980-01-01,正式党员,{t.where.branch.name},2005-07-01"
    text = f"姓名,性别,出生日期,人员类别,所在党支部,入党日期\n{row}\n"
    return SimpleUploadedFile("花名册.csv", text.encode("utf-8-sig"))


def own_template() -> SimpleUploadedFile:
    lines = ("{{ title }}", "{%p for line in ending %}", "{{ line }}", "{%p endfor %}", "{{ organ }}", "{{ day }}")
    return SimpleUploadedFile("公示模板.docx", templates.with_text(*lines))


def own_in_use(t: Any) -> Any:
    document, town = DOCUMENTS["notice"], User.objects.get(username="town")
    kept, _new = keeping.keep(document, own_template().read(), "公示模板.docx", town)
    now = TemplateUse.objects.now("notice")
    return keeping.take(document, kept.number, town, now.number if now else 0)


def left(on: str) -> Callable[[Any], Any]:
    return lambda t: Member.objects.filter(pk=t.member.pk).update(left_on=on, left_how="moved")


def twin(t: Any) -> Member:
    found = Member.objects.filter(branch=t.where.branch, name=t.member.name).exclude(pk=t.member.pk).first()
    return found or build.member(t.where.branch, t.member.name, born=t.member.born)


def confirmed(t: Any) -> Any:
    person = build.member(t.where.branch, "待公示")
    return build.walk(build.draft(person, t.where.posts["harmony"]), "confirmed", t.where.secretary)


def mended(t: Any) -> dict[str, Any]:
    """The numbers as they are, but for one vote more against the first."""
    found = {}
    for number, ballot in enumerate(Ballot.objects.current().filter(meeting=t.meeting).order_by("pk")):
        numbers = {
            "in_favour": ballot.in_favour,
            "against": ballot.against,
            "abstained": ballot.abstained,
            "recused": 0,
        }
        if number == 0:
            numbers |= {"in_favour": ballot.in_favour - 1, "against": ballot.against + 1}
        found |= {f"b{ballot.pk}-{name}": value for name, value in numbers.items()}
    return found


def unplanned(t: Any) -> Any:
    """The village's plan is another year's."""
    return Plan.objects.filter(pk=t.promises.plan.pk).update(cycle=year(2025))


GOAL = {"content": "打两眼机井", "measure": "请县水务局来看", "due_on": "2027-05-01"}
ITEM = {"content": "每月看望两户老人", "measure": "月初上门", "due_on": "2026-12-20", "beneficiary": "独居老人"}


def rows_typed(prefix: str, row: dict[str, str], after: int = 0) -> dict[str, str]:
    """A row typed below those that there are."""
    return {f"{prefix}-{after}-{name}": value for name, value in row.items()}


TOWN = "township"
NEW_PASSWORD = "xin-mi-ma-2026-zz"
SLIP = ("User", "a new first password each time: the slip that is shown last is the one that counts")
SENT = {
    "accounts:password_change": Sending(typed=lambda t: {
        "old_password": PASSWORD, "new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}),
    "board:objection_new": Sending("stranger", lambda t: {"text": "不符合条件，请核查", "website": ""}),
    "members:member_leave": Sending(typed=lambda t: {"left_how": "moved", "reason": "外迁"}),
    "members:member_return": Sending(first=left("2026-11-02")),
    "members:member_merge": Sending(TOWN, lambda t: {"other": twin(t).pk, "sure": "1"}, first=twin),
    "members:member_erase": Sending(TOWN, first=lambda t: left("2001-01-01")(t)),
    "members:transfer_new": Sending(typed=lambda t: {"reason": "调动"}),
    "members:roster_import": Sending(typed=lambda t: {"file": roster(t)}, again=(
        "Batch", "a file that waits for its yes and changes nothing; the clock forgets it")),
    "members:roster_preview": Sending(),
    "members:batch_undo": Sending(),
    "members:mandate_new": Sending(TOWN, lambda t: {
        "user": t.where.secretary.pk, "role": "clerk", "village": t.where.village.pk}),
    "members:mandate_take": Sending(TOWN),
    "members:handover": Sending(TOWN, lambda t: {"member": t.where.members[1].pk}),
    "members:term_change": Sending(TOWN, lambda t: {f"next-{t.where.village.pk}": t.where.members[1].pk}),
    "members:template_detail": Sending(TOWN, lambda t: {"file": own_template()}),
    "members:template_use": Sending(
        TOWN, first=own_in_use, page=lambda t: reverse("members:template_version", args=["notice", 0])
    ),
    "members:unused_slips": Sending(TOWN, first=lambda t: create_account("unused", "新人"), again=SLIP),
    "members:village_slips": Sending(TOWN, again=SLIP),
    "members:account_new": Sending(TOWN, lambda t: {"username": "new-one", "name": "新人"}),
    "members:account_reset": Sending(TOWN, again=SLIP),
    "meetings:meeting_new": Sending(typed=lambda t: {
        "kind": "villagers", "held_on": "2026-11-20", "entitled": 30, "present": 20}, query=here),
    "meetings:meeting_edit": Sending(typed=lambda t: {"chair": "新主持"}),
    "notices:notice_edit": Sending(typed=lambda t: {"title": "改过的标题"}),
    "notices:wording": Sending(TOWN, lambda t: {"title": "关于{village}拟任人选的公示"}),
    "notices:calendar": Sending(TOWN, lambda t: {"keep": "1", "plan": "元旦：1月1日至3日放假，1月4日上班"}),
    "notices:objection_typed": Sending(TOWN, lambda t: {"text": "来电反映", "channel": "phone"}),
    "groups:application_new": Sending(typed=lambda t: {
        "member": t.where.members[2].pk, "post": t.where.posts["harmony"].pk, "source": "own", "apply": "1"}, query=here),
    "groups:application_edit": Sending(typed=lambda t: {"statement": "改写"}),
    "groups:catalogue_copy": Sending(
        TOWN, lambda t: {"everywhere": "yes"}, page=lambda t: reverse("groups:catalogue"),
        first=lambda t: build.village("130284105207", "北铁")),
    "groups:scheme_publish": Sending(
        typed=lambda t: {"published_on": "2026-10-01"}, page=lambda t: reverse("groups:scheme", args=[t.where.village.code]),
        first=lambda t: Scheme.objects.filter(village=t.where.village).delete()),
    "groups:wishes": Sending(typed=lambda t: {"posts": [t.where.posts["harmony"].pk]}),
    "groups:post_new": Sending(typed=lambda t: {"name": "新岗位", "seats": 1}),
    "groups:post_edit": Sending(typed=lambda t: {"name": "改名岗位"}),
    "groups:notice_new": Sending(first=confirmed),
    "groups:meeting_whole": Sending(typed=lambda t: {"held_on": "2026-11-20", "entitled": 30, "present": 24},
                                    query=lambda t: "?kind=villagers"),
    "groups:nomination_new": Sending(typed=lambda t: {"how": "slips", f"a{t.application.pk}-nominators": "12"}),
    "groups:meeting_mend": Sending(typed=lambda t: {"reason": "抄错了"} | mended(t)),
    "plans:plan_new": Sending(typed=lambda t: rows_typed("goals", GOAL), query=here, first=unplanned),
    "plans:plan_edit": Sending(typed=lambda t: rows_typed("goals", GOAL, after=2)),
    "pledges:pledge_new": Sending(
        typed=lambda t: {"member": t.where.members[2].pk} | rows_typed("items", ITEM), query=here),
    "pledges:pledge_edit": Sending(typed=lambda t: rows_typed("items", ITEM, after=2)),
    "pledges:letters_prepare": Sending(
        first=lambda t: seat(t.where, "新岗"), page=lambda t: reverse("pledges:village_letters", args=[t.where.village.code])),
    "papers:thing": Sending(typed=lambda t: {"file": photo()}),
    "papers:print_new": Sending(again=("Sheet", "each printing is a sheet of its own number; one that nobody uses is nothing")),
    "papers:sheet": Sending(typed=lambda t: {"file": photo()}),
    "papers:scan_detail": Sending(typed=lambda t: {"belongs": f"groups.application:{t.draft.pk}"}),
    "papers:scan_remove": Sending(typed=lambda t: {"reason": "拍错了"}),
    "workflow:bulk": Sending(
        typed=lambda t: {
            "move": "return", "pk": [t.application.pk], "promised": [t.application.pk], "do": "1", "reason": "补材料"},
        query=lambda t: f"?move=return&pk={t.application.pk}"),
    "workflow:move": Sending(typed=lambda t: {"nominators": 12, "how": "slips"}),
}  # fmt: skip


def rows() -> dict[Any, Any]:
    """Everything that stands in the records, versions and the trail among it."""
    models = [m for m in apps.get_models() if m._meta.app_label not in NOT_ROWS]
    return {(m.__name__, r[m._meta.pk.attname]): r for m in models for r in m._base_manager.values()}


def changed(before: dict[Any, Any], after: dict[Any, Any]) -> list[str]:
    """What is other than before."""
    return sorted(f"{m} {k}" for m, k in set(before) | set(after) if before.get((m, k)) != after.get((m, k)))


def test_every_address_that_takes_a_form_is_sent_twice_or_says_why_it_need_not_be():
    assert {name for name, method in TABLE_ROWS if method == "POST"} == set(SENT) | set(WRITES_NOTHING)
    assert not set(SENT) & set(WRITES_NOTHING)


HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)"(?: value="([^"]*)")?')


def body_of(shown: Any) -> dict[str, Any]:
    """What a browser sends of a page: its forms as they stand, and what is hidden in them."""
    base = {form.add_prefix(key): value for form in forms_on(shown) for key, value in filled(form).items()}
    hidden = {name: html.unescape(value) for name, value in HIDDEN.findall(shown.content.decode())}
    return base | {name: value for name, value in hidden.items() if name not in ("next", "csrfmiddlewaretoken")}


def browser_of(stage: Any, person: str) -> Client:
    client, user = Client(raise_request_exception=False), stage.people[person]
    if user:
        client.force_login(user, backend="tools.accounts.backends.AccountBackend")
    return client


@pytest.mark.parametrize("name", SENT)
def test_sent_twice_it_is_done_once_and_answers_in_words(stage, name):
    thing, sending = stage.a, SENT[name]
    with undone():
        sending.first(thing)
        client = browser_of(stage, sending.person)
        path = reverse(name, args=ADDRESSES[name](thing)) + sending.query(thing)
        base = body_of(client.get(sending.page(thing) if sending.page else path))
        answers, states = [], [rows()]
        typed = sending.typed(thing)
        for _press in range(2):
            for value in (value for value in typed.values() if hasattr(value, "seek")):
                value.seek(0)
            answers.append(client.post(path, base | typed))
            states.append(rows())
        refused = [form.errors for form in forms_on(answers[0]) if form.is_bound and form.errors]
        assert answers[0].status_code in (200, 302), f"the first sending was refused: {refused}"
        assert changed(states[0], states[1]), "the first sending did nothing"
        assert answers[1].status_code in SANE
        assert "<main" in answers[1].content.decode() or answers[1].status_code == 302
        more = {what for what in changed(states[1], states[2]) if not what.startswith(f"{sending.again[0] or '-'} ")}
        assert not more, told({name: sorted(more)})
