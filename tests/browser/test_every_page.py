"""Every page of the product as everybody sees it: WCAG 2.2 AA, nothing sideways, nothing from elsewhere, no error.

The pages come from the product in this process, the browser draws them with the product's own sheets of style and scripts;
their number costs seconds, a server and a sign-in for each person would cost minutes.
"""

import contextvars
import mimetypes
import time
from pathlib import Path
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles import finders

from tests.browser.every_page import all_names, pages, unlike
from tests.support.browser import faults_by_axe
from tests.support.shares import my_share

HERE = "http://localhost"  # an origin that browsers trust without encryption
WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
TYPE = "size => document.documentElement.dataset.size === undefined ? 0 : (document.documentElement.dataset.size = size, 1)"
CONTRAST = """() => {
    const data = document.documentElement.dataset;
    return data.contrast !== undefined && Object.assign(data, { contrast: "high", theme: "light", size: "n" }) && true;
}"""
SMALL = """least => document.documentElement.dataset.size === undefined ? [] : [...document.querySelectorAll(
    "header a, header button, main button, main [role=button], main select")]
    .map(e => [e.textContent.trim().slice(0, 20), Math.round(e.getBoundingClientRect().height)])
    .filter(([text, height]) => text && height > 0 && height < least).map(([text, height]) => `${text} ${height}`)
"""


class Drawn:
    """A browser in which pages are drawn that were sent already, and what went wrong with them."""

    def __init__(self, chromium, stage):
        self.stage, self.page_now, self.wrong, self.files = stage, None, {}, {}
        self.context = contextvars.copy_context()  # Playwright calls from one of its own, where no database is open
        context = chromium.new_context(
            base_url=HERE, locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce"
        )
        context.add_init_script(Axe().axe_script)
        context.route("**/*", self.answer)
        context.on("weberror", lambda error: self.blame(f"script: {error.error}"))
        context.on("console", lambda said: said.type == "error" and said.page.url == HERE + self.page_now.path
                   and "status of 4" not in said.text and self.blame(f"console: {said.text[:200]}"))  # fmt: skip
        self.page = context.new_page()

    def blame(self, what):
        self.wrong.setdefault(str(self.page_now), []).append(what)

    def answer(self, route):
        url = urlsplit(route.request.url)
        if f"{url.scheme}://{url.netloc}" != HERE:
            self.blame(f"asks for {route.request.url}")
            return route.abort()
        if route.request.is_navigation_request():
            sent = self.page_now.answer
            return route.fulfill(status=sent.status_code, headers=dict(sent.headers), body=sent.body)
        if url.path.startswith("/static/"):
            return route.fulfill(status=200, body=self.file(url.path), content_type=mimetypes.guess_type(url.path)[0])
        path = route.request.url.removeprefix(HERE)
        sent = self.context.run(self.stage.knock, self.page_now.person, "GET", path)
        if sent.status_code != 200:
            self.blame(f"{path} is not there ({sent.status_code})")
        return route.fulfill(status=sent.status_code, headers=dict(sent.headers), body=sent.body)

    def file(self, path):
        if path not in self.files:
            found = finders.find(path.removeprefix("/static/"))
            self.files[path] = Path(found).read_bytes()
        return self.files[path]

    def look(self, one):
        """On a telephone in three sizes of type, a narrow one, an office PC by night; the board in high contrast too."""
        self.page_now, page = one, self.page
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 390, "height": 844})
        page.goto(one.path)
        self.axe("")
        self.headed()
        self.sideways("390 px")
        self.small(44)
        for width, size in ((390, "l"), (390, "xl"), (320, "xl"), (1366, "n")):
            page.set_viewport_size({"width": width, "height": 844})
            if page.evaluate(TYPE, size) or size == "n":
                self.sideways(f"{width} px {size}")
            if size == "xl" and width == 390:
                self.small(60)
                self.axe("390 px, largest type: ")
        page.emulate_media(color_scheme="dark")
        page.evaluate("document.getAnimations().forEach(one => one.finish())")
        self.axe("1366 px, dark: ")
        if one.name.startswith("board:") and page.evaluate(CONTRAST):
            self.axe("high contrast: ", "color-contrast")

    def axe(self, where, *rules):
        for fault in faults_by_axe(self.page, *rules):
            self.blame(where + fault)

    def headed(self):
        """One heading says what the page is: a reader's first stop, and no rule of WCAG asks for it by itself."""
        if (found := self.page.locator("h1").count()) != 1:
            self.blame(f"{found} headings of the first order")

    def small(self, least):
        """Who presses with a thumb hits it; links in running text and the admin's pages for an office PC are let be."""
        if found := self.page.evaluate(SMALL, least):
            self.blame(f"lower than {least} px: {found[:6]}")

    def sideways(self, where):
        if (wide := self.page.evaluate(WIDE)) > 0:
            self.blame(f"{wide} px too wide at {where}")


def test_every_page_can_be_read_by_everybody_who_may_open_it(chromium, stage):
    drawn, looks, began = Drawn(chromium, stage), 0, time.monotonic()
    for one in unlike(pages(stage, my_share(all_names()))):
        drawn.look(one)
        looks += 1
    print(f"\n{looks} pages looked at, {stage.cells} answers, {time.monotonic() - began:.0f} s")
    assert not drawn.wrong, "\n".join(f"{page}\n    " + "\n    ".join(what) for page, what in drawn.wrong.items())
    assert looks > 50
