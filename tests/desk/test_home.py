"""The desk: what waits for whom, in order, with one verb each; then the village, the town, one's group, oneself."""

import pytest
from django.urls import reverse

from groups.models import Scheme
from notices.actions import draft_notice, receive_objection
from notices.moves import NOTICE, OBJECTION
from tests import build
from tests.desk.stories import D, desk, move_url, posted, verbs


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


def test_what_one_meeting_decides_is_entered_on_one_page(cast, applied):
    page = reverse("groups:meeting_whole", args=[cast.a.village.code])
    assert [task.at_once for task in desk(cast, cast.a.clerk)["tasks"]] == [""]
    for application in applied:
        build.move(application, "nominate", cast.a.clerk, nominators=12, how="slips")
    context = desk(cast, cast.a.clerk)
    assert [task.at_once for task in context["tasks"]] == [page]
    assert f'href="{page}">整场会议一起登记' in cast.client(cast.a.clerk).get("/desk/").content.decode()


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
