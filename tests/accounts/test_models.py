"""Accounts are made on the command line and by code without an address of e-mail."""

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command

pytestmark = pytest.mark.django_db


def test_an_account_is_made_with_a_user_name_alone():
    user = get_user_model().objects.create_user("clerk", "a long pass phrase", name="经办人")
    assert user.check_password("a long pass phrase")
    assert (user.is_staff, user.is_superuser, str(user)) == (False, False, "经办人")
    assert not get_user_model().objects.create_user("nobody").has_usable_password()


def test_the_maintainer_is_made_by_djangos_own_command(monkeypatch):
    monkeypatch.setenv("DJANGO_SUPERUSER_PASSWORD", "a long pass phrase")
    call_command("createsuperuser", "--no-input", username="maintainer")
    user = get_user_model().objects.get(username="maintainer")
    assert user.is_superuser
    assert user.check_password("a long pass phrase")
