"""The demo township at the end of its year: real villages, invented people, and every record made by the domain's own verbs."""

import collections
import datetime as dt
import json

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db.models import Count, F
from django.test import Client
from django.utils import timezone

from groups.models import Application, Cycle, Group, Placement, Post, Scheme
from groups.moves import ApplicationState
from members.models import Branch, Mandate, Member, Office, Township, Village
from members.zones import ZoneCode
from notices.models import CalendarYear, Notice, Objection
from notices.moves import NoticeState, ObjectionState
from tests.support import databases
from tools import clock as product_clock
from tools.upkeep.invariants import find_broken
from tools.upkeep.jobs import run_due
from tools.workflow.models import StateChange

TODAY = dt.date(2026, 11, 23)
WU, NAN, SHAI = "130284105211", "130284105219", "130284105218"


@pytest.fixture(scope="module", autouse=True)
def town(django_db_blocker):
    """One whole build for this file; nobody writes into it but by accident, so it is a copy."""
    with django_db_blocker.unblock():
        database = databases.demo("year").copy()
        try:
            with database.entered():
                yield
        finally:
            database.drop()


def held():
    return Placement.objects.held_on(TODAY)


def test_the_town_has_the_size_that_the_article_tells():
    assert Village.objects.count() == 61
    assert dict(Village.objects.values_list("kind").annotate(n=Count("pk")).order_by()) == {
        "village": 59,
        "committee": 2,
    }
    assert (Branch.objects.count(), Branch.objects.rural().count()) == (108, 59)
    assert (Member.objects.count(), Member.objects.filter(branch__in=Branch.objects.rural()).count()) == (2659, 1823)
    assert Group.objects.count() == 305
    assert {zones for _v, zones in Group.objects.values_list("village").annotate(n=Count("zone")).order_by()} == {5}
    assert held().values("member").distinct().count() > 1500


def test_it_is_this_town_and_its_year():
    row = Township.objects.current()
    assert (row.name, row.county) == ("榛子镇", "滦州市")
    assert [cycle.year for cycle in Cycle.objects.all()] == [2026]
    assert Scheme.objects.count() == 61
    assert CalendarYear.objects.get(year=2027).provisional
    assert not CalendarYear.objects.get(year=2026).provisional
    assert not Village.objects.filter(phone="").exists()
    assert not Village.objects.filter(representatives=None).exists()


def test_every_state_has_somebody_in_it():
    for model, states in ((Application, ApplicationState), (Notice, NoticeState), (Objection, ObjectionState)):
        assert set(model.objects.values_list("state", flat=True)) == set(states.values), model


def test_no_state_was_inserted_and_no_record_contradicts_another():
    assert find_broken() == []
    assert not StateChange.objects.filter(actor=None).exists()
    assert not StateChange.objects.filter(typed_at__gt=product_clock.now()).exists()
    assert not StateChange.objects.filter(happened_on__gte=TODAY).exists()
    assert set(run_due().values()) == {0}


def test_nearly_every_group_has_its_leader_and_nobody_too_many_posts():
    assert held().filter(post__is_leader=True).values("post__group").distinct().count() >= 300
    open_posts = Placement.objects.open().values("member").annotate(n=Count("pk"))
    assert max(row["n"] for row in open_posts) == Township.objects.current().max_posts
    assert not held().filter(seat__gt=F("post__seats")).exists()
    assert not Post.objects.exclude(seats__range=(1, 3)).exists()


def test_a_notice_runs_with_an_open_objection_from_the_board():
    running = Notice.objects.filter(state="open", opened_on__lte=TODAY, ends_on__gte=TODAY)
    waiting = Objection.objects.filter(state="received", channel="board", notice__in=running)
    assert waiting.filter(notice__village__code=WU, line__isnull=False).exists()


def test_a_list_came_down_and_went_up_again_right():
    [wrong] = Notice.objects.filter(state="withdrawn")
    assert wrong.correction and wrong.withdrawn_on
    right = wrong.corrected_by
    assert (right.state, right.village_id) == ("open", wrong.village_id)
    assert right.opened_on >= wrong.withdrawn_on
    people = set(wrong.lines.values_list("subject_id", flat=True))
    assert people == set(right.lines.values_list("subject_id", flat=True)) != set()
    assert set(Application.objects.filter(pk__in=people).values_list("state", flat=True)) == {"posted"}


def test_what_was_upheld_went_back_or_ended_there():
    upheld = Objection.objects.filter(state="upheld")
    reached = set(Application.objects.filter(pk__in=upheld.values("line__subject_id")).values_list("state", flat=True))
    assert reached == {"returned", "declined"}


def test_an_old_member_of_wuzhuangzi_who_loves_music_leads_its_culture_group():
    seat = held().get(post__group__village__code=WU, post__group__zone="culture", post__is_leader=True)
    singer = seat.member
    assert singer.user.username == "lead-culture"
    assert {"文艺", "音乐"} & set(singer.specialities.values_list("name", flat=True))
    assert TODAY.year - int(singer.born[:4]) > 60
    assert seat.application.source == "own"
    first = StateChange.objects.of(seat.application).first()
    assert (first.move, first.actor, first.acted_as) == ("apply", singer.user, "member")


def test_an_ordinary_member_of_nanpingzhuang_leads_its_environment_group():
    sweeper = held().get(post__group__village__code=NAN, post__group__zone="environment", post__is_leader=True).member
    assert (sweeper.branch.village.code, sweeper.offices.count(), sweeper.user) == (NAN, 0, None)


def test_the_township_confirms_where_the_secretary_himself_applies():
    confirmed = StateChange.objects.filter(model="groups.application", move="confirm")
    of_secretaries = Application.objects.filter(member__user__username__startswith="sec-").values("pk")
    own = confirmed.filter(object_id__in=of_secretaries)
    assert own.count() >= 10
    assert {(c.actor.username, c.acted_as) for c in own} == {("town", "instead")}
    assert set(confirmed.exclude(pk__in=own).values_list("acted_as", flat=True)) == {"secretary"}


def test_steps_are_typed_by_those_who_may_and_some_later_than_they_happened():
    roles = set(StateChange.objects.values_list("acted_as", flat=True))
    assert {"secretary", "clerk", "liaison", "member", "township", "instead"} <= roles
    lag = [
        (timezone.localtime(t).date() - d).days for t, d in StateChange.objects.values_list("typed_at", "happened_on")
    ]
    assert min(lag) == 0 < max(lag)


def test_the_roster_looks_like_a_roster():
    people = list(Member.objects.all())
    assert sum(int(member.born[:4]) < TODAY.year - 60 for member in people) > len(people) / 3
    for field, words in (("presence", Member.Presence), ("exempt", Member.Exempt), ("category", Member.Category)):
        assert set(words.values) <= {getattr(member, field) for member in people}, field
    assert {len(member.born) for member in people} == {4, 7, 10}
    assert all(
        member.phone == "" or (member.phone.startswith("19900") and len(member.phone) == 11) for member in people
    )
    assert {member.number_hash for member in people} <= {"", None}
    assert all(member.search_key for member in people)
    assert set("单解曾翟仇盖查区") <= {member.name[0] for member in people}
    assert set("堃喆祎珺𬭎") <= {letter for member in people for letter in member.name}
    assert Member.specialities.through.objects.values("member").distinct().count() > 1000
    assert {row.history_type for row in Member.history.all()} == {"+"}
    assert Member.history.count() == len(people)


def test_who_is_called_the_same_in_a_village_has_a_label():
    called = collections.defaultdict(list)
    for member in Member.objects.select_related("branch"):
        if member.village_id:
            called[member.village_id, member.name].append(member.public_label)
    same = [labels for labels in called.values() if len(labels) > 1]
    assert len(same) >= 10
    assert all(len(set(labels)) == len(labels) and all(labels) for labels in same)
    assert not any(label for labels in called.values() if len(labels) == 1 for label in labels)


def test_every_village_has_its_office_holders_and_the_secretary_his_account():
    for branch in Branch.objects.exclude(village=None).select_related("village"):
        offices = Office.objects.held_on(TODAY).filter(member__branch=branch)
        [secretary] = offices.filter(kind="secretary")
        assert secretary.member.user.username == f"sec-{branch.village.code}"
        assert offices.exclude(kind="secretary").exists(), branch
    assert Mandate.objects.in_force(TODAY).filter(role="secretary").count() == 61


def test_whose_account_is_whose():
    users = set(get_user_model().objects.values_list("username", flat=True))
    leads, plain = {f"lead-{zone}" for zone in ZoneCode.values}, {f"member-{n}" for n in range(1, 6)}
    assert users == {"town", "viewer", "liaison", f"clerk-{WU}", *leads, *plain} | {
        f"sec-{v.code}" for v in Village.objects.all()
    }
    tied = Member.objects.filter(user__username__in=leads | plain)
    assert {(m.user.username, m.branch.village.code) for m in tied} == {(name, WU) for name in leads | plain}
    mandates = Mandate.objects.in_force(TODAY).filter(role="leader")
    assert {(m.user.username, m.zone, m.village.code) for m in mandates} == {
        (f"lead-{z}", z, WU) for z in ZoneCode.values
    }
    liaison = Mandate.objects.filter(user__username="liaison", role="liaison")
    assert set(liaison.values_list("village__code", flat=True)) == {WU, NAN, SHAI}
    for zone in ZoneCode.values:
        assert (
            held().filter(member__user__username=f"lead-{zone}", post__is_leader=True, post__group__zone=zone).exists()
        )


@pytest.mark.parametrize(
    "username", ["town", "viewer", "liaison", f"sec-{NAN}", f"clerk-{WU}", "lead-culture", "member-1"]
)
def test_they_sign_in_and_their_desk_opens(username):
    client = Client()
    answer = client.post("/accounts/login/", {"username": username, "password": "zhenzi-demo"})
    assert answer.status_code == 302, answer.content.decode()[:2000]
    assert client.get("/desk/").status_code == 200


def test_the_board_shows_the_wall_to_everybody():
    client = Client()
    for path in (
        "/",
        f"/villages/{WU}/",
        f"/villages/{NAN}/environment/",
        f"/notices/{Notice.objects.filter(state='open').latest('pk').uuid}/",
    ):
        assert client.get(path).status_code == 200, path


def test_a_second_time_it_refuses_and_writes_nothing(capsys):
    before = Member.objects.count(), StateChange.objects.count(), get_user_model().objects.count()
    with pytest.raises(CommandError) as refusal:
        call_command("demo", json=True)
    assert refusal.value.returncode == 1
    assert set(json.loads(capsys.readouterr().out)) == {"error"}
    assert (Member.objects.count(), StateChange.objects.count(), get_user_model().objects.count()) == before
