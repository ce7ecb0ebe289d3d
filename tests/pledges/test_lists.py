"""Lists of pledges: narrowed, taken along, on paper, moved as a whole; each shows what its reader sees."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.models import Cycle
from pledges.models import Pledge, PledgeItem
from tests.pledges.paths import TODAY, WORDS, at, goal_of, pledge_of, published, settled, step
from tests.support.sheets import queries, rows

LIST = "/pledges/"


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
    headings, *found = rows(client, "/pledges/export/", ["number", "result"])
    picked = [list(map(str, headings)).index(word) for word in ("党员", "序号", "承诺内容", "结果")]
    assert [[str(row[at] or "") for at in picked] for row in found] == [
        ["", "1", WORDS["content"], "十月底前每周都清扫了"],
        ["", "2", "广场舞会办六场", ""],
        ["吴庄子党员甲", "1", WORDS["content"], ""],
    ]
    _headings, *found = rows(client, "/pledges/export/?whose=member", ["result"], "csv")
    assert [row[picked[0]] for row in found] == ["吴庄子党员甲"]
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
        return [*found, queries(client, "/pledges/export/", ["goal"])]

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
