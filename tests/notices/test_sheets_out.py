"""Notices as a sheet: what the list says, of the lines what was posted, of objections nothing."""

from django.urls import reverse

from members.models import Member
from notices.actions import draft_notice, receive_objection
from notices.moves import NOTICE
from notices.sheets_out import NOTICES
from tests import build
from tests.notices.stories import TODAY, D, confirmed
from tests.support.sheets import queries, rows

LIST, OUT = reverse("notices:notice_list"), reverse("notices:notice_export")
ALL = [offer.key for offer in NOTICES.columns]


def test_the_sheet_says_what_the_list_says_in_its_order(cast):
    first, second, third = confirmed(cast, 3)
    build.posted(cast.a, [first], D(2026, 10, 21))
    build.posted(cast.a, [second], TODAY)
    draft_notice("placements", cast.a.village, [(third.pk, third.member)], title="新的", organ="支部")
    client = cast.client(cast.township)
    for asked in ("", "?state=over", "?state=running", "?state=drafted", f"?village={cast.b.village.code}"):
        page = client.get(LIST + asked).context["page"]
        assert [line[0] for line in rows(client, OUT + asked)[1:]] == [notice.title for notice in page]
    head, *found = rows(client, OUT)
    assert head == ["标题", "村（居）", "状态", "人数", "张榜日期", "截止日期"]
    assert [line[2] for line in found] == ["公示期满，待确认", "公示中", "草稿"]
    assert found[1][3:] == ["1", "2026-11-23", "2026-11-27"]
    assert found[2][3:] == ["1", "", ""]


def test_of_a_line_goes_along_what_was_posted_and_no_more(cast):
    up, waiting = confirmed(cast, 2)
    notice = build.posted(cast.a, [up], TODAY)
    draft_notice("placements", cast.a.village, [(waiting.pk, waiting.member)], title="新的", organ="支部")
    Member.objects.filter(pk=up.member.pk).update(phone="19900012345", exempt="mobility", name="改了名")
    receive_objection(notice, notice.lines.get(), text="不符合条件", signed="李四")
    for user in (cast.township, cast.viewer, cast.a.secretary):
        found = rows(cast.client(user), OUT, ALL)
        assert found[0][7] == "公示人员"
        assert [line[7] for line in found[1:]] == ["公示人甲 经济 经济岗", ""]
        for secret in ("不符合条件", "李四", "19900012345", "行动不便", "改了名"):
            assert secret not in str(found)


def test_a_notice_taken_down_says_so_and_why(cast):
    notice = build.posted(cast.a, confirmed(cast, 1), TODAY)
    NOTICE.perform(notice, "withdraw", actor=cast.a.secretary, happened_on=TODAY, data={"reason": "写错了名额"})
    line = rows(cast.client(cast.a.clerk), OUT, ["title", "state", "withdrawn_on", "correction"])[1]
    assert line[1:] == ["已撤下", "2026-11-23", "写错了名额"]


def test_notices_of_another_village_are_in_nobodys_sheet(cast):
    build.posted(cast.a, confirmed(cast, 1), TODAY)
    for user in (cast.b.secretary, cast.b.clerk, cast.b.member, cast.a.member, cast.a.leader):
        for asked in ("", f"?village={cast.a.village.code}"):
            assert rows(cast.client(user), OUT + asked, ALL)[1:] == []
    assert len(rows(cast.client(cast.liaison), OUT, ALL)) == 2


def test_one_notice_or_three_cost_the_same(cast):
    client = cast.client(cast.township)
    ready = confirmed(cast, 5)
    build.posted(cast.a, ready[:1], TODAY)
    one = queries(client, OUT, ALL)
    build.posted(cast.a, ready[1:4], TODAY)
    build.posted(cast.a, ready[4:], TODAY)
    assert queries(client, OUT, ALL) == one
