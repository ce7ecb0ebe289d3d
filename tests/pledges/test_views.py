"""Pledges at the desk: who writes whose, written anew, listed, the register, and a member's own file."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pledges.models import Pledge, PledgeItem
from tests.board.stories import text_of
from tests.groups.test_view_paper import press
from tests.papers.stories import who
from tests.plans.stories import walked as plan_walked
from tests.pledges.stories import keep, letter_of, move, pledge_of, sign, walked

NEW = "/pledges/new/"


def sent(contents=("每周五清扫文化广场",), **more):
    rows = {"items-TOTAL_FORMS": len(contents), "items-INITIAL_FORMS": 0}
    for number, content in enumerate(contents):
        rows |= {
            f"items-{number}-content": content, f"items-{number}-measure": "两人一组", f"items-{number}-due_on": "2026-12-20",
            f"items-{number}-beneficiary": "全体村民",
        }  # fmt: skip
    return {"request_id": uuid.uuid4()} | rows | more


def of_group(where, zone="culture"):
    return {"group": where.groups[zone].pk}


def test_a_leader_writes_his_own_groups_pledge_and_no_others(cast):
    client = cast.client(cast.a.leader)
    assert client.post(NEW, sent(**of_group(cast.a, "economy"))).status_code == 422
    answer = client.post(NEW, sent(**of_group(cast.a)))
    pledge = Pledge.objects.get()
    assert (answer.status_code, answer.url) == (302, pledge.get_absolute_url())
    assert pledge.group == cast.a.groups["culture"] and pledge.items.get().content == "每周五清扫文化广场"


def test_a_member_pledges_for_himself_alone(cast):
    client = cast.client(cast.a.member)
    assert client.post(NEW, sent(member=cast.a.members[1].pk)).status_code == 422
    assert client.post(NEW, sent(**of_group(cast.a))).status_code == 422
    assert client.post(NEW, sent(member=cast.a.members[0].pk)).status_code == 302
    assert Pledge.objects.get().member == cast.a.members[0]


@pytest.mark.parametrize("whose", [{}, "both"])
def test_a_pledge_is_one_of_the_twos(cast, whose):
    chosen = {"member": cast.a.members[0].pk} | of_group(cast.a) if whose else {}
    assert cast.client(cast.a.clerk).post(NEW, sent(**chosen)).status_code == 422
    assert not Pledge.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"items-0-content": "拨打13812345678"}, {"items-0-due_on": "2062-01-01"}, {"items-0-content": ""}]
)
def test_what_cannot_be_is_said_and_nothing_is_kept(cast, wrong):
    assert cast.client(cast.a.clerk).post(NEW, sent(**of_group(cast.a)) | wrong).status_code == 422
    assert not Pledge.objects.exists()


def test_a_pledge_sent_twice_is_kept_once_and_who_has_one_is_offered_no_more(cast):
    client, words = cast.client(cast.a.clerk), sent(**of_group(cast.a))
    assert [client.post(NEW, words).status_code for _time in range(2)] == [302, 302]
    assert (Pledge.objects.count(), PledgeItem.objects.count()) == (1, 1)
    assert cast.a.groups["culture"] not in client.get(NEW).context["form"].fields["group"].queryset


def test_another_villages_people_and_groups_are_not_offered(cast):
    client = cast.client(cast.a.clerk)
    for chosen in ({"member": cast.b.members[0].pk}, of_group(cast.b)):
        assert client.post(NEW, sent(**chosen)).status_code == 422
    assert client.get(f"{NEW}?village={cast.b.village.code}").status_code == 404


def test_an_item_answers_a_goal_of_the_published_plan(cast):
    plan = plan_walked(cast.a, "published")
    goal = plan.goals.get(number=2)
    pledge = pledge_of(cast.a, items=1)
    page = f"{pledge.get_absolute_url()}edit/"
    client = cast.client(cast.a.clerk)
    offered = client.get(page).context["items"].forms[0].fields["goal"].queryset
    assert list(offered) == [goal]  # the first is the environment group's
    item = pledge.items.get()
    rows = {"items-TOTAL_FORMS": 1, "items-INITIAL_FORMS": 1, "items-0-id": item.pk, "items-0-content": item.content}
    rows |= {
        "items-0-measure": item.measure,
        "items-0-due_on": "2026-12-20",
        "items-0-beneficiary": "村民",
        "items-0-goal": goal.pk,
    }
    assert client.post(page, rows).status_code == 302
    assert pledge.items.get().goal == goal
    walked(cast.a, "public", pledge)
    assert "吴庄子目标2号" in text_of(cast.client().get(f"/villages/{cast.a.village.code}/pledges/"))


def test_what_was_handed_in_is_not_written_anew_until_it_comes_back(cast):
    pledge = walked(cast.a, "proposed")
    page, client = f"{pledge.get_absolute_url()}edit/", cast.client(cast.a.leader)
    assert client.get(page).status_code == client.post(page, sent()).status_code == 403
    move(pledge, "return", cast.a.secretary, reason="写具体些")
    assert client.get(page).status_code == 200


@pytest.mark.parametrize(
    ("person", "sees"), [("viewer", True), ("liaison", True), ("township", True), ("leader", True), ("member", False)]
)
def test_who_sees_a_groups_pledge_before_it_is_public(cast, person, sees):
    pledge = pledge_of(cast.a)
    client = cast.client(who(cast, person))
    assert client.get(pledge.get_absolute_url()).status_code == (200 if sees else 404)
    assert ([one.pk for one in client.get("/pledges/").context["page"]] == [pledge.pk]) == sees
    assert cast.client(cast.b.secretary).get(pledge.get_absolute_url()).status_code == 404


def test_the_list_is_narrowed_by_whose_state_name_and_what_is_due(cast, clock):
    walked(cast.a, "public")
    pledge_of(cast.a, member=cast.a.members[1])
    client = cast.client(cast.a.secretary)
    for query, count in (("", 2), ("?whose=group", 1), ("?state=drafted", 1), ("?q=wzzdyy", 1), ("?state=due", 0)):
        assert len(client.get(f"/pledges/{query}").context["page"]) == count, query
    clock.move_to("2026-12-14")
    assert len(cast.client(cast.a.secretary).get("/pledges/?state=due").context["page"]) == 1


def test_the_register_on_paper_and_as_a_sheet_holds_ones_own(cast):
    walked(cast.a, "public")
    pledge_of(cast.b)
    client = cast.client(cast.a.clerk)
    text = text_of(client.get("/pledges/register/"))
    assert "吴庄子承诺事项2号" in text and "南平庄" not in text
    answer = client.post("/pledges/export/", {"columns": ["village", "content", "state"], "format": "csv"})
    sheet = b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()
    assert "吴庄子承诺事项1号" in sheet and "进行中" in sheet and "南平庄" not in sheet


def test_list_and_page_ask_as_much_with_three_as_with_one(cast):
    client, pledge = cast.client(cast.a.secretary), walked(cast.a, "public", pledge_of(cast.a, items=1))
    paths = ("/pledges/", pledge.get_absolute_url(), "/pledges/register/", f"/pledges/{cast.a.village.code}/letters/")

    def asked():
        found = []
        for path in paths:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(path).status_code == 200
            found.append(len(queries))
        return found

    asked()
    one = asked()
    for zone in ("economy", "harmony"):
        pledge_of(cast.a, group=zone)
    for number in (2, 3):
        words = {"content": "再一项具体的事", "measure": "每周", "due_on": "2026-12-20", "beneficiary": "村民"}
        PledgeItem.objects.create(pledge=pledge, number=number, **words)
    assert asked() == one


def test_the_page_of_a_step_says_what_is_missing_and_what_happened_meanwhile(cast):
    client, pledge = cast.client(cast.a.secretary), pledge_of(cast.a, items=0)
    assert press(client, pledge, "propose").status_code == 422
    PledgeItem.objects.create(
        pledge=pledge, number=1, content="清扫广场一次", measure="周五", due_on="2026-12-20", beneficiary="村民"
    )
    assert press(client, pledge, "propose", version=9).status_code == 409
    assert press(client, pledge, "propose").status_code == 302
    assert press(cast.client(cast.a.clerk), pledge, "audit").status_code == 403
    assert press(cast.client(cast.b.secretary), pledge, "audit").status_code == 404
    assert press(client, pledge, "audit").status_code == press(client, pledge, "publish").status_code == 302
    item = pledge.items.get()
    assert press(client, item, "finish").status_code == 422
    assert press(client, item, "finish", result="打13812345678").status_code == 422
    assert press(client, item, "finish", result="清扫了两次").status_code == 302
    assert press(client, pledge, "close").status_code == 302


def test_his_whole_file_tells_a_member_his_letter_and_what_he_promised(cast):
    pledge = walked(cast.a, "public", pledge_of(cast.a, member=cast.a.members[0]))
    keep(pledge.items.get(number=1), cast.a.secretary, "miss", reason="没顾上", reply="来年补上")
    letter = sign(letter_of(cast.a), cast.a.clerk)
    text = text_of(cast.client(cast.a.member).get(f"/desk/file/{cast.a.members[0].pk}/"))
    for said in ("吴庄子承诺事项1号", "没顾上", "来年补上"):
        assert said in text, said
    other = text_of(cast.client(cast.a.secretary).get(f"/desk/file/{letter.placement.member_id}/"))
    assert "2026-11-20" in other and "岗位责任书" in other
