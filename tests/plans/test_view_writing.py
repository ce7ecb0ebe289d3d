"""A plan written down with its goals and written anew: once, by one person at a time, and only as a draft."""

import datetime as dt

import pytest
from django.urls import reverse

from groups.models import Cycle
from plans.actions import write_plan
from plans.models import Goal, Plan
from tests.plans.paths import filled, move, plan_of, walked, with_goals

D = dt.date
LIST, NEW = reverse("plans:plan_list"), reverse("plans:plan_new")


def who(cast, name):
    return getattr(cast.a, name, None) or getattr(cast, name)


def edit(plan):
    return reverse("plans:plan_edit", args=[plan.pk])


def new(cast):
    return f"{NEW}?village={cast.a.village.code}"


def numbered(plan):
    return list(plan.goals.order_by("number").values_list("number", "content"))


@pytest.mark.parametrize("name", ["secretary", "clerk", "liaison", "township"])
def test_who_enters_writes_a_plan_down_with_its_goals(cast, name):
    client = cast.client(who(cast, name))
    page = client.get(new(cast))
    assert page.status_code == 200
    sent = with_goals(filled(page), "修路", "", "唱歌")
    sent |= {
        "title": "吴庄子2026年计划",
        "ground": "superior",
        "body": "两件事。",
        "goals-2-group": cast.a.groups["culture"].pk,
    }
    answer = client.post(new(cast), sent)
    plan = Plan.objects.get()
    assert (answer.status_code, answer.url) == (302, plan.get_absolute_url())
    assert (plan.village, plan.cycle, plan.state, plan.version) == (cast.a.village, cast.cycle, "drafted", 0)
    assert (plan.title, plan.ground, plan.body) == ("吴庄子2026年计划", "superior", "两件事。")
    assert numbered(plan) == [(1, "修路"), (2, "唱歌")]
    assert [goal.group for goal in plan.goals.order_by("number")] == [None, cast.a.groups["culture"]]
    assert client.get(answer.url).status_code == 200


@pytest.mark.parametrize(
    ("name", "status"),
    [("viewer", 403), ("maintainer", 403), ("member", 403), ("leader", 403), ("secretary-b", 404), ("clerk-b", 404)],
)
def test_nobody_else_writes_one(cast, name, status):
    user = getattr(cast.b, name[:-2]) if name.endswith("-b") else who(cast, name)
    client = cast.client(user)
    assert client.get(new(cast)).status_code == client.post(new(cast), {"title": "x"}).status_code == status
    plan = plan_of(cast.a)
    # A draft is not there yet for those at home; those who look through the whole town read it.
    status = 403 if name in ("viewer", "maintainer") else 404
    assert client.get(edit(plan)).status_code == client.post(edit(plan), {"title": "x"}).status_code == status
    assert Plan.objects.get().title == plan.title


def test_the_township_is_asked_whose_plan_it_is(cast):
    page = cast.client(cast.township).get(NEW)
    assert page.status_code == 200 and set(page.context["villages"]) == {cast.a.village, cast.b.village}


def test_sent_twice_it_is_kept_once(cast):
    client = cast.client(cast.a.clerk)
    sent = with_goals(filled(client.get(new(cast))), "修路", "唱歌")
    first, second = (client.post(new(cast), sent) for _time in "ab")
    assert first.url == second.url == Plan.objects.get().get_absolute_url()
    assert Goal.objects.count() == 2


def test_a_second_plan_for_the_year_leads_to_the_first_one(cast):
    clerk, secretary = cast.client(cast.a.clerk), cast.client(cast.a.secretary)
    mine = with_goals(filled(clerk.get(new(cast))), "修路")
    theirs = with_goals(filled(secretary.get(new(cast))), "唱歌")
    plan_page = clerk.post(new(cast), mine).url
    assert secretary.post(new(cast), theirs).url == secretary.get(new(cast)).url == plan_page
    assert numbered(Plan.objects.get()) == [(1, "修路")]


def test_a_second_plan_at_the_very_same_moment_is_a_sentence_and_no_fault(cast, monkeypatch):
    def slipped_in(plan, goals, gone, user):
        plan_of(cast.a)
        return write_plan(plan, goals, gone, user)

    client = cast.client(cast.a.clerk)
    sent = with_goals(filled(client.get(new(cast))), "修路")
    monkeypatch.setattr("plans.views.write_plan", slipped_in)
    answer = client.post(new(cast), sent)
    assert answer.status_code == 422 and answer.context["form"].non_field_errors()
    assert not Goal.objects.filter(content="修路").exists()


def test_nothing_is_written_in_a_closed_year_and_what_was_typed_stays(cast):
    Cycle.objects.update(closed_on="2026-11-20")
    client = cast.client(cast.a.clerk)
    answer = client.post(new(cast), with_goals(filled(client.get(new(cast))), "修路"))
    assert answer.status_code == 422 and answer.context["form"].non_field_errors()
    assert "修路" in answer.content.decode()
    assert not Plan.objects.exists() and not Goal.objects.exists()


def test_before_any_year_is_open_the_way_leads_back_to_the_list(cast):
    Cycle.objects.update(starts_on="2026-12-01")
    assert cast.client(cast.a.clerk).get(new(cast)).url == LIST


@pytest.mark.parametrize("due_on", ["2016-09-30", "2025-12-31", "2028-01-01", "2062-09-30", ""])
def test_a_day_of_another_decade_is_a_slip_of_the_hand(cast, due_on):
    client = cast.client(cast.a.clerk)
    answer = client.post(new(cast), with_goals(filled(client.get(new(cast))), "修路", due_on=due_on))
    assert answer.status_code == 422
    assert list(answer.context["goals"].forms[0].errors) == ["due_on"]
    assert not Plan.objects.exists()


@pytest.mark.parametrize("due_on", ["2026-01-01", "2027-12-31", "2026.9.30", "2026年9月30日"])
def test_a_day_of_the_year_or_of_the_next_is_taken_however_it_is_written(cast, due_on):
    client = cast.client(cast.a.clerk)
    assert client.post(new(cast), with_goals(filled(client.get(new(cast))), "修路", due_on=due_on)).status_code == 302


@pytest.mark.parametrize("field", ["title", "body", "goals-0-content", "goals-0-measure"])
def test_what_everybody_will_read_names_nobodys_number(cast, field):
    client = cast.client(cast.a.clerk)
    sent = with_goals(filled(client.get(new(cast))), "修路") | {field: "找老张13812345678"}
    answer = client.post(new(cast), sent)
    assert answer.status_code == 422 and "13812345678”" in answer.content.decode()
    assert not Plan.objects.exists()


def test_a_goal_is_given_to_no_group_of_another_village(cast):
    client = cast.client(cast.township)
    sent = with_goals(filled(client.get(new(cast))), "修路") | {"goals-0-group": cast.b.groups["culture"].pk}
    assert client.post(new(cast), sent).status_code == 422
    assert not Goal.objects.exists()


def test_an_empty_row_that_is_ticked_to_be_taken_out_is_no_goal(cast):
    client = cast.client(cast.a.clerk)
    sent = with_goals(filled(client.get(new(cast))), "修路", "不要了", "唱歌") | {
        "goals-1-DELETE": "on",
        "goals-3-DELETE": "on",
    }
    assert client.post(new(cast), sent).status_code == 302
    assert numbered(Plan.objects.get()) == [(1, "修路"), (2, "唱歌")]


def test_goals_are_numbered_anew_when_one_is_taken_out(cast):
    plan, client = plan_of(cast.a), cast.client(cast.a.clerk)
    kept = list(plan.goals.order_by("number").values_list("pk", flat=True))
    sent = with_goals(filled(client.get(edit(plan))), "开一家食堂", at=3)
    answer = client.post(edit(plan), sent | {"goals-1-DELETE": "on", "goals-2-content": "清运垃圾"})
    assert (answer.status_code, answer.url) == (302, plan.get_absolute_url())
    assert numbered(plan) == [(1, "硬化北街道路"), (2, "清运垃圾"), (3, "开一家食堂")]
    assert list(plan.goals.order_by("number").values_list("pk", flat=True))[:2] == [kept[0], kept[2]]


def test_what_was_deliberated_is_sent_back_before_it_is_written_anew(cast):
    plan, client = plan_of(cast.a), cast.client(cast.a.clerk)
    sent = filled(client.get(edit(plan)))
    walked(plan, "proposed", cast.a)
    assert client.get(edit(plan)).status_code == client.post(edit(plan), sent).status_code == 403
    move(plan, "return", cast.a.secretary, reason="目标不清", on=D(2026, 3, 1))
    assert client.post(edit(plan), filled(client.get(edit(plan))) | {"title": "新题目"}).status_code == 302
    plan.refresh_from_db()
    assert (plan.title, plan.state, plan.round) == ("新题目", "returned", 2)


def two(cast):
    """A plan whose page the clerk and the secretary have open, each with what his browser would send."""
    plan = plan_of(cast.a)
    clients = cast.client(cast.a.clerk), cast.client(cast.a.secretary)
    return plan, *clients, *(filled(client.get(edit(plan))) for client in clients)


def test_of_two_who_write_at_once_the_later_one_is_told_and_nothing_is_lost(cast):
    plan, clerk, secretary, mine, theirs = two(cast)
    assert clerk.post(edit(plan), mine | {"title": "经办的题目"}).status_code == 302
    answer = secretary.post(edit(plan), theirs | {"body": "书记的话"})
    assert answer.status_code == 422 and answer.context["form"].non_field_errors()
    plan.refresh_from_db()
    assert (plan.title, plan.body) == ("经办的题目", "修路。\n文化。")
    assert secretary.post(edit(plan), filled(answer)).status_code == 302
    assert Plan.objects.get().body == "书记的话"


@pytest.mark.parametrize(
    "change",
    [
        {"goals-0-content": "硬化南街道路"},
        {"goals-3-content": "开一家食堂", "goals-3-due_on": "2026-09-30"},
        {"goals-1-group": ""},
        {"goals-2-DELETE": "on"},
    ],
    ids=["another word", "one goal more", "given to another", "one goal less"],
)
def test_goals_that_somebody_else_wrote_meanwhile_are_not_written_over(cast, change):
    plan, clerk, secretary, mine, theirs = two(cast)
    assert clerk.post(edit(plan), mine | change).status_code == 302
    stands = list(plan.goals.order_by("number").values())
    answer = secretary.post(edit(plan), theirs | {"goals-1-measure": "每周三晚上"})
    said = answer.context["form"].non_field_errors() or answer.context["goals"].non_form_errors()
    assert answer.status_code == 422 and said
    assert list(plan.goals.order_by("number").values()) == stands


def test_who_saves_again_after_he_was_told_keeps_the_goals_of_the_other_one_too(cast):
    plan, clerk, secretary, mine, theirs = two(cast)
    clerk.post(edit(plan), with_goals(mine, "开一家食堂", at=3))
    answer = secretary.post(edit(plan), with_goals(theirs, "种树", at=3))
    assert secretary.post(edit(plan), filled(answer)).status_code == 302
    assert numbered(plan) == [
        (1, "硬化北街道路"),
        (2, "排练秧歌队"),
        (3, "清理村内垃圾"),
        (4, "种树"),
        (5, "开一家食堂"),
    ]


def test_a_row_whose_goal_was_taken_out_meanwhile_says_so_on_the_page(cast):
    plan, clerk, secretary, mine, theirs = two(cast)
    clerk.post(edit(plan), mine | {"goals-2-DELETE": "on"})
    answer = secretary.post(edit(plan), theirs | {"goals-2-measure": "每天"})
    again = secretary.post(edit(plan), filled(answer))
    assert again.status_code == 422
    [said] = [error for form in again.context["goals"].forms for errors in form.errors.values() for error in errors]
    assert said in again.content.decode()
    assert numbered(plan) == [(1, "硬化北街道路"), (2, "排练秧歌队")]
