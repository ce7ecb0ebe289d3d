"""Who suits which post: suggested by wish, speciality and trade, never for who is to be left in peace."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups import matching
from groups.matching import Offer, Person, pairs
from groups.models import Wish
from groups.suggesting import suggest
from members.models import Speciality
from tests import build


@pytest.fixture
def singer(cast):
    """甲 sings and would fit the culture post."""
    member = cast.a.members[0]
    member.specialities.add(Speciality.objects.create(name="音乐"))
    post = cast.a.posts["culture"]
    post.suits = "音乐、戏曲"
    post.save()
    return member


def for_post(cast, post, user=None):
    rows = dict(suggest(user or cast.a.clerk, cast.a.village).posts)
    return [(one.member, one.why) for one in rows[post]]


def test_who_sings_is_suggested_for_the_culture_post_with_the_reason(cast, singer):
    assert for_post(cast, cast.a.posts["culture"]) == [(singer, "特长：音乐")]
    found = suggest(cast.a.clerk, cast.a.village)
    assert [(member, [one.post for one in rows]) for member, rows in found.people] == [
        (singer, [cast.a.posts["culture-leader"], cast.a.posts["culture"]])
    ]
    assert singer not in found.unasked and cast.a.members[1] in found.unasked


def test_a_wish_comes_before_a_speciality(cast, singer):
    Wish.objects.create(member=cast.a.members[1], post=cast.a.posts["culture"])
    assert [member for member, _why in for_post(cast, cast.a.posts["culture"])] == [cast.a.members[1], singer]


LEFT = {"left_on": "2026-01-01", "left_how": "moved"}


@pytest.mark.parametrize("changes", [{"exempt": "own_wish"}, {"presence": "long"}, LEFT])
def test_who_is_to_be_left_in_peace_is_not_suggested(cast, singer, changes):
    type(singer).objects.filter(pk=singer.pk).update(**changes)
    found = suggest(cast.a.clerk, cast.a.village)
    assert for_post(cast, cast.a.posts["culture"]) == []
    assert singer not in found.unasked and not found.people


def test_who_has_applied_or_has_as_many_posts_as_the_town_allows_is_not_suggested_again(cast, singer):
    build.walk(build.draft(singer, cast.a.posts["culture"]), "applied", cast.a.clerk)
    assert for_post(cast, cast.a.posts["culture"]) == []
    assert [member for member, _why in for_post(cast, cast.a.posts["culture-leader"])] == [singer]
    build.walk(build.draft(singer, cast.a.posts["economy"]), "applied", cast.a.clerk)
    assert for_post(cast, cast.a.posts["culture-leader"]) == []


def test_a_full_post_is_not_offered(cast, singer):
    post = cast.a.posts["culture"]
    build.walk(build.draft(cast.a.members[1], post), "confirmed", cast.a.secretary)
    post.seats = 1
    post.save()
    assert post not in dict(suggest(cast.a.clerk, cast.a.village).posts)


def test_the_page_leads_to_an_application_with_both_filled_in(cast, singer):
    page = cast.client(cast.a.clerk).get(f"/groups/{cast.a.village.code}/matching/").content.decode()
    post = cast.a.posts["culture"].pk
    address = f"/groups/applications/new/?village={cast.a.village.code}&amp;post={post}&amp;member={singer.pk}"
    assert address in page
    form = cast.client(cast.a.clerk).get(address.replace("&amp;", "&")).context["form"]
    assert (str(form["member"].value()), str(form["post"].value())) == (str(singer.pk), str(cast.a.posts["culture"].pk))


def test_the_page_asks_as_often_for_three_people_as_for_one(cast, singer):
    def asked():
        with CaptureQueriesContext(connection) as found:
            suggest(cast.a.clerk, cast.a.village)
        return len(found)

    asked()
    before = asked()
    for number in (1, 2, 3):
        more = build.member(cast.a.branch, f"戏迷{'一二三'[number - 1]}")
        more.specialities.add(Speciality.objects.get(name="音乐"))
        Wish.objects.create(member=more, post=cast.a.posts["culture"])
    assert asked() == before


def test_a_member_notes_what_he_would_like_and_his_village_reads_it(cast):
    member, post = cast.a.members[0], cast.a.posts["culture"]
    address = f"/groups/wishes/{member.pk}/"
    assert cast.client(cast.a.member).post(address, {"posts": [post.pk]}).status_code == 302
    assert for_post(cast, post) == [(member, "本人有意向")]
    assert cast.client(cast.a.clerk).post(address, {"posts": []}).status_code == 302
    assert not Wish.objects.exists()


def test_nobody_notes_a_wish_for_another_villages_post_or_person(cast):
    member = cast.a.members[0]
    address = f"/groups/wishes/{member.pk}/"
    foreign = cast.client(cast.a.clerk).post(address, {"posts": [cast.b.posts["culture"].pk]})
    assert foreign.status_code == 422
    for user in (cast.b.clerk, cast.b.secretary, cast.b.member):
        assert cast.client(user).get(address).status_code == 404
    assert cast.client(cast.viewer).post(address, {"posts": []}).status_code == 403
    assert not Wish.objects.exists()


def test_who_would_like_everything_has_told_nothing(cast):
    address = f"/groups/wishes/{cast.a.members[0].pk}/"
    everything = [post.pk for post in cast.a.posts.values()]
    assert cast.client(cast.a.clerk).post(address, {"posts": everything}).status_code == 422


def test_words_suit_whole_or_in_part_but_a_single_character_only_as_it_is():
    offer = Offer(1, matching.words_of("果树，教师; 音乐"))
    assert offer.suits == ("果树", "教师", "音乐")
    suited = [Person(1, ("果树修剪",)), Person(2, (), "教师"), Person(3, ("教",)), Person(4, ("乐",)), Person(5)]
    assert [pair.person for pair in pairs(suited, [offer])] == [1, 2]


def test_who_has_no_post_yet_stands_before_who_has_one():
    offer = Offer(1, ("音乐",))
    people = [Person(1, ("音乐",), posts=1), Person(2, ("音乐",))]
    assert [pair.person for pair in pairs(people, [offer])] == [2, 1]
