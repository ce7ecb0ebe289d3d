"""A member reads and prints all that is on record about him; those who keep his record print it for him; nobody else does."""

import datetime as dt

import pytest
from django.urls import reverse

from members.models import Office
from members.moves import TRANSFER
from members.transfers import ask
from notices.models import Objection
from tests import build
from tests.support.sheets import taken


def page(client, member):
    return client.get(reverse("desk:member_file", args=[member.pk]))


@pytest.fixture
def member(cast):
    """Somebody with a history of everything."""
    member = cast.a.members[0]
    member.phone = "19900001234"
    member.save()
    Office.objects.create(member=member, kind="committee", starts_on="2021-03-01", ends_on="2024-03-01")
    application = build.walk(
        build.draft(member, cast.a.posts["economy"], statement="会修果树"), "confirmed", cast.a.secretary
    )
    notice = build.posted(cast.a, [application])
    Objection.objects.create(notice=notice, line=notice.lines.get(), text="某户不满意", signed="王五", received_on="2026-10-22",
                             state="dismissed", finding="经核查不属实", found_on=dt.date(2026, 10, 23))  # fmt: skip
    transfer = ask(member, "move", cast.b.branch, cast.a.secretary, on=dt.date(2026, 11, 20), reason="婚嫁迁居")
    TRANSFER.perform(transfer, "withdraw", actor=cast.a.secretary, data={"reason": "不去了"})
    taken(cast.client(cast.a.secretary), reverse("members:member_export"))
    return member


def test_everything_that_concerns_him_stands_in_it(cast, member):
    text = page(cast.client(cast.a.member), member).content.decode()
    for word in (
        "1968.05", "19900001234", "支委", "2021-03-01", "经济岗", "会修果树", "举荐", "24", "公示", "经核查不属实",
        "婚嫁迁居", "不去了", "手机", "党员花名册", cast.a.secretary.name, "member-a",
    ):  # fmt: skip
        assert word in text, word
    assert "某户不满意" not in text and "王五" not in text, "who objects stays secret"
    assert reverse("desk:member_file", args=[member.pk]) in cast.client(cast.a.member).get("/desk/").content.decode()


@pytest.mark.parametrize(("who", "status"), [("secretary", 200), ("clerk", 200), ("leader", 404), ("member", 200)])
def test_who_reads_it(cast, member, who, status):
    assert page(cast.client(getattr(cast.a, who)), member).status_code == status
    assert page(cast.client(getattr(cast.b, who)), member).status_code == 404


def test_the_township_reads_it_and_the_viewer_does_not(cast, member):
    assert page(cast.client(cast.township), member).status_code == 200
    assert page(cast.client(cast.viewer), member).status_code == 403


def test_somebody_with_nothing_on_record_has_a_file_too(cast):
    assert page(cast.client(cast.township), cast.b.members[2]).status_code == 200
