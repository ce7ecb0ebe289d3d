"""The roster as its list shows it: narrowed, with the columns picked; whatever was picked comes in again unchanged."""

import pytest
from django.urls import reverse

from members.models import Member, Office, Speciality
from members.resources import RosterResource
from members.sheet_kinds import KINDS
from plans.models import Goal, Plan
from pledges.models import Pledge, PledgeItem
from tests import build
from tests.support.sheets import queries, rows, sent, taken
from tools.exchange.models import Batch

LIST, OUT = reverse("members:member_list"), reverse("members:member_export")
OFFERED = ["nation", "education", "confirmed", "job", "office", "specialities", "phone", "presence"]
NEEDED = ["姓名", "性别", "出生日期", "人员类别", "所在党支部", "入党日期"]


@pytest.fixture
def town(cast):
    """People of every kind: away, in office, with specialities, of one name, reporting in from a branch that is no village's."""
    first = cast.a.members[0]
    Member.objects.filter(pk=first.pk).update(
        phone="19900012345", exempt="mobility", presence="seasonal", job="=1+1", education="初中"
    )
    first.specialities.add(*(Speciality.objects.create(name=name) for name in ("木工", "电工")))
    Office.objects.create(member=first, kind="committee", starts_on="2024-03-01")
    build.member(cast.a.branch, "赵六", born="1960-01")
    build.member(cast.a.branch, "赵六", born="1970", category="probationary", joined="2026-01-05")
    build.member(cast.school, "孙老师", lives_in=cast.a.village, born="1970-04-05")
    for where in (cast.a, cast.b):
        plan = Plan.objects.create(village=where.village, cycle=cast.cycle, title="计划")
        Goal.objects.create(plan=plan, number=1, content="修路，架桥", due_on="2026-12-20")
        pledge = Pledge.objects.create(village=where.village, cycle=cast.cycle, group=where.groups["culture"])
        PledgeItem.objects.create(pledge=pledge, number=1, content="办晚会（两场）")
    return cast


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("columns", [None, [], ["phone"], ["office", "specialities"], OFFERED])
@pytest.mark.parametrize("asked", ["", "?presence=seasonal", "?q=zl", "?category=probationary"])
def test_what_was_picked_comes_in_again_unchanged(town, asked, columns, ending):
    for user in (town.township, town.a.secretary):
        client = town.client(user)
        page = client.get(LIST + asked).context["page"]
        data = taken(client, OUT + asked, columns, ending)
        plan = RosterResource().plan(RosterResource().read(data, f"a.{ending}")[1], user)
        assert (plan.errors, plan.warnings) == ([], [])
        assert (plan.counts()["unchanged"], plan.counts()["rows"]) == (page.paginator.count, page.paginator.count)


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_sheet_that_is_brought_in_goes_out_by_page_and_comes_in_again_unchanged(town, kind, ending):
    client = town.client(town.township)
    out = client.get(reverse("members:roster_export"), {"kind": kind, "format": ending})
    resource = KINDS[kind].resource()
    plan = resource.plan(resource.read(b"".join(out.streaming_content), f"a.{ending}")[1], town.township)
    assert plan.errors == []
    assert plan.counts()["unchanged"] == plan.counts()["rows"] == KINDS[kind].rows(town.township).count() > 1


ODD = [
    "=1+1",
    "＝开店",
    "-1",
    "+86",
    "@家",
    "'=x",
    "村委会\t二楼",
    "村委会\n二楼",
    "　村东",
    "a,b",
    'a"b',
    "无",
    "𠮷家",
    "0012",
    "1e5",
]


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize("word", ODD)
def test_whatever_somebody_types_of_a_village_comes_in_again_unchanged(cast, word, ending):
    village = cast.a.village
    village.contact_place = village.phone = word
    village.full_clean()
    village.save()
    out = cast.client(cast.township).get(reverse("members:roster_export"), {"kind": "villages", "format": ending})
    resource = KINDS["villages"].resource()
    plan = resource.plan(resource.read(b"".join(out.streaming_content), f"a.{ending}")[1], cast.township)
    assert (plan.errors, plan.counts()["unchanged"]) == ([], 2)


def test_the_sheet_is_the_list_in_its_order_with_its_columns(town):
    client = town.client(town.a.clerk)
    head, *found = rows(client, OUT)
    assert head == [*NEEDED, "特长", "手机号码", "在村情况", "行标识"]
    assert [line[0] for line in found] == [m.name for m in client.get(LIST).context["page"]]
    [line] = rows(client, f"{OUT}?presence=seasonal")[1:]
    assert line[:-1] == [
        "吴庄子党员甲", "男", "1968.05", "正式党员", "吴庄子村党支部", "1995.07", "木工、电工", "19900012345", "季节性外出",
    ]  # fmt: skip
    assert rows(client, OUT, [])[0] == [*NEEDED, "行标识"]


def test_the_list_leads_there_and_the_page_says_what_goes_along_in_any_case(town):
    client = town.client(town.a.clerk)
    assert f'href="{OUT}?q=zl"' in client.get(f"{LIST}?q=zl").content.decode()
    page = client.get(f"{OUT}?q=zl")
    assert page.context["count"] == 2
    assert "、".join(NEEDED) in page.content.decode()
    assert [key for key, _word in page.context["form"].fields["columns"].choices] == OFFERED


def test_a_viewer_gets_no_telephones_nobody_a_reason_or_a_number(town):
    viewer = town.client(town.viewer)
    assert "手机号码" not in viewer.get(OUT).content.decode()
    assert sent(viewer, OUT, ["phone"]).status_code == 422
    assert sent(viewer, OUT, ["exempt"]).status_code == 422
    assert not Batch.objects.exists()
    offered = [key for key in OFFERED if key != "phone"]
    for client, keys in ((viewer, offered), (town.client(town.township), OFFERED)):
        found = str(rows(client, OUT, keys))
        assert ("19900012345" in found) == (keys == OFFERED)
        assert "行动不便" not in found
        assert "公民身份号码" not in found


def test_somebody_elses_people_are_in_no_sheet(town):
    for user in (town.a.secretary, town.a.clerk, town.liaison):
        for asked in ("", f"?village={town.b.village.code}", f"?branch={town.b.branch.pk}"):
            found = rows(town.client(user), OUT + asked)
            assert "南平庄" not in str(found)
            assert "孙老师" in str(found)
    assert "南平庄" in str(rows(town.client(town.township), f"{OUT}?village={town.b.village.code}"))


@pytest.mark.parametrize("name", ["leader", "member"])
def test_who_may_not_take_the_roster_may_not_take_a_part_of_it(town, name):
    client = town.client(getattr(town.a, name))
    assert OUT not in client.get(LIST).content.decode()
    assert (client.get(OUT).status_code, sent(client, OUT).status_code) == (403, 403)
    assert not Batch.objects.exists()


def test_it_is_recorded_as_the_roster_is(town):
    sent(town.client(town.a.secretary), f"{OUT}?q=zl", ending="csv")
    batch = Batch.objects.get()
    assert (batch.kind, batch.file_name) == ("roster_export", "党员花名册-20261123.csv")
    assert (batch.counts, batch.uploaded_by) == ({"rows": 2}, town.a.secretary)


def test_few_or_many_members_cost_the_same(town):
    client = town.client(town.township)
    few = queries(client, OUT, OFFERED)
    for number in range(5):
        person = build.member(town.b.branch, f"周{'一二三四五'[number]}")
        person.specialities.add(Speciality.objects.get(name="木工"))
        Office.objects.create(member=person, kind="committee")
    assert queries(client, OUT, OFFERED) == few
