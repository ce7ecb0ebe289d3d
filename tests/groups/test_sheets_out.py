"""Applications, groups and a village's posts as sheets: the rows of the list, its order, its scope."""

import datetime as dt

import pytest
from django.urls import reverse

from groups.models import Group, Placement
from groups.sheets_out import APPLICATIONS, REGISTER
from notices.actions import receive_objection
from tests import build
from tests.support.sheets import guide, queries, rows, sent, taken
from tools.exchange.models import Batch

APPS, GROUPS = reverse("groups:application_export"), reverse("groups:group_export")
ALL_APPS = [offer.key for offer in APPLICATIONS.columns]
ALL_GROUPS = [offer.key for offer in REGISTER.columns]
D = dt.date


@pytest.fixture
def scheme(cast):
    return reverse("groups:scheme_export", args=[cast.a.village.code])


def people(cast, village, zones, to="confirmed"):
    """Members of a village walked to their posts."""
    meetings = {}
    return [
        build.walk(build.draft(person, village.posts[zone]), to, village.secretary, meetings=meetings)
        for person, zone in zip(village.members, zones, strict=False)
    ]


def test_the_sheet_of_applications_is_the_list_as_it_is_narrowed_and_ordered(cast):
    people(cast, cast.a, ["economy", "culture"], "applied")
    people(cast, cast.b, ["economy"], "nominated")
    client = cast.client(cast.township)
    for asked in (
        "",
        "?state=applied",
        "?zone=economy&sort=old",
        "?q=npz",
        f"?village={cast.a.village.code}&sort=name",
    ):
        page = client.get(reverse("groups:application_list") + asked).context["page"]
        head, *found = rows(client, APPS + asked)
        assert head == ["党员", "出生日期", "岗位", "村（居）", "责任区", "状态"]
        assert [line[0] for line in found] == [a.member.public_name for a in page]
        assert [line[5] for line in found] == ["已举荐" if a.state == "nominated" else "已申报" for a in page]
    assert found == [
        ["吴庄子党员甲", "1968.05", "经济岗", "吴庄子", "经济", "已申报"],
        ["吴庄子党员乙", "1968.05", "文化岗", "吴庄子", "文化", "已申报"],
    ]


def test_applications_of_another_village_are_in_nobodys_sheet(cast):
    people(cast, cast.a, ["economy"], "applied")
    people(cast, cast.b, ["economy"], "applied")
    for user in (cast.a.secretary, cast.a.clerk, cast.liaison, cast.a.member):
        for asked in ("", f"?village={cast.b.village.code}", "?q=npz"):
            found = rows(cast.client(user), APPS + asked, ALL_APPS)[1:]
            assert "南平庄" not in str(found)
            assert len(found) == (0 if "q" in asked else 1)
    assert len(rows(cast.client(cast.a.leader), APPS)) == 1
    assert len(rows(cast.client(cast.viewer), APPS)) == 3


def test_what_was_recorded_goes_along_of_the_present_round_alone(cast):
    [application] = people(cast, cast.a, ["economy"], "reviewed")
    build.move(application, "return", cast.a.secretary, reason="补材料", on=D(2026, 10, 16))
    build.move(application, "apply", cast.a.secretary, on=D(2026, 10, 17))
    build.move(application, "nominate", cast.a.secretary, nominators=7, how="slips", on=D(2026, 10, 18))
    head, line = rows(cast.client(cast.a.clerk), APPS, ALL_APPS)
    found = dict(zip(head, line, strict=True))
    assert (found["举荐人数"], found["申报日期"], found["评议表决情况"]) == ("7", "2026-10-17", "")
    meeting = build.meeting(cast.a.village, held_on=D(2026, 10, 19))
    build.move(application, "review", cast.a.secretary, on=D(2026, 10, 19), **build.votes(meeting, 20))
    found = dict(zip(head, rows(cast.client(cast.a.clerk), APPS, ALL_APPS)[1], strict=True))
    assert found["评议表决情况"] == "应到30人，实到24人；同意20票，不同意4票，弃权0票"


def test_an_objection_is_in_no_sheet(cast):
    [application] = people(cast, cast.a, ["culture"])
    notice = build.posted(cast.a, [application], D(2026, 11, 23))
    receive_objection(notice, notice.lines.get(), text="不符合条件")
    for user in (cast.township, cast.viewer, cast.a.secretary):
        assert "不符合条件" not in str(rows(cast.client(user), APPS, ALL_APPS))


def test_the_register_names_leader_posts_seats_and_people(cast):
    people(cast, cast.a, ["economy", "economy", "culture"])
    Placement.objects.filter(member=cast.a.members[0]).update(held_from=D(2026, 11, 1), term_ends_on=D(2027, 12, 31))
    Placement.objects.filter(member=cast.a.members[2]).update(held_from=D(2026, 10, 25), term_ends_on=D(2026, 11, 22))
    Group.objects.filter(pk=cast.a.groups["culture"].pk).update(
        acting_leader=cast.a.members[1], acting_from=D(2026, 11, 1), acting_until=D(2026, 11, 30)
    )
    head, *found = rows(cast.client(cast.a.secretary), GROUPS)
    assert head == ["村（居）", "责任区", "组长", "代理组长", "岗位", "名额", "已占名额", "组员"]
    assert [line[1] for line in found] == ["经济", "环境", "民生", "文化", "维稳"]
    assert found[0] == [
        "吴庄子", "经济", "", "", "组长（1）、经济岗（2）", "3", "2", "吴庄子党员甲、吴庄子党员乙（尚未上岗）",
    ]  # fmt: skip
    assert found[1][5:] == ["3", "0", ""]
    assert found[3][2:] == ["", "吴庄子党员乙", "组长（1）、文化岗（2）", "3", "1", "吴庄子党员丙（届满待换岗）"]


def test_the_whole_towns_register_is_one_press_and_a_secretary_gets_his_five(cast):
    page = cast.client(cast.township).get(reverse("groups:group_list")).content.decode()
    assert f'action="{GROUPS}' in page
    assert 'name="usual" value="xlsx"' in page
    for user, number in (
        (cast.township, 10),
        (cast.viewer, 10),
        (cast.a.secretary, 5),
        (cast.b.clerk, 5),
        (cast.a.member, 5),
    ):
        answer = sent(cast.client(user), GROUPS)
        assert "%E5%B0%8F%E7%BB%84%E5%8F%B0%E8%B4%A6-20261123.xlsx" in answer.headers["Content-Disposition"]
        batch = Batch.objects.latest("pk")
        assert (batch.kind, batch.counts, batch.uploaded_by) == ("groups_export", {"rows": number}, user)


def test_a_register_of_one_zone_or_of_a_village_of_somebody_elses(cast):
    found = rows(cast.client(cast.township), f"{GROUPS}?zone=culture")[1:]
    assert [(line[0], line[1]) for line in found] == [("吴庄子", "文化"), ("南平庄", "文化")]
    assert "责任区：文化" in guide(cast.client(cast.township), f"{GROUPS}?zone=culture")
    own = rows(cast.client(cast.a.secretary), f"{GROUPS}?village={cast.b.village.code}")[1:]
    assert {line[0] for line in own} == {"吴庄子"}


def test_who_may_not_read_names_on_the_page_takes_none_along(cast, scheme):
    people(cast, cast.a, ["economy", "culture"])
    for path in (GROUPS, scheme):
        assert "党员乙" in str(rows(cast.client(cast.a.clerk), path))
        mine = str(rows(cast.client(cast.a.member), path))
        assert "党员甲" in mine
        assert "党员乙" not in mine
        assert "党员甲" not in str(rows(cast.client(cast.a.leader), path, ending="csv"))


def test_who_is_on_two_posts_of_a_group_stands_there_once(cast):
    people(cast, cast.a, ["economy"])
    build.walk(build.draft(cast.a.members[0], cast.a.posts["economy-leader"]), "confirmed", cast.a.secretary)
    Placement.objects.filter(post=cast.a.posts["economy"]).update(held_from=D(2026, 11, 1))
    found = dict(zip(*rows(cast.client(cast.a.clerk), f"{GROUPS}?zone=economy", ALL_GROUPS), strict=True))
    assert found["组员"] == "吴庄子党员甲"
    assert found["各岗在岗人员"] == "组长：吴庄子党员甲（尚未上岗）；经济岗：吴庄子党员甲"
    assert found["已占名额"] == "2"


def test_a_villages_scheme_goes_out_under_its_name(cast, scheme):
    people(cast, cast.a, ["economy"])
    answer = sent(cast.client(cast.a.clerk), scheme)
    assert answer.status_code == 200
    assert Batch.objects.get().file_name == "吴庄子岗位设置方案-20261123.xlsx"
    head, *found = rows(cast.client(cast.a.clerk), scheme)
    assert head == ["村（居）", "责任区", "岗位", "组长岗位", "职责", "名额", "已占名额", "在岗人员"]
    assert found[:2] == [
        ["吴庄子", "经济", "组长", "是", "带领本组", "1", "0", ""],
        ["吴庄子", "经济", "经济岗", "否", "按岗位职责服务群众", "2", "1", "吴庄子党员甲（尚未上岗）"],
    ]
    assert len(found) == 10
    assert "村（居）：吴庄子" in guide(cast.client(cast.a.clerk), scheme)
    assert (
        scheme in cast.client(cast.a.clerk).get(reverse("groups:scheme", args=[cast.a.village.code])).content.decode()
    )


@pytest.mark.parametrize("name", ["secretary", "clerk", "leader", "member"])
def test_a_neighbours_scheme_is_not_to_be_had(cast, scheme, name):
    client = cast.client(getattr(cast.b, name))
    assert (client.get(scheme).status_code, sent(client, scheme).status_code) == (404, 404)
    assert not Batch.objects.exists()


def test_one_or_three_cost_the_same(cast, scheme):
    client = cast.client(cast.township)
    people(cast, cast.a, ["economy"])
    paths = ((APPS, ALL_APPS), (GROUPS, ALL_GROUPS), (scheme, None))
    one = [queries(client, path, columns) for path, columns in paths]
    people(cast, cast.b, ["economy", "culture", "economy"])
    build.walk(build.draft(cast.a.members[1], cast.a.posts["culture"]), "confirmed", cast.a.secretary)
    assert [queries(client, path, columns) for path, columns in paths] == one
    assert max(map(max, one)) < 20


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_a_formula_in_a_statement_is_text(cast, ending):
    build.draft(cast.a.members[0], cast.a.posts["economy"], statement="=1+1")
    assert taken(cast.client(cast.a.clerk), APPS, ["statement"], ending)
    assert rows(cast.client(cast.a.clerk), APPS, ["statement"], ending)[1] == ["=1+1" if ending == "xlsx" else "'=1+1"]
