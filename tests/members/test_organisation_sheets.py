"""Villages, branches and offices by sheet: what goes out comes in again, each kind within its own scope."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from members.models import Branch, Member, Office, Village
from members.office_sheet import OfficeResource
from members.organisation_sheets import BranchResource, VillageResource
from members.sheet_kinds import KINDS
from tests import build
from tests.exchange import township
from tests.exchange.township import NAN, WU, Town, book, codes
from tools.exchange.models import Batch

VILLAGE = ["村代码", "村委会全称", "村名", "支部电话", "代表人数"]
BRANCH = ["党支部名称", "类别", "所在村"]
OFFICE = ["姓名", "所在党支部", "职务", "任职日期", "离任日期"]
ENTERED = {"roster", "offices", "goals", "pledges"}


@pytest.fixture
def town(db, clock):
    return Town()


def bring(resource, data, user, **more):
    return resource.apply(resource.read(data, "a.xlsx")[1], user, **more)


def client_of(user):
    client = Client()
    client.force_login(user, backend="tools.accounts.backends.AccountBackend")
    return client


def address(name, kind, *args):
    return f"{reverse(f'members:{name}', args=args)}?kind={kind}"


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
@pytest.mark.parametrize(("kind", "rows"), [("villages", 61), ("branches", 108), ("offices", 2)])
def test_what_goes_out_comes_in_again_unchanged(town, kind, rows, ending):
    Village.objects.filter(code=WU).update(phone="0315-7200001", representatives=30)
    member = build.member(town.wu, "张三")
    Office.objects.create(member=member, kind="secretary", starts_on="2024-03-01")
    Office.objects.create(member=member, kind="committee", starts_on="2018-03-01", ends_on="2021-03-01")
    client = client_of(town.town)
    out = client.get(address("roster_export", kind) + f"&format={ending}")
    data = b"".join(out.streaming_content)
    content = KINDS[kind].resource().read(data, f"a.{ending}")[1]
    plan = KINDS[kind].resource().plan(content, town.town)
    assert (plan.counts()["unchanged"], plan.errors, plan.counts()["rows"]) == (rows, [], rows)
    assert Batch.objects.filter(kind=f"{kind}_export", counts__rows=rows).count() == 1


def test_a_village_comes_in_and_is_found(town):
    new = ["130284105999", "榛子镇新庄社区居民委员会", "新庄", "0315-7200002", "25人"]
    plan = bring(VillageResource(), book(new, headings=VILLAGE), town.town, reason="a.xlsx")
    village = Village.objects.get(code="130284105999")
    assert (len(plan.new), village.kind, village.representatives) == (1, "committee", 25)
    assert village in Village.objects.matching("xinzhuang")
    assert village.history.get().history_user == town.town
    changed = bring(VillageResource(), book([new[0], "", "", "0315-7200003", ""], headings=VILLAGE), town.town)
    village.refresh_from_db()
    assert changed.changed[0].changes == {"phone": ("0315-7200002", "0315-7200003")}
    assert (village.phone, village.history.count(), village.search_key) == ("0315-7200003", 2, "xinzhuang 新庄 xz")


@pytest.mark.parametrize(
    ("line", "field", "code"),
    [
        (["12", "某村村民委员会", "某村", "", ""], "code", "bad_code"),
        (["", "某村村民委员会", "某村", "", ""], "code", "required"),
        (["130284105999", "某村村民委员会", "吴庄子村", "", ""], "short_name", "same_record_twice"),
        (["130284105999", "某村村民委员会", "", "", ""], "short_name", "required"),
        (["130284105999", "某村村民委员会", "某村", "", "许多"], "representatives", "bad_count"),
    ],
)
def test_a_village_that_is_wrong(town, line, field, code):
    plan = bring(VillageResource(), book(line, headings=VILLAGE), town.town)
    assert codes(plan) == [(2, field, code)]
    assert Village.objects.count() == 61


def test_a_branch_comes_in_by_its_kind(town):
    lines = [["榛子镇第九小学党支部", "学校", ""], ["吴庄子村第二党支部", "", "吴庄子"]]
    plan = bring(BranchResource(), book(*lines, headings=BRANCH), town.town)
    assert (len(plan.new), plan.errors) == (2, [])
    assert list(Branch.objects.order_by("-pk").values_list("kind", "village__code")[:2]) == [
        ("village", WU),
        ("school", None),
    ]


def test_another_form_of_a_branchs_name_renames_nothing(town):
    plan = bring(BranchResource(), book(["中共吴庄子村支部委员会", "村", "吴庄子村"], headings=BRANCH), town.town)
    assert (len(plan.same), plan.errors, Branch.objects.count()) == (1, [], 108)


def test_a_branch_is_renamed_by_its_row_id(town):
    data = book(["吴庄子村联合党支部", "村", "吴庄子", town.wu.pk], headings=[*BRANCH, "行标识"])
    plan = bring(BranchResource(), data, town.town)
    assert plan.changed[0].changes == {"name": ("吴庄子村党支部", "吴庄子村联合党支部")}
    town.wu.refresh_from_db()
    assert (town.wu.name, town.wu.history.count()) == ("吴庄子村联合党支部", 1)


@pytest.mark.parametrize(
    ("line", "field", "code"),
    [
        (["新党支部", "村", ""], "village", "village_and_kind"),
        (["新党支部", "学校", "吴庄子"], "village", "village_and_kind"),
        (["新党支部", "", ""], "kind", "required"),
        (["新党支部", "村", "不存在"], "village", "village_unknown"),
        (["新党支部", "天上", "吴庄子"], "kind", "bad_choice"),
    ],
)
def test_a_branch_that_is_wrong(town, line, field, code):
    assert codes(bring(BranchResource(), book(line, headings=BRANCH), town.town)) == [(2, field, code)]
    assert Branch.objects.count() == 108


def test_two_rows_for_one_branch(town):
    plan = bring(
        BranchResource(),
        book(["吴庄子", "村", "吴庄子"], ["中共吴庄子村支部委员会", "", ""], headings=BRANCH),
        town.town,
    )
    assert codes(plan) == [(2, "name", "same_record_twice"), (3, "name", "same_record_twice")]


def test_an_office_begins_and_ends(town):
    member = build.member(town.wu, "张三")
    plan = bring(OfficeResource(), book(["张 三", "吴庄子", "书记", "2024.3.1", ""], headings=OFFICE), town.secretary)
    assert (len(plan.new), plan.errors) == (1, [])
    office = member.offices.get()
    assert (office.kind, str(office.starts_on), office.ends_on) == ("secretary", "2024-03-01", None)
    line = ["张三", "吴庄子村党支部", "支部书记", "", "2026-10-31"]
    assert bring(OfficeResource(), book(line, headings=OFFICE), town.secretary).changed[0].changes == {
        "ends_on": ("", "2026.10.31")
    }
    assert bring(OfficeResource(), book(line, headings=OFFICE), town.secretary).counts()["unchanged"] == 1
    assert (member.offices.count(), office.history.count()) == (1, 2)


@pytest.mark.parametrize(
    ("line", "field", "code"),
    [
        (["李四", "吴庄子", "书记", "", ""], "name", "no_such_member"),
        (["王五", "南平庄", "书记", "", ""], "branch", "branch_unknown"),
        (["张三", "吴庄子", "天文学家", "", ""], "kind", "bad_choice"),
        (["张三", "吴庄子", "书记", "2024.3", ""], "starts_on", "whole_day"),
        (["张三", "吴庄子", "书记", "2024.3.2", "2024.3.1"], "ends_on", "ends_before"),
        (["赵六", "吴庄子", "书记", "", ""], "name", "ambiguous_person"),
        (["张三", "吴庄子", "", "", ""], "kind", "required"),
    ],
)
def test_an_office_that_is_wrong(town, line, field, code):
    build.member(town.wu, "张三")
    build.member(town.nan, "王五")
    build.member(town.wu, "赵六", born="1960-01")
    build.member(town.wu, "赵六", born="1970-01")
    assert codes(bring(OfficeResource(), book(line, headings=OFFICE), town.secretary)) == [(2, field, code)]
    assert not Office.objects.exists()


def test_two_of_one_name_are_told_apart_by_birth_or_by_an_answer(town):
    older, younger = build.member(town.wu, "赵六", born="1960-01"), build.member(town.wu, "赵六", born="1970-01")
    bring(
        OfficeResource(),
        book(["赵六", "吴庄子", "1960", "书记"], headings=["姓名", "党支部", "出生年月", "职务"]),
        town.secretary,
    )
    assert older.offices.count() == 1
    data = book(["赵六", "吴庄子", "支委", "", ""], headings=OFFICE)
    plan = OfficeResource().plan(OfficeResource().read(data, "a.xlsx")[1], town.secretary)
    bring(OfficeResource(), data, town.secretary, answers={plan.errors[0].key: str(younger.pk)})
    assert [office.kind for office in younger.offices.all()] == ["committee"]


def test_one_office_in_two_rows(town):
    build.member(town.wu, "张三")
    lines = [["张三", "吴庄子", "书记", "", ""], ["张三", "吴庄子", "支部书记", "", ""]]
    assert codes(bring(OfficeResource(), book(*lines, headings=OFFICE), town.town)) == [
        (2, "kind", "same_record_twice"),
        (3, "kind", "same_record_twice"),
    ]


@pytest.mark.parametrize(
    ("role", "brings", "takes"),
    [
        ("township", {"villages", "branches", *ENTERED}, True),
        ("liaison", ENTERED, True),
        ("secretary", ENTERED, True),
        ("clerk", ENTERED, True),
        ("viewer", set(), True),
        ("leader", set(), False),
    ],
)
def test_who_brings_and_takes_which_sheet(town, role, brings, takes):
    place = () if role in ("township", "viewer") else (town.villages[WU],)
    user = township.person("somebody", role, *place, **({"zone": "culture"} if role == "leader" else {}))
    client = client_of(user)
    for kind in KINDS:
        page = client.get(address("roster_import", kind))
        assert page.status_code == (200 if kind in brings else 403), kind
        assert client.post(address("roster_import", kind)).status_code == (422 if kind in brings else 403), kind
        assert client.get(address("roster_export", kind)).status_code == (200 if takes else 403), kind
    assert client.get(address("roster_import", "nothing")).status_code == 404
    assert client.get(address("roster_export", "nothing")).status_code == 404


def test_a_secretary_takes_along_only_what_is_his(town):
    build.member(town.wu, "张三")
    Office.objects.create(member=build.member(town.nan, "王五"), kind="secretary")
    client = client_of(town.secretary)
    for kind, rows in (("villages", 1), ("branches", 1), ("offices", 0)):
        data = b"".join(client.get(address("roster_export", kind)).streaming_content)
        assert load_workbook(io.BytesIO(data)).active.max_row == 1 + rows, kind


def test_a_branch_without_members_is_not_everybodys(town):
    assert list(Branch.objects.visible_to(town.secretary)) == [town.wu]
    member = build.member(town.nan, "王五", user=town.secretary)
    town.secretary.__dict__.pop("_reach", None)
    assert set(Branch.objects.visible_to(town.secretary)) == {town.wu, member.branch}


def test_offices_come_in_by_page(town):
    build.member(town.wu, "张三")
    client = client_of(town.secretary)
    data = book(["张三", "吴庄子", "书记", "2024.3.1", ""], headings=OFFICE)
    sent = client.post(address("roster_import", "offices"), {"file": SimpleUploadedFile("职务.xlsx", data)})
    page = client.get(sent.url).content.decode()
    assert "张三" in page and "2024.03.01" in page
    digest = re.search(r'name="digest" value="(\w+)"', page)[1]
    assert client.post(sent.url, {"digest": digest}).status_code == 302
    assert Member.objects.get().offices.get().kind == "secretary"
    assert client.get(sent.url, follow=True).status_code == 200


def test_a_wrong_branch_sheet_goes_back_with_its_reasons(town):
    client = client_of(town.town)
    data = book(["新党支部", "学校", "吴庄子"], headings=BRANCH)
    sent = client.post(address("roster_import", "branches"), {"file": SimpleUploadedFile("党支部.xlsx", data)})
    assert client.get(sent.url, follow=True).status_code == 200
    batch = Batch.objects.get()
    report = b"".join(client.get(reverse("members:roster_report", args=[batch.pk])).streaming_content)
    sheet = load_workbook(io.BytesIO(report)).active
    assert [cell.value for cell in sheet[2]][:3] == ["新党支部", "学校", "吴庄子"]
    assert sheet["C2"].fill.fgColor.rgb.endswith("F8C9C4")


def test_a_secretary_may_not_take_over_the_towns_file_by_its_number(town):
    batch = Batch(
        kind="villages",
        file_name="a.xlsx",
        sha256="0" * 64,
        uploaded_by=town.secretary,
        uploaded_at=build.moment("2026-11-20"),
    )
    batch.keep({"rows": [], "headings": {}, "errors": [], "warnings": [], "raw": {}})
    batch.save()
    assert client_of(town.secretary).get(reverse("members:roster_preview", args=[batch.pk])).status_code == 403
    assert client_of(town.town).get(reverse("members:roster_preview", args=[batch.pk])).status_code == 404
    assert Village.objects.get(code=NAN).short_name == "南平庄村"
