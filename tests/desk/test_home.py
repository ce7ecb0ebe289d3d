"""The desk: what waits for whom, in order, with one verb each; then the village, the town, one's group, oneself."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groups.models import Application, Post, Scheme
from members.models import Member, Township
from notices.actions import draft_notice, receive_objection
from notices.moves import NOTICE, OBJECTION
from tests import build
from tests.people import account

HOME = "/desk/"
D = dt.date


def desk(cast, user, asked=""):
    return cast.client(user).get(HOME + asked).context


def verbs(context):
    """The addresses behind the verbs, task by task."""
    return [[item.url for item in task.items] for task in context["tasks"]]


def move_url(application, move):
    return reverse("workflow:move", args=["groups.application", application.pk, move])


@pytest.fixture
def applied(cast):
    """Three members of A have handed in their applications."""
    zones = ("economy", "environment", "livelihood")
    return [
        build.walk(build.draft(member, cast.a.posts[zone]), "applied", cast.a.secretary)
        for member, zone in zip(cast.a.members, zones, strict=True)
    ]


@pytest.fixture
def confirmed(cast):
    """Two members of A are confirmed for one post."""
    meetings = {}
    return [
        build.walk(build.draft(m, cast.a.posts["culture"]), "confirmed", cast.a.secretary, meetings=meetings)
        for m in cast.a.members[:2]
    ]


FRIDAY = D(2026, 11, 20)


def posted(cast, applications, on=FRIDAY):
    notice = draft_notice(
        "placements", cast.a.village, [(a.pk, a.member) for a in applications], title="公示", organ="党支部"
    )
    NOTICE.perform(notice, "open", actor=cast.a.secretary, happened_on=on, data={"opens_on": on})
    notice.refresh_from_db()
    return notice


@pytest.mark.parametrize("role", ["secretary", "clerk"])
def test_what_stands_at_one_step_is_one_task_with_a_link_for_each(cast, applied, role):
    context = desk(cast, getattr(cast.a, role))
    assert verbs(context) == [[move_url(application, "nominate") for application in applied]]
    assert context["count"] == 3
    assert [item.title for item in context["tasks"][0].items][0].startswith("吴庄子党员甲")


def test_the_other_village_and_the_town_have_nothing_to_do_with_it(cast, applied):
    for user in (cast.b.secretary, cast.b.clerk, cast.township, cast.maintainer, cast.viewer, cast.a.leader):
        assert desk(cast, user)["tasks"] == []
    assert len(desk(cast, cast.liaison)["tasks"]) == 1


def test_later_steps_stand_first_and_each_goes_to_who_may_do_it(cast, applied):
    build.move(applied[0], "nominate", cast.a.clerk, nominators=12, how="slips")
    met = build.meeting(cast.a.village, held_on=build.DAYS["review"])
    build.move(applied[0], "review", cast.a.clerk, **build.votes(met))
    build.move(applied[1], "nominate", cast.a.clerk, nominators=12, how="slips")
    wanted = [[move_url(applied[0], "confirm")], [move_url(applied[1], "review")], [move_url(applied[2], "nominate")]]
    assert verbs(desk(cast, cast.a.secretary)) == wanted
    assert verbs(desk(cast, cast.a.clerk)) == wanted[1:]


def test_what_was_sent_back_says_why(cast, applied):
    build.move(applied[1], "return", cast.a.secretary, reason="意向岗位填反了", on=D(2026, 10, 9))
    tasks = desk(cast, cast.a.clerk)["tasks"]
    back = next(task for task in tasks if task.items[0].url == move_url(applied[1], "apply"))
    assert "意向岗位填反了" in back.items[0].why


def test_confirmed_ones_wait_for_a_notice_until_one_is_drafted(cast, confirmed):
    address = reverse("groups:notice_new", args=[cast.a.village.code])
    tasks = desk(cast, cast.a.clerk)["tasks"]
    assert verbs({"tasks": tasks}) == [[address]]
    assert "2" in tasks[0].only.title
    notice = draft_notice(
        "placements", cast.a.village, [(a.pk, a.member) for a in confirmed], title="公示", organ="党支部"
    )
    assert desk(cast, cast.a.clerk)["tasks"] == []
    opening = reverse("workflow:move", args=["notices.notice", notice.pk, "open"])
    assert verbs(desk(cast, cast.a.secretary)) == [[opening]]


def test_a_village_without_a_scheme_publishes_it_first(cast, applied):
    Scheme.objects.filter(village=cast.a.village).delete()
    assert verbs(desk(cast, cast.a.secretary))[0] == [reverse("groups:scheme", args=[cast.a.village.code])]
    assert desk(cast, cast.b.secretary)["tasks"] == []
    assert desk(cast, cast.township)["town"]["unpublished"] == [cast.a.village]


def test_a_notice_is_no_task_while_it_runs_and_the_first_one_afterwards(cast, confirmed, applied, clock):
    notice = posted(cast, confirmed)
    running = desk(cast, cast.a.secretary)
    assert [(n.pk, n.left) for n in running["running"]] == [(notice.pk, 4)]
    conclude = reverse("workflow:move", args=["notices.notice", notice.pk, "conclude"])
    assert [conclude] not in verbs(running)
    clock.move_to("2026-11-28")
    over = desk(cast, cast.a.secretary)
    assert verbs(over)[0] == [conclude]
    assert over["tasks"][0].is_late
    assert "11月26日" in over["tasks"][0].only.why
    assert over["running"] == []
    assert [conclude] not in verbs(desk(cast, cast.a.clerk))
    town = desk(cast, cast.township)
    assert town["tasks"] == []
    assert [n.pk for n in town["town"]["over"]] == [notice.pk]


def test_an_objection_waits_for_the_town_alone_with_the_days_that_are_left(cast, confirmed, clock):
    notice = posted(cast, confirmed)
    objection = receive_objection(notice, notice.lines.first(), text="不符合条件")
    [task] = desk(cast, cast.township)["tasks"]
    assert (task.only.url, task.due, task.is_late) == (objection.get_absolute_url(), D(2026, 11, 26), False)
    assert "4" in task.due_words
    for user in (cast.a.secretary, cast.a.clerk, cast.liaison, cast.viewer):
        context = desk(cast, user)
        assert all(objection.get_absolute_url() not in urls for urls in verbs(context))
    clock.move_to("2026-11-26")
    assert "4" not in desk(cast, cast.township)["tasks"][0].due_words
    clock.move_to("2026-11-30")
    assert desk(cast, cast.township)["tasks"][0].is_late


def test_a_line_that_was_held_and_is_free_waits_for_the_secretary_again(cast, confirmed, clock):
    notice = posted(cast, confirmed)
    objection = receive_objection(notice, notice.lines.first(), text="不符合条件")
    clock.move_to("2026-11-30")
    NOTICE.perform(notice, "conclude", actor=cast.a.secretary, happened_on=D(2026, 11, 30), data={"stated": True})
    rest = [reverse("workflow:move", args=["notices.notice", notice.pk, "conclude_rest"])]
    assert rest not in verbs(desk(cast, cast.a.secretary))
    OBJECTION.perform(
        objection, "dismiss", actor=cast.township, happened_on=D(2026, 11, 30), data={"finding": "不属实"}
    )
    assert rest in verbs(desk(cast, cast.a.secretary))


def test_the_secretarys_own_case_is_the_towns(cast):
    own = build.draft(cast.a.secretary_member, cast.a.posts["economy"])
    build.walk(own, "reviewed", cast.a.secretary)
    assert verbs(desk(cast, cast.township)) == [[move_url(own, "confirm")]]
    assert desk(cast, cast.a.secretary)["tasks"] == []


def test_the_town_sees_every_group_in_one_table(cast, confirmed):
    town = desk(cast, cast.township)["town"]
    assert [village for village, _cells in town["villages"]] == [cast.a.village, cast.b.village]
    assert (town["groups"], town["without_leader"]) == (10, 10)
    [culture] = [c for _v, cells in town["villages"][:1] for c in cells if c.zone_id == "culture"]
    assert (culture.taken, culture.seats) == (2, 3)
    build.village("130284105207", "北铁")
    assert [
        cells for village, cells in desk(cast, cast.viewer)["town"]["villages"] if village.short_name == "北铁"
    ] == [[None] * 5]


def test_people_of_a_village_see_no_town_and_the_viewer_no_task(cast, applied):
    assert "town" not in desk(cast, cast.a.secretary)
    assert "town" not in desk(cast, cast.a.member)
    viewer = desk(cast, cast.viewer)
    assert viewer["tasks"] == []
    assert "page" not in viewer


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


@pytest.mark.parametrize("who", ["secretary", "clerk", "liaison", "township", "viewer", "leader", "member"])
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
    assert counts[1] <= 30


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
