"""Helps an app to build the Word file that comes with the product, in the look of official documents (GB/T 9704-2012).

A4; 37 mm of air above and 28 mm at the binding; the title in 22 points, everything else in 16 points of 仿宋 on lines of 28;
the page number between dashes; the place of the seal stays empty. Faces are named as an office PC has them; where one is
missing, WPS and Word take another.
"""

from collections.abc import Sequence
from io import BytesIO
from typing import Self

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsmap, qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from lxml import etree

BODY, TITLE, HEADING, NUMBER = "仿宋_GB2312", "方正小标宋简体", "黑体", "宋体"
OTHERS = {BODY: "仿宋,FangSong,Noto Serif CJK SC", TITLE: "方正小标宋_GBK,华文中宋,Noto Serif CJK SC",
          HEADING: "SimHei,Noto Sans CJK SC", NUMBER: "SimSun,Noto Serif CJK SC"}  # fmt: skip
"""What is taken where a face is not installed: Windows has 仿宋 in the place of 仿宋_GB2312, a server Noto."""
_NO_AIR = "".join(f'<w:{side} w:w="0" w:type="dxa"/>' for side in ("left", "right"))
RED = RGBColor(0xD7, 0x00, 0x0F)
CENTRE, LEFT, RIGHT, EVEN = (
    WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.JUSTIFY,
)  # fmt: skip


class Paper:
    """A sheet to which one adds from the top: title, text, table, signature. Tags of the template are written as they are."""

    def __init__(self) -> None:
        self.document = Document()
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        section.footer_distance = Mm(28)
        usual = self.document.styles["Normal"]
        _face(usual.element.get_or_add_rPr(), BODY)
        usual.font.size = Pt(16)
        usual.paragraph_format.space_after = Pt(0)
        _line(usual.paragraph_format, 28)
        self._page_number(section.footer.paragraphs[0])

    def title(self, text: str, after: float = 28) -> Self:
        """The title, in the middle."""
        line = self._line(text, TITLE, 22, CENTRE, 33)
        line.paragraph_format.space_after = Pt(after)
        return self

    def red_head(self, issuer: str, number: str) -> Self:
        """Who issues it, in red, the document's number, and the red line below."""
        head = self._line(issuer, TITLE, 36, CENTRE, 46)
        head.runs[0].font.color.rgb = RED
        mark = self._line(number, BODY, 16, CENTRE, 28)
        mark.paragraph_format.space_before, mark.paragraph_format.space_after = Pt(14), Pt(28)
        border = OxmlElement("w:pBdr")
        line = OxmlElement("w:bottom")
        for name, value in (("val", "single"), ("sz", "16"), ("space", "8"), ("color", "D7000F")):
            line.set(qn(f"w:{name}"), value)
        border.append(line)
        mark._p.get_or_add_pPr().insert_element_before(border, "w:spacing", "w:ind", "w:jc")
        return self

    def heading(self, text: str) -> Self:
        """A heading of the first order, as 一、."""
        return self._indented(self._line(text, HEADING, 16, EVEN, 28))

    def text(self, text: str, *, keep: bool = False) -> Self:
        """A paragraph, its first line two characters in; with `keep` on one page with what follows."""
        line = self._line(text, BODY, 16, EVEN, 28)
        line.paragraph_format.keep_with_next = keep or None
        return self._indented(line)

    def plain(self, text: str, points: float = 16, align: WD_ALIGN_PARAGRAPH = LEFT) -> Self:
        """A paragraph that begins at the edge."""
        self._line(text, BODY, points, align, points * 1.6)
        return self

    def tag(self, text: str) -> Self:
        """A tag that stands for a paragraph of its own and is gone when the document is filled: `for line in basis`."""
        self.document.add_paragraph(f"{{%p {text} %}}")
        return self

    def signature(self, organ: str, day: str, picture: str = "", beside: str = "") -> Self:
        """Who signs and the day, four characters from the right, the place of the seal over them; to the left a small picture."""
        table = self._table(1, 2, (55, 101))
        left, right = table.rows[0].cells
        for cell in (left, right):
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.BOTTOM
        if picture:
            mark = self._into(left.paragraphs[0], picture, BODY, 9, LEFT, 12)
            mark.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
            self._into(left.add_paragraph(), beside, BODY, 9, LEFT, 12)
        self._into(right.paragraphs[0], organ, BODY, 16, CENTRE, 28)
        right.paragraphs[0].paragraph_format.space_before = Pt(6)
        self._into(right.add_paragraph(), day, BODY, 16, CENTRE, 28)
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        return self

    def table(self, headings: Sequence[str], row: Sequence[str], loop: str, widths: Sequence[float] = ()) -> Self:
        """A list with its headings, which stand on every page again; `row` is filled for each of `loop`. Widths in mm."""
        table = self._table(4, len(headings), widths, grid=True)
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        for cell, words in zip(table.rows[0].cells, headings, strict=True):
            self._into(cell.paragraphs[0], words, HEADING, 14, CENTRE, 20)
        self._whole_row(table.rows[1].cells, f"{{%tr for {loop} %}}")
        for cell, words in zip(table.rows[2].cells, row, strict=True):
            self._into(cell.paragraphs[0], words, BODY, 14, CENTRE, 20)
        self._whole_row(table.rows[3].cells, "{%tr endfor %}")
        self._repeats(table)
        return self

    def new_side(self) -> Self:
        """What follows stands on the next side."""
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        section.footer.is_linked_to_previous = True
        return self

    def saved(self) -> bytes:
        """The file."""
        _name_other_faces(self.document)
        out = BytesIO()
        self.document.save(out)
        return out.getvalue()

    def _line(self, text: str, face: str, points: float, align: WD_ALIGN_PARAGRAPH, height: float) -> Paragraph:
        return self._into(self.document.add_paragraph(), text, face, points, align, height)

    def _into(
        self, line: Paragraph, text: str, face: str, points: float, align: WD_ALIGN_PARAGRAPH, height: float
    ) -> Paragraph:
        run = line.add_run(text)
        run.font.size = Pt(points)
        _face(run._r.get_or_add_rPr(), face)
        line.alignment = align
        _line(line.paragraph_format, height)
        return line

    def _indented(self, line: Paragraph) -> Self:
        space = line._p.get_or_add_pPr()._add_ind()
        space.set(qn("w:firstLineChars"), "200")
        space.set(qn("w:firstLine"), "640")
        return self

    def _table(self, rows: int, columns: int, widths: Sequence[float] = (), grid: bool = False) -> object:
        table = self.document.add_table(rows, columns, "Table Grid" if grid else None)
        if not grid:
            table._tbl.tblPr.append(parse_xml(f'<w:tblCellMar xmlns:w="{nsmap["w"]}">{_NO_AIR}</w:tblCellMar>'))
        for index, width in enumerate(widths):
            table.columns[index].width = Mm(width)
            for cell in table.columns[index].cells:
                cell.width = Mm(width)
        return table

    def _whole_row(self, cells: Sequence[_Cell], tag: str) -> None:
        """A row that is gone when the table is filled."""
        cells[0].paragraphs[0].add_run(tag)

    def _repeats(self, table: object) -> None:
        """The headings on every page, no row torn."""
        for number, row in enumerate(table.rows):
            about = row._tr.get_or_add_trPr()
            about.append(OxmlElement("w:cantSplit"))
            if not number:
                about.append(OxmlElement("w:tblHeader"))

    def _page_number(self, line: Paragraph) -> None:
        line.alignment = CENTRE
        for kind, text in (("", "— "), ("begin", ""), ("instr", " PAGE "), ("end", ""), ("", " —")):
            run = line.add_run(text if not kind else "")
            run.font.size = Pt(14)
            _face(run._r.get_or_add_rPr(), NUMBER)
            if kind == "instr":
                words = OxmlElement("w:instrText")
                words.text = text
                run._r.append(words)
            elif kind:
                mark = OxmlElement("w:fldChar")
                mark.set(qn("w:fldCharType"), kind)
                run._r.append(mark)


def _face(about: object, face: str) -> None:
    fonts = about.get_or_add_rFonts()
    for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{kind}"), face)


def _name_other_faces(document: object) -> None:
    """In the list of faces that the file brings along."""
    [part] = [one for one in document.part.package.iter_parts() if str(one.partname) == "/word/fontTable.xml"]
    faces = parse_xml(part.blob)
    for face, others in OTHERS.items():
        about = (
            f'<w:altName w:val="{others}"/><w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/>'
        )
        faces.append(parse_xml(f'<w:font xmlns:w="{nsmap["w"]}" w:name="{face}">{about}</w:font>'))
    part._blob = etree.tostring(faces, xml_declaration=True, encoding="UTF-8", standalone=True)


def _line(form: object, points: float) -> None:
    form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    form.line_spacing = Pt(points)
