"""A pledge written down at the desk and written anew: by whom, what is kept, and what is said when two write at once."""

import re

import pytest

from groups.models import Cycle
from plans.models import Plan
from pledges.models import Pledge, PledgeItem
from tests.journeys.pages import Person
from tests.pledges.paths import TODAY, WORDS, goal_of, pledge_of, step

LIST, NEW = "/pledges/", "/pledges/new/"
HAVING = ["items-TOTAL_FORMS"]
ITEM = {"content": "每周五清扫广场", "measure": "带队", "due_on": "2026-10-31", "beneficiary": "全村村民", "goal": ""}


@pytest.fixture
def at_desk(cast):
    """Somebody at his browser, signed in."""

    def sign_in(user):
        person = Person(cast)
        person.client.force_login(user, backend="tools.accounts.backends.AccountBackend")
        return person

    return sign_in


def item(number, **words):
    return {f"items-{number}-{name}": value for name, value in (ITEM | words).items()}


def contents(pledge):
    return list(pledge.items.order_by("number").values_list("number", "content"))


def test_the_office_writes_a_members_pledge_down(cast, at_desk):
    person, him = at_desk(cast.a.clerk), cast.a.members[1]
    answer = person.send(NEW, having=HAVING, member=him.pk, **item(0), **item(2, content="给两户老人送水"))
    pledge = Pledge.objects.get()
    assert answer.url == f"/pledges/{pledge.pk}/"
    assert (pledge.member, pledge.group, pledge.village, pledge.cycle) == (him, None, cast.a.village, cast.cycle)
    assert contents(pledge) == [(1, "每周五清扫广场"), (2, "给两户老人送水")], "numbered without a gap"
    assert (pledge.state, pledge.version) == ("drafted", 0)


def test_one_pledge_a_year_is_offered_for_each(cast, at_desk):
    person = at_desk(cast.a.clerk)
    for whose in ({"group": cast.a.groups["culture"].pk}, {"member": cast.a.members[1].pk}):
        person.send(NEW, having=HAVING, **whose, **item(0))
        person.send(NEW, having=HAVING, status=422, **whose, **item(0))
    assert Pledge.objects.count() == 2
    step(Pledge.objects.get(member=cast.a.members[1]), "withdraw", cast.a.clerk)
    person.send(NEW, having=HAVING, member=cast.a.members[1].pk, **item(0))
    assert Pledge.objects.filter(member=cast.a.members[1]).count() == 2


@pytest.mark.parametrize(
    "words",
    [
        {"content": ""},
        {"due_on": "2025-12-31"},
        {"due_on": "2028-01-01"},
        {"content": "找老王 13812345678"},
        {"goal": "987654"},
    ],
)
def test_an_item_that_is_not_right_keeps_nothing(cast, at_desk, words):
    at_desk(cast.a.clerk).send(NEW, having=HAVING, status=422, member=cast.a.members[1].pk, **item(0, **words))
    assert not Pledge.objects.exists()


def test_a_draft_may_be_half_written(cast, at_desk):
    words = {"measure": "", "due_on": "", "beneficiary": ""}
    at_desk(cast.a.member).send(NEW, having=HAVING, member=cast.a.members[0].pk, **item(0, **words))
    assert contents(Pledge.objects.get()) == [(1, "每周五清扫广场")]


def test_items_are_numbered_anew_when_one_is_taken_out(cast, at_desk):
    person = at_desk(cast.a.clerk)
    pledge = pledge_of(member=cast.a.members[0], items=[{"content": f"清扫第{n}条巷子"} for n in "一二三"])
    page = f"/pledges/{pledge.pk}/edit/"
    person.send(page, having=HAVING, **{"items-0-DELETE": "on", "items-2-content": "清扫第四条巷子"})
    assert contents(pledge) == [(1, "清扫第二条巷子"), (2, "清扫第四条巷子")]
    person.send(page, having=HAVING, **item(2, content="清扫第五条巷子"))
    assert contents(pledge)[2] == (3, "清扫第五条巷子")


def test_a_new_line_that_is_ticked_to_be_taken_out_is_not_kept(cast, at_desk):
    person = at_desk(cast.a.clerk)
    ticks = {"items-1-DELETE": "on", "items-2-DELETE": "on"}
    person.send(NEW, having=HAVING, member=cast.a.members[0].pk, **item(0), **item(1, content="又不要了"), **ticks)
    assert contents(Pledge.objects.get()) == [(1, "每周五清扫广场")]


def test_a_page_that_stood_open_while_somebody_wrote_is_said_and_writes_nothing_over(cast, at_desk):
    clerk, secretary = at_desk(cast.a.clerk), at_desk(cast.a.secretary)
    pledge = pledge_of(member=cast.a.members[0])
    page = f"/pledges/{pledge.pk}/edit/"
    old = clerk.form_at(page, HAVING)
    secretary.send(page, having=HAVING, **{"items-0-measure": "书记改过的办法"})
    answer = clerk.client.post(page, old | {"items-0-content": "经办写的事项"})
    assert answer.status_code == 422
    assert pledge.items.get().measure == "书记改过的办法"
    assert "经办写的事项" in answer.content.decode(), "what was typed stays in the field"
    again = clerk.client.post(page, old | {"items-0-content": "经办写的事项", "seen": seen_in(answer)})
    assert again.status_code == 302
    assert pledge.items.get().content == "经办写的事项"


def test_a_save_sent_twice_adds_its_new_line_once(cast, at_desk):
    person, pledge = at_desk(cast.a.clerk), pledge_of(member=cast.a.members[0])
    page = f"/pledges/{pledge.pk}/edit/"
    sent = person.form_at(page, HAVING) | item(1, content="给两户老人送水")
    for _time in range(2):
        assert person.client.post(page, sent).url == pledge.get_absolute_url()
    assert contents(pledge) == [(1, WORDS["content"]), (2, "给两户老人送水")]


@pytest.mark.parametrize(("other", "kept"), [("adds", [1, 2, 3]), ("takes out", [1])])
def test_an_item_that_came_or_went_meanwhile_is_neither_lost_nor_misnumbered(cast, at_desk, other, kept):
    person, pledge = at_desk(cast.a.clerk), pledge_of(member=cast.a.members[0], items=({}, {"content": "组织舞会六场"}))
    page = f"/pledges/{pledge.pk}/edit/"
    old = person.form_at(page, HAVING) | {"items-0-content": "经办写的事项"}
    words = item(2, content="别人加的一条") if other == "adds" else {"items-1-DELETE": "on"}
    at_desk(cast.a.secretary).send(page, having=HAVING, **words)
    answer = person.client.post(page, old)
    assert answer.status_code == 422
    assert answer.context["form"].non_field_errors() or answer.context["items"].non_form_errors()
    again = person.client.post(page, old | {"seen": seen_in(answer)})
    assert again.status_code == (302 if other == "adds" else 422)
    assert [number for number, _content in contents(pledge)] == kept


def seen_in(answer):
    """The sign that the page shows now."""
    return re.search(r'name="seen" value="([^"]*)"', answer.content.decode())[1]


def test_a_page_that_stood_open_and_was_handed_in_meanwhile_writes_nothing(cast, at_desk):
    person, pledge = at_desk(cast.a.member), pledge_of(member=cast.a.members[0])
    page = f"/pledges/{pledge.pk}/edit/"
    old = person.form_at(page, HAVING)
    step(pledge, "propose", cast.a.clerk)
    assert person.client.post(page, old | {"items-0-content": "迟到的改动"}).status_code == 403
    assert pledge.items.get().content == WORDS["content"]


def test_a_leader_writes_his_own_groups_pledge_and_no_others(cast, at_desk):
    person = at_desk(cast.a.leader)
    person.send(NEW, having=HAVING, status=422, group=cast.a.groups["economy"].pk, **item(0))
    person.send(NEW, having=HAVING, status=422, group=cast.b.groups["culture"].pk, **item(0))
    person.send(NEW, having=HAVING, group=cast.a.groups["culture"].pk, **item(0))
    own = Pledge.objects.get()
    assert own.group == cast.a.groups["culture"]
    person.send(f"/pledges/{own.pk}/edit/", having=HAVING, **{"items-0-content": "组织广场舞会六场"})
    other = pledge_of(group=cast.a.groups["economy"])
    for path in (f"/pledges/{other.pk}/", f"/pledges/{other.pk}/edit/"):
        assert person.client.get(path).status_code == 404


def test_a_member_writes_only_his_own(cast, at_desk):
    person, him = at_desk(cast.a.member), cast.a.members[0]
    person.send(NEW, having=HAVING, status=422, member=cast.a.members[1].pk, **item(0))
    person.send(NEW, having=HAVING, status=422, group=cast.a.groups["culture"].pk, **item(0))
    person.send(NEW, having=HAVING, member=him.pk, **item(0))
    own, other = Pledge.objects.get(), pledge_of(member=cast.a.members[1])
    person.press(own, "propose")
    own.refresh_from_db()
    assert own.state == "proposed"
    for path in ("", "edit/", "print/", "print.docx", "print.pdf"):
        assert person.client.get(f"/pledges/{other.pk}/{path}").status_code == 404
    assert person.client.get(f"{NEW}?village={cast.b.village.code}").status_code == 404


def test_a_viewer_reads_and_writes_nothing(cast, at_desk):
    person, pledge = at_desk(cast.viewer), pledge_of(member=cast.a.members[0])
    assert pledge.get_absolute_url() in person.read(LIST)
    assert WORDS["content"] in person.read(pledge.get_absolute_url())
    for path in (NEW, f"{NEW}?village={cast.a.village.code}", f"/pledges/{pledge.pk}/edit/"):
        person.read(path, 403)
    assert person.client.post(f"/pledges/{pledge.pk}/edit/", {}).status_code == 403


def test_the_township_says_in_which_village_first(cast, at_desk):
    person = at_desk(cast.township)
    assert cast.b.village.code in person.read(NEW)
    page = f"{NEW}?village={cast.b.village.code}"
    person.send(page, having=HAVING, status=422, member=cast.a.members[0].pk, **item(0))
    person.send(page, having=HAVING, member=cast.b.members[0].pk, **item(0))
    assert Pledge.objects.get().village == cast.b.village


def test_in_a_closed_year_the_page_says_so_and_keeps_nothing(cast, at_desk):
    person = at_desk(cast.a.clerk)
    sent = person.form_at(NEW, HAVING) | {"member": cast.a.members[0].pk} | item(0)
    Cycle.objects.update(closed_on=TODAY)
    assert person.client.post(NEW, sent).status_code == 422
    assert not Pledge.objects.exists()


def test_an_item_answers_a_goal_of_the_published_plan_and_of_no_other_group(cast, at_desk):
    person = at_desk(cast.a.clerk)
    common, own, other = (
        goal_of(cast.a, cast, f"目标{n}", n, group=group)
        for n, group in enumerate((None, cast.a.groups["culture"], cast.a.groups["economy"]), 1)
    )
    foreign = goal_of(cast.b, cast)
    for goal in (other, foreign):
        person.send(NEW, having=HAVING, status=422, group=cast.a.groups["culture"].pk, **item(0, goal=goal.pk))
    goals = [item(0, goal=common.pk), item(1, goal=own.pk)]
    person.send(NEW, having=HAVING, group=cast.a.groups["culture"].pk, **goals[0], **goals[1])
    person.send(NEW, having=HAVING, member=cast.a.members[0].pk, **item(0, goal=other.pk))
    assert list(PledgeItem.objects.order_by("pk").values_list("goal", flat=True)) == [common.pk, own.pk, other.pk]
    Plan.objects.filter(village=cast.a.village).update(state="drafted")
    person.send(NEW, having=HAVING, status=422, member=cast.a.members[1].pk, **item(0, goal=common.pk))
