"""Real Chromium: pages as a telephone and as an office PC see them. They fetch nothing from elsewhere."""

import os
import shutil
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Error, Page, Route, sync_playwright

from tests.support.server import Site

PHONE = {"width": 390, "height": 844}
OFFICE_PC = {"width": 1366, "height": 768}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
]
# `preload` off: axe would copy sheets of style into the page, and the security policy would refuse axe, not us.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    "resultTypes": ["violations"],
    "preload": False,
}

OURS = {"exclude": [".select2-container"]}
"""The admin's boxes with a search, as Django ships them, name a part of themselves only once something is chosen."""

type_of_page = Callable[..., Page]


def unavailable(what: str) -> None:
    """Where the machine lacks something: said and skipped at a developer's, a failure where CI=true."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is missing; `make test` installs it where it may.")
    pytest.skip(f"{what} is missing.")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for a worker's whole run: the system's, else Playwright's own."""
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        except Error as error:
            unavailable(f"Chromium ({error.message.splitlines()[0]})")
        yield browser
        browser.close()


@pytest.fixture
def new_page(chromium: Browser, live_workers: Site) -> Iterator[type_of_page]:
    """Opens pages at the live server: `new_page(390)`, `new_page(1366, javascript=False)`, each a person of his own.

    When the test is over, none of them may have asked another origin for anything, been refused something by the page's
    own security policy, or run into an error of a script.
    """
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def stay_here(route: Route) -> None:
        if urlsplit(route.request.url).netloc == urlsplit(live_workers.url).netloc:
            route.continue_()
        else:
            faults.append(f"asked for {route.request.url}")
            route.abort()

    def open_page(width: int = OFFICE_PC["width"], *, javascript: bool = True, **options: object) -> Page:
        size = PHONE if width == PHONE["width"] else {**OFFICE_PC, "width": width}
        context = chromium.new_context(
            base_url=live_workers.url,
            viewport=size,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            java_script_enabled=javascript,
            **options,
        )
        contexts.append(context)
        context.set_default_timeout(15_000)
        context.route("**/*", stay_here)
        context.on("weberror", lambda error: faults.append(f"script: {error.error}"))
        context.on(
            "console",
            lambda said: (
                "Content Security Policy" in said.text
                and faults.append(said.text[:90] + str(said.location) + said.page.url)
            ),
        )
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    assert not faults, "\n".join(faults)


@pytest.fixture
def phone(new_page: type_of_page) -> Page:
    """A page 390 px wide."""
    return new_page(PHONE["width"])


@pytest.fixture
def office_pc(new_page: type_of_page) -> Page:
    """A page 1366 px wide."""
    return new_page(OFFICE_PC["width"])


@pytest.fixture
def sign_in() -> Callable[[Page, str, str], None]:
    """`sign_in(page, "town", password)`: through the sign-in page."""

    def through_the_door(page: Page, username: str, password: str) -> None:
        page.goto("/accounts/login/")
        page.fill("[name=username]", username)
        page.fill("[name=password]", password)
        page.click("main [type=submit]")
        page.wait_for_url(lambda url: "/accounts/login/" not in url)

    return through_the_door


def faults_by_axe(page: Page, *rules: str) -> list[str]:
    """What axe finds on a page that is loaded, in a line or two each; by `rules` alone where some are named."""
    options = RULES | ({"runOnly": list(rules)} if rules else {})
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    found = page.evaluate(
        "([where, options]) => axe.run(where, options).then(said => said.violations)", [OURS, options]
    )
    return [f"{v['id']} ({v['impact']}): {v['help']}\n    {[n['target'] for n in v['nodes']][:5]}" for v in found]


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """`axe(page)`: the page keeps WCAG 2.2 A and AA as far as a machine can tell, and does not scroll sideways."""

    def inspect(page: Page) -> None:
        page.wait_for_load_state("load")  # a sheet of style still on its way makes every target too small
        found = faults_by_axe(page)
        assert not found, f"{page.url}\n" + "\n".join(found)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{page.url} is {wide} px wider than the window"

    return inspect
