"""The desk below what waits: one's people, one's group, oneself, and the search."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from front.desk.reads import people
from front.desk.reads.town import town
from groups.models import Application, Cycle, Post
from members.models import Member, Township
from members.scope import reach
from notices.actions import receive_objection
from notices.moves import NOTICE
from tests import build
from tests.desk.stories import HOME, D, desk, move_url, posted, verbs
from tests.people import account
from tools.accounts.models import User


def test_the_villages_people_with_their_steps_and_posts(cast, applied, confirmed):
    build.move(applied[2], "nominate", cast.a.clerk, nominators=12, how="slips")
    context = desk(cast, cast.a.clerk)
    assert (context["villages"][0].people, context["villages"][0].serving) == (5, 0)
    people = {member.name: member for member in context["page"]}
    assert set(people) == set(Member.objects.filter(branch=cast.a.branch).values_list("name", flat=True))
    steps = [step["status"] for step in people["吴庄子党员丙"].on_the_way[0].steps]
    assert steps == ["done", "done", "now", "ahead", "ahead", "ahead"]
    assert people["吴庄子书记"].on_the_way == []
    assert [member.rank for member in context["page"]] == [0, 0, 0, 1, 1]


def test_who_is_seated_shows_his_post_and_who_is_left_in_peace_stands_last(cast, confirmed, clock):
    notice = posted(cast, confirmed)
    Member.objects.filter(pk=cast.a.members[2].pk).update(exempt="age")
    clock.move_to("2026-11-30")
    NOTICE.perform(notice, "conclude", actor=cast.a.secretary, happened_on=D(2026, 11, 30), data={"stated": True})
    context = desk(cast, cast.a.secretary)
    people = list(context["page"])
    assert [p.name for p in people if p.held] == ["吴庄子党员甲", "吴庄子党员乙"]
    assert people[-1].pk == cast.a.members[2].pk
    assert context["villages"][0].serving == 2


@pytest.mark.parametrize("asked", ["wzzdyj", "吴庄子党员甲", "WZZDYJ", "wuzhuangzidangyuanjia"])
def test_ones_people_are_found_by_sound(cast, asked):
    names = {member.name for member in desk(cast, cast.a.clerk, f"?q={asked}")["page"]}
    assert "吴庄子党员甲" in names
    assert "吴庄子书记" not in names


def test_another_village_is_not_asked_for_by_its_code(cast):
    context = desk(cast, cast.a.clerk, f"?village={cast.b.village.code}")
    assert context["village"] == cast.a.village
    assert "page" not in desk(cast, cast.township, f"?village={cast.b.village.code}")


def test_a_leader_sees_his_group_and_no_name_that_is_not_public_yet(cast, confirmed, clock):
    name = confirmed[0].member.name
    page = cast.client(cast.a.leader).get(HOME)
    [group] = page.context["groups"]
    assert group == cast.a.groups["culture"]
    assert name not in page.content.decode()
    notice = posted(cast, confirmed)
    clock.move_to("2026-11-30")
    NOTICE.perform(notice, "conclude", actor=cast.a.secretary, happened_on=D(2026, 11, 30), data={"stated": True})
    assert name in cast.client(cast.a.leader).get(HOME).content.decode()
    assert name not in cast.client(cast.b.leader).get(HOME).content.decode()


def test_a_member_sees_his_own_and_what_is_his_to_do(cast, applied):
    draft = build.draft(cast.a.members[0], cast.a.posts["harmony"])
    page = cast.client(cast.a.member).get(HOME)
    assert {a.pk for a in page.context["applications"]} == {applied[0].pk, draft.pk}
    assert verbs(page.context) == [[move_url(draft, "apply")]]
    assert reverse("groups:application_new") in page.content.decode()
    assert "吴庄子党员乙" not in page.content.decode()
    assert page.context["villages"] == []


def test_nothing_to_do_says_what_was_done_last(cast, applied):
    for application in applied:
        build.move(application, "withdraw", cast.a.secretary, reason="本人撤回", on=D(2026, 10, 9))
    page = cast.client(cast.a.secretary).get(HOME)
    assert page.context["tasks"] == []
    assert "11月23日" in page.context["last_done"]
    assert applied[2].member.name in page.context["last_done"]
    assert desk(cast, cast.b.secretary)["last_done"] == ""


def test_an_account_without_a_mandate_reads_that_it_has_none(cast):
    page = cast.client(account("nobody", "新账号")).get(HOME)
    assert page.status_code == 200
    assert not page.context["reach"].words
    assert page.content.decode().count('class="empty"') == 1


def fill(cast, members):
    """Of everything that a desk lists one for each of these members of A: sent back, posted and objected to, over."""
    for member in members:
        back, up, over = (build.draft(member, cast.a.posts[zone]) for zone in ("environment", "livelihood", "harmony"))
        build.walk(back, "applied", cast.a.secretary)
        build.move(back, "return", cast.a.secretary, reason="请补正", on=D(2026, 10, 9))
        notice = posted(cast, [build.walk(up, "confirmed", cast.a.secretary)])
        receive_objection(notice, notice.lines.get(), text="不符合条件")
        posted(cast, [build.walk(over, "confirmed", cast.a.secretary)], on=D(2026, 11, 2))


MOST = {"township": 16, "viewer": 12, "liaison": 20, "secretary": 22, "clerk": 20, "leader": 14, "member": 12}
"""So many queries a whole page of the desk costs at most, the four of every signed-in page among them: session, person with his
mandates in two, town."""


@pytest.mark.parametrize("who", MOST)
def test_the_desk_asks_as_much_with_three_of_everything_as_with_one(cast, who):
    user = getattr(cast.a, who, None) or getattr(cast, who)
    Township.objects.update(max_posts=5)
    Post.objects.filter(is_leader=False).update(seats=3)
    build.village("130284105207", "北铁")
    client, counts = cast.client(user), []
    fill(cast, cast.a.members[:1])
    for _round in range(2):
        client.get(HOME)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(HOME).status_code == 200
        counts.append(len(asked))
        if _round == 0:
            fill(cast, cast.a.members[1:])
    assert counts[0] == counts[1]
    assert counts[1] <= MOST[who], (who, counts)


def test_the_town_at_a_glance_asks_six_questions_however_much_there_is(cast, django_assert_num_queries):
    """Of the township's desk the part about the town: notices, their lines, steps, groups, villages, calendar."""
    Township.objects.update(max_posts=5)
    Post.objects.filter(is_leader=False).update(seats=3)
    for members in (cast.a.members[:1], cast.a.members[1:]):
        fill(cast, members)
        user, cycle = User.objects.get(pk=cast.township.pk), Cycle.objects.current()
        reach(user)
        with django_assert_num_queries(6):
            seen = town(user, people.asking(user), cycle)
        assert seen["groups"] == 10
        assert sum(number for _state, _word, number in seen["states"]) == Application.objects.count()


@pytest.mark.parametrize("asked", ["党员", "岗", "wzz", "吴庄子"])
def test_the_search_stays_in_scope(cast, asked):
    def found(user):
        context = cast.client(user).get("/desk/search/", {"q": asked}).context
        return {kind: set(context[kind]) for kind in ("members", "villages", "posts")}

    mine, all_of_it = found(cast.a.secretary), found(cast.township)
    assert any(mine.values())
    assert {m.branch_id for m in mine["members"]} <= {cast.a.branch.pk}
    assert mine["villages"] <= {cast.a.village}
    assert {p.group.village_id for p in mine["posts"]} <= {cast.a.village.pk}
    assert all(mine[kind] <= all_of_it[kind] for kind in mine)
    assert {m.pk for m in found(cast.a.member)["members"]} <= {cast.a.members[0].pk}


def test_the_search_finds_nothing_for_nothing(cast):
    context = cast.client(cast.township).get("/desk/search/", {"q": "  "}).context
    assert "members" not in context
    assert "没有" in cast.client(cast.township).get("/desk/search/?q=" + uuid.uuid4().hex).content.decode()


def test_the_search_asks_as_much_for_one_as_for_many(cast):
    client = cast.client(cast.township)
    counts = []
    for text in ("吴庄子党员甲", "党员"):
        client.get("/desk/search/", {"q": text})
        with CaptureQueriesContext(connection) as asked:
            client.get("/desk/search/", {"q": text})
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_what_left_the_roster_is_not_found(cast):
    Member.objects.filter(pk=cast.a.members[0].pk).update(left_on=D(2026, 5, 1), left_how="moved")
    assert not cast.client(cast.a.clerk).get("/desk/search/?q=wzzdyj").context["members"]
    assert Application.objects.count() == 0
