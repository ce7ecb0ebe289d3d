"""Rosters as villages send them: headings of other systems, branches in every usual form, a village in the sheet's name."""

import pytest

from members.models import Branch, Member, Township
from tests import build
from tests.exchange.township import HEADINGS, ZHANG, Town, book, bring, codes, remarks

NO_BRANCH = [heading for heading in HEADINGS if heading != "所在党支部"]
ZHANG_ALONE = [cell for cell in ZHANG if cell != "吴庄子村党支部"]


@pytest.fixture
def town(db, clock):
    Township.objects.update(name="榛子镇", county="滦州市")
    return Town()


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ("所在党支部", "所属党组织名称*"),
        ("所在党支部", "所在党组织(全称)"),
        ("所在党支部", "所属党组织"),
        ("入党日期", "接收预备党员日期"),
        ("入党日期", "何时入党"),
        ("人员类别", "政治面貌*"),
    ],
)
def test_headings_of_other_systems(town, ours, theirs):
    plan = bring(book(ZHANG, headings=[theirs if word == ours else word for word in HEADINGS]), town.town)
    assert (plan.errors, plan.warnings, Member.objects.get().branch) == ([], [], town.wu)


def test_more_headings_of_other_systems(town):
    headings = [*HEADINGS, "最高学历", "正式转正日期", "工作单位及职务", "本人电话"]
    plan = bring(book([*ZHANG, "高中", "1986.07", "务农", "19900000001"], headings=headings), town.town)
    member = Member.objects.get()
    assert (member.education, member.confirmed, member.job) == ("高中", "1986-07", "务农")
    assert (member.phone, plan.warnings) == ("19900000001", [])
    plan = bring(book([*ZHANG, "高中", "本科"], headings=[*HEADINGS, "学历", "最高学历"]), town.town)
    assert (plan.errors, remarks(plan), plan.same[0].obj) == ([], [(1, None, "extra_column")], member)


@pytest.mark.parametrize(
    "written",
    [
        "河北省唐山市滦州市榛子镇吴庄子村党支部",
        "中共滦州市榛子镇吴庄子村支部委员会",
        "滦州榛子镇吴庄子",
        "滦州市吴庄子村",
        "中共榛子镇委员会吴庄子村支部委员会",
        "榛子镇党委吴庄子村党支部",
        "吴庄子村党总支部委员会",
        "吴庄子村党总支部",
        "吴庄子总支",
        "吴庄子村民委员会",
        "吴庄子村村委会",
        "吳莊子村黨總支",
    ],
)
def test_a_branch_with_what_stands_before_and_after_its_name(town, written):
    bring(book([*ZHANG[:4], written, ZHANG[5]]), town.town)
    assert Member.objects.get().branch == town.wu


@pytest.mark.parametrize("written", ["油榨镇吴庄子村党支部", "吴庄", "吴庄子联合党支部", "贺庄子", "粮站和卫生院"])
def test_what_only_looks_like_a_branch_is_never_taken_for_it(town, written):
    assert codes(bring(book([*ZHANG[:4], written, ZHANG[5]]), town.town)) == [(2, "branch", "branch_unknown")]


def test_a_town_and_a_residents_committee(town):
    for written, name in (("粮站", "榛子镇粮站党支部"), ("榛子镇宋家峪社区居委会", "宋家峪居委会党支部")):
        bring(book([*ZHANG[:4], written, ZHANG[5]]), town.town)
        Member.objects.get(branch=Branch.objects.get(name=name)).delete()


def test_the_nearest_name_is_found_behind_a_long_beginning(town):
    plan = bring(book([*ZHANG[:4], "中共榛子镇吴家庄子村支部委员会", ZHANG[5]]), town.secretary)
    assert plan.errors[0].message.endswith("是不是：吴庄子村党支部？")


@pytest.mark.parametrize(
    "title",
    ["吴庄子 (2)", "1.吴庄子", "吴庄子36人", "吴庄子党员花名册", "2026年吴庄子村党支部党员名册(最终)", "吴庄子表"],
)
def test_a_village_in_the_name_of_a_sheet(town, title):
    bring(book(ZHANG_ALONE, headings=NO_BRANCH, title=title), town.town)
    assert Member.objects.get().branch == town.wu


@pytest.mark.parametrize("title", ["Sheet1", "党员花名册", "a", "榛子镇党员信息表", "工作表2", "2026年", "(最终)"])
def test_a_name_of_a_sheet_that_tells_no_village(town, title):
    plan = bring(book(ZHANG_ALONE, headings=NO_BRANCH, title=title), town.town)
    assert codes(plan) == [(1, "branch", "missing_heading")]


def test_a_village_in_the_name_of_a_sheet_that_nobody_knows(town):
    plan = bring(book(ZHANG_ALONE, headings=NO_BRANCH, title="吴庄"), town.town)
    assert codes(plan) == [(2, "branch", "branch_unknown")]
    assert "吴庄子村党支部" in plan.errors[0].message and "工作表" in plan.errors[0].message


def test_what_stands_behind_a_name_in_brackets(town):
    member = build.member(town.wu, "张三", born="1957-03", joined="1985-07")
    plan = bring(book(["张三（女）", *ZHANG[1:]]), town.town)
    assert (plan.same[0].obj, remarks(plan)) == (member, [(2, "name", "name_note")])
    bring(book(["李四（大）", *ZHANG[1:]]), town.town)
    assert Member.objects.filter(name="李四(大)").exists()


@pytest.mark.parametrize(
    ("written", "kept"), [("漢", "汉族"), ("滿 族", "满族"), ("其他", "其他"), ("布依", "布依族"), ("Uyghur", "Uyghur")]
)
def test_a_nation(town, written, kept):
    bring(book([*ZHANG, written], headings=[*HEADINGS, "民族"]), town.town)
    assert Member.objects.get().nation == kept


@pytest.mark.parametrize(
    ("heading", "written", "kept"),
    [
        ("是否外出", "√", "away"),
        ("是否流动党员", "×", "here"),
        ("是否在村", "√", "here"),
        ("外出", "在外务工", "away"),
        ("在村情况", "常年在外", "long"),
    ],
)
def test_who_is_away(town, heading, written, kept):
    bring(book([*ZHANG, written], headings=[*HEADINGS, heading]), town.town)
    assert Member.objects.get().presence == kept


@pytest.mark.parametrize(("written", "kinds"), [("支书", ["secretary"]), ("村支书(兼)、村主任", ["head", "secretary"])])
def test_offices_as_people_call_them(town, written, kinds):
    plan = bring(book([*ZHANG, written], headings=[*HEADINGS, "职务"]), town.town)
    assert (sorted(office.kind for office in Member.objects.get().offices.all()), plan.warnings) == (kinds, [])
