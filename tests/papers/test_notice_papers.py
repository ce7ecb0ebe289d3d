"""A notice's papers: up to fifteen names on one sheet, the poster, characters that no font has, the last day for a calendar."""

from io import BytesIO

import pytest
from django.template.loader import render_to_string
from pypdf import PdfReader

from members.models import Village
from notices.kinds import KINDS
from notices.papers import font_warnings, sheet_of, size_for
from notices.words import sample_notice
from tests import build
from tests.board.stories import posted
from tools.papers import fonts, pdf

SHEET, POSTER = "notices/notice_paper.html", "notices/notice_poster.html"
LONG = "哑叭庄子" * 7 + "于家𬭎𠮷村"


def words(count, village="吴庄子", **more):
    where = Village(code="0" * 12, name=village, short_name=village)
    notice, rows = sample_notice("placements", KINDS["placements"].wording(), where, count)
    for name, value in more.items():
        setattr(notice, name, value)
    return sheet_of(notice, rows, "https://zhenzi.example/notices/1/")


def pages(found, template=SHEET):
    return [page.extract_text() for page in PdfReader(BytesIO(pdf.to_pdf(render_to_string(template, found)))).pages]


@pytest.mark.parametrize(
    ("count", "village", "look"),
    [(1, "吴庄子", "plain"), (15, "吴庄子", "plain"), (15, LONG, "plain"), (15, "吴庄子", "red"), (15, LONG, "red")],
)
def test_up_to_fifteen_names_stand_on_one_sheet(cast, pango, count, village, look):
    [text] = pages(words(count, village, look=look, organ="中共榛子镇委员会"))
    assert "中共榛子镇委员会" in text
    assert str(count) in text


def test_more_go_on_with_the_heading_and_the_signature_is_never_torn_off(cast, pango):
    for count, many in ((16, 2), (40, 3)):
        texts = pages(words(count))
        assert len(texts) == many
        assert all("责任区" in text for text in texts)
        assert all(f"—{number}—" in text.replace(" ", "") for number, text in enumerate(texts, 1))
        last = texts[-1].replace("\n", "")
        for said in (f"{count}", "公示时间", "如有异议", "支部委员会", "2026年11月23日"):
            assert said in last


def test_the_poster_is_a3_and_its_list_is_read_from_two_metres(cast, pango):
    found = PdfReader(BytesIO(pdf.to_pdf(render_to_string(POSTER, words(8)))))
    [page] = found.pages
    assert [round(float(side) / 72 * 25.4) for side in (page.mediabox.width, page.mediabox.height)] == [297, 420]
    sizes = {}

    def visit(text, cm, tm, font, size):
        if text.strip():
            sizes[text.strip()] = abs(size * tm[3] * cm[3])

    page.extract_text(visitor_text=visit)
    for said in ("科技示范岗", "甲某某", "环境"):
        assert max(size for text, size in sizes.items() if said in text) >= 27.9


def test_a_character_that_no_font_has_is_said_before_it_is_printed(cast, pango, monkeypatch):
    notice = posted(cast.a)
    client = cast.client(cast.a.secretary)
    addresses = (notice.get_absolute_url(), f"/posting/{notice.pk}/print/", f"/posting/{notice.pk}/poster/")
    assert all(not client.get(address).context["font_warnings"] for address in addresses)
    notice.lines.update(columns={"name": "王\U0010fffd", "zone": "经济", "post": "岗"})
    for address in addresses:
        page = client.get(address)
        assert "\U0010fffd" in page.context["font_warnings"][0]
        assert "空框" in page.content.decode()
    assert "空框" not in cast.client().get(f"/notices/{notice.uuid}/print/").content.decode()


def test_rare_names_are_all_here_and_an_office_pc_is_to_be_looked_at(cast, pango):
    assert fonts.unprintable("堃喆祎珺𬭎𠮷·") == ""
    [said] = font_warnings(words(1, organ="中共𬭎村支部"))
    assert "𬭎" in said
    assert "打印预览" in said


def test_without_pango_staff_are_sent_to_the_page_that_prints_the_same(cast, monkeypatch):
    notice = posted(cast.a)

    def nothing():
        raise pdf.NoPdfHere

    monkeypatch.setattr(pdf, "_weasyprint", nothing)
    monkeypatch.setattr(fonts, "_known", {})
    pdf.to_pdf.cache_clear()
    client = cast.client(cast.a.secretary)
    for paper, page in (("notice.pdf", "print/"), ("poster.pdf", "poster/")):
        answer = client.get(f"/posting/{notice.pk}/{paper}")
        assert answer.status_code == 503
        assert f"/posting/{notice.pk}/{page}" in answer.content.decode()
        assert client.get(f"/posting/{notice.pk}/{page}").status_code == 200


def test_staff_print_a_draft_too_and_the_pen_fills_in_the_day(cast):
    client = cast.client(cast.a.clerk)
    ready = build.walk(build.draft(cast.a.members[0], cast.a.posts["harmony"]), "confirmed", cast.a.secretary)
    from tests.notices.stories import draft

    made = draft(client, cast.a.village, [ready]).headers["Location"]
    for page in ("print/", "poster/"):
        text = client.get(made + page).content.decode()
        assert "年　月　日" in text
        assert "{" not in text
    assert client.get(f"{made}last-day.ics").status_code == 404


def test_the_last_day_goes_into_a_calendar(cast):
    notice = posted(cast.a)
    answer = cast.client(cast.a.clerk).get(f"/posting/{notice.pk}/last-day.ics")
    assert answer.headers["Content-Type"].startswith("text/calendar")
    lines = answer.content.decode().split("\r\n")
    assert "DTSTART;VALUE=DATE:20261127" in lines
    assert all(len(line.encode()) <= 75 for line in lines)
    assert notice.title in answer.content.decode().replace("\r\n ", "")


def test_the_size_follows_what_has_to_stand_on_the_sheet():
    row, text = ["甲某某", "经济", "科技示范岗"], ["文" * 60]
    assert size_for([row], "标题", text) == ""
    assert size_for([row] * 12, "标题", text * 2) in ("close", "closer")
    assert size_for([row] * 15, "标" * 60, text * 6) == "dense"
    assert size_for([row] * 16, "标题", text) == ""
