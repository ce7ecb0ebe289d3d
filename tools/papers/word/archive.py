"""A Word file that somebody sends in, opened so that nothing in it can do harm: how large it is, what it holds, where it points.

Only what a plain document is made of is taken. Macros, other files inside, whatever points out of the file, tracked changes and
comments are refused, each by its name and with what to do.
"""

import posixpath
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO

from django.utils.translation import gettext as _
from lxml import etree

from tools.papers.limits import MIB, Unusable, megabytes, setting

UNPACKED, PART, STORY, ENTRIES = 24 * MIB, 4 * MIB, MIB, 300
"""Bytes in all, bytes of a part of XML and of one in which words stand, and how many parts."""
OLD = b"\xd0\xcf\x11\xe0"
"""How an old .doc, a .wps and a file locked by a password begin."""
TYPES = "[Content_Types].xml"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
MAIN = f"{WORD}document.main+xml"
PLAIN = {
    MAIN,
    *(
        f"{WORD}{name}+xml"
        for name in (
            "styles", "settings", "fontTable", "numbering", "header", "footer", "footnotes", "endnotes", "webSettings", "people",
        )
    ),
    "application/vnd.ms-word.stylesWithEffects+xml",
    "application/vnd.openxmlformats-officedocument.theme+xml",
    "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
    "application/vnd.openxmlformats-officedocument.custom-properties+xml",
    "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    "application/vnd.openxmlformats-package.core-properties+xml",
    "application/vnd.openxmlformats-package.relationships+xml",
    "application/vnd.openxmlformats-officedocument.obfuscatedFont",
    "application/xml", "image/png", "image/jpeg", "image/gif", "image/bmp", "image/tiff", "image/x-emf", "image/x-wmf",
}  # fmt: skip
"""What a document without tricks is made of."""
STORIES = {f"{WORD}{name}+xml" for name in ("document.main", "header", "footer", "footnotes", "endnotes")}
"""In these stand words."""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DRAFTING = {
    W + name
    for name in (
        "ins", "del", "moveFrom", "moveTo", "pPrChange", "rPrChange", "sectPrChange", "commentReference", "commentRangeStart",
    )
}  # fmt: skip
FIELDS = {"PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION", "DATE", "TIME", "EQ", "SEQ", "="}
"""The fields of Word that reckon within the document; any other may read or start something."""
BROKEN = (zipfile.BadZipFile, zlib.error, KeyError, NotImplementedError, EOFError, OSError, ValueError, RuntimeError)
"""What a damaged zip makes Python raise."""
HARD_WEARING = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def opened(data: bytes) -> dict[str, etree._Element]:
    """The parts of XML in which words stand (document, headers, footers, notes), by name. Raises Unusable."""
    if len(data) > setting("PAPERS_MAX_TEMPLATE_BYTES"):
        raise _too_large()
    if data.startswith(OLD):
        words = _(
            "This is an old .doc or .wps, or it is locked by a password. Open it and save it as .docx, without one."
        )
        raise Unusable("old", words)
    parts = _parts(data)
    kinds = _kinds(parts)
    found = {}
    for name, kind in kinds.items():
        if not name.lower().endswith((".xml", ".rels")) and not kind.endswith("+xml"):
            continue
        root = _read(name, parts[name])
        if name.lower().endswith(".rels"):
            _must_stay_inside(row.get("Target", "") for row in root if row.get("TargetMode", "").lower() == "external")
        elif kind.startswith(WORD):
            if root.tag.startswith("{") and not root.tag.startswith(W):
                raise _no_document()  # The strict flavour of the format, which no office writes by itself.
            _must_stay_inside(value for part in root.iter() for name_, value in part.attrib.items()
                              if value and etree.QName(name_).localname in ("src", "href"))  # fmt: skip
            _must_be_finished(root)
            _must_reckon_only(root)
            if kind in STORIES:
                if len(parts[name]) > STORY:
                    raise _too_large()
                found[name] = root
    return found


def _parts(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > ENTRIES or sum(entry.file_size for entry in entries) > UNPACKED:
                raise _too_large()
            names = [entry.filename for entry in entries]
            if TYPES not in names or len(names) != len(set(names)):
                raise _no_document()
            return {entry.filename: archive.read(entry) for entry in entries if not entry.is_dir()}
    except BROKEN as error:
        raise _no_document() from error


def _kinds(parts: Mapping[str, bytes]) -> dict[str, str]:
    """What each part is, by the list of contents. Raises Unusable where it is something else than a plain document has."""
    endings, own = {}, {}
    for row in _read(TYPES, parts[TYPES]):
        kind = row.get("ContentType", "")
        if "macro" in kind.lower() or "vba" in kind.lower():
            raise Unusable("macros", _("The file holds macros. Save it as .docx without macros (not .docm)."))
        if row.get("PartName"):
            own["/" + row.get("PartName", "").lstrip("/").lower()] = kind
        else:
            endings[row.get("Extension", "").lower()] = kind
    found = {}
    for name in parts:
        if name == TYPES:
            continue
        kind = own.get(f"/{name.lower()}") or endings.get(name.lower().rpartition(".")[2], "")
        if kind not in PLAIN or posixpath.normpath(name) != name or name.startswith(("/", "..")):
            words = _(
                "The file holds something that is no part of a plain document: “%(name)s”. Remove what was inserted there "
                "(an object, a file, a comment) and save it again."
            )
            raise Unusable("inside", words % {"name": name[:80]})
        found[name] = kind
    if list(found.values()).count(MAIN) != 1:
        raise _no_document()
    return found


def _read(name: str, content: bytes) -> etree._Element:
    if len(content) > PART:
        raise _too_large()
    try:
        root = etree.fromstring(content, HARD_WEARING)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _no_document() from error
    if root.getroottree().docinfo.doctype:
        words = _("The file was not made by WPS or Word (“%(name)s”); it is not opened.")
        raise Unusable("entities", words % {"name": name[:80]})
    return root


def _must_stay_inside(targets: Iterable[str]) -> None:
    for target in targets:
        words = _(
            "The file points to something outside of it: “%(target)s”. Remove the link, the linked picture or the attached "
            "template, and save it again."
        )
        raise Unusable("outside", words % {"target": target[:80]})


def _must_be_finished(root: etree._Element) -> None:
    if next(root.iter(*DRAFTING), None) is not None:
        words = _(
            "The file holds tracked changes or comments. Accept the changes, delete the comments, and save it again."
        )
        raise Unusable("drafting", words)


def _must_reckon_only(root: etree._Element) -> None:
    for words in _instructions(root):
        name = (words.split() or [""])[0].upper()
        if name not in FIELDS and not name.startswith("="):
            said = _(
                "The file holds the Word field “%(field)s”. Only page numbers and dates can stand in a template; remove it or "
                "turn it into text."
            )
            raise Unusable("field", said % {"field": name[:40]})


def _instructions(root: etree._Element) -> Iterator[str]:
    """What the fields of Word in a part say, each in one piece though it may be cut into runs."""
    yield from (field.get(W + "instr", "") for field in root.iter(W + "fldSimple"))
    said: list[str] = []
    for part in root.iter(W + "fldChar", W + "instrText"):
        if part.tag == W + "instrText":
            said.append(part.text or "")
        elif said:
            yield "".join(said)
            said = []
    if said:
        yield "".join(said)


def _too_large() -> Unusable:
    words = _("The file is larger than %(size)s MB, or unpacks to far more. Leave out large pictures.")
    return Unusable("too_large", words % {"size": megabytes(setting("PAPERS_MAX_TEMPLATE_BYTES"))})


def _no_document() -> Unusable:
    return Unusable(
        "no_document", _("This is no Word file (.docx), or it arrived damaged. Save it in WPS or Word as .docx.")
    )
