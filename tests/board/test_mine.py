"""“My village”: a cookie with the village's code and nothing of the person, set when he asks for it."""

import pytest
from django.test import Client

from tests import build
from tests.board.stories import posted, queries, text_of


@pytest.fixture
def reader(cast):
    """Somebody who asked for village A to be remembered."""
    client = Client()
    answer = client.post("/mine/", {"village": cast.a.village.code})
    assert answer.headers["Location"] == f"/villages/{cast.a.village.code}/"
    return client


def test_no_cookie_before_somebody_asks_for_it(cast):
    client = Client()
    for address in ("/", f"/villages/{cast.a.village.code}/", f"/villages/{cast.a.village.code}/?mine=1"):
        client.get(address)
    assert "village" not in client.cookies
    assert client.get("/").context["mine"] is None


def test_it_stands_on_top_of_the_first_page_with_its_notices_and_its_telephone(cast, reader):
    notice = posted(cast.a)
    other = posted(cast.b)
    answer = reader.get("/")
    card = text_of(answer).split('<section class="my-village"')[1].split("</section>")[0]
    assert f'href="/villages/{cast.a.village.code}/"' in card
    assert f'href="/notices/{notice.uuid}/"' in card
    assert "还剩 5 个工作日" in card
    assert "tel:0315-0000001" in card
    assert str(other.uuid) not in card
    assert reader.get(f"/villages/{cast.a.village.code}/").context["is_mine"] is True
    assert reader.get(f"/villages/{cast.b.village.code}/").context["is_mine"] is False


def test_the_cookie_is_the_code_and_no_script_reads_it(cast, reader):
    cookie = reader.cookies["village"]
    assert cookie.value == cast.a.village.code
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert cookie["max-age"] == 365 * 24 * 60 * 60
    assert "sessionid" not in reader.cookies


def test_it_is_forgotten_at_a_press(cast, reader):
    assert reader.post("/mine/", {"village": ""}).headers["Location"] == "/"
    assert reader.cookies["village"].value == ""
    assert reader.get("/").context["mine"] is None


@pytest.mark.parametrize("value", ["130284105999", "x", "'; --", "1" * 500])
def test_a_village_that_is_none_is_no_village_of_anybodys(cast, value):
    client = Client()
    assert client.post("/mine/", {"village": value}).headers["Location"] == "/"
    client.cookies["village"] = value
    answer = client.get("/")
    assert answer.status_code == 200
    assert answer.context["mine"] is None


def test_reading_changes_nothing(cast, reader):
    assert reader.get("/mine/").status_code == 405
    assert reader.cookies["village"].value == cast.a.village.code


def test_a_search_shows_what_was_searched_for(cast, reader):
    answer = reader.get("/?q=nan")
    assert answer.context["mine"] is None
    assert [village["short_name"] for village in answer.context["villages"]] == ["南平庄"]


def test_it_costs_the_page_nothing(cast):
    posted(cast.a)
    build.village("130284105301", "新村")
    code = cast.a.village.code
    for address in ("/", f"/villages/{code}/"):
        assert queries(address, village=code) == queries(address)
