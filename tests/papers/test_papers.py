"""Paper: the sheet of a notice, its PDF where the machine can, its code, and every character of a name."""

from io import BytesIO

import pytest
from django.template.loader import render_to_string
from django.test import Client

from notices.papers import sheet
from tests import build
from tests.board.stories import posted, text_of
from tools.papers import pdf
from tools.papers.qr import qr_image
from tools.papers.titles import title_lines

NAMES = ["堃", "喆", "祎", "珺", "𬭎", "王·买买提", "欧阳闘"]


@pytest.fixture
def notice(cast):
    return posted(cast.a, 2)


def read(content):
    from pypdf import PdfReader

    return PdfReader(BytesIO(content))


def unknown_glyphs(content):
    """How many characters of a PDF no font had a glyph for: WeasyPrint writes them as FFFF, a font draws 0000 as a box."""
    from pypdf.generic import ContentStream

    boxes = 0
    for page in read(content).pages:
        for operands, operator in ContentStream(page.get_contents(), page.pdf).operations:
            texts = operands[0] if operator == b"TJ" else operands if operator == b"Tj" else []
            for text in texts:
                raw = getattr(text, "original_bytes", b"")
                boxes += sum(raw[n : n + 2] in (b"\x00\x00", b"\xff\xff") for n in range(0, len(raw), 2))
    return boxes


def test_the_sheet_says_all_that_a_notice_has_to_say(notice):
    words = sheet(notice, "https://zhenzi.example")
    text = render_to_string("notices/notice_paper.html", words)
    for said in ("公示人甲", "2026年11月23日", "11月27日", "中共榛子镇吴庄子村支部委员会", "0315-0000000",
                 f"https://zhenzi.example/notices/{notice.uuid}/"):  # fmt: skip
        assert said in text
    assert "seal" not in text


def test_staff_and_strangers_print_the_same_sheet(cast, notice):
    public = Client().get(f"/notices/{notice.uuid}/print/")
    staff = cast.client(cast.a.secretary).get(f"/posting/{notice.pk}/print/")
    assert public.status_code == staff.status_code == 200
    body = [text_of(answer).split("<h1>")[1] for answer in (public, staff)]
    assert body[0] == body[1]


def test_the_pdf_is_a4_with_page_numbers_and_every_font_inside(notice, pango):
    answer = Client().get(f"/notices/{notice.uuid}.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    reader = read(answer.content)
    [page] = reader.pages
    assert [round(float(side) / 72 * 25.4) for side in (page.mediabox.width, page.mediabox.height)] == [210, 297]
    text = page.extract_text().replace(" ", "")
    assert "公示人甲" in text
    assert "—1—" in text
    fonts = [font.get_object()["/DescendantFonts"][0].get_object() for font in page["/Resources"]["/Font"].values()]
    assert all(set(font["/FontDescriptor"]) & {"/FontFile2", "/FontFile3"} for font in fonts)


def test_a_long_list_goes_over_pages_with_its_heading_on_each(cast, pango):
    notice = posted(cast.a)
    words = sheet(notice, "https://zhenzi.example")
    words["rows"] = words["rows"] * 60
    text = [
        page.extract_text() for page in read(pdf.to_pdf(render_to_string("notices/notice_paper.html", words))).pages
    ]
    assert len(text) > 2
    assert "— 2 —" in text[1] or "—2—" in text[1].replace(" ", "")
    assert all("责任区" in page for page in text[:-1])


def test_eight_people_fit_on_one_sheet_and_no_signature_stands_on_a_page_alone(cast, pango):
    notice = posted(cast.a, 8)
    words = sheet(notice, "https://zhenzi.example")
    rows = words["rows"]
    for count in (8, 10, 12, 14, 16):
        words["rows"] = (rows * 2)[:count]
        pages = read(pdf.to_pdf(render_to_string("notices/notice_paper.html", words))).pages
        last = pages[-1].extract_text()
        assert notice.organ[:8] in last
        assert "如有异议" in last
        assert count > 8 or len(pages) == 1


@pytest.mark.parametrize("name", NAMES)
def test_no_character_of_a_name_is_an_empty_box(cast, pango, name):
    application = build.draft(build.member(cast.a.branch, f"张{name}"), cast.a.posts["culture"])
    build.walk(application, "confirmed", cast.a.secretary)
    notice = build.posted(cast.a, [application], build.moment("2026-11-23").date())
    content = Client().get(f"/notices/{notice.uuid}.pdf").content
    assert name in "".join(page.extract_text() for page in read(content).pages)
    assert unknown_glyphs(content) == 0


def test_an_empty_box_would_be_seen(pango):
    assert unknown_glyphs(pdf.to_pdf('<link rel="stylesheet" href="/static/css/paper.css"><p>\U0010fffd 甲</p>')) > 0


def test_without_pango_the_print_page_is_named(notice, monkeypatch):
    def nothing():
        raise pdf.NoPdfHere

    monkeypatch.setattr(pdf, "_weasyprint", nothing)
    pdf.to_pdf.cache_clear()
    answer = Client().get(f"/notices/{notice.uuid}.pdf")
    assert answer.status_code == 503
    assert f"/notices/{notice.uuid}/print/" in text_of(answer)


@pytest.mark.parametrize(
    "address",
    ["http://127.0.0.1:9/x.css", "https://elsewhere.example/x.css", "ftp://elsewhere.example/x", "file:///etc/passwd",
     "file:///static/../../../../etc/passwd", "file:///static/%2e%2e/%2e%2e/manage.py", "file:///static/nothing.css"],
)  # fmt: skip
def test_a_paper_fetches_nothing_from_elsewhere(pango, address):
    with pytest.raises((ValueError, OSError)):
        pdf.fetcher().fetch(address)


def test_a_paper_finds_its_own_style(pango):
    answer = pdf.fetcher().fetch("file:///static/css/paper.css")
    assert answer.content_type == "text/css"
    assert b"@page" in answer.read()


def test_the_same_sheet_again_is_not_made_again(notice, pango):
    pdf.to_pdf.cache_clear()
    for _ in range(3):
        assert Client().get(f"/notices/{notice.uuid}.pdf").status_code == 200
    assert pdf.to_pdf.cache_info().misses == 1


def test_the_code_is_drawn_here():
    drawn = qr_image("https://zhenzi.example/notices/1/")
    assert drawn.startswith("data:image/svg+xml")
    assert drawn != qr_image("https://zhenzi.example/notices/2/")
    assert "style=" not in drawn


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于公示", ["关于公示"]),
        ("关于北山村2026年党员责任岗位拟任人选的公示", ["关于北山村2026年", "党员责任岗位拟任人选的公示"]),
        ("甲" * 41, ["甲" * 14, "甲" * 13, "甲" * 14]),
        ("A" * 60, ["A" * 60]),
        ("", [""]),
    ],
)
def test_a_long_title_is_broken_where_a_hand_would_break_it(title, lines):
    assert title_lines(title) == lines


def test_paper_names_the_towns_public_address_wherever_it_was_printed(cast, notice, settings):
    settings.PUBLIC_ADDRESS = "https://zhenzi.example"
    wanted = f"https://zhenzi.example/notices/{notice.uuid}/"
    office = cast.client(cast.a.secretary)
    for page in (Client().get(f"/notices/{notice.uuid}/print/"), office.get(f"/posting/{notice.pk}/print/")):
        assert wanted in text_of(page)
        assert qr_image(wanted) in text_of(page)
        assert "testserver" not in text_of(page)
    assert qr_image(wanted) in text_of(Client().get(f"/notices/{notice.uuid}/"))
