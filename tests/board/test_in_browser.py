"""The board in a real browser: on a telephone and an office PC, in large type, in the dark, without JavaScript."""

import uuid

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


@pytest.mark.parametrize(
    ("width", "dark", "more"),
    [(390, False, {}), (1366, False, {}), (390, False, {"size": "l"}), (390, False, {"size": "xl"}), (1366, True, {}),
     (390, True, {"contrast": "high"})],
)  # fmt: skip
def test_every_public_page_can_be_read(village, new_page, axe, width, dark, more):
    cast, notice = village
    page = new_page(width, color_scheme="dark" if dark else "light")
    page.goto("/figures/?" + "&".join(f"{name}={value}" for name, value in more.items()))
    addresses = [
        "/", f"/villages/{cast.a.village.code}/", f"/notices/{notice.uuid}/", f"/notices/{notice.uuid}/object/",
        "/?q=zz", "/figures/", f"/villages/{cast.a.village.code}/culture/", f"/villages/{cast.b.village.code}/",
        f"/notices/{notice.uuid}/print/", f"/notices/{uuid.uuid4()}/", "/accounts/login/",
    ]  # fmt: skip
    for address in addresses[: 4 if more or dark else None]:
        page.goto(address)
        axe(page)
        small = page.evaluate(
            "least => [...document.querySelectorAll('header a, header button, main button, main [role=button], main select')]"
            ".map(e => [e.textContent.trim().slice(0, 20), e.getBoundingClientRect().height])"
            ".filter(([text, height]) => height > 0 && height < least)",
            60 if more.get("size") else 44,
        )
        assert not [found for found in small if found[0]] or address.endswith("print/"), small


@pytest.mark.parametrize(("width", "javascript"), [(390, False), (1366, True)])
def test_a_resident_objects_to_one_of_three_from_his_telephone(village, new_page, width, javascript):
    cast, notice = village
    page = new_page(width, javascript=javascript)
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
