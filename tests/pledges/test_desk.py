"""Pages of pledges at the desk: written, written anew, listed, taken along; each by those who may."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.models import Cycle
from plans.models import Goal, Plan
from pledges.models import Pledge, PledgeItem
from tests.journeys.pages import Person
from tests.pledges.paths import TODAY, WORDS, at, pledge_of, published, settled, step
from tests.support.sheets import queries, rows
from tools.workflow.models import StateChange

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


def goal_of(where, cast, content="修好村东小桥", number=1, **more):
    plan = Plan.objects.filter(village=where.village).first() or Plan.objects.create(
        village=where.village, cycle=cast.cycle, title="年度计划", body="三件事", state="published"
    )
    return Goal.objects.create(plan=plan, number=number, content=content, due_on=TODAY, **more)


def test_the_office_writes_a_members_pledge_down(cast, at_desk):
    person, him = at_desk(cast.a.clerk), cast.a.members[1]
    answer = person.send(NEW, having=HAVING, member=him.pk, **item(0), **item(2, content="给两户老人送水"))
    pledge = Pledge.objects.get()
    assert answer.url == f"/pledges/{pledge.pk}/"
    assert (pledge.member, pledge.group, pledge.village, pledge.cycle) == (him, None, cast.a.village, cast.cycle)
    assert contents(pledge) == [(1, "每周五清扫广场"), (2, "给两户老人送水")], "numbered without a gap"
    assert (pledge.state, pledge.version) == ("drafted", 0)


def test_a_page_sent_twice_is_kept_once(cast, at_desk):
    person = at_desk(cast.a.secretary)
    sent = person.form_at(NEW, HAVING) | {"group": cast.a.groups["culture"].pk} | item(0)
    answers = [person.client.post(NEW, sent) for _time in range(2)]
    assert [answer.url for answer in answers] == [Pledge.objects.get().get_absolute_url()] * 2
    assert PledgeItem.objects.count() == 1


@pytest.mark.parametrize("whose", [{}, {"group": "culture", "member": 1}])
def test_neither_whose_nor_both_is_kept(cast, at_desk, whose):
    fields = {"group": cast.a.groups["culture"].pk, "member": cast.a.members[1].pk}
    at_desk(cast.a.clerk).send(NEW, having=HAVING, status=422, **{k: fields[k] for k in whose}, **item(0))
    assert not Pledge.objects.exists()


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
    assert answer.context["form"].non_field_errors()
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
    assert person.client.post(NEW, sent).status_code in (302, 422)
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


@pytest.fixture
def several(cast):
    """A group's pledge that is public, a member's draft, one of the other village's, one of the year before."""
    before = Cycle.objects.create(year=2025, name="2025年度", starts_on="2025-01-01", term_ends_on="2026-12-31")
    cast.old = pledge_of(member=cast.a.members[0], cycle=before)
    cast.own = pledge_of(member=cast.a.members[0])
    cast.of_group = published(
        pledge_of(group=cast.a.groups["culture"], items=({}, {"content": "广场舞会办六场"})), cast.a.secretary
    )
    cast.foreign = pledge_of(member=cast.b.members[0])
    return cast


def listed(client, asked=""):
    return set(client.get(f"{LIST}{asked}").context["page"].object_list)


def test_the_list_is_narrowed(several):
    client = several.client(several.township)
    everything = {several.old, several.own, several.of_group, several.foreign}
    for asked, found in (
        ("", everything),
        ("?year=2025", {several.old}),
        (f"?village={several.b.village.code}", {several.foreign}),
        ("?whose=group", {several.of_group}),
        ("?whose=member", everything - {several.of_group}),
        ("?state=public", {several.of_group}),
        ("?year=2026&state=drafted", {several.own, several.foreign}),
        ("?q=nanpingzhuang", {several.foreign}),
        ("?year=1999&state=nonsense", everything),
    ):
        assert listed(client, asked) == found, asked
    counts = {pledge.pk: (pledge.item_count, pledge.done_count) for pledge in client.get(LIST).context["page"]}
    assert counts[several.of_group.pk] == (2, 0)


def test_everybody_lists_what_he_sees(several):
    for user, found in (
        (several.a.secretary, {several.old, several.own, several.of_group}),
        (several.a.clerk, {several.old, several.own, several.of_group}),
        (several.liaison, {several.old, several.own, several.of_group}),
        (several.a.leader, {several.of_group}),
        (several.a.member, {several.old, several.own}),
        (several.b.secretary, {several.foreign}),
        (several.b.leader, set()),
    ):
        assert listed(several.client(user)) == found, user


def test_the_register_goes_out_as_the_list_is_narrowed(several):
    settled(several.of_group.items.get(number=1), "done", several.a.clerk)
    step(several.old, "withdraw", several.a.clerk)
    client = several.client(several.a.secretary)
    columns = ["number", "content", "result", "member"]
    [_headings, *found] = rows(client, "/pledges/export/", columns)
    assert [[str(cell) for cell in row] for row in found] == [
        ["", "1", WORDS["content"], "十月底前每周都清扫了"],
        ["", "2", "广场舞会办六场", ""],
        ["吴庄子党员甲", "1", WORDS["content"], ""],
    ]
    [_headings, *found] = rows(client, "/pledges/export/?whose=member", columns, "csv")
    assert [row[0] for row in found] == ["吴庄子党员甲"]
    paper = client.get("/pledges/register/?whose=group").content.decode()
    assert "广场舞会办六场" in paper
    assert "十月底前每周都清扫了" in paper
    assert "吴庄子党员甲" not in paper
    assert several.client(several.b.secretary).get("/pledges/register/").content.decode().count(WORDS["content"]) == 1


def test_pages_ask_as_often_for_three_as_for_one(cast):
    client = cast.client(cast.township)
    goal = goal_of(cast.a, cast)
    first = published(pledge_of(member=cast.a.members[0], items=({"goal": goal},)), cast.a.secretary)
    pages = (LIST, "/pledges/register/", first.get_absolute_url(), f"/pledges/{first.pk}/print/")

    def asked():
        found = []
        for page in pages:
            client.get(page)
            with CaptureQueriesContext(connection) as caught:
                assert client.get(page).status_code == 200
            found.append(len(caught))
        return [*found, queries(client, "/pledges/export/", ["content", "member", "group", "goal"])]

    one = asked()
    for number in (2, 3):
        more = goal_of(cast.a, cast, "又一件事", number)
        words = {**WORDS, "content": f"第{number}件事", "goal": more}
        PledgeItem.objects.create(pledge=first, number=number, **words)
        published(pledge_of(member=cast.a.members[number - 1], items=({"goal": more},)), cast.a.secretary)
        published(pledge_of(group=cast.a.groups[("economy", "culture")[number - 2]]), cast.a.secretary)
    assert asked() == one
    draft = pledge_of(member=cast.b.members[0])
    page = f"/pledges/{draft.pk}/edit/"
    client.get(page)
    with CaptureQueriesContext(connection) as with_one:
        client.get(page)
    for number in (2, 3):
        PledgeItem.objects.create(pledge=draft, number=number, **WORDS)
    with CaptureQueriesContext(connection) as with_three:
        client.get(page)
    assert len(with_three) == len(with_one)


def move(thing, name):
    return f"/moves/{thing._meta.label_lower}/{thing.pk}/{name}/"


def test_the_pages_of_the_steps(cast, at_desk):
    pledge = pledge_of(member=cast.a.members[0], items=({"measure": ""},))
    clerk, secretary = at_desk(cast.a.clerk), at_desk(cast.a.secretary)
    clerk.send(move(pledge, "propose"), status=422, having=["version"])
    assert not StateChange.objects.exists()
    pledge.items.update(measure="带队")
    old = clerk.form_at(move(pledge, "propose"), ["version"])
    clerk.press(pledge, "propose")
    assert clerk.client.post(move(pledge, "propose"), old).status_code in (302, 409)
    clerk.read(move(pledge, "audit"), 403)
    clerk.read(move(pledge, "publish"), 409)
    clerk.read(move(pledge, "nothing"), 404)
    at_desk(cast.b.secretary).read(move(pledge, "audit"), 404)
    at_desk(cast.viewer).read(move(pledge, "audit"), 403)
    secretary.press(pledge, "audit")
    secretary.press(pledge, "publish")
    one = pledge.items.get()
    page = move(one, "finish")
    assert page in clerk.read(pledge.get_absolute_url())
    clerk.send(page, status=422, having=["version"], result="问 13812345678")
    clerk.send(page, status=422, having=["version"], result="做完了", happened_on="2026-11-24")
    clerk.send(page, having=["version"], result="做完了")
    one.refresh_from_db()
    assert (one.state, one.result, one.settled_on) == ("done", "做完了", TODAY)
    assert move(one, "reopen") not in clerk.read(pledge.get_absolute_url())
    assert move(one, "reopen") in secretary.read(pledge.get_absolute_url())


def test_who_examines_a_list_is_shown_who_is_skipped_and_why(cast):
    good, phrase = (
        at(pledge_of(member=member, items=({"content": words},)), "proposed", cast.a.clerk)
        for member, words in zip(cast.a.members, ("每周五清扫广场", "积极工作"), strict=False)
    )
    client = cast.client(cast.a.secretary)
    page = "/moves/pledges.pledge/list/"
    asked = {"move": "audit", "pk": [good.pk, phrase.pk], "next": LIST}
    shown = client.get(page, asked)
    assert shown.status_code == 200
    form = {"happened_on": TODAY, "version": 0, "request_id": shown.context["form"].initial["request_id"]}
    outcome = client.post(page, asked | form).context["outcome"]
    assert ([one.pk for one in outcome.moved], [one.pk for one, _why in outcome.skipped]) == ([good.pk], [phrase.pk])
    assert client.post(page, asked | form | {"do": "1", "promised": [good.pk]}).url == LIST
    assert set(Pledge.objects.values_list("pk", "state")) == {(good.pk, "audited"), (phrase.pk, "proposed")}
