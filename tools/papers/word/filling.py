"""Values filled into a Word template: one document, or as many as there are values in one file, each on a page of its own."""

import copy
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any

from docx.enum.section import WD_SECTION
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from lxml import etree

from tools import clock
from tools.papers.word.grammar import must_be_safe
from tools.papers.word.register import Picture, Values
from tools.papers.word.sandbox import environment

UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML has no place for."""
TAGGED = re.compile(r"\{\{|\{%")
AROUND = (RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER)
STRICT = etree.XMLParser(resolve_entities=False, no_network=True)


@dataclass(frozen=True)
class _Sources:
    """A template as Jinja runs it: the body, and those headers and footers in which something is filled in, by relation."""

    body: str
    around: Mapping[str, str]


@lru_cache(maxsize=32)
def _sources(template: bytes) -> _Sources:
    tpl = _opened(template)
    body = tpl.patch_xml(tpl.get_xml())
    around = {}
    for key, relation in tpl.docx.part.rels.items():
        if relation.reltype in AROUND:
            source = tpl.patch_xml(tpl.get_part_xml(relation.target_part))
            if TAGGED.search(source):
                around[key] = source
    for source in (body, *around.values()):
        must_be_safe(source)
    return _Sources(body, around)


def filled(template: bytes, many: Sequence[Values], title: str, *, two_sided: bool = False) -> bytes:
    """The Word file. Each of `many` begins on a new page with page 1, where it is `two_sided` on a front side.

    Raises Unusable, or whatever lxml and Jinja say of a template that grammar.py has not looked through.
    """
    sources, tpl = _sources(template), _opened(template)
    copies = [_copy(tpl, sources, values, number) for number, values in enumerate(many)]
    for key in sources.around:
        del tpl.docx.part.rels[key]
    _own_numbers(tpl, copies)
    tpl.map_tree(_joined(copies, two_sided))
    about, now = tpl.docx.core_properties, clock.now().replace(tzinfo=None)
    about.title, about.author, about.last_modified_by, about.comments, about.keywords = title[:250], "", "", "", ""
    about.subject, about.category, about.created, about.modified, about.revision = "", "", now, now, 1
    out = BytesIO()
    tpl.docx.save(out)
    return out.getvalue()


def _opened(template: bytes) -> DocxTemplate:
    tpl = DocxTemplate(BytesIO(template))
    tpl.render_init()
    return tpl


def _copy(tpl: DocxTemplate, sources: _Sources, values: Values, number: int) -> etree._Element:
    """A body filled with these values; its headers and footers are its own where something is filled into them."""
    said = _written(tpl, values)
    body = _rendered(tpl, sources.body, tpl.docx.part, said)
    for key, source in sources.around.items():
        old = tpl.docx.part.rels[key].target_part
        root = _rendered(tpl, source, old, said)
        name = PackURI(re.sub(r"(\d*)\.xml$", rf"\1_{number + 1}.xml", str(old.partname)))
        part = type(old).load(name, old.content_type, etree.tostring(root), old.package)
        for relation in old.rels.values():
            part.load_rel(relation.reltype, relation._target, relation.rId, relation.is_external)
        own_key = tpl.docx.part.relate_to(part, tpl.docx.part.rels[key].reltype)
        for reference in body.iter(qn("w:headerReference"), qn("w:footerReference")):
            if reference.get(qn("r:id")) == key:
                reference.set(qn("r:id"), own_key)
    for mark in [*body.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"))] if number else ():
        mark.getparent().remove(mark)
    return body


def _rendered(tpl: DocxTemplate, source: str, part: Any, said: Mapping[str, Any]) -> etree._Element:
    xml = tpl.render_xml_part(source, part, said, environment())
    etree.fromstring(xml, STRICT)  # The next line mends what is broken without a word.
    tree = tpl.fix_tables(xml)
    tpl.fix_docpr_ids(tree)
    root = parse_xml(etree.tostring(tree))
    for holder in [*root.iter(qn("w:tc"), qn("w:txbxContent")), *([root] if root.tag != qn("w:body") else [])]:
        if not len(holder) or holder[-1].tag != qn("w:p"):
            holder.append(parse_xml(f'<w:p xmlns:w="{root.nsmap["w"]}"/>'))
    return root


def _written(tpl: DocxTemplate, value: Any) -> Any:
    """A value as the template takes it."""
    if isinstance(value, Picture):
        return InlineImage(tpl, BytesIO(value.png), width=Mm(value.millimetres))
    if isinstance(value, Mapping):
        return {name: _written(tpl, one) for name, one in value.items()}
    if isinstance(value, str):
        return UNWRITABLE.sub("", value)
    return [_written(tpl, one) for one in value] if isinstance(value, Sequence) else value


def _joined(copies: Sequence[etree._Element], two_sided: bool) -> etree._Element:
    """One body of all: each but the last ends with its own section, each begins on a new page and counts from 1."""
    for number, body in enumerate(copies):
        first = next(body.iter(qn("w:sectPr")), None)
        if len(copies) > 1 and first is not None:
            first.start_type = WD_SECTION.ODD_PAGE if two_sided and number else WD_SECTION.NEW_PAGE
            _count_from_one(first)
        if number < len(copies) - 1:
            _end_section(body)
    whole = copies[0]
    for body in copies[1:]:
        whole.extend(list(body))
    return whole


def _end_section(body: etree._Element) -> None:
    """What says how the last section looks stands at the end of the body; within one it belongs to the last paragraph."""
    section = body.find(qn("w:sectPr"))
    if section is None:
        return
    body.remove(section)
    last = body[-1] if len(body) and body[-1].tag == qn("w:p") else None
    if last is None or last.pPr is not None and last.pPr.find(qn("w:sectPr")) is not None:
        low = '<w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
        last = parse_xml(f'<w:p xmlns:w="{body.nsmap["w"]}"><w:pPr>{low}</w:pPr></w:p>')
        body.append(last)
    last.get_or_add_pPr().append(section)


def _count_from_one(section: etree._Element) -> None:
    """Page numbers of a copy begin anew."""
    found = section.find(qn("w:pgNumType"))
    if found is None:
        found = parse_xml(f'<w:pgNumType xmlns:w="{section.nsmap["w"]}"/>')
        after = ("w:formProt", "w:vAlign", "w:noEndnote", "w:titlePg", "w:textDirection", "w:bidi", "w:rtlGutter",
                 "w:docGrid", "w:printerSettings", "w:cols")  # fmt: skip
        before = next((part for part in section if part.tag in {qn(name) for name in after}), None)
        section.append(found) if before is None else before.addprevious(found)
    found.set(qn("w:start"), "1")


def _own_numbers(tpl: DocxTemplate, copies: Sequence[etree._Element]) -> None:
    """Numbered paragraphs begin with their first number in each copy; Word would count on through the file."""
    used = [[mark for mark in body.iter(qn("w:numId")) if mark.get(qn("w:val")) != "0"] for body in copies[1:]]
    if not any(used):
        return
    numbering = tpl.docx.part.numbering_part.element
    known = {row.get(qn("w:numId")): row for row in numbering.findall(qn("w:num"))}
    lists = {row.get(qn("w:abstractNumId")): row for row in numbering.findall(qn("w:abstractNum"))}
    highest = max(map(int, known), default=0)
    for marks in used:
        own: dict[str, str] = {}
        for mark in marks:
            number = mark.get(qn("w:val"))
            if number in known and number not in own:
                highest += 1
                own[number] = str(highest)
                anew = copy.deepcopy(known[number])
                anew.set(qn("w:numId"), own[number])
                _begin_anew(anew, lists)
                known[number].getparent().findall(qn("w:num"))[-1].addnext(anew)
            mark.set(qn("w:val"), own.get(number, number))


def _begin_anew(numbers: etree._Element, lists: Mapping[str, etree._Element]) -> None:
    """Say of each level of a list at which number it begins."""
    said = {row.get(qn("w:ilvl")) for row in numbers.findall(qn("w:lvlOverride"))}
    of = lists.get(numbers.find(qn("w:abstractNumId")).get(qn("w:val")))
    for level in of.findall(qn("w:lvl")) if of is not None else ():
        number, start = level.get(qn("w:ilvl")), level.find(qn("w:start"))
        if number not in said:
            begin = start.get(qn("w:val")) if start is not None else "1"
            numbers.append(
                parse_xml(f'<w:lvlOverride xmlns:w="{numbers.nsmap["w"]}" w:ilvl="{number}">'
                          f'<w:startOverride w:val="{begin}"/></w:lvlOverride>')
            )  # fmt: skip
