"""An address without a row fails; foreign and missing look the same; whose right is over sees nothing of it.

The cells themselves (every address x everybody x own and foreign) are knocked at in tests/access/.
"""

import ast
import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from groups.moves import APPLICATION
from members.models import Member
from notices.models import Notice
from tests import build
from tests.access.addresses import ADDRESSES, addresses
from tests.access.cells import ABOUT_A_THING, OPEN
from tests.access.people import doors, gather, knock, things
from tests.access.table import TABLE_ROWS
from tests.people import account, mandate
from tests.support.source import name as path_of
from tests.support.source import product

DOORKEEPERS = {
    "front/board/views.py",
    "front/board/paper_views.py",
    "front/board/promise_views.py",
    "tools/accounts/views.py",
    "tools/upkeep/views.py",
    "zhenzi/urls.py",
}
"""The files that may open an address to strangers (the sign-in view opens itself; zhenzi/urls.py sends the admin's there)."""


def test_every_address_has_a_row():
    named = {name for name, _entry in addresses()}
    assert named == set(ADDRESSES)
    assert {name for name, _method in TABLE_ROWS} == named


def test_only_the_written_addresses_are_open():
    assert {name for name, entry in addresses() if not getattr(entry.callback, "login_required", True)} == OPEN


def test_only_the_written_files_open_an_address():
    opening = {path_of(path) for path in product() if "login_not_required" in path.read_text(encoding="utf-8")}
    assert opening == DOORKEEPERS


def test_foreign_and_missing_look_the_same(cast):
    """Also where neither is said to be 404: the page gives no hint which of the two it was."""
    thing = things(cast.a)
    client = doors(gather(cast))["secretary-b"]
    for name in ABOUT_A_THING:
        if name.startswith("board:"):
            continue
        args = ADDRESSES[name](thing)
        nothing = [987654 if isinstance(a, int) else a.replace(cast.a.village.code, "130284105999") for a in args]
        for method in ("GET", "POST"):
            foreign, missing = (knock(client, method, reverse(name, args=a)) for a in (args, nothing))
            assert foreign.status_code == missing.status_code, (name, method)
            assert looks(foreign) == looks(missing), (name, method)


def looks(answer):
    """A page without its token and its own address."""
    return re.sub(r'value="[A-Za-z0-9]{64}"|value="/[^"]*"', "", answer.content.decode())


def test_a_page_that_came_from_elsewhere_writes_nothing(cast):
    """Every address refuses a POST without the token of a page of ours."""
    thing, people = things(cast.a), gather(cast)
    for person in ("township", "secretary-a", "stranger"):
        client = Client(enforce_csrf_checks=True)
        if person != "stranger":
            client.force_login(people[person], backend="tools.accounts.backends.AccountBackend")
        for name, made in ADDRESSES.items():
            if (name, "POST") in TABLE_ROWS and (person != "stranger" or name in OPEN):
                assert knock(client, "POST", reverse(name, args=made(thing))).status_code == 403, (person, name)


def test_a_view_takes_its_rows_by_scope():
    """In every view the first thing handed to get_object_or_404 went through visible_to; the rest are named here."""
    unscoped = {f"{path_of(path)}:{call}" for path in product() if "views" in path.parts[-2:][0] or "views" in path.name
                for call in _unscoped(path)}  # fmt: skip
    assert unscoped == {
        "members/views.py:account_reset"
    }  # Accounts belong to no village; the township alone gets there.


def _unscoped(path: Path):
    for function in (
        n for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.FunctionDef)
    ):
        given = {t.id: ast.unparse(n.value) for n in ast.walk(function) if isinstance(n, ast.Assign)
                 for t in n.targets if isinstance(t, ast.Name)}  # fmt: skip
        for call in (n for n in ast.walk(function) if isinstance(n, ast.Call)):
            if getattr(call.func, "id", "") == "get_object_or_404":
                source = ast.unparse(call.args[0])
                first = source.split(".")[0]
                if "visible_to(" not in source and "visible_to(" not in given.get(first, ""):
                    yield function.name


def was_secretary(cast, name):
    """Somebody who was the secretary of A until something happened."""
    user = account(name, name, is_active=name != "disabled", must_change_password=name == "first-password")
    until = {"ends_on": "2026-11-22"} if name == "ended-yesterday" else {}
    given = mandate(user, "secretary", cast.a.village, **until)
    if name == "taken-away":
        given.taken_at = build.moment("2026-11-23", 9)
        given.save()
    return user


@pytest.mark.parametrize("name", ["disabled", "ended-yesterday", "taken-away", "first-password"])
def test_whose_right_is_over_sees_nothing_of_it(cast, name):
    thing, client = things(cast.a), cast.client(was_secretary(cast, name))
    promised = thing.promises
    for row in (
        thing.application,
        thing.meeting,
        thing.notice,
        thing.member,
        promised.plan,
        promised.pledge,
        promised.letter,
    ):
        code = {"disabled": 302, "first-password": 302}.get(name, 404)
        assert client.get(row.get_absolute_url()).status_code == code
        assert cast.client(cast.a.secretary).get(row.get_absolute_url()).status_code == 200


def test_a_form_that_was_open_when_the_right_ended_is_refused(cast):
    thing = things(cast.a)
    user = account("deputy", "代理")
    given = mandate(user, "clerk", cast.a.village)
    client, path = (
        cast.client(user),
        reverse("workflow:move", args=["groups.application", thing.application.pk, "nominate"]),
    )
    sent = client.get(path).context["form"].initial | {"nominators": 12, "how": "slips", "happened_on": "2026-10-12"}
    given.taken_at = build.moment("2026-11-23", 9)
    given.save()
    assert client.post(path, sent).status_code == 404
    thing.application.refresh_from_db()
    assert thing.application.state == "applied"


def test_a_viewer_reads_no_objection_no_telephone_no_reason(cast):
    thing = things(cast.a)
    Member.objects.filter(pk=thing.member.pk).update(phone="19900012345", exempt="mobility")
    client = cast.client(cast.viewer)
    for path in (thing.member.get_absolute_url(), reverse("members:member_list"), reverse("desk:home")):
        page = client.get(path).content.decode()
        assert "19900012345" not in page
        assert "2345" not in page
        assert "行动不便" not in page
    assert client.post(thing.member.get_absolute_url()).status_code == 403
    shown = cast.client(cast.a.secretary).post(thing.member.get_absolute_url())
    assert "19900012345" in shown.content.decode()
    subject = reverse("groups:application_detail", args=[thing.line.subject_id])
    for user in (cast.viewer, cast.a.secretary, cast.a.clerk, cast.liaison):
        for path in (thing.notice.get_absolute_url(), subject, reverse("desk:home")):
            assert "不符合条件" not in cast.client(user).get(path).content.decode()


def test_nothing_is_written_by_reading(cast):
    thing = things(cast.a)

    def counted():
        return (
            Notice.objects.count(),
            Member.history.count(),
            list(APPLICATION.model.objects.values_list("state", "version")),
        )

    before = counted()
    for name, made in ADDRESSES.items():
        cast.client(cast.township).get(reverse(name, args=made(thing)))
    assert counted() == before
