"""Whoever tries passwords is stopped; whoever has the right one and signed in from there before is not."""

import pytest
from django.test import Client

from members.actions import reset_password
from tests.people import PASSWORD, account

pytestmark = pytest.mark.django_db
DOOR = "/accounts/login/"


@pytest.fixture
def secretary(clock):
    return account("sec-a", "李书记")


def knock(password, address="203.0.113.1", name="sec-a", **more):
    return Client(REMOTE_ADDR=address, **more).post(DOOR, {"username": name, "password": password})


def test_five_wrong_ones_from_one_address_lock_that_address_only(secretary):
    for _n in range(4):
        assert knock("wrong").status_code == 200
    assert knock("wrong").status_code == 429
    answer = knock(PASSWORD)
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "900")
    assert knock(PASSWORD, "203.0.113.2").status_code == 302


def test_a_days_budget_stops_one_name_from_ever_new_addresses(secretary, settings):
    assert knock(PASSWORD, "198.51.100.7").status_code == 302
    answers = [knock("wrong", f"203.0.113.{n}").status_code for n in range(settings.SIGN_IN_DAILY_BUDGET + 5)]
    assert answers == [200] * settings.SIGN_IN_DAILY_BUDGET + [429] * 5
    assert knock(PASSWORD, "203.0.113.250").status_code == 429
    assert knock(PASSWORD, "198.51.100.7").status_code == 302
    assert knock("wrong", "203.0.113.251", name="sec-b").status_code == 200


@pytest.mark.parametrize("written", [" sec-a", "sec-a ", "ｓec-a"])
def test_the_same_name_written_otherwise_spends_the_same_budget(secretary, settings, written):
    answers = [knock("wrong", f"203.0.113.{n}", written).status_code for n in range(settings.SIGN_IN_DAILY_BUDGET + 1)]
    assert answers[-1] == 429
    assert knock(PASSWORD, "203.0.113.250", written).status_code == 429


def test_a_new_slip_renews_a_spent_budget(secretary, settings):
    for n in range(settings.SIGN_IN_DAILY_BUDGET):
        knock("wrong", f"203.0.113.{n}")
    assert knock(PASSWORD, "198.51.100.9").status_code == 429
    password = reset_password(secretary, account("town", "王镇管"))
    assert knock(password, "198.51.100.9").status_code == 302


def test_behind_our_proxy_the_senders_address_counts_and_his_own_word_does_not(secretary, settings):
    settings.BEHIND_PROXY = True
    proxy = {"address": "127.0.0.1"}
    for n in range(5):
        knock("wrong", **proxy, HTTP_X_FORWARDED_FOR=f"10.0.0.{n}, 203.0.113.9")
    assert knock(PASSWORD, **proxy, HTTP_X_FORWARDED_FOR="203.0.113.9").status_code == 429
    assert knock(PASSWORD, **proxy, HTTP_X_FORWARDED_FOR="198.51.100.7").status_code == 302


def test_without_a_proxy_nobody_names_his_own_address(secretary, settings):
    settings.BEHIND_PROXY = False
    for n in range(5):
        knock("wrong", HTTP_X_FORWARDED_FOR=f"10.0.0.{n}")
    assert knock(PASSWORD, HTTP_X_FORWARDED_FOR="10.0.0.99").status_code == 429


def test_a_language_with_a_strange_way_back_is_no_fault(db):
    for strange in ("foo", "//elsewhere.example", "javascript:alert(1)", "accounts:login"):
        answer = Client().post("/accounts/language/", {"lang": "en", "next": strange})
        assert answer.status_code == 302
        assert "elsewhere" not in answer.headers["Location"]


def test_a_name_longer_than_any_is_nobodys(client, db):
    answer = client.post("/accounts/login/", {"username": "长" * 10_000, "password": "x"})
    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode() or 'role="alert"' in answer.content.decode()
