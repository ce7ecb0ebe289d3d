"""The pictures of docs/guide, taken from a running demo township: `python -m scripts.guide_pictures http://127.0.0.1:8000`.

Nothing is written there: forms are filled in and left. Every person on the pictures is invented.
"""

import os
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "guide" / "img"
PHONE, OFFICE_PC = {"width": 390, "height": 780}, {"width": 1100, "height": 760}
VILLAGE = "130284105211"
PASSWORD = os.environ.get("DEMO_PASSWORD", "zhenzi-demo")


def sign_in(page: Page, username: str) -> None:
    """Through the sign-in page."""
    page.goto("/accounts/login/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    page.click("main [type=submit]")
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


def keep(page: Page, name: str, to: str = "main h1") -> None:
    """The window from the heading on, without the bars above it."""
    page.locator(to).first.evaluate("one => window.scrollTo(0, one.getBoundingClientRect().top + scrollY - 24)")
    page.screenshot(path=FOLDER / f"{name}.png")


def first(page: Page, move: str) -> None:
    """The first page on which this step waits for somebody of the village."""
    page.goto("/desk/")
    page.click(f"main a[href*='/{move}/']")


def village(page: Page) -> None:
    """What a secretary sees on his telephone, step by step."""
    sign_in(page, f"sec-{VILLAGE}")
    keep(page, "desk")
    for name, address in {
        "scheme": f"/groups/{VILLAGE}/",
        "matching": f"/groups/{VILLAGE}/matching/",
        "application": f"/groups/applications/new/?village={VILLAGE}",
        "help": "/desk/help/",
        "applications": "/groups/applications/?state=open",
    }.items():
        page.goto(address)
        keep(page, name)
    for move in ("nominate", "review", "confirm"):
        first(page, move)
        keep(page, move)
    page.goto("/groups/applications/?state=posted")
    page.click("main tbody th a")
    keep(page, "steps")
    page.goto("/posting/")
    page.click("main article h2 a")
    keep(page, "notice")


def town(page: Page) -> None:
    """What a clerk of the township sees."""
    sign_in(page, "town")
    keep(page, "town")
    keep(page, "town-groups", "#groups")
    for name, address in {
        "progress": "/desk/progress/",
        "objections": "/posting/objections/",
        "templates": "/roster/templates/notice/",
    }.items():
        page.goto(address)
        keep(page, name)


def year(page: Page) -> None:
    """The year's plan, letters and pledges, as a secretary has them on his telephone."""
    sign_in(page, f"sec-{VILLAGE}")
    page.goto("/plans/")
    page.click("main tbody th a")
    keep(page, "plan")
    page.goto(f"/pledges/{VILLAGE}/letters/")
    keep(page, "letters")
    page.goto("/pledges/?state=public&whose=group")
    page.click("main tbody th a")
    keep(page, "pledge")


def drafts(page: Page) -> None:
    """A plan that is being written, in the office."""
    sign_in(page, "town")
    page.goto("/plans/?state=drafted")
    page.click("main tbody th a")
    page.click("main a[href$='/edit/']")
    keep(page, "plan-new")


def main() -> None:
    """Every picture anew."""
    if len(sys.argv) != 2:
        sys.exit(main.__doc__)
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        for size, takes in ((PHONE, village), (PHONE, year), (OFFICE_PC, town), (OFFICE_PC, drafts)):
            context = browser.new_context(base_url=sys.argv[1], viewport=size, locale="zh-CN")
            takes(context.new_page())
            context.close()
        browser.close()


if __name__ == "__main__":
    main()
