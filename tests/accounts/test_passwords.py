"""A password of one's own is not what the whole village knows."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from members.actions import create_account, reset_password
from members.models import Member


@pytest.fixture
def known(cast):
    Member.objects.filter(pk=cast.a.members[0].pk).update(phone="19900000001", user=cast.a.member)
    return cast.a.member


@pytest.mark.parametrize(
    "password",
    [
        "wuzhuangzi2026",
        "吴庄子村党支部吴庄子村",
        "a19900000001",
        "zhenzizhen1",
        "WuZhuangZi!!",
        "榛子镇榛子镇榛子镇1",
        "luanzhoushi88",
    ],
)
def test_what_everybody_knows_is_refused(known, password):
    with pytest.raises(ValidationError) as refused:
        validate_password(password, known)
    assert "password_known" in [error.code for error in refused.value.error_list]


@pytest.mark.parametrize(
    "password", ["three cows behind the barn", "麦子熟了要下雨快回家", "k7-wuzhuangzi-9xq2mtvb", "zsxedcrfv7531"]
)
def test_what_is_ones_own_is_taken(known, password):
    validate_password(password, known)


def test_a_new_slip_opens_the_lock_and_is_written_down(cast):
    user = cast.a.clerk
    door = Client(REMOTE_ADDR="203.0.113.1")
    for _n in range(6):
        door.post("/accounts/login/", {"username": user.username, "password": "wrong"})
    password = reset_password(user, cast.township)
    assert door.post("/accounts/login/", {"username": user.username, "password": password}).status_code == 302
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_repr, entry.object_id) == (cast.township, user.username, str(user.pk))


def test_who_opened_an_account_is_written_down(cast):
    user, _password = create_account("new-one", "新人", by=cast.township)
    assert (LogEntry.objects.get().user, LogEntry.objects.get().object_id) == (cast.township, str(user.pk))
