"""A village's year from the plan to signed letters and a public pledge, by its secretary in a browser that runs no script."""

import pytest
from playwright.sync_api import Page

from plans.models import Plan
from pledges.models import Pledge, ResponsibilityLetter
from tests import build
from tests.access.promises import seat
from tests.people import PASSWORD, gather
from tests.support.browser import OFFICE_PC, PHONE
from tests.support.shares import my_share

GOALS = (
    ("硬化村东两条巷道", "投工投劳", "2026-12-10"),
    ("组织农闲技术培训三场", "请县农技站讲课", "2026-12-20"),
)
MEETINGS = (
    ("propose", "2026-11-09", 5, 5),
    ("discuss", "2026-11-10", 9, 8),
    ("examine", "2026-11-16", 40, 30),
    ("decide", "2026-11-18", 30, 25),
)


def fill(page: Page, **fields: str) -> None:
    """The fields by their names, and the form sent."""
    for name, value in fields.items():
        field = page.locator(f"main [name={name}]")
        if field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    page.locator("main form button").last.click()


@pytest.fixture(params=my_share([PHONE["width"], OFFICE_PC["width"]]))
def secretary(request, live_workers, clock, new_page):
    cast = gather()
    seat(cast.a)
    build.village("130284105207", "北铁")
    page = new_page(request.param, javascript=False)
    page.goto("/accounts/login/")
    fill(page, username=cast.a.secretary.username, password=PASSWORD)
    return cast, page


def test_a_village_goes_from_the_plan_to_signed_letters_and_a_public_pledge(secretary, new_page):
    cast, page = secretary
    code = cast.a.village.code

    # The plan with its goals, then each deliberation with its meeting.
    page.goto("/plans/")
    page.click("main a[role=button]")
    rows = {}
    for number, (content, measure, due) in enumerate(GOALS):
        rows |= {f"goals-{number}-content": content, f"goals-{number}-measure": measure, f"goals-{number}-due_on": due}
        rows[f"goals-{number}-group"] = str(cast.a.groups["environment"].pk)
    fill(page, **rows)
    plan = Plan.objects.get()
    for move, day, entitled, present in MEETINGS:
        page.goto(plan.get_absolute_url())
        page.click(f"main a[href$='/{move}/']")
        page.click("main small a")
        fill(page, held_on=day, entitled=str(entitled), present=str(present))
        assert f"/{move}/" in page.url  # and back to the step, the meeting chosen
        fill(page, in_favour=str(present), against="0", abstained="0", happened_on=day)
    assert Plan.objects.get().state == "decided"
    resident = new_page(PHONE["width"])
    assert resident.goto(f"/villages/{code}/plan/2026/").status == 404
    page.click("main a[href$='/publish/']")
    fill(page, how="公开栏张贴")
    assert resident.goto(f"/villages/{code}/plan/2026/").status == 200
    assert GOALS[0][0] in resident.inner_text("main")

    # Letters for everybody on a post, printed, and marked as signed on one page.
    page.goto(f"/pledges/{code}/letters/")
    page.click("main form[action$='/prepare/'] button")
    page.check("main input[name=pk]")
    page.click("main .bulk button")
    fill(page, member_signed_on="2026-11-20", branch_signed_on="2026-11-21", signed_by="吴庄子书记")
    page.click("main button[name=do]")
    letter = ResponsibilityLetter.objects.get()
    assert (letter.state, letter.signed_by) == ("signed", "吴庄子书记")
    page.goto(f"/pledges/{code}/letters/print/?both=1")
    assert "吴庄子在岗" in page.inner_text("body")

    # A group's pledge that answers a goal: nobody reads it before it was examined and published.
    page.goto(f"/pledges/new/?village={code}")
    answered = plan.goals.get(number=1)
    item = {
        "content": "每周五清扫新硬化的巷道",
        "measure": "两人一组",
        "due_on": "2026-12-30",
        "beneficiary": "沿巷住户",
    }
    fill(page, group=str(cast.a.groups["environment"].pk), **{f"items-0-{name}": value for name, value in item.items()})
    pledge = Pledge.objects.get()
    page.click("main a[href$='/edit/']")
    fill(page, **{"items-0-goal": str(answered.pk)})
    for move in ("propose", "audit"):
        page.click(f"main a[href$='/{move}/']")
        fill(page)
        resident.goto(f"/villages/{code}/pledges/")
        assert item["content"] not in resident.inner_text("main")
    page.click("main a[href$='/publish/']")
    fill(page)
    for address in (f"/villages/{code}/pledges/", f"/villages/{code}/", f"/villages/{code}/environment/"):
        resident.goto(address)
        assert item["content"] in resident.inner_text("main"), address
    page.goto(pledge.get_absolute_url())
    page.click("main li a[href*='pledgeitem'][href$='/finish/']")
    fill(page, result="两条巷道清扫四次")
    resident.goto(f"/villages/{code}/pledges/")
    assert "已完成" in resident.inner_text("main .promises") and "两条巷道清扫四次" in resident.inner_text("main")
