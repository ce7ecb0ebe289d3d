"""A village's whole cycle of ten applications at 390 px, by the secretary: taps, characters, the machine's seconds.

The thumb goes where the pages lead it: after the first address nothing is opened but by what stands on a page, or by the
browser's own way back. A choice from a list is two taps. How long a person thinks and types is not measured; beside the machine's
seconds stands an estimate, at two seconds a tap and half a second a character.
"""

import shutil
import time

from playwright.sync_api import Locator, Page, sync_playwright

from benchmarks.figures import Figure, told
from benchmarks.town import at_stage, ready

TEN = 10
VILLAGE = "130284105211"
PASSWORD = "zhenzi-demo"
A_TAP, A_CHARACTER = 2.0, 0.5
SIX_DAYS_ON = "2026-11-30T10:00:00+08:00"


class Thumb:
    """Taps and types on a telephone, and counts."""

    def __init__(self, page: Page) -> None:
        self.page, self.taps, self.characters, self.seconds = page, 0, 0, 0.0
        self.marks: list[tuple[str, int, int, float]] = []

    def tap(self, what: str, opens: bool = True) -> None:
        """Tap the first of it; `opens`: and wait for the page that comes."""
        self.taps += 1
        self._go(self.page.locator(what).first.click, opens)

    def back(self, pages: int = 1) -> None:
        """The browser's own way back."""
        for _page in range(pages):
            self.taps += 1
            self._go(self.page.go_back, opens=True)

    def write(self, name: str, text: str) -> None:
        """One tap into a field, then its characters."""
        self.taps += 1
        self.characters += len(text)
        self._field(name).fill(text)

    def choose(self, name: str, value: str) -> None:
        """One tap opens the list, one takes from it."""
        self.taps += 2
        self._field(name).select_option(value)

    def done(self, part: str) -> None:
        """Close a part of the cycle; what it took is kept."""
        self.marks.append((part, self.taps, self.characters, self.seconds))
        self.taps, self.characters, self.seconds = 0, 0, 0.0

    def _field(self, name: str) -> Locator:
        return self.page.locator(f"main [name={name}]").first

    def _go(self, action: object, opens: bool) -> None:
        begun = time.perf_counter()
        action()
        if opens:
            self.page.wait_for_load_state("load")
        self.seconds += time.perf_counter() - begun


def main() -> None:
    """On a server of its own, with two workers as `make run` starts it."""
    ready()
    from tests.support.server import Site

    with at_stage("roster"), sync_playwright() as playwright:
        from tests.support.databases import named

        site = Site(named("bench"))
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        context = browser.new_context(base_url=site.start().url, viewport={"width": 390, "height": 844})
        thumb = Thumb(context.new_page())
        try:
            _to_the_wall(thumb)
            site.restart(now=SIX_DAYS_ON)
            _seat(thumb)
        finally:
            browser.close()
            site.close()
        _seated()
    told(_figures(thumb))


def _sign_in(thumb: Thumb) -> None:
    thumb.page.goto("/accounts/login/")
    thumb.write("username", f"sec-{VILLAGE}")
    thumb.write("password", PASSWORD)
    thumb.tap("main [type=submit]")


def _to_the_wall(thumb: Thumb) -> None:
    _sign_in(thumb)
    thumb.done("sign in")
    thumb.tap("header a[href='/groups/']")
    thumb.tap(f"main a[href='/groups/{VILLAGE}/']")
    thumb.tap(f"main a[href='/groups/{VILLAGE}/matching/']")
    for address in _one_for_each_post(thumb.page):
        thumb.tap(f"main a[href='{address}']")
        thumb.tap("main button[name=apply]")
        thumb.back(2)
    thumb.done("ten applications")
    thumb.tap("header a[href='/desk/']")
    thumb.tap(f"main a[href^='/groups/{VILLAGE}/nominations/new/']")
    thumb.tap("main input[name=how][value=slips]", opens=False)
    for name in _numbers(thumb.page):
        thumb.write(name, "12")
    thumb.tap("main form button[type=submit]")
    thumb.done("ten nominations")
    for kind in ("villagers", "branch"):
        thumb.tap(f"main a[href^='/groups/{VILLAGE}/meetings/new/']")
        entitled = thumb.page.locator("main [name=entitled]").input_value()
        thumb.write("present", entitled)  # Everybody came: all in favour needs no other number.
        thumb.tap("main form button[type=submit]")
        thumb.tap("header a[href='/desk/']")
        thumb.done({"villagers": "representatives' meeting, ten votes", "branch": "branch meeting, ten votes"}[kind])
    thumb.tap(f"main a[href='/groups/{VILLAGE}/notice/']")
    thumb.tap("main form button[type=submit]")
    thumb.tap("main a[href*='/open/']")
    thumb.tap("main form button[type=submit]")
    thumb.done("notice drafted and put up")


def _numbers(page: Page) -> list[str]:
    """The field of each applicant in which it is typed how many nominated him."""
    fields = page.locator("main input[name$='-nominators']").all()
    return [str(field.get_attribute("name")) for field in fields]


def _one_for_each_post(page: Page) -> list[str]:
    """Ten posts with a free seat, for each the first who is suggested and not taken yet."""
    found: dict[str, str] = {}
    for post in page.locator("main section[aria-labelledby=posts] article").all():
        addresses = [str(link.get_attribute("href")) for link in post.locator("a[href*='/applications/new/']").all()]
        free = [address for address in addresses if address.rpartition("=")[2] not in found]
        if free:
            found[free[0].rpartition("=")[2]] = free[0]
    return list(found.values())[:TEN]


def _seat(thumb: Thumb) -> None:
    thumb.page.context.clear_cookies()
    _sign_in(thumb)
    thumb.tap("main a[href*='/conclude/']")
    thumb.tap("main [name=stated]", opens=False)
    thumb.tap("main form button[type=submit]")
    thumb.done("six days later: signed in, period over, ten seated")


def _seated() -> None:
    from groups.models import Application

    found = Application.objects.filter(post__group__village__code=VILLAGE, state="seated").count()
    assert found == TEN, f"{found} seated"


def _figures(thumb: Thumb) -> list[Figure]:
    rows = [*thumb.marks, ("the whole cycle", *(sum(mark[n] for mark in thumb.marks) for n in (1, 2, 3)))]
    figures = []
    for part, taps, characters, seconds in rows:
        by_hand = taps * A_TAP + characters * A_CHARACTER
        measured = (
            f"{taps} taps, {characters} characters, {seconds:.1f} s of the machine, about {by_hand:.0f} s by hand"
        )
        figures.append(Figure("", part, measured))
    return figures


if __name__ == "__main__":
    main()
