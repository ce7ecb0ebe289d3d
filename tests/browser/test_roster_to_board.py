"""A secretary takes a member from a row of the roster to the public board, in a real browser, from paper dated last month."""

import pytest

from groups.models import Application
from members.models import Member
from tests import build
from tests.people import PASSWORD, gather

ROSTER = (
    "姓名,性别,民族,出生日期,学历,人员类别,所在党支部,入党日期,转正日期,工作岗位,特长,手机号码,在村情况\n"
    "单春暖,女,汉族,1961.03,初中,正式党员,吴庄子村党支部,1988.07,1989.07,务农,文艺,19900012345,在村\n"
    "同名人,男,汉族,1960.01,初中,正式党员,吴庄子村党支部,1988.07,1989.07,木匠,,,在村\n"
)


@pytest.mark.parametrize(("width", "javascript"), [(390, True), (1366, False)])
def test_a_secretary_takes_a_member_from_the_roster_to_the_board(
    live_workers, clock, new_page, sign_in, axe, width, javascript
):
    cast = gather()
    namesakes = [
        build.member(cast.a.branch, "同名人", born=born, joined="1988-07") for born in ("1960-01-02", "1960-01-20")
    ]
    page = new_page(width, javascript=javascript)

    def looks_right():
        if javascript:
            axe(page)

    def press(move):
        page.click(f"main a[href*='/{move}/']")
        looks_right()

    def send(**fields):
        for name, value in fields.items():
            field = page.locator(f"main [name={name}]")
            if field.evaluate("e => e.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        page.click("main form button[type=submit]")

    sign_in(page, cast.a.secretary.username, PASSWORD)
    looks_right()

    # The row comes in by a sheet, looked at before it is taken over.
    page.goto("/roster/import/")
    looks_right()
    page.set_input_files(
        "[type=file]", {"name": "吴庄子(最终).csv", "mimeType": "text/csv", "buffer": ROSTER.encode("gb18030")}
    )
    page.click("main form button[type=submit]")
    looks_right()
    assert not Member.objects.filter(name="单春暖").exists()
    # Of the other row nobody but she can say whom it means; until she does, it stays out and the button for all is not there.
    assert page.inner_text("main form:has([name=digest]) button") == "先导入正确的1行"
    meant = page.locator("main select[name^='a:']")
    assert [meant.locator("option").all_inner_texts()[n] for n in (0, -1)] == ["先不选", "是新来的另一个人"]
    meant.select_option(str(namesakes[1].pk))
    page.click("main button[name=answer]")
    looks_right()
    assert "已选择 1 处" in page.inner_text("main")
    page.click("main form:has([name=digest]) button")
    assert [Member.objects.get(pk=one.pk).job for one in namesakes] == ["", "木匠"]
    member = Member.objects.get(name="单春暖")

    # She applies, on paper, last month.
    page.goto(f"/groups/applications/new/?village={cast.a.village.code}")
    looks_right()
    page.select_option("[name=member]", str(member.pk))
    page.select_option("[name=post]", str(cast.a.posts["culture-leader"].pk))
    page.fill("[name=happened_on]", "2026-10-08")
    page.click("main form button[name=apply]")
    application = Application.objects.get(member=member)
    assert application.state == "applied"
    looks_right()
    press("nominate")
    send(nominators="18", how="slips", happened_on="2026-10-10")

    page.goto(f"/meetings/new/?village={cast.a.village.code}")
    looks_right()
    send(kind="villagers", held_on="2026-10-12", entitled="30", present="20")
    looks_right()
    page.goto(application.get_absolute_url())
    press("review")
    meeting = page.locator("[name=meeting] option").nth(1).get_attribute("value")
    # One short of the majority first: the page says what is missing, and nothing is written.
    send(meeting=meeting, in_favour="10", against="10", abstained="0", happened_on="2026-10-12")
    assert "11" in page.locator("main [role=alert]").inner_text()
    looks_right()
    send(in_favour="16", against="3", abstained="1")

    page.goto(f"/meetings/new/?village={cast.a.village.code}")
    send(kind="assembly", held_on="2026-10-14", entitled="5", present="5")
    page.goto(application.get_absolute_url())
    press("confirm")
    meeting = page.locator("[name=meeting] option").nth(1).get_attribute("value")
    send(meeting=meeting, in_favour="5", against="0", abstained="0", happened_on="2026-10-14")

    # The list went up on the wall on 15 October; five working days ended on the 21st.
    page.goto(f"/groups/{cast.a.village.code}/notice/")
    looks_right()
    page.click("main form button[type=submit]")
    looks_right()
    press("open")
    send(opens_on="2026-10-15")
    looks_right()
    press("conclude")
    page.check("[name=stated]")
    send(happened_on="2026-10-22")
    application.refresh_from_db()
    assert application.state == "seated"
    looks_right()

    # A stranger reads it.
    stranger = new_page(width, javascript=javascript)
    stranger.goto(f"/villages/{cast.a.village.code}/culture/")
    assert "单春暖" in stranger.locator("main").inner_text()
    assert "19900012345" not in stranger.content()
    assert "1961" not in stranger.content()
    if javascript:
        axe(stranger)
