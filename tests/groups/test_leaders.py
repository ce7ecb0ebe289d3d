"""A leader acts for his group from the day he has both, the post and an account; nobody leads for a while who is not there."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from members.actions import create_account
from members.leaving import leave
from members.merging import merge
from members.models import Mandate
from members.scope import reach
from notices.moves import NOTICE
from tests import build


@pytest.fixture
def leader(cast):
    """On the leader's post of the economy group, and without an account."""
    member = build.member(cast.a.branch, "欧阳组长", born="1966")
    application = build.draft(member, cast.a.posts["economy-leader"])
    build.walk(application, "confirmed", cast.a.secretary)
    notice = build.posted(cast.a, [application])
    NOTICE.perform(
        notice, "conclude", actor=cast.a.secretary, happened_on=build.DAYS["conclude"], data={"stated": True}
    )
    return member


def led_by(user):
    return list(Mandate.objects.filter(user=user, role="leader").values_list("village__name", "zone", "starts_on"))


def test_a_leader_who_gets_his_account_later_leads_from_then_on(cast, leader):
    user, _password = create_account("ouyang", member=leader, by=cast.township)
    assert led_by(user) == [(cast.a.village.name, "economy", build.DAYS["conclude"])]
    assert reach(user).has("leader")


def test_a_member_who_leads_nothing_gets_an_account_and_no_more(cast):
    user, _password = create_account("putong", member=build.member(cast.a.branch, "欧阳普通"), by=cast.township)
    assert not led_by(user)


def test_the_account_of_a_second_record_leads_what_the_first_one_leads(cast, leader):
    twin = build.member(cast.a.branch, "欧阳组长", born="1966-05")
    user, _password = create_account("ouyang", member=twin, by=cast.township)
    merge(leader, twin)
    assert [zone for _village, zone, _day in led_by(user)] == ["economy"]


def test_somebody_who_left_does_not_lead_for_a_while_and_what_was_stays(cast):
    group, member = cast.a.groups["culture"], build.member(cast.a.branch, "欧阳代理")
    group.acting_leader, group.acting_from, group.acting_until = member, dt.date(2026, 11, 1), dt.date(2026, 12, 31)
    group.full_clean()
    group.save()
    leave(member, "moved", dt.date(2026, 11, 23))
    group.refresh_from_db()
    group.acting_until = dt.date(2026, 11, 22)
    group.full_clean()
    other = cast.a.groups["harmony"]
    other.acting_leader, other.acting_from, other.acting_until = member, dt.date(2026, 11, 24), dt.date(2026, 12, 31)
    member.refresh_from_db()
    with pytest.raises(ValidationError, match="欧阳代理"):
        other.full_clean()
