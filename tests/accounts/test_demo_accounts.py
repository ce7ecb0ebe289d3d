"""Accounts whose password everybody knows open nothing where no demo is wanted."""

import pytest
from django.contrib.auth import get_user_model
from django.core import checks
from django.test import Client

from tests.people import PASSWORD, account

pytestmark = pytest.mark.django_db


@pytest.fixture
def invented(clock):
    return account("town", "镇党建办", is_demo=True)


def try_to_sign_in(user) -> bool:
    client = Client()
    client.post("/accounts/login/", {"username": user.username, "password": PASSWORD})
    return client.get("/desk/").status_code == 200


@pytest.mark.parametrize(("debug", "allow", "opens"), [(True, False, True), (False, True, True), (False, False, False)])
def test_a_demo_account_signs_in_only_where_a_demo_is_wanted(invented, settings, debug, allow, opens):
    settings.DEBUG, settings.ALLOW_DEMO = debug, allow
    assert try_to_sign_in(invented) is opens
    assert try_to_sign_in(account("real", "真书记"))


def test_who_is_signed_in_with_one_is_out_at_the_next_request(invented, settings):
    settings.ALLOW_DEMO = True
    client = Client()
    client.force_login(invented)
    assert client.get("/desk/").status_code == 200
    settings.DEBUG = settings.ALLOW_DEMO = False
    assert client.get("/desk/").status_code == 302


def test_the_check_before_going_live_warns_while_one_is_left(invented):
    def found():
        return [said.id for said in checks.run_checks(tags=["accounts"], include_deployment_checks=True)]

    assert found() == ["accounts.W001"]
    get_user_model().objects.filter(pk=invented.pk).delete()
    assert found() == []
