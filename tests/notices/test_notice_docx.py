"""The notice as a Word file says what its sheet says, in the official measures; the place of the seal stays empty."""

from io import BytesIO

from docx import Document as Word
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from notices.models import Notice
from tests import build
from tests.board.stories import posted
from tests.notices.stories import draft
from tools.papers.word.official import BODY, TITLE


def file_of(client, notice):
    answer = client.get(f"/posting/{notice.pk}/notice.docx")
    assert answer.status_code == 200, answer.url
    return Word(BytesIO(answer.content))


def test_it_says_what_the_sheet_says(eight, cast):
    _applications, notice = eight
    client = cast.client(cast.a.secretary)
    assert f"/posting/{notice.pk}/notice.docx" in client.get(notice.get_absolute_url()).content.decode()
    word, sheet = file_of(client, notice), client.get(f"/posting/{notice.pk}/print/").context
    title, *lines = [line.text for line in word.paragraphs if line.text.strip()]
    assert title.replace("\n", "") == sheet["title"]
    told = [line for part in sheet["paragraphs"].values() for line in part][1:]
    assert lines[:-1] == told
    assert lines[-1] == sheet["address"]
    names, foot = word.tables
    cells = [[cell.text for cell in row.cells] for row in names.rows]
    assert cells[0] == ["序号", *map(str, sheet["headings"])]
    assert cells[1:] == [[str(at), *row] for at, row in enumerate(sheet["rows"], 1)]
    assert len(cells) == 9
    assert foot.rows[0].cells[1].text == f"{notice.organ}\n2026年11月23日"
    assert len(word.inline_shapes) == 1, "the code alone; no seal is drawn"
    assert not any(mark in "".join(lines) for mark in ("{", "草稿"))


def test_it_has_the_measures_of_an_official_document(eight, cast):
    word = file_of(cast.client(cast.a.clerk), eight[1])
    [section] = word.sections
    measures = (section.page_width, section.page_height, section.top_margin, section.left_margin)
    for found, wanted in zip(measures, (Mm(210), Mm(297), Mm(37), Mm(28)), strict=True):
        assert abs(found - wanted) < Mm(0.1)
    title, text = word.paragraphs[0], word.paragraphs[1]
    for line, face, points in ((title, TITLE, 22), (text, BODY, 16)):
        [run] = [run for run in line.runs if run.text.strip()]
        assert run.font.size == Pt(points)
        assert run._r.rPr.rFonts.get(qn("w:eastAsia")) == face
    heads = [row for row in word.tables[0].rows if row._tr.trPr.find(qn("w:tblHeader")) is not None]
    assert len(heads) == 1
    assert "PAGE" in section.footer.paragraphs[0]._p.xml


def test_a_draft_says_so_and_leaves_the_day_to_the_pen(cast):
    client = cast.client(cast.a.clerk)
    ready = build.walk(build.draft(cast.a.members[0], cast.a.posts["harmony"]), "confirmed", cast.a.secretary)
    made = draft(client, cast.a.village, [ready]).headers["Location"]
    word = file_of(client, Notice.objects.get(pk=int(made.strip("/").split("/")[-1])))
    assert word.paragraphs[0].text.startswith("草稿")
    assert "年　月　日" in word.tables[1].rows[0].cells[1].text
    assert len(word.tables[0].rows) == 2


def test_a_red_head_has_who_issues_it_and_its_number(cast):
    notice = posted(cast.a)
    Notice.objects.filter(pk=notice.pk).update(look=Notice.Look.RED, number="榛发〔2026〕5号", organ="中共榛子镇委员会")
    word = file_of(cast.client(cast.township), notice)
    assert [line.text for line in word.paragraphs[:2]] == ["中共榛子镇委员会", "榛发〔2026〕5号"]
    assert word.paragraphs[0].runs[0].font.color.rgb == (0xD7, 0x00, 0x0F)


def test_a_notice_that_corrects_another_says_so(cast):
    notice = posted(cast.a)
    first = Notice(kind=notice.kind, village=notice.village, title="前一份", organ="支部", correction="名字写错")
    first.withdrawn_on = notice.opened_on
    notice.corrects = first
    from notices.documents import values
    from notices.papers import sheet

    assert (
        values(sheet(notice, "https://zhenzi.example"))["corrected"]
        == "本公示更正 2026年11月23日 撤下的公示（名字写错）。"
    )


def test_a_name_with_four_bytes_stands_in_it_as_it_is(cast):
    notice = posted(cast.a)
    notice.lines.update(columns={"name": "王𬭎<&>", "zone": "经济", "post": "𠮷岗"})
    rows = file_of(cast.client(cast.a.clerk), notice).tables[0].rows
    assert [cell.text for cell in rows[1].cells][1:] == ["王𬭎<&>", "经济", "𠮷岗"]


def test_nobody_of_another_village_takes_it_along(cast):
    notice = posted(cast.a)
    assert cast.client(cast.b.secretary).get(f"/posting/{notice.pk}/notice.docx").status_code == 404
    assert cast.client().get(f"/posting/{notice.pk}/notice.docx").status_code == 302
