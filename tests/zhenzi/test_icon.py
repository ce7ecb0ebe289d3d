"""Every page names its icon: a browser that finds none asks for /favicon.ico, which is not there."""

import pytest

from scripts.environment import ROOT

pytestmark = pytest.mark.no_database

HEADS = sorted(path for path in (ROOT / "templates").rglob("*.html") if "<head>" in path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", HEADS, ids=lambda path: path.name)
def test_a_page_with_a_head_names_its_icon(page):
    assert "img/icon.svg" in page.read_text(encoding="utf-8")


def test_the_icon_is_there_and_the_pages_are_many():
    assert (ROOT / "static/img/icon.svg").stat().st_size < 2000
    assert len(HEADS) >= 7
