"""Every main job from a telephone that runs no script: from a row of the roster to the public board, with paper of last month."""

from groups.models import Application
from members.models import Member
from notices.models import Objection
from tests import build
from tests.board.stories import posted
from tests.people import PASSWORD, Cast
from tests.support.browser import PHONE, type_of_page

ROSTER = (
    "姓名,性别,民族,出生日期,学历,人员类别,所在党支部,入党日期,转正日期,工作岗位,特长,手机号码,在村情况\n"
    "单春暖,女,汉族,1961.03,初中,正式党员,吴庄子村党支部,1988.07,1989.07,务农,文艺,19900012345,在村\n"
    "同名人,男,汉族,1960.01,初中,正式党员,吴庄子村党支部,1988.07,1989.07,木匠,,,在村\n"
)


def without_a_script(cast: Cast, new_page: type_of_page) -> None:
    """In A somebody has come as far as the branch's meeting, and a list of three went up today."""
    build.walk(build.draft(cast.a.members[1], cast.a.posts["harmony"]), "reviewed", cast.a.secretary)
    up = posted(cast.a, 3)
    namesakes = [
        build.member(cast.a.branch, "同名人", born=born, joined="1988-07") for born in ("1960-01-02", "1960-01-20")
    ]
    page = new_page(PHONE["width"], javascript=False)
    village = cast.a.village.code

    def send(**fields):
        for name, value in fields.items():
            field = page.locator(f"main [name={name}]")
            if field.evaluate("e => e.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        page.click("main form button[type=submit]")

    def meeting(kind, **fields):
        page.goto(f"/groups/{village}/meetings/new/?kind={kind}")
        send(**fields)

    page.goto("/accounts/login/")
    send(username=cast.a.secretary.username, password=PASSWORD)

    # The row comes in by a sheet, looked at before it is taken over; then she is found by her initials.
    page.goto("/roster/import/")
    sheet = {"name": "吴庄子(最终).csv", "mimeType": "text/csv", "buffer": ROSTER.encode("gb18030")}
    page.set_input_files("[type=file]", sheet)
    page.click("main form button[type=submit]")
    assert not Member.objects.filter(name="单春暖").exists()
    # Of the other row nobody but she can say whom it means; until she does, it stays out and the button for all is not there.
    assert page.inner_text("main form:has([name=digest]) button") == "先导入正确的1行"
    meant = page.locator("main select[name^='a:']")
    assert [meant.locator("option").all_inner_texts()[n] for n in (0, -1)] == ["先不选", "是新来的另一个人"]
    meant.select_option(str(namesakes[1].pk))
    page.click("main button[name=answer]")
    assert "已选择 1 处" in page.inner_text("main")
    page.click("main form:has([name=digest]) button")
    assert [Member.objects.get(pk=one.pk).job for one in namesakes] == ["", "木匠"]
    member = Member.objects.get(name="单春暖")
    page.click("header a[href='/desk/search/']")
    page.fill("main [name=q]", "scn")
    page.click("main form:has([name=q]) button")
    assert page.locator(f"main a[href='{member.get_absolute_url()}']").is_visible()

    # She applies, on paper, last month.
    page.goto(f"/groups/applications/new/?village={village}")
    page.select_option("[name=member]", str(member.pk))
    page.select_option("[name=post]", str(cast.a.posts["culture-leader"].pk))
    page.fill("[name=happened_on]", "2026-10-08")
    page.click("main form button[name=apply]")
    application = Application.objects.get(member=member)
    assert application.state == "applied"
    page.click("main a[href*='/nominate/']")
    send(nominators="18", how="slips", happened_on="2026-10-10")

    # Two whole meetings. One vote too few first: it is said at its place, and nothing is written.
    wrong = {f"a{application.pk}-result": "passed", f"a{application.pk}-in_favour": "10"}
    meeting("villagers", held_on="2026-10-12", entitled="30", present="20", **wrong)
    assert "20" in page.locator("main .vote [role=alert]").first.inner_text()
    application.refresh_from_db()
    assert application.state == "nominated"
    send(
        **{f"a{application.pk}-in_favour": "16", f"a{application.pk}-against": "3", f"a{application.pk}-abstained": "1"}
    )
    meeting("assembly", held_on="2026-10-16", entitled="5", present="5")
    both = Application.objects.filter(member__in=[member, cast.a.members[1]])
    assert set(both.values_list("state", flat=True)) == {"confirmed"}

    # The list went up on the wall on 19 October, the period ended on the 23rd.
    page.goto(f"/groups/{village}/notice/")
    page.click("main form button[type=submit]")
    page.click("main a[href*='/open/']")
    send(opens_on="2026-10-19")
    page.click("main a[href*='/conclude/']")
    page.check("[name=stated]")
    send(happened_on="2026-10-26")
    assert set(both.values_list("state", flat=True)) == {"seated"}

    # Everybody reads it, nobody her telephone; and a resident objects to the second of three who are up today.
    stranger = new_page(PHONE["width"], javascript=False)
    stranger.goto("/?q=wzz")
    stranger.click(f"main a[href='/villages/{village}/']")
    stranger.click(f"main a[href='/villages/{village}/culture/']")
    assert "单春暖" in stranger.locator("main").inner_text()
    assert not [word for word in ("19900012345", "1961") if word in stranger.content()]
    stranger.goto(f"/villages/{village}/")
    stranger.click(f"main a[href='/notices/{up.uuid}/']")
    stranger.click("main a[role=button]")
    stranger.fill("[name=text]", "他不在村里")
    stranger.select_option("[name=line]", index=2)
    stranger.click("main form button[type=submit]")
    assert Objection.objects.get().line.number == 2
