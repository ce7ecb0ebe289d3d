"""How somebody wants to read: type, contrast and language follow a cookie, and a link can carry them."""

import pytest
from django.test import Client

from tests.board.stories import text_of
from tools.accounts.models import User


@pytest.mark.parametrize("size", ["l", "xl"])
def test_large_type_is_carried_by_a_link_and_remembered(cast, size):
    client = Client()
    assert 'data-size="n"' in text_of(client.get("/"))
    assert f'data-size="{size}"' in text_of(client.get(f"/?size={size}"))
    assert f'data-size="{size}"' in text_of(client.get("/figures/"))
    assert 'data-size="n"' in text_of(client.get("/?size=n"))
    assert 'data-size="n"' in text_of(client.get("/"))


def test_a_link_to_another_type_keeps_the_page_and_its_search(cast):
    text = text_of(Client().get("/?q=wu"))
    assert 'href="?q=wu&amp;size=l"' in text


@pytest.mark.parametrize("query", ["?size=huge", "?size=", "?contrast=%22%3E", "?size=l%22"])
def test_what_nobody_offers_changes_nothing(cast, query):
    client = Client()
    text = text_of(client.get(f"/{query}"))
    assert 'data-size="n" data-contrast="normal"' in text
    assert not {"size", "contrast"} & set(client.cookies)


def test_high_contrast_is_always_dark_on_light(cast):
    client = Client()
    assert "data-theme" not in text_of(client.get("/"))
    assert 'data-contrast="high" data-theme="light"' in text_of(client.get("/?contrast=high"))
    assert 'data-contrast="high" data-theme="light"' in text_of(client.get("/figures/"))


def test_the_language_is_chosen_by_a_press_and_the_page_is_kept(cast):
    client = Client(headers={"accept-language": "en"})
    assert 'lang="zh-hans"' in text_of(client.get("/figures/"))
    answer = client.post("/accounts/language/", {"lang": "en", "next": "/figures/?size=l"})
    assert answer.headers["Location"] == "/figures/?size=l"
    assert '<html lang="en"' in text_of(client.get("/figures/"))
    client.post("/accounts/language/", {"lang": "tlh", "next": "//elsewhere.example/"})
    assert '<html lang="en"' in text_of(client.get("/"))


def test_nobody_is_sent_elsewhere_by_it(cast):
    answer = Client().post("/accounts/language/", {"lang": "en", "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/"


def test_a_skip_link_leads_to_the_one_main_part(cast):
    text = text_of(Client().get("/"))
    assert text.index('href="#main"') < text.index("<header")
    assert text.count("<main") == text.count('id="main"') == 1


@pytest.mark.parametrize(
    ("plain", "demo", "bars"), [(False, False, 0), (True, False, 1), (False, True, 1), (True, True, 2)]
)
def test_staff_are_warned_of_plain_http_and_of_the_demo_and_strangers_are_not(cast, settings, plain, demo, bars):
    settings.PLAIN_HTTP = plain
    if demo:
        User.objects.filter(pk=cast.viewer.pk).update(is_demo=True)
    assert text_of(cast.client(cast.township).get("/figures/")).count('class="bar"') == bars
    assert text_of(Client().get("/figures/")).count('class="bar"') == 0
