"""What was promised, on the public board: what was examined and published, and what of it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from groups.models import Cycle
from members.models import Member, Township
from pledges.models import Pledge
from tests.board.stories import text_of
from tests.pledges.stories import keep, move, pledge_of, walked


def read(where, path="pledges/"):
    return text_of(Client().get(f"/villages/{where.village.code}/{path}"))


PAGES = ("pledges/", "", "culture/")
BEFORE = ("drafted", "proposed", "audited")


@pytest.mark.parametrize("state", [*BEFORE, "returned", "withdrawn"])
@pytest.mark.parametrize("whose", ["group", "member"])
def test_what_nobody_examined_and_published_is_nowhere(cast, state, whose):
    pledge = pledge_of(cast.a, member=cast.a.members[0] if whose == "member" else None)
    walked(cast.a, state if state in BEFORE else "audited", pledge)
    if state in ("returned", "withdrawn"):
        move(pledge, state.removesuffix("ed").replace("withdrawn", "withdraw"), cast.a.secretary, reason="重写")
    assert Pledge.objects.get().state == state
    for page in PAGES:
        assert "承诺事项" not in read(cast.a, page).replace("还没有公开的承诺", ""), page


def test_items_stand_there_with_how_they_stand(cast):
    pledge = walked(cast.a, "public", pledge_of(cast.a, items=3))
    one, two = pledge.items.get(number=1), pledge.items.get(number=2)
    keep(one, cast.a.leader, result="扫了四次街")
    keep(two, cast.a.secretary, "adjust", reason="下雨改期")
    for page in PAGES:
        text = read(cast.a, page)
        for said in ("吴庄子承诺事项1号", "已完成", "扫了四次街", "已调整", "下雨改期", "进行中", "全体村民"):
            assert said in text, (page, said)
    assert "吴庄子" not in read(cast.b).replace("吴庄子党支部", "")


def test_what_a_group_did_not_do_is_always_shown(cast):
    pledge = walked(cast.a, "public")
    keep(pledge.items.get(number=1), cast.a.secretary, "miss", reason="资金没到")
    assert "未完成" in read(cast.a) and "资金没到" in read(cast.a)


@pytest.mark.parametrize(
    ("town_shows", "reply", "shown"),
    [(False, "", False), (False, "来年补上", False), (True, "", False), (True, "来年补上", True)],
)
def test_what_a_member_did_not_do_is_shown_with_his_reply_where_the_town_says_so(cast, town_shows, reply, shown):
    Township.objects.update(shows_unkept=town_shows)
    pledge = walked(cast.a, "public", pledge_of(cast.a, member=cast.a.members[0]))
    keep(pledge.items.get(number=1), cast.a.secretary, "miss", reason="没顾上", reply=reply)
    text = read(cast.a)
    assert "吴庄子承诺事项2号" in text
    assert ("吴庄子承诺事项1号" in text) == ("没顾上" in text) == ("未完成" in text) == shown
    if shown:
        assert reply in text


def test_who_has_left_promises_nothing_any_more(cast):
    walked(cast.a, "public", pledge_of(cast.a, member=cast.a.members[1]))
    assert "吴庄子党员乙" in read(cast.a)
    Member.objects.filter(pk=cast.a.members[1].pk).update(left_on="2026-11-22", left_how="died")
    assert "吴庄子党员乙" not in read(cast.a) and "承诺事项1号" not in read(cast.a)


def test_the_villages_page_names_no_single_member(cast):
    walked(cast.a, "public", pledge_of(cast.a, member=cast.a.members[1]))
    walked(cast.a, "public", pledge_of(cast.a))
    assert "吴庄子党员乙" not in read(cast.a, "")


def test_former_years_stay_readable(cast, clock):
    walked(cast.a, "closed")
    clock.move_to("2027-01-06")
    Cycle.objects.create(year=2027, name="2027年度选岗", starts_on="2027-01-01", term_ends_on="2028-12-31")
    new = pledge_of(cast.a, items=1, content="新一年的打算很具体")
    for name in ("propose", "audit", "publish"):
        move(new, name, cast.a.secretary, on=clock.move_to("2027-01-06").date())
    assert "新一年的打算" in read(cast.a) and "吴庄子承诺事项1号" not in read(cast.a)
    assert "吴庄子承诺事项1号" in read(cast.a, "pledges/?year=2026")
    assert "新一年的打算" in read(cast.a, "pledges/?year=1999")


def test_the_page_costs_as_much_with_many(cast):
    def queries(page):
        with CaptureQueriesContext(connection) as asked:
            read(cast.a, page)
        return len(asked)

    walked(cast.a, "public")
    one = [queries(page) for page in PAGES]
    for zone in ("economy", "harmony"):
        walked(cast.a, "public", pledge_of(cast.a, group=zone))
    for member in cast.a.members:
        walked(cast.a, "public", pledge_of(cast.a, member=member))
    assert [queries(page) for page in PAGES] == one
    assert max(one) <= 4
