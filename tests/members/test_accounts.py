"""Accounts, mandates and slips, as the township office hands them out."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from members.models import Mandate
from tests.people import PASSWORD


def sign_in(cast, username, password):
    """Through the sign-in page."""
    client = cast.client()
    return client, client.post("/accounts/login/", {"username": username, "password": password})


def test_the_first_account_of_a_real_township_gets_in_and_changes_its_password_first(cast):
    printed = StringIO()
    call_command("create_staff", "zhangli", role="township", name="张丽", stdout=printed)
    username, password = printed.getvalue().split()
    client, answer = sign_in(cast, username, password)
    assert answer.status_code == 302
    assert client.get("/desk/").url == "/accounts/password/"
    sent = {"old_password": password, "new_password1": "hongshu-2026-tian", "new_password2": "hongshu-2026-tian"}
    assert client.post("/accounts/password/", sent).status_code == 302
    assert client.get("/desk/").status_code == 200
    assert client.get(reverse("members:mandate_list")).status_code == 200


@pytest.mark.parametrize("new", ["short-1", "password123", "1234567890123", "zhangli2026"])
def test_a_weak_password_is_refused(cast, new):
    printed = StringIO()
    call_command("create_staff", "zhangli2026", role="viewer", stdout=printed)
    username, password = printed.getvalue().split()
    client, _answer = sign_in(cast, username, password)
    assert (
        client.post(
            "/accounts/password/", {"old_password": password, "new_password1": new, "new_password2": new}
        ).status_code
        == 422
    )


def test_an_account_that_is_there_is_not_made_again(cast):
    with pytest.raises(CommandError) as refused:
        call_command("create_staff", "town", role="township", stdout=StringIO())
    assert refused.value.returncode == 1


def test_the_township_gives_a_clerk_his_account_and_mandate_and_takes_it_away_again(cast):
    town = cast.client(cast.township)
    slip = town.post(reverse("members:account_new"), {"username": "wang-clerk", "name": "王经办"})
    password = re.search(r"<strong>([a-z2-9-]{14})</strong>", slip.content.decode())[1]
    assert "no-store" in slip.headers["Cache-Control"]
    user = cast.township.__class__.objects.get(username="wang-clerk")
    sent = {
        "user": user.pk,
        "role": "clerk",
        "village": cast.a.village.pk,
        "zone": "",
        "starts_on": "2026-11-23",
        "ends_on": "",
    }
    assert town.post(reverse("members:mandate_new"), sent).status_code == 302
    client, _answer = sign_in(cast, "wang-clerk", password)
    sent = {"old_password": password, "new_password1": "hongshu-2026-tian", "new_password2": "hongshu-2026-tian"}
    client.post("/accounts/password/", sent)
    meeting_new = reverse("meetings:meeting_new") + f"?village={cast.a.village.code}"
    assert client.get(meeting_new).status_code == 200
    town.post(reverse("members:mandate_take", args=[Mandate.objects.get(user=user).pk]))
    assert client.get(meeting_new).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"role": "clerk", "village": ""},
        {"role": "township", "village": "a"},
        {"role": "leader", "village": "a"},
        {"zone": "culture"},
        {"ends_on": "2026-11-22"},
    ],
)
def test_a_mandate_whose_role_and_place_do_not_fit_is_refused(cast, wrong):
    sent = {
        "user": cast.b.clerk.pk,
        "role": "clerk",
        "village": "a",
        "zone": "",
        "starts_on": "2026-11-23",
        "ends_on": "",
    } | wrong
    sent["village"] = cast.a.village.pk if sent["village"] else ""
    before = Mandate.objects.count()
    assert cast.client(cast.township).post(reverse("members:mandate_new"), sent).status_code == 422
    assert Mandate.objects.count() == before


def test_a_new_slip_ends_the_old_password_and_every_session(cast):
    client, answer = sign_in(cast, cast.a.clerk.username, PASSWORD)
    assert answer.status_code == 302
    slip = cast.client(cast.township).post(reverse("members:account_reset", args=[cast.a.clerk.pk])).content.decode()
    password = re.search(r"<strong>([a-z2-9-]{14})</strong>", slip)[1]
    assert client.get("/desk/").status_code == 302
    assert sign_in(cast, cast.a.clerk.username, PASSWORD)[1].status_code == 200
    assert sign_in(cast, cast.a.clerk.username, password)[1].status_code == 302


def test_nobody_takes_his_own_township_mandate_and_a_maintainer_gives_none(cast):
    own = cast.township.mandates.get()
    assert cast.client(cast.township).post(reverse("members:mandate_take", args=[own.pk])).status_code == 403
    assert cast.client(cast.maintainer).post(reverse("members:mandate_take", args=[own.pk])).status_code == 403
    assert (
        cast.client(cast.maintainer).post(reverse("members:account_reset", args=[cast.a.clerk.pk])).status_code == 403
    )


def test_a_maintainers_password_is_not_the_towns_to_reset(cast):
    assert (
        cast.client(cast.township).post(reverse("members:account_reset", args=[cast.maintainer.pk])).status_code == 404
    )


def test_five_wrong_passwords_lock_this_name_here_and_nobody_else(cast):
    answers = [sign_in(cast, cast.a.clerk.username, "wrong")[1].status_code for _ in range(6)]
    assert answers[-1] == 429
    locked = sign_in(cast, cast.a.clerk.username, PASSWORD)[1]
    assert locked.status_code == 429
    assert int(locked.headers["Retry-After"]) > 0
    assert sign_in(cast, cast.a.secretary.username, PASSWORD)[1].status_code == 302


def test_half_an_hour_idle_and_twelve_hours_at_most(cast, clock):
    client, _answer = sign_in(cast, cast.a.clerk.username, PASSWORD)
    assert client.get("/desk/").status_code == 200
    clock.forward(minutes=29)
    assert client.get("/desk/").status_code == 200
    clock.forward(minutes=31)
    assert client.get("/desk/").status_code == 302
    client, _answer = sign_in(cast, cast.a.clerk.username, PASSWORD)
    for _ in range(25):
        client.get("/desk/")
        clock.forward(minutes=29)
    assert client.get("/desk/").status_code == 302
