"""The board at work in a real browser, on the narrowest telephone too; tests/browser looks at its pages in every size."""

import pytest

from groups.models import Scheme
from notices.models import Objection
from tests.board.stories import held, posted
from tests.people import gather


@pytest.fixture
def village(live_workers, clock):
    """A village with holders and a notice of three lines; its neighbour has published nothing yet."""
    cast = gather()
    for zone in cast.a.groups:
        held(cast.a, cast, f"{zone}-leader", f"{zone[:2].upper()}组长")
    Scheme.objects.filter(village=cast.b.village).delete()
    return cast, posted(cast.a, 3)


def test_a_resident_objects_to_one_of_three_from_his_telephone(village, phone):
    (cast, notice), page = village, phone
    page.goto(f"/villages/{cast.a.village.code}/")
    page.click(f"main a[href='/notices/{notice.uuid}/']")
    page.click("main a[role=button]")
    page.fill("[name=text]", "他不在村里")
    page.click("main form button[type=submit]")
    assert page.locator("main [role=alert]").is_visible()
    assert page.input_value("[name=text]") == "他不在村里"
    page.select_option("[name=line]", index=2)
    page.click("main form button[type=submit]")
    page.wait_for_selector("main .notice-good")
    assert Objection.objects.get().line.number == 2
    page.reload()
    page.wait_for_selector("main .notice-good")
    assert Objection.objects.count() == 1
    page.click("main a[role=button]")
    assert page.url.endswith(f"/villages/{cast.a.village.code}/")


SHRINKING = """
    () => [...document.querySelectorAll('main h1, main h2, main h3')]
        .map(heading => heading.getBoundingClientRect().top + scrollY)
        .filter((top, at, all) => at && top < all[at - 1] - 1).length
"""


def test_every_board_page_at_320_pixels_in_very_large_type_and_in_a_chat_that_enlarges_it(village, new_page, axe):
    """Read from top to bottom in the order of the source; the keyboard gets to the content first; nothing is cut off."""
    cast, notice = village
    code, leader = cast.a.village.code, cast.a.posts["culture-leader"].pk
    page = new_page(320)
    page.goto("/?size=xl")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.goto(f"/villages/{code}/")
    page.click("main .mine button")
    page.goto("/")
    assert page.locator(".my-village a[href^='/villages/']").is_visible()
    papers = [f"/villages/{code}/{paper}/" for paper in ("print", "qr", "cards", f"cards/{leader}/1")]
    for address in [
        "/",
        f"/villages/{code}/",
        f"/villages/{code}/culture/",
        f"/notices/{notice.uuid}/",
        "/figures/",
        *papers,
    ]:
        page.goto(address)
        axe(page)
        assert page.evaluate(SHRINKING) == 0, address
    for address in ("/", f"/villages/{code}/", *papers[1:3]):
        page.goto(address + "?size=n")
        page.set_viewport_size({"width": 390, "height": 844})
        page.evaluate("document.documentElement.style.fontSize = '150%'")
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        cut = page.evaluate(
            "[...document.querySelectorAll('main *')].filter(e => getComputedStyle(e).overflow === 'hidden'"
            " && e.scrollHeight > e.clientHeight + 2 && !e.classList.contains('unseen')).length"
        )
        assert (wide, cut) == (0, 0), address
    page.set_viewport_size({"width": 1366, "height": 768})
    page.goto(f"/villages/{code}/?size=xl")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
    assert page.evaluate("document.querySelector('main h1').getBoundingClientRect().left") > 10
