"""A village's letters in one file: one Word file, one PDF, each letter on its own page and its own side; every name prints."""

import shutil
import subprocess
import time
from io import BytesIO
from itertools import pairwise

import pytest
from docx import Document as Word
from docx.enum.section import WD_SECTION
from docx.oxml.ns import qn
from fontTools.ttLib import TTFont
from pypdf import PdfReader
from pypdf.generic import ContentStream

from tests.papers import templates
from tools.papers import fonts
from tools.papers.word import filling, write
from tools.papers.word.official import Paper

PEOPLE = [f"{family}{given}" for family in "王李张刘陈杨赵黄" for given in ("堃", "喆", "祎", "珺", "𬭎")]
RARE = "堃喆祎珺𬭎𠮷𡋾𫖯𬱖𬍛𬬻"
"""Characters of names that a register of residents has; those from 𬭎 on have four bytes."""
PAGE = """{% load i18n %}<h1>责任书</h1><p>{{ name }}同志：</p>{% for duty in duties %}<p>{{ duty }}</p>{% endfor %}
<table>{% for item in items %}<tr><td>{{ item.what }}</td><td>{{ item.steps|join:"、" }}</td></tr>{% endfor %}</table>
<img src="{{ qr.data }}" alt="">"""


@pytest.fixture
def letter(monkeypatch, settings, tmp_path):
    """An invented plain letter, with its page in HTML."""
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers/test_letter.html").write_text(PAGE, "utf-8")
    [engine] = settings.TEMPLATES
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], tmp_path]}]
    return templates.registered(monkeypatch)


def glyphs(pdf):
    """Every glyph that a page draws: its font and its number, read from the page's own orders."""

    reader = PdfReader(BytesIO(pdf))
    for page in reader.pages:
        fonts_here = {key: font.get_object() for key, font in page["/Resources"]["/Font"].items()}
        font = None
        for operands, order in ContentStream(page.get_contents(), reader).operations:
            if order == b"Tf":
                font = fonts_here[operands[0]]
            elif order in (b"Tj", b"TJ"):
                pieces = operands[0] if order == b"TJ" else operands
                for piece in pieces:
                    raw = getattr(piece, "original_bytes", b"")
                    for at in range(0, len(raw), 2):
                        yield font, int.from_bytes(raw[at : at + 2], "big")


def unseen(drawn):
    """Of these glyphs those that the embedded fonts do not have, or have as the empty box (number 0)."""
    had, found = {}, []
    for font, number in drawn:
        name = font["/BaseFont"]
        if name not in had:
            about = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            [file] = [about[key].get_object() for key in ("/FontFile2", "/FontFile3") if key in about]
            had[name] = outlines(file.get_data())
        if number == 0 or number not in had[name]:
            found.append(f"{name} {number}")
    return found


def outlines(data):
    """The numbers of the glyphs that an embedded font can draw."""
    font = TTFont(BytesIO(data))
    return set(range(font["maxp"].numGlyphs))


def test_forty_letters_are_one_word_file_in_ten_seconds(db, letter):
    began = time.process_time()
    file = write.word(letter.code, [templates.values(name) for name in PEOPLE], "吴庄子村责任书")
    assert time.process_time() - began < 10
    word = Word(BytesIO(file))
    assert [line.text for line in word.paragraphs if line.text.endswith("同志：")] == [
        f"{name}同志：" for name in PEOPLE
    ]
    assert len(word.sections) == 40
    assert word.core_properties.title == "吴庄子村责任书"
    assert not word.core_properties.author
    for section in word.sections[1:]:
        assert section._sectPr.find(qn("w:type")).get(qn("w:val")) == "oddPage"
        assert section._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"
    drawings = [mark.get("id") for mark in word.element.body.iter(qn("wp:docPr"))]
    assert len(set(drawings)) == len(drawings) == 40


def test_forty_letters_are_one_pdf_in_ten_seconds_each_on_a_front_side(db, letter, pango):
    began = time.process_time()
    pdf = write.pdf(letter.code, [templates.values(name) for name in PEOPLE])
    assert time.process_time() - began < 10
    texts = [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]
    assert len(texts) == 79
    for name, text in zip(PEOPLE, texts[::2], strict=True):
        assert f"{name}同志" in text
        assert "—1—" in text.replace(" ", "")
    assert not any(text.strip() for text in texts[1::2])


def test_every_name_prints(db, letter, pango):
    """No character is drawn as glyph 0, the empty box, and each can be found again by its text."""
    assert fonts.unprintable(RARE) == ""
    pdf = write.pdf(letter.code, [templates.values(f"王{character}") for character in RARE])
    drawn = list(glyphs(pdf))
    assert len(drawn) > 100
    assert not unseen(drawn)
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    for character in RARE:
        assert f"王{character}" in text


@pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice on this machine")
def test_every_name_stands_in_the_word_file_as_an_office_opens_it(db, letter, tmp_path):
    file = tmp_path / "letters.docx"
    file.write_bytes(write.word(letter.code, [templates.values(f"王{character}") for character in RARE]))
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    to_pdf = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", tmp_path, file]
    subprocess.run(to_pdf, check=True, capture_output=True, timeout=120)
    pdf = PdfReader(tmp_path / "letters.pdf")
    texts = [text for page in pdf.pages if (text := page.extract_text().strip())]  # It may leave out empty backs.
    for character, text in zip(RARE, texts, strict=True):
        assert f"王{character}" in text


def test_a_character_that_no_font_has_is_drawn_as_a_box_and_found(db, letter, pango):
    """So that the test above could fail."""
    pdf = write.pdf(letter.code, [templates.values("王\U0010fffd")])
    assert unseen(glyphs(pdf))


def test_a_name_cannot_break_the_file(db, letter):
    names = ["<w:p>&amp;", "a\"b'c", "{{ name }}", "{% for x in y %}", "一\n二\t三", "控\x00\x0b\ufffe\ud800制"]
    file = write.word(letter.code, [templates.values(name) for name in names])
    lines = [line.text for line in Word(BytesIO(file)).paragraphs if line.text.endswith("同志：")]
    assert lines == [*(f"{name}同志：" for name in names[:5]), "控制同志："]


def test_numbers_and_a_header_are_each_letters_own(db, letter):
    word = Word()
    word.sections[0].header.paragraphs[0].text = "{{ name }}"
    for _item in range(2):
        word.add_paragraph("项", "List Number")
    number = word.paragraphs[0].style.element.pPr.numPr.numId.val
    for line in word.paragraphs:
        line._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = number
    file = filling.filled(templates.saved(word), [templates.values(name) for name in ("甲", "乙", "丙")], "三人")
    found = Word(BytesIO(file))
    assert [section.header.paragraphs[0].text for section in found.sections] == ["甲", "乙", "丙"]
    numbers = [line._p.pPr.numPr.numId.val for line in found.paragraphs if line.text == "项"]
    assert [one == other for one, other in pairwise(numbers)] == [True, False, True, False, True]
    assert not any("{" in part.blob.decode("utf-8", "replace") for part in found.part.package.iter_parts()
                   if "header" in str(part.partname))  # fmt: skip


def test_a_letter_and_what_stands_on_its_back_go_together(db, letter):
    """Each letter on a front side, its other half on the back, for all of them."""
    paper = Paper().title("责任书").text("{{ name }}").new_side().title("承诺书").text("{{ name }}")
    file = filling.filled(paper.saved(), [templates.values(name) for name in "甲乙丙"], "三人", two_sided=True)
    found = Word(BytesIO(file))
    kinds = [section.start_type for section in found.sections]
    assert kinds == [WD_SECTION.NEW_PAGE, WD_SECTION.NEW_PAGE] + [WD_SECTION.ODD_PAGE, WD_SECTION.NEW_PAGE] * 2
    assert [line.text for line in found.paragraphs if line.text] == [
        word for name in "甲乙丙" for word in ("责任书", name, "承诺书", name)
    ]
    assert all("PAGE" in section.footer.paragraphs[0]._p.xml for section in found.sections)


def test_values_that_are_not_what_the_fields_say_are_a_fault_of_the_app(db, letter):
    for wrong in ({"nam": "x"}, {"duties": "一个"}, {"items": [{"what": "x"}]}, {"name": ["x"]}):
        with pytest.raises(ValueError, match="not as its fields say"):
            write.word(letter.code, [templates.values(**wrong)])
    with pytest.raises(ValueError, match="nothing"):
        write.word(letter.code, [])
