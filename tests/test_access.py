"""Every address x every person x own and foreign things. An address without a row here fails.

Rows are written by hand: 200 his page, 302 sent on, 403 seen but not his to do, 404 not seen (the same as missing),
405 by POST only. A stranger, a disabled account, a mandate that ended yesterday: refused alike.
"""

import re
import uuid
from dataclasses import dataclass

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from groups.moves import APPLICATION
from meetings.models import Meeting
from members.models import Member
from notices.actions import draft_notice, receive_objection
from notices.models import Notice
from notices.moves import NOTICE
from tests import build
from tests.people import account, mandate

OPEN = {
    "accounts:login", "accounts:language", "board:home", "board:figures", "board:village", "board:group", "board:notice",
    "board:notice_pdf", "board:notice_print", "board:objection_new", "upkeep:live", "upkeep:ready",
}  # fmt: skip
PEOPLE = (
    "township",
    "maintainer",
    "viewer",
    "liaison",
    "secretary",
    "clerk",
    "leader",
    "member",
    "secretary-b",
    "clerk-b",
    "leader-b",
    "member-b",
)


@dataclass
class Things:
    """What the addresses are about: one of each, in village A."""

    application: object
    meeting: object
    notice: object
    draft: object
    objection: object
    member: Member
    post: object
    mandate: object
    account: object


@pytest.fixture
def things(cast):
    meetings = {}
    application = build.walk(build.draft(cast.a.members[0], cast.a.posts["economy"]), "applied", cast.a.secretary)
    up = build.walk(
        build.draft(cast.a.members[1], cast.a.posts["culture"]), "confirmed", cast.a.secretary, meetings=meetings
    )
    more = build.walk(
        build.draft(cast.a.members[2], cast.a.posts["culture"]), "confirmed", cast.a.secretary, meetings=meetings
    )
    words = {"title": "吴庄子拟任人选的公示", "organ": "吴庄子村党支部"}
    notice = draft_notice("placements", cast.a.village, [(up.pk, up.member)], **words)
    NOTICE.perform(notice, "open", actor=cast.a.secretary, happened_on=build.moment("2026-11-23").date(),
                   data={"opens_on": build.moment("2026-11-23").date()})  # fmt: skip
    notice.refresh_from_db()
    objection = receive_objection(notice, notice.lines.get(), text="不符合条件")
    return Things(
        application, Meeting.objects.order_by("pk").first(), notice,
        draft_notice("placements", cast.a.village, [(more.pk, more.member)], **words), objection, cast.a.members[0],
        cast.a.posts["economy"], cast.a.clerk.mandates.get(), cast.a.clerk,
    )  # fmt: skip


def who(cast, name):
    """The person called `secretary`, `secretary-b` and so on."""
    person, _, village = name.partition("-")
    return getattr(cast, person) if hasattr(cast, person) else getattr(cast.b if village else cast.a, person)


def everybody(status, **others):
    """One answer for all, but for those named."""
    return {name: others.get(name.replace("-", "_"), status) for name in PEOPLE}


IN_A = dict.fromkeys(("township", "maintainer", "viewer", "liaison", "secretary", "clerk"), 200)
ENTERS_A = {"township": 200, "liaison": 200, "secretary": 200, "clerk": 200}
TOWN = {"township": 200, "maintainer": 200}
# name: (how the address is made, what each gets by GET). None: the page takes POST only (405 by GET for those who may).
TABLE = {
    "desk:home": (lambda t: (), everybody(200)),
    "desk:search": (lambda t: (), everybody(200)),
    "accounts:password_change": (lambda t: (), everybody(200)),
    "members:member_list": (lambda t: (), everybody(200)),
    "members:member_detail": (lambda t: (t.member.pk,), everybody(404, **IN_A, member=200)),
    "members:mandate_list": (lambda t: (), everybody(403, **TOWN)),
    "members:mandate_new": (lambda t: (), everybody(403, township=200)),
    "members:mandate_take": (lambda t: (t.mandate.pk,), everybody(405)),
    "members:account_new": (lambda t: (), everybody(403, township=200)),
    "members:account_reset": (lambda t: (t.account.pk,), everybody(405)),
    "members:roster_import": (lambda t: (), everybody(403, **ENTERS_A, secretary_b=200, clerk_b=200)),
    "members:roster_export": (lambda t: (), everybody(403, **IN_A, secretary_b=200, clerk_b=200)),
    "meetings:meeting_list": (lambda t: (), everybody(200)),
    "meetings:meeting_new": (lambda t: (), everybody(403, **ENTERS_A, secretary_b=200, clerk_b=200)),
    "meetings:meeting_detail": (lambda t: (t.meeting.pk,), everybody(404, **IN_A)),
    "meetings:meeting_edit": (lambda t: (t.meeting.pk,), everybody(404, **IN_A | {"maintainer": 403, "viewer": 403})),
    "notices:notice_list": (lambda t: (), everybody(200)),
    "notices:notice_detail": (lambda t: (t.notice.pk,), everybody(404, **IN_A)),
    "notices:notice_edit": (lambda t: (t.draft.pk,), everybody(404, **IN_A | {"maintainer": 403, "viewer": 403})),
    "notices:notice_print": (lambda t: (t.notice.pk,), everybody(404, **IN_A)),
    "notices:objection_list": (lambda t: (), everybody(403, **TOWN)),
    "notices:objection_detail": (lambda t: (t.objection.pk,), everybody(404, **TOWN)),
    "notices:objection_typed": (lambda t: (t.notice.pk,), everybody(404, **dict.fromkeys(IN_A, 403) | {"township": 200})),
    "groups:group_list": (lambda t: (), everybody(200)),
    "groups:application_list": (lambda t: (), everybody(200)),
    "groups:application_new": (lambda t: (), everybody(200, maintainer=403, viewer=403)),
    "groups:application_detail": (lambda t: (t.application.pk,), everybody(404, **IN_A, member=200)),
    "groups:application_edit": (lambda t: (t.application.pk,), None),
    "groups:catalogue": (lambda t: (), everybody(200, leader=403, member=403, leader_b=403, member_b=403)),
    "groups:catalogue_copy": (lambda t: (), everybody(405)),
    "groups:scheme": (lambda t: (t.post.group.village.code,), everybody(404, **IN_A, leader=200, member=200)),
    "groups:scheme_publish": (lambda t: (t.post.group.village.code,), everybody(405)),
    "groups:post_new": (lambda t: (t.post.group.village.code,), None),
    "groups:post_edit": (lambda t: (t.post.pk,), None),
    "groups:notice_new": (lambda t: (t.post.group.village.code,), None),
    "workflow:move": (lambda t: ("groups.application", t.application.pk, "nominate"),
                      everybody(404, **ENTERS_A, maintainer=403, viewer=403, member=403)),
}  # fmt: skip
ELSEWHERE = {"accounts:logout", "members:roster_preview", "members:roster_report"}
"""Tried in their own tests: signing out by POST, an upload's own pages."""


def addresses(resolver=None, names=()):
    """Every named address of the product outside the admin."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace == "admin":
                continue
            yield from addresses(entry, (*names, entry.namespace) if entry.namespace else names)
        elif isinstance(entry, URLPattern) and entry.name:
            yield ":".join((*names, entry.name)), entry


def test_every_address_has_a_row():
    assert {name for name, _entry in addresses()} == set(TABLE) | OPEN | ELSEWHERE


def test_only_the_written_addresses_are_open():
    opened = {name for name, entry in addresses() if not getattr(entry.callback, "login_required", True)}
    assert opened == OPEN


@pytest.mark.parametrize("name", sorted(TABLE))
def test_each_gets_what_is_his_and_a_stranger_is_sent_to_sign_in(cast, things, name):
    make, expected = TABLE[name]
    path = reverse(name, args=make(things))
    stranger = cast.client().get(path)
    assert (stranger.status_code, stranger.headers.get("Location", "").split("?")[0]) == (302, "/accounts/login/")
    if expected is None:
        expected = everybody(404, **dict.fromkeys(IN_A, 403) | ENTERS_A, leader=403, member=403)
        if name == "groups:application_edit":
            expected = everybody(404, **dict.fromkeys(IN_A, 403), member=403)
    found = {person: cast.client(who(cast, person)).get(path).status_code for person in PEOPLE}
    assert found == expected


@pytest.mark.parametrize(
    "name", sorted(name for name, (make, _e) in TABLE.items() if "pk" in str(make.__code__.co_names))
)
def test_foreign_and_missing_look_the_same(cast, things, name):
    args = TABLE[name][0](things)
    path, missing = reverse(name, args=args), reverse(name, args=[987654 if isinstance(a, int) else a for a in args])
    client = cast.client(cast.b.secretary)
    foreign, nothing = client.get(path), client.get(missing)
    assert foreign.status_code == nothing.status_code
    assert looks(foreign) == looks(nothing)


def looks(answer):
    """A page without its token and its own address."""
    return re.sub(r'value="[A-Za-z0-9]{64}"|value="/[^"]*"', "", answer.content.decode())


def gone(cast, name):
    """Somebody who was the secretary of A until something happened."""
    user = account(name, name, is_active=name != "disabled", must_change_password=name == "first-password")
    until = {"ends_on": "2026-11-22"} if name == "ended-yesterday" else {}
    given = mandate(user, "secretary", cast.a.village, **until)
    if name == "taken-away":
        given.taken_at = build.moment("2026-11-23", 9)
        given.save()
    return user


@pytest.mark.parametrize("name", ["disabled", "ended-yesterday", "taken-away", "first-password"])
@pytest.mark.parametrize("path", ["application", "meeting", "notice", "member"])
def test_whose_right_is_over_sees_nothing_of_it(cast, things, name, path):
    client = cast.client(gone(cast, name))
    answer = client.get(getattr(things, path).get_absolute_url())
    assert answer.status_code == {"disabled": 302, "first-password": 302}.get(name, 404)
    assert cast.client(cast.a.secretary).get(getattr(things, path).get_absolute_url()).status_code == 200


# The admin

SECRETARYS = {"village", "member", "office", "meeting", "notice", "scheme", "group", "post", "application", "placement"}


def registered():
    """The names of the kinds of rows in the admin."""
    return sorted(f"{m._meta.app_label}_{m._meta.model_name}" for m in admin.site._registry)


@pytest.mark.parametrize("kind", registered())
def test_the_admin_opens_for_township_and_secretaries_by_mandate(cast, things, kind):
    allowed = {"township", "maintainer"} | ({"secretary", "secretary-b"} if kind.split("_")[1] in SECRETARYS else set())
    for page, people in (("changelist", PEOPLE), ("export", ("township", "viewer", "secretary", "clerk"))):
        path = reverse(f"admin:{kind}_{page}")
        found = {person for person in people if cast.client(who(cast, person)).get(path).status_code == 200}
        assert found == allowed & set(people), page


@pytest.mark.parametrize("kind", registered())
def test_a_row_of_another_village_is_not_there_in_the_admin(cast, things, kind):
    model = next(m for m in admin.site._registry if f"{m._meta.app_label}_{m._meta.model_name}" == kind)
    client = cast.client(cast.b.secretary)
    seen = (
        set(model._default_manager.visible_to(cast.b.secretary).values_list("pk", flat=True))
        if hasattr(model._default_manager, "visible_to")
        else set()
    )
    for row in model._default_manager.exclude(pk__in=seen)[:3]:
        for page in ("change", "history", "delete"):
            answer = client.get(reverse(f"admin:{kind}_{page}", args=[row.pk]))
            assert answer.status_code in (302, 403, 404), page
            assert kind.split("_")[1] not in SECRETARYS or str(row) not in answer.content.decode()


def member_form(member, **more):
    """What the admin's page of a member sends."""
    texts = "name sex nation born education category joined confirmed job phone presence exempt public_label left_how"
    fields = texts.split()
    sent = {field: getattr(member, field) for field in fields}
    sent |= {"branch": member.branch_id, "lives_in": member.lives_in_id or "", "left_on": ""}
    return sent | {"offices-TOTAL_FORMS": 0, "offices-INITIAL_FORMS": 0} | more


def test_leak_1_a_filter_names_no_other_village(cast, things):
    Member.objects.filter(pk=cast.b.members[0].pk).update(presence="here")
    page = cast.client(cast.a.secretary).get(reverse("admin:members_member_changelist")).content.decode()
    assert cast.a.branch.name in page
    assert cast.b.branch.name not in page


def test_leak_2_a_drop_down_lists_no_other_village(cast, things):
    page = (
        cast.client(cast.a.secretary)
        .get(reverse("admin:members_member_change", args=[cast.a.members[0].pk]))
        .content.decode()
    )
    assert cast.a.branch.name in page
    assert cast.b.branch.name not in page


def test_leak_3_a_forged_branch_is_not_written(cast, things):
    person = cast.a.members[0]
    path = reverse("admin:members_member_change", args=[person.pk])
    answer = cast.client(cast.a.secretary).post(path, member_form(person, branch=cast.b.branch.pk))
    assert answer.status_code == 200
    person.refresh_from_db()
    assert person.branch == cast.a.branch
    added = cast.client(cast.a.secretary).post(
        reverse("admin:members_member_add"), member_form(person, name="新人", branch=cast.b.branch.pk)
    )
    assert added.status_code == 200
    assert not Member.objects.filter(name="新人").exists()


def test_leak_4_an_own_row_is_not_moved_out_of_sight(cast, things):
    """A secretary of two villages loses one while his page is open: the drop-down still offers it, the save is rolled back."""
    person = cast.a.members[0]
    path = reverse("admin:members_member_change", args=[person.pk])
    assert cast.client(cast.a.secretary).post(path, member_form(person, job="务农")).status_code == 302
    person.refresh_from_db()
    assert person.job == "务农"
    from members.admin import MemberAdmin

    request = type("Request", (), {"user": cast.a.secretary})()
    shown = MemberAdmin(Member, admin.site).get_queryset(request)
    person.branch = cast.b.branch
    person.save()
    assert not shown.filter(pk=person.pk).exists()


def test_the_redirect_to_any_object_is_gone(cast, things):
    from django.contrib.contenttypes.models import ContentType

    kind = ContentType.objects.get_for_model(Member)
    for person in ("township", "secretary"):
        assert cast.client(who(cast, person)).get(f"/admin/r/{kind.pk}/{cast.b.members[0].pk}/").status_code == 404


def test_the_admins_sign_in_is_the_one_door(cast):
    answer = Client().get("/admin/login/?next=/admin/")
    assert (answer.status_code, answer.url) == (302, "/accounts/login/?next=/admin/")


def test_the_search_of_a_choice_field_stays_in_scope(cast, things):
    path = reverse("admin:autocomplete") + "?app_label=groups&model_name=group&field_name=acting_leader&term=" + "党员"
    found = cast.client(cast.a.secretary).get(path).json()["results"]
    assert found
    assert all("吴庄子" in row["text"] for row in found)


def test_a_viewer_reads_no_objection_no_telephone_no_reason(cast, things):
    Member.objects.filter(pk=things.member.pk).update(phone="19900012345", exempt="mobility")
    page = cast.client(cast.viewer).get(things.member.get_absolute_url()).content.decode()
    assert "19900012345" not in page
    assert "行动不便" not in page
    assert "19900012345" in cast.client(cast.a.secretary).get(things.member.get_absolute_url()).content.decode()
    for person in ("viewer", "secretary", "clerk", "liaison"):
        for path in (
            things.notice.get_absolute_url(),
            reverse("groups:application_detail", args=[things.notice.lines.get().subject_id]),
        ):
            assert "不符合条件" not in cast.client(who(cast, person)).get(path).content.decode()


def test_nothing_is_written_by_reading(cast, things):
    before = (
        Notice.objects.count(),
        Member.history.count(),
        APPLICATION.model.objects.values_list("state", "version").count(),
    )
    for name, (make, _expected) in TABLE.items():
        cast.client(cast.township).get(reverse(name, args=make(things)))
    assert before == (
        Notice.objects.count(),
        Member.history.count(),
        APPLICATION.model.objects.values_list("state", "version").count(),
    )


def test_a_stranger_changes_nothing_by_post(cast, things):
    for name, (make, _expected) in TABLE.items():
        answer = cast.client().post(reverse(name, args=make(things)), {"request_id": uuid.uuid4(), "version": 1})
        assert answer.status_code == 302
        assert answer.url.startswith("/accounts/login/")
