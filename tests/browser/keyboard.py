"""Somebody without a mouse: Tab to where he wants to go, Enter and Space to press, the arrows inside a list of choices."""

import datetime as dt

from playwright.sync_api import Locator, Page

FAR = 150
"""So many presses of Tab are too many for anybody."""


class Keyboard:
    """The hands of a page. Nothing is clicked, filled or focused from outside; what cannot be reached fails the test."""

    def __init__(self, page: Page) -> None:
        self.page, self.presses = page, 0

    def key(self, name: str) -> None:
        """Press one key."""
        self.page.keyboard.press(name)
        self.presses += 1

    def reach(self, selector: str) -> Locator:
        """Tab until the focus is on it, by the link to the content where the page was just opened; the focus can be seen."""
        wanted = self.page.locator(selector).first
        wanted.wait_for(state="visible")
        if selector.startswith("main") and not self.page.evaluate("document.activeElement.closest('main') !== null"):
            self.key("Tab")
            if self.page.evaluate("document.activeElement.className") == "skip":
                self.key("Enter")
        for _press in range(FAR):
            if wanted.evaluate("e => e === document.activeElement"):
                seen = wanted.evaluate(
                    "e => getComputedStyle(e).outlineStyle !== 'none' || getComputedStyle(e).boxShadow !== 'none'"
                )
                assert seen, f"nobody sees that the focus is on {selector}"
                return wanted
            self.key("Tab")
        raise AssertionError(f"{self.page.url}: Tab does not lead to {selector}")

    def press(self, selector: str, key: str = "Enter") -> None:
        """Press a link or a button, and wait for the page that comes."""
        self.reach(selector)
        with self.page.expect_navigation():
            self.key(key)

    def tick(self, selector: str) -> None:
        """Space in a box."""
        assert not self.reach(selector).is_checked()
        self.key("Space")

    def write(self, selector: str, text: str) -> None:
        """Type into a field, over what stands in it; a day goes in by its parts; a choice is gone to by the arrows."""
        field = self.reach(selector)
        kind = field.evaluate("e => e.type")
        if kind == "select-one":
            for _press in range(FAR):
                if field.input_value() == text:
                    return
                self.key("ArrowDown")
            raise AssertionError(f"{selector} does not offer {text}")
        if kind == "date":
            for order in ("%m%d%Y", "00%Y%m%d"):  # as the browser's own language has it
                if field.input_value() != text:
                    self.key("ArrowLeft")
                    self.key("ArrowLeft")
                    self.page.keyboard.type(f"{dt.date.fromisoformat(text):{order}}")
                    self.presses += 8
        else:
            self.key("Control+a")
            self.page.keyboard.type(text)
            self.presses += len(text)
        assert field.input_value() == text, (selector, field.input_value())
