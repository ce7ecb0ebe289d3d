"""What a village hangs on its wall: sheet, plate and cards, made from what is public, gone when the holder is."""

from io import BytesIO

import pytest
from django.test import Client

from front.board import paper_views
from groups.models import Group, Post, Scheme
from members.models import Village
from tests.board.stories import TODAY, held, queries, text_of
from tools.papers.pdf import NoPdfHere

PAPERS = ("print", "qr", "cards")


@pytest.fixture
def code(cast):
    """Village A with three on posts, one of them the leader, and an acting leader elsewhere."""
    held(cast.a, cast, "culture-leader", "会唱的组长")
    held(cast.a, cast, "culture", "岗上人", phone="13712345678", public_label="大")
    held(cast.a, cast, "environment", "买买提·吐尔逊")
    Group.objects.filter(pk=cast.a.groups["harmony"].pk).update(
        acting_leader=cast.a.members[1], acting_from="2026-11-01", acting_until="2026-12-31"
    )
    return cast.a.village.code


def get(code, path, **more):
    return Client().get(f"/villages/{code}/{path}", **more)


def test_everybody_on_a_post_has_a_card_and_nobody_else(cast, code):
    waiting = held(cast.a, cast, "economy", "等公示人")
    type(waiting).objects.filter(pk=waiting.pk).update(held_from=None)
    answer = get(code, "cards/")
    cards = answer.context["cards"]
    assert [(card.name, card.post) for card in cards] == [
        ("买买提·吐尔逊", "环境岗"),
        ("会唱的组长", "组长"),
        ("岗上人（大）", "文化岗"),
    ]
    text = text_of(answer)
    assert "按岗位职责服务群众" in text
    assert "0315-0000001" in text
    assert "吴庄子党员乙" not in text, "who leads for the time being holds no post"
    assert "13712345678" not in text


def test_one_card_is_there_as_long_as_its_holder(cast, code):
    post = cast.a.posts["culture"].pk
    assert "岗上人（大）" in text_of(get(code, f"cards/{post}/1/"))
    for path in (f"cards/{post}/2/", "cards/987654/1/", f"cards/{cast.b.posts['culture'].pk}/1/"):
        assert get(code, path).status_code == 404
    placement = cast.a.posts["culture"].placements.get()
    placement.over_on, placement.over_reason = TODAY, "迁出"
    placement.save()
    assert get(code, f"cards/{post}/1/").status_code == 404
    assert "岗上人" not in text_of(get(code, "cards/"))


def test_a_card_is_reached_from_the_page_of_the_group(cast, code):
    assert f'href="/villages/{code}/cards/{cast.a.posts["culture"].pk}/1/"' in text_of(get(code, "culture/"))


def test_before_the_scheme_is_published_there_are_no_cards(cast, code):
    Scheme.objects.filter(village=cast.a.village).delete()
    assert get(code, "cards/").status_code == 404
    assert get(code, f"cards/{cast.a.posts['culture'].pk}/1/").status_code == 404
    assert "会唱的组长" not in text_of(get(code, "print/"))


def test_nobody_on_a_post_is_said_in_words(cast):
    assert "还没有人在岗" in text_of(get(cast.b.village.code, "cards/"))


@pytest.mark.parametrize("duties", ["短", "长" * 100, "很长" * 100, "最长" * 400])
def test_long_duties_are_set_smaller_and_stay_one_card(cast, code, duties):
    Post.objects.filter(pk=cast.a.posts["culture"].pk).update(duties=duties)
    card = get(code, f"cards/{cast.a.posts['culture'].pk}/1/").context["cards"][0]
    assert card.length == {1: "short", 100: "long", 200: "longer", 800: "longer"}[len(duties)]


def test_the_sheet_names_every_post_and_its_holder(cast, code):
    text = text_of(get(code, "print/"))
    for said in ("会唱的组长", "岗上人（大）", "吴庄子党员乙", "待选岗", "2026年11月23日"):
        assert said in text
    assert text.count('scope="rowgroup"') == 5


def test_the_plate_has_the_name_the_code_and_an_address_to_type(cast, code, settings):
    settings.PUBLIC_ADDRESS = "https://town.example"
    answer = get(code, "qr/")
    text = text_of(answer)
    assert answer.context["typed"] == "town.example/v/211"
    assert "<h1>吴庄子</h1>" in text
    assert 'src="data:image/svg+xml' in text
    assert "0315-0000001" in text
    assert "page-a4" in text
    assert "page-a5" in text_of(get(code, "qr/?paper=a5"))
    assert "page-a4" in text_of(get(code, "qr/?paper=a0"))


def test_the_short_address_leads_to_the_one_village_that_it_fits(cast, code, settings):
    for path in ("/v/211", "/v/211/", f"/v/{code}/"):
        assert Client().get(path).headers["Location"] == f"/villages/{code}/"
    for path in ("/v/999/", "/v/21/", "/v/x11/"):
        assert Client().get(path).status_code == 404
    Village.objects.filter(code=cast.b.village.code).update(code="130284106211")
    assert Client().get("/v/211/").status_code == 404
    assert Client().get("/v/105211/").headers["Location"] == f"/villages/{code}/"
    settings.PUBLIC_ADDRESS = "https://town.example"
    assert get(code, "qr/").context["typed"] == f"town.example/villages/{code}"


def test_no_search_engine_keeps_a_paper_and_an_unknown_village_has_none(cast, code):
    for path in ("print/", "qr/", "qr.svg", "cards/", f"cards/{cast.a.posts['culture'].pk}/1/"):
        assert get(code, path).headers["X-Robots-Tag"] == "noindex"
        assert get("130284105999", path).status_code == 404


def test_the_pdfs_have_the_sizes_of_their_papers(cast, code, pango):
    from pypdf import PdfReader

    def sizes(path):
        answer = get(code, path)
        assert answer.headers["X-Robots-Tag"] == "noindex"
        pages = PdfReader(BytesIO(answer.content)).pages
        text = "".join(page.extract_text() for page in pages)
        return [tuple(round(float(s) / 72 * 25.4) for s in page.mediabox[2:]) for page in pages], text

    assert sizes("qr.pdf?paper=a5")[0] == [(148, 210)]
    pages, text = sizes("cards.pdf")
    assert pages == [(210, 297)] * 2
    assert "买买提·吐尔逊" in text
    assert sizes(f"cards/{cast.a.posts['culture'].pk}/1.pdf")[0] == [(210, 148)]


def test_without_pango_the_page_to_print_is_named_and_floods_are_refused(cast, code, monkeypatch):
    def none(html):
        raise NoPdfHere

    monkeypatch.setattr(paper_views, "to_pdf", none)
    answer = get(code, "qr.pdf?paper=a5")
    assert answer.status_code == 503
    assert f"/villages/{code}/qr/?paper=a5" in text_of(answer)
    monkeypatch.setattr(paper_views, "PDFS_AN_HOUR", 2)
    assert [get(code, "print.pdf").status_code for _ in range(3)] == [503, 429, 429]
    assert cast.client(cast.township).get(f"/villages/{code}/print.pdf").status_code == 503


def test_one_holder_or_three_cost_the_same(cast, code):
    held(cast.b, cast, "culture", "第一人", seat=3)
    before = [queries(f"/villages/{cast.b.village.code}/{paper}/") for paper in PAPERS]
    for number in "一二三":
        held(cast.b, cast, "culture" if number != "三" else "economy", f"{number}号", seat=1 + (number == "二"))
    assert [queries(f"/villages/{cast.b.village.code}/{paper}/") for paper in PAPERS] == before
    assert max(before) <= 4


def test_a_name_with_a_rare_character_stands_on_its_card(cast):
    held(cast.a, cast, "culture", "𬭎堃喆")
    assert "𬭎堃喆" in text_of(get(cast.a.village.code, "cards/"))
