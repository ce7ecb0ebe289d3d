"""Somebody leaves, dies, comes back; his data are kept for years and then erased."""

import datetime as dt

import pytest
from django.urls import reverse

from groups.models import Application
from members.erasing import NAME
from members.models import Member, Office, Township
from tests import build
from tools.upkeep.jobs import run_due

TODAY = dt.date(2026, 11, 23)


def page(name, member):
    return reverse(f"members:{name}", args=[member.pk])


def leave(client, member, how="moved", on=TODAY):
    return client.post(page("member_leave", member), {"how": how, "on": on.isoformat()})


@pytest.fixture
def village(cast):
    return cast.a


@pytest.fixture
def secretary(cast):
    return cast.client(cast.a.secretary)


def test_who_moves_away_is_off_the_roster_and_his_posts_are_settled(cast, village, secretary):
    member = village.members[0]
    Office.objects.create(member=member, kind="committee")
    seated = build.walk(build.draft(member, village.posts["economy"]), "applied", village.secretary)
    assert leave(secretary, member).status_code == 302
    member.refresh_from_db()
    assert (member.left_on, member.left_how, member.offices.get().ends_on) == (TODAY, "moved", TODAY)
    listed = reverse("members:member_list")
    assert member not in secretary.get(listed).context["page"].object_list
    assert member in secretary.get(listed, {"left": "1"}).context["page"].object_list
    run_due()
    assert Application.objects.get(pk=seated.pk).state == "withdrawn"
    assert "转出" in secretary.get(page("member_history", member)).content.decode()


def test_who_stood_in_until_a_day_to_come_stands_in_no_longer_once_he_has_left(village, secretary):
    member, later = village.members[0], TODAY + dt.timedelta(days=30)
    office = Office.objects.create(member=member, kind="acting", starts_on=dt.date(2026, 11, 1), ends_on=later)
    over = Office.objects.create(
        member=member, kind="deputy", starts_on=dt.date(2020, 1, 1), ends_on=dt.date(2024, 1, 1)
    )
    assert (village.village.pk, member.pk) in Member.objects.secretaries(later)
    assert leave(secretary, member, how="died").status_code == 302
    assert (village.village.pk, member.pk) not in Member.objects.secretaries(later)
    office.refresh_from_db()
    over.refresh_from_db()
    assert (office.ends_on, over.ends_on) == (TODAY, dt.date(2024, 1, 1))


def test_nobody_who_has_died_is_shown_as_leading_a_group_for_the_time_being(cast, village, secretary):
    group, member = village.groups["culture"], village.members[0]
    group.acting_leader, group.acting_from, group.acting_until = member, TODAY, TODAY + dt.timedelta(days=30)
    group.save()
    board = reverse("board:group", args=[village.village.code, "culture"])
    assert member.name in cast.client().get(board).content.decode()
    leave(secretary, member, how="died")
    run_due()
    assert member.name not in cast.client().get(board).content.decode()
    assert group.history.first().acting_leader is None


def test_the_records_show_a_leaving_and_do_not_write_it(village, secretary):
    member = village.members[0]
    page = reverse("admin:members_member_change", args=[member.pk])
    form = secretary.get(page).context["adminform"].form
    assert not {"left_on", "left_how"} & set(form.fields), (
        "it has a page of its own, which ends offices and asks who acts"
    )


@pytest.mark.parametrize("on", [dt.date(2026, 11, 24), dt.date(1990, 1, 1)])
def test_a_day_that_cannot_be_is_refused(village, secretary, on):
    answer = leave(secretary, village.members[0], on=on)
    assert answer.status_code == 422
    assert Member.objects.get(pk=village.members[0].pk).left_on is None


def test_nobody_leaves_twice(village, secretary):
    assert [leave(secretary, village.members[0]).status_code for _n in range(2)] == [302, 422]


def test_a_secretary_hands_over_before_he_leaves(cast, village):
    town = cast.client(cast.township)
    answer = leave(town, village.secretary_member)
    assert answer.status_code == 422 and "村党支部书记" in answer.content.decode()


def test_he_comes_back_to_his_record_but_not_to_his_post(village, secretary):
    member = village.members[0]
    leave(secretary, member)
    assert secretary.post(page("member_return", member)).status_code == 302
    member.refresh_from_db()
    assert (member.left_on, member.left_how) == (None, "")


def test_another_village_does_nothing_of_this(cast, village):
    client = cast.client(cast.b.secretary)
    member = village.members[0]
    assert leave(client, member).status_code == 404
    for name in ("member_return", "member_merge", "member_erase"):
        assert client.post(page(name, member)).status_code == 404
    assert client.get(page("member_history", member)).status_code == 404


def test_a_viewer_reads_no_history_since_it_holds_telephones(cast, village):
    assert cast.client(cast.viewer).get(page("member_history", village.members[0])).status_code == 403


def test_a_member_reads_what_was_changed_on_him(cast, village):
    member = village.members[0]
    member.phone = "19900000009"
    member.save()
    told = cast.client(village.member).get(page("member_history", member)).content.decode()
    assert "19900000009" in told


def test_data_are_erased_after_the_years_that_the_town_set(cast, village, secretary, clock):
    town, member = cast.client(cast.township), village.members[0]
    name = member.name
    application = build.walk(
        build.draft(member, village.posts["economy"], statement="我会果树修剪"), "confirmed", village.secretary
    )
    notice = build.posted(village, [application])
    leave(secretary, member)
    assert Township.objects.current().keep_left_years == 5
    assert "2031-11-23" in town.get(page("member_detail", member)).content.decode()
    town.post(page("member_erase", member))
    assert Member.objects.get(pk=member.pk).name == name, "too early"
    clock.move_to("2031-11-23")
    secretary, town = cast.client(village.secretary), cast.client(cast.township)  # five years later one signs in anew
    assert secretary.post(page("member_erase", member)).status_code == 403
    assert town.post(page("member_erase", member)).status_code == 302
    member.refresh_from_db()
    assert (member.name, member.phone, member.user_id, member.erased_on) == (NAME, "", None, dt.date(2031, 11, 23))
    assert (
        not Member.history.filter(name=name).exists()
        and not Member.history.exclude(phone="").filter(id=member.pk).exists()
    )
    assert notice.lines.get().columns["name"] == NAME and notice.lines.get().columns["post"]
    application.refresh_from_db()
    assert application.statement == "" and application.nominations.exists(), "what was done stays"
    assert town.post(page("member_return", member)).status_code == 302
    assert Member.objects.get(pk=member.pk).left_on, "nobody comes back to an erased record"
    assert NAME in town.get(page("member_detail", member)).content.decode()


def test_the_data_of_somebody_who_is_here_are_not_erased(cast, village):
    member = village.members[0]
    cast.client(cast.township).post(page("member_erase", member))
    assert Member.objects.get(pk=member.pk).name == member.name
