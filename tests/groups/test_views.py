"""Schemes, posts, the catalogue and the list of groups at the desk: who sees what, who changes what."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.models import Group, Post, PostTemplate, Scheme
from members.models import Village
from tests import build

D = dt.date


def queries(client, address):
    client.get(address)  # the session's own first steps are not counted
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


@pytest.fixture
def scheme(cast):
    return f"/groups/{cast.a.village.code}/"


def who(cast, name):
    return getattr(cast.a, name, None) or getattr(cast, name)


@pytest.mark.parametrize(
    "name", ["secretary", "clerk", "leader", "member", "liaison", "township", "viewer", "maintainer"]
)
def test_everybody_of_the_village_and_the_town_reads_its_scheme(cast, scheme, name):
    answer = cast.client(who(cast, name)).get(scheme)
    assert answer.status_code == 200
    assert "经济岗" in answer.content.decode()


@pytest.mark.parametrize("name", ["secretary", "clerk", "member", "leader"])
def test_a_neighbours_scheme_looks_like_none(cast, scheme, name):
    client = cast.client(getattr(cast.b, name))
    assert client.get(scheme).status_code == 404
    assert client.get("/groups/999999999999/").status_code == 404


def test_a_stranger_is_asked_to_sign_in(cast, scheme):
    for address in (scheme, "/groups/", "/groups/applications/", "/groups/catalogue/"):
        assert cast.client().get(address).status_code == 302


@pytest.mark.parametrize("name", ["secretary", "clerk", "liaison", "township"])
def test_who_enters_publishes_as_of_the_day_on_the_wall(cast, scheme, name):
    Scheme.objects.all().delete()
    answer = cast.client(who(cast, name)).post(
        f"{scheme}publish/", {"published_on": "2026-10-01", "note": "村务公开栏"}
    )
    assert answer.status_code == 302
    found = Scheme.objects.get(village=cast.a.village)
    assert (found.published_on, found.typed_by, found.note) == (D(2026, 10, 1), who(cast, name), "村务公开栏")


@pytest.mark.parametrize(("name", "status"), [("viewer", 403), ("maintainer", 403), ("member", 403), ("leader", 403)])
def test_who_only_reads_publishes_nothing(cast, scheme, name, status):
    Scheme.objects.all().delete()
    client = cast.client(who(cast, name))
    assert client.post(f"{scheme}publish/", {"published_on": "2026-10-01"}).status_code == status
    assert client.get(f"{scheme}posts/new/").status_code == status
    assert cast.client(cast.b.secretary).post(f"{scheme}publish/", {"published_on": "2026-10-01"}).status_code == 404
    assert not Scheme.objects.exists()


def test_a_day_to_come_and_an_empty_scheme_are_not_published(cast, scheme):
    Scheme.objects.all().delete()
    client = cast.client(cast.a.secretary)
    assert client.post(f"{scheme}publish/", {"published_on": "2026-11-24"}).status_code == 422
    Post.objects.filter(group__village=cast.a.village).update(retired_on=D(2026, 1, 1))
    assert client.post(f"{scheme}publish/", {"published_on": "2026-10-01"}).status_code == 422
    assert not Scheme.objects.exists()


def test_the_day_of_publication_is_corrected_but_never_to_after_the_first_application(cast, scheme):
    build.walk(build.draft(cast.a.members[0], cast.a.posts["economy"]), "applied", cast.a.secretary)
    client = cast.client(cast.a.clerk)
    assert client.post(f"{scheme}publish/", {"published_on": "2026-10-09"}).status_code == 422
    assert Scheme.objects.get(village=cast.a.village).published_on == D(2026, 2, 1)
    assert client.post(f"{scheme}publish/", {"published_on": "2026-10-08"}).status_code == 302
    assert Scheme.objects.get(village=cast.a.village).published_on == D(2026, 10, 8)


def test_a_corrected_day_of_publication_says_what_stood_there_before(cast, scheme):
    clerk = cast.client(cast.a.clerk)
    for day in ("2026-11-05", "2026-11-03"):
        clerk.post(f"{scheme}publish/", {"published_on": day, "note": "村口公开栏"})
    page = clerk.get(scheme)
    last, first = page.context["corrections"]
    assert (last.who, [(change.old, change.new) for change in last.changes]) == (
        str(cast.a.clerk),
        [("2026-11-05", "2026-11-03")],
    )
    assert [change.old for change in first.changes] == ["2026-02-01", ""]
    assert "2026-11-05" in page.content.decode()
    assert "2026-11-05" not in cast.client(cast.a.member).get(scheme).content.decode()


def test_a_post_is_added_and_history_says_by_whom(cast, scheme):
    sent = {"zone": "culture", "name": "合唱队岗", "duties": "每周二、周五带排练", "seats": 3, "position": 2}
    assert cast.client(cast.a.clerk).post(f"{scheme}posts/new/", sent).status_code == 302
    post = Post.objects.get(name="合唱队岗")
    assert (post.group, post.seats) == (cast.a.groups["culture"], 3)
    assert post.history.get().history_user == cast.a.clerk


@pytest.mark.parametrize(
    "wrong",
    [
        {"zone": "nowhere"},
        {"name": "文化岗"},
        {"name": ""},
        {"seats": 0},
        {"seats": 51},
        {"duties": "找张三13800001234"},
    ],
)
def test_a_post_that_cannot_be_is_not_added(cast, scheme, wrong):
    sent = {"zone": "culture", "name": "合唱队岗", "duties": "带排练", "seats": 3, "position": 2} | wrong
    assert cast.client(cast.a.clerk).post(f"{scheme}posts/new/", sent).status_code == 422
    assert Post.objects.filter(group=cast.a.groups["culture"]).count() == 2


def edit(post, **more):
    post.refresh_from_db()
    return {"name": post.name, "duties": post.duties, "seats": post.seats, "position": post.position} | more


def test_seats_do_not_fall_below_those_taken_and_the_refusal_names_who(cast):
    post, meetings = cast.a.posts["economy"], {}
    for person in cast.a.members[:2]:
        build.walk(build.draft(person, post), "confirmed", cast.a.secretary, meetings=meetings)
    answer = cast.client(cast.a.secretary).post(f"/groups/posts/{post.pk}/", edit(post, seats=1))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert all(person.name in page for person in cast.a.members[:2])
    post.refresh_from_db()
    assert post.seats == 2


def test_with_one_gone_the_other_moves_up_and_one_seat_is_enough(cast):
    post, meetings = cast.a.posts["economy"], {}
    first, second = (
        build.walk(build.draft(person, post), "confirmed", cast.a.secretary, meetings=meetings)
        for person in cast.a.members[:2]
    )
    build.move(first, "withdraw", cast.a.clerk, reason="外出")
    assert second.placement.seat == 2
    assert cast.client(cast.a.secretary).post(f"/groups/posts/{post.pk}/", edit(post, seats=1)).status_code == 302
    second.placement.refresh_from_db()
    assert second.placement.seat == 1


def test_a_post_is_taken_out_only_when_nobody_is_on_it_or_on_the_way(cast):
    post = cast.a.posts["economy"]
    application = build.draft(cast.a.members[0], post)
    client = cast.client(cast.a.secretary)
    answer = client.post(f"/groups/posts/{post.pk}/", {"retire": "1"})
    assert answer.status_code == 422
    assert cast.a.members[0].name in answer.content.decode()
    build.move(application, "withdraw", cast.a.clerk, reason="不再申报")
    assert client.post(f"/groups/posts/{post.pk}/", {"retire": "1"}).status_code == 302
    post.refresh_from_db()
    assert post.retired_on == D(2026, 11, 23)
    assert client.get(f"/groups/posts/{post.pk}/").status_code == 404


def test_the_leaders_post_keeps_its_one_seat_and_stays(cast):
    post = cast.a.posts["culture-leader"]
    client = cast.client(cast.a.secretary)
    assert client.post(f"/groups/posts/{post.pk}/", {"retire": "1"}).status_code == 422
    assert client.post(f"/groups/posts/{post.pk}/", edit(post, seats=5, duties="带领合唱")).status_code == 302
    post.refresh_from_db()
    assert (post.seats, post.duties, post.retired_on) == (1, "带领合唱", None)


@pytest.mark.parametrize(("name", "status"), [("viewer", 403), ("member", 403), ("leader", 403)])
def test_posts_are_changed_by_who_enters_and_a_neighbours_is_none(cast, name, status):
    post = cast.a.posts["economy"]
    assert cast.client(who(cast, name)).post(f"/groups/posts/{post.pk}/", edit(post, seats=9)).status_code == status
    assert cast.client(cast.b.secretary).post(f"/groups/posts/{post.pk}/", edit(post, seats=9)).status_code == 404
    post.refresh_from_db()
    assert post.seats == 2


@pytest.fixture
def catalogue(cast):
    PostTemplate.objects.all().delete()
    for zone, name, seats in (("economy", "科技示范岗", 2), ("environment", "卫生监督岗", 3)):
        PostTemplate.objects.create(zone_id=zone, name=name, duties="按职责服务", seats=seats)
    return build.village("130284105218", "晒甲岭")


def test_the_catalogue_goes_into_all_villages_once_and_brings_groups_and_leaders(cast, catalogue):
    client = cast.client(cast.township)
    assert client.post("/groups/catalogue/copy/", {"everywhere": "yes"}).status_code == 302
    new = Post.objects.filter(group__village=catalogue)
    assert Group.objects.filter(village=catalogue).count() == 5
    assert new.filter(is_leader=True).count() == 5
    assert set(new.filter(is_leader=False).values_list("name", "seats")) == {("科技示范岗", 2), ("卫生监督岗", 3)}
    # The other two villages had their leaders' posts: only the two of the catalogue came.
    assert Post.objects.filter(group__village=cast.a.village).count() == 12
    assert set(Post.history.filter(name="科技示范岗").values_list("history_user", flat=True)) == {cast.township.pk}
    before = (Group.objects.count(), Post.objects.count())
    assert client.post("/groups/catalogue/copy/", {"everywhere": "yes"}).status_code == 302
    assert (Group.objects.count(), Post.objects.count()) == before


def test_only_the_chosen_villages_get_it_and_what_was_taken_out_does_not_come_back(cast, catalogue):
    client = cast.client(cast.township)
    sent = {"everywhere": "no", "villages": [cast.a.village.code]}
    client.post("/groups/catalogue/copy/", sent)
    assert not Group.objects.filter(village=catalogue).exists()
    Post.objects.filter(group__village=cast.a.village, name="科技示范岗").update(retired_on=D(2026, 11, 1))
    client.post("/groups/catalogue/copy/", sent)
    assert Post.objects.filter(group__village=cast.a.village, name="科技示范岗").count() == 1


@pytest.mark.parametrize("sent", [{"everywhere": "no"}, {"everywhere": "no", "villages": ["999999999999"]}, {}])
def test_a_copy_without_a_village_is_refused(cast, catalogue, sent):
    assert cast.client(cast.township).post("/groups/catalogue/copy/", sent).status_code == 422
    assert not Group.objects.filter(village=catalogue).exists()


@pytest.mark.parametrize(("name", "status"), [("secretary", 200), ("viewer", 200), ("member", 403), ("leader", 403)])
def test_the_catalogue_is_copied_by_the_township_alone(cast, catalogue, name, status):
    client = cast.client(who(cast, name))
    assert client.get("/groups/catalogue/").status_code == status
    assert client.post("/groups/catalogue/copy/", {"everywhere": "yes"}).status_code == 403
    assert not Group.objects.filter(village=catalogue).exists()


def test_the_list_of_groups_ends_where_ones_scope_ends(cast):
    def villages(user, query=""):
        return {group.village_id for group in cast.client(user).get(f"/groups/{query}").context["page"]}

    both = {cast.a.village.pk, cast.b.village.pk}
    assert villages(cast.township) == villages(cast.viewer) == both
    assert villages(cast.a.secretary) == villages(cast.a.member) == villages(cast.liaison) == {cast.a.village.pk}
    # A village of somebody else in the address shows nothing more.
    assert villages(cast.a.secretary, f"?village={cast.b.village.code}") == {cast.a.village.pk}
    assert villages(cast.township, f"?village={cast.b.village.code}&zone=culture") == {cast.b.village.pk}


def test_a_group_shows_its_leader_and_its_seats(cast):
    build.walk(build.draft(cast.a.members[0], cast.a.posts["economy"]), "confirmed", cast.a.secretary)
    Group.objects.filter(pk=cast.a.groups["culture"].pk).update(
        acting_leader=cast.a.members[1], acting_from=D(2026, 11, 1), acting_until=D(2026, 11, 30)
    )
    answer = cast.client(cast.a.secretary).get("/groups/")
    rows = {group.zone_id: group for group in answer.context["page"]}
    assert (rows["economy"].taken, rows["economy"].seats) == (1, 3)
    assert (rows["culture"].taken, rows["culture"].seats) == (0, 3)
    assert cast.a.members[1].name in answer.content.decode()


def test_two_villages_or_four_cost_the_same(cast, catalogue):
    client, lists = cast.client(cast.township), ("/groups/", "/groups/catalogue/")
    few = [queries(client, address) for address in lists]
    build.village("130284105201", "第一镇村")
    client.post("/groups/catalogue/copy/", {"everywhere": "yes"})
    assert (Village.objects.count(), Group.objects.count()) == (4, 20)
    assert [queries(client, address) for address in lists] == few


def test_one_holder_or_three_cost_the_same_on_a_scheme(cast, scheme):
    client, meetings = cast.client(cast.a.secretary), {}
    build.walk(
        build.draft(cast.a.members[0], cast.a.posts["economy"]), "confirmed", cast.a.secretary, meetings=meetings
    )
    one = queries(client, scheme)
    for person, zone in ((cast.a.members[1], "culture"), (cast.a.members[2], "economy")):
        build.walk(build.draft(person, cast.a.posts[zone]), "confirmed", cast.a.secretary, meetings=meetings)
    assert queries(client, scheme) == one
