"""A session ends when it should: everywhere at once, when the time is over, when the account is closed, with the old password."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from tests.access.addresses import ADDRESSES
from tests.access.cells import OPEN
from tests.access.people import things
from tests.people import PASSWORD, account, mandate

NEW = "hongshu-2026-tian"


def signed_in(user):
    client = Client()
    answer = client.post("/accounts/login/", {"username": user.username, "password": PASSWORD})
    assert answer.status_code == 302
    return client


def is_in(client):
    return client.get("/desk/").status_code == 200


@pytest.fixture
def machines(cast):
    """The clerk at two machines, and somebody else."""
    return signed_in(cast.a.clerk), signed_in(cast.a.clerk), signed_in(cast.b.clerk)


def test_sign_out_everywhere_ends_every_session_of_the_account_and_no_other(machines):
    here, there, other = machines
    page = here.get(reverse("accounts:password_change")).content.decode()
    assert 'name="everywhere"' in page
    assert here.post("/accounts/logout/", {"everywhere": "1"}).status_code == 302
    assert [is_in(client) for client in machines] == [False, False, True]
    assert Session.objects.count() >= 1
    assert other.post("/accounts/logout/").status_code == 302


def test_signing_out_leaves_the_other_machine_alone(machines):
    here, there, _other = machines
    here.post("/accounts/logout/")
    assert (is_in(here), is_in(there)) == (False, True)


def test_a_stranger_signs_nobody_out(machines):
    assert Client().post("/accounts/logout/", {"everywhere": "1"}).status_code == 302
    assert all(is_in(client) for client in machines)


def test_a_password_of_ones_own_ends_the_other_sessions(machines):
    here, there, other = machines
    sent = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert here.post("/accounts/password/", sent).status_code == 302
    assert [is_in(client) for client in machines] == [True, False, True]


def test_a_closed_account_is_out_at_the_next_request_an_open_form_too(cast, machines):
    here, _there, _other = machines
    cast.a.clerk.is_active = False
    cast.a.clerk.save()
    sent = {"kind": "villagers", "held_on": "2026-11-20", "entitled": 30, "present": 20}
    answer = here.post(reverse("meetings:meeting_new"), sent)
    assert answer.url.startswith("/accounts/login/")


def test_the_time_counts_from_signing_in_and_not_from_the_first_page(cast, clock):
    client = signed_in(cast.a.clerk)
    clock.forward(minutes=31)
    assert not is_in(client)
    client = signed_in(cast.a.clerk)
    clock.forward(minutes=20)
    for _n in range(40):
        client.get("/desk/")
        clock.forward(minutes=20)
    assert not is_in(client)


def test_no_address_goes_round_the_first_change_of_a_password(cast):
    """Every address that is not open, by GET and POST, leads to the change; so do the admin's."""
    user = account("slip", "首登", must_change_password=True)
    mandate(user, "township")
    client, thing = signed_in(user), things(cast.a)
    for name, made in ADDRESSES.items():
        if name in OPEN or name.startswith("accounts:"):
            continue
        for method in (client.get, client.post, client.head, client.put):
            answer = method(reverse(name, args=made(thing)))
            assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/password/"), (name, method)
    for path in (
        "/admin/",
        "/admin/members/member/",
        "/admin/autocomplete/",
        "/admin/jsi18n/",
        "/admin/accounts/user/1/change/",
    ):
        assert client.get(path).headers["Location"] == "/accounts/password/"
    unfit = [PASSWORD, "", "short-1", "榛子镇榛子镇1"]
    for new in unfit:
        sent = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
        assert client.post("/accounts/password/", sent).status_code == 422
    assert not is_in(client)
    client.post("/accounts/password/", {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW})
    assert is_in(client)
    assert Client().post("/accounts/login/", {"username": "slip", "password": PASSWORD}).status_code == 200
