"""What a template may say: names that its document has, loops through its lists, conditions. All else is refused where it stands.

Each tag is read by Jinja's own parser and held against a list of what is allowed: no call, no arithmetic, no name beginning with
an underscore is on it, and a loop only goes through a list that the document has. So a template ends, whoever wrote it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from jinja2 import TemplateSyntaxError, nodes
from lxml import etree

from tools.papers.limits import Unusable
from tools.papers.word.archive import W
from tools.papers.word.register import Document, Field
from tools.papers.word.sandbox import FILTERS, TESTS, environment

TAG = re.compile(r"\{\{(.{0,300}?)\}\}|\{%(.{0,300}?)%\}|\{#.{0,300}?#\}")
OPENING = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
WIDE = re.compile(r"[｛{][｛{%％]|[%％}｝][}｝]")
"""Braces as a Chinese keyboard writes them."""
MOST, DEEPEST = 800, 12
"""Tags of a template, blocks within blocks. A tag has 300 characters at most."""
UNITS = {"p": W + "p", "tr": W + "tr", "tc": W + "tc"}
"""What a tag with such a letter before it stands for as a whole: a paragraph, a row, a cell."""
QUOTES = str.maketrans("“”‘’", "\"\"''")
SAFE = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Getattr, nodes.Const, nodes.Filter, nodes.Test,
        nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.CondExpr, nodes.For, nodes.If)  # fmt: skip
LOOP = {"index": None, "first": None, "last": None, "length": None}
Scope = Mapping[str, Any]
"""By their names: None for a text, the fields of a row as such a mapping, a list as a tuple of what is in it."""


@dataclass(frozen=True)
class Place:
    """Where a tag stands: the paragraph, its number in its part, and the tag itself."""

    part: str
    number: int
    text: str
    paragraph: etree._Element

    def __str__(self) -> str:
        where = {"header": _("in the header"), "footer": _("in the footer")}
        words = where.get(re.sub(r"\d+|\.xml", "", self.part.rpartition("/")[2]))
        return words or _("in paragraph %(number)s") % {"number": self.number}


@dataclass
class _Block:
    """A `for` or an `if` that is still open."""

    word: str
    unit: str
    place: Place
    scope: Scope
    """The names that are there again after it."""
    row: str = ""
    """The name that a loop gives to what it goes through."""


def check(document: Document, stories: Mapping[str, etree._Element]) -> None:
    """Raises Unusable with the first fault, the name that is wrong, and where it stands."""
    count = 0
    for part, root in sorted(stories.items(), key=lambda story: "notes" not in story[0]):
        _only_in_words(root)
        blocks: list[_Block] = []
        scope = scope_of(document.fields)
        for place, inside, is_statement in _tags(part, root):
            count += 1
            if count > MOST:
                raise Unusable("too_many", _("There are too many places to be filled in the template."))
            if is_statement:
                scope = _statement(place, inside, blocks, scope)
            else:
                _shown(place, inside, scope)
        if count and "notes" in part:
            raise Unusable("note", _("Nothing can be filled into a footnote; write it into the text."))
        if blocks:
            raise _wrong(blocks[-1].place, _("it is never closed: its “%(end)s” is missing")
                         % {"end": f"{{% end{blocks[-1].word} %}}"})  # fmt: skip


def scope_of(fields: tuple[Field, ...]) -> dict[str, Any]:
    """The names of these fields."""
    return {field.name: field.of if field.of is None else (scope_of(field.of) or None,) for field in fields}


def must_be_safe(source: str) -> None:
    """The whole of a part as Jinja will run it, once more. Raises Unusable."""
    try:
        tree = environment().parse(source)
    except TemplateSyntaxError as error:
        raise Unusable("syntax", _("The template cannot be filled: %(why)s") % {"why": error.message}) from error
    if wrong := next((node for node in tree.find_all(nodes.Node) if not isinstance(node, SAFE)), None):
        raise Unusable("unsafe", _("The template cannot be filled: %(why)s") % {"why": type(wrong).__name__})


def _only_in_words(root: etree._Element) -> None:
    """A brace pair anywhere but in the words of a paragraph would be run by Jinja without having been read here."""
    for part in root.iter():
        elsewhere = [*part.attrib.values(), part.tail or "", "" if part.tag == W + "t" else part.text or ""]
        if found := next((text for text in elsewhere if OPENING.search(text)), None):
            raise _elsewhere(found)


def _elsewhere(text: str) -> Unusable:
    words = _("Write “%(tag)s” into the text itself: not into the description of a picture, a formula or a field.")
    return Unusable("elsewhere", words % {"tag": text.strip()[:80]})


def _tags(part: str, root: etree._Element) -> Iterator[tuple[Place, str, bool]]:
    """Every tag with its place, in order; what is inside it; whether it is a statement. Comments are left out."""
    texts: dict[etree._Element, list[str]] = {paragraph: [] for paragraph in root.iter(W + "p")}
    for word in root.iter(W + "t"):
        paragraph = next(word.iterancestors(W + "p"), None)  # Its own, and not the one round a text box.
        if paragraph is not None:
            texts[paragraph].append(word.text or "")
        elif OPENING.search(word.text or ""):
            raise _elsewhere(word.text)
    for number, (paragraph, words) in enumerate(texts.items(), 1):
        text, at = "".join(words), 0
        for found in TAG.finditer(text):
            yield from _loose(part, number, text[at : found.start()], paragraph)
            at = found.end()
            place = Place(part, number, found[0], paragraph)
            if found[1] is not None or found[2] is not None:
                inside = (found[1] if found[2] is None else found[2]).translate(QUOTES)
                if OPENING.search(inside) or inside[:1] in "-+" or inside[-1:] in "-+":
                    raise _wrong(place, _("it is not written as one can be filled in"))
                yield place, inside, found[2] is not None
        yield from _loose(part, number, text[at:], paragraph)


def _loose(part: str, number: int, text: str, paragraph: etree._Element) -> Iterator[Any]:
    """Braces without their partner in the same paragraph. Raises Unusable; answers nothing."""
    for pattern, words in (
        (OPENING, _("the braces around it are not a pair within one paragraph")),
        (WIDE, _("its braces are those of a Chinese keyboard: write {{ }} and {% %} with narrow ones")),
    ):
        if found := pattern.search(text):
            raise _wrong(Place(part, number, text[max(found.start() - 2, 0) : found.end() + 20], paragraph), words)
    return iter(())


def _statement(place: Place, inside: str, blocks: list[_Block], scope: Scope) -> Scope:
    """Open or close a block; the names from here on."""
    unit, words = _unit(place, inside)
    word = (words.split() or [""])[0]
    if word in ("for", "if"):
        if len(blocks) >= DEEPEST:
            raise _wrong(place, _("there are too many within one another"))
        node = _parsed(place, f"{{% {words} %}}{{% end{word} %}}")
        blocks.append(_Block(word, unit, place, scope))
        if word == "for":
            found = _loop(place, node, scope, blocks)
            blocks[-1].row = node.target.name
            return {**scope, **found, "loop": LOOP}
        _expression(place, node.test, scope)
        return scope
    block = blocks[-1] if blocks else None
    opens = {"elif": ("if",), "else": ("if",), "endif": ("if",), "endfor": ("for",)}.get(word)
    if opens is None:
        raise _wrong(place, _("“%(word)s” is none of for, endfor, if, elif, else, endif") % {"word": word[:40]})
    if block is None or block.word not in opens:
        raise _wrong(place, _("nothing was opened that it could close"))
    if block.unit != unit or _level(place, unit) is not _level(block.place, unit):
        raise _wrong(place, _("it stands on another level than “%(opening)s”: in another paragraph, row or cell")
                     % {"opening": block.place.text})  # fmt: skip
    if word == "elif":
        _expression(place, _parsed(place, f"{{% {words.replace('elif', 'if', 1)} %}}{{% endif %}}").test, scope)
    elif words.strip() != word:
        raise _wrong(place, _("it is not written as one can be filled in"))
    return blocks.pop().scope if word.startswith("end") else scope


def _unit(place: Place, inside: str) -> tuple[str, str]:
    """The letter before a statement, and the statement. What stands for a whole paragraph, row or cell stands there alone."""
    found = re.match(r"(p|tr|tc|r)\s", inside)
    if found is None:
        return "", inside.strip()
    unit = found[1]
    if unit == "r":
        raise _wrong(place, _("it is not written as one can be filled in"))
    whole = next(place.paragraph.iterancestors(UNITS[unit]), None) if unit != "p" else place.paragraph
    if whole is None:
        raise _wrong(place, _("it stands in no table"))
    if "".join(word.text or "" for word in whole.iter(W + "t")).strip() != place.text:
        raise _wrong(place, _("it needs a paragraph, a row or a cell of its own, which it takes away"))
    return unit, inside[found.end() :].strip()


def _level(place: Place, unit: str) -> etree._Element | None:
    """What an opening and its end must have in common: a paragraph, or what holds the paragraphs, rows or cells."""
    if unit in ("", "p"):
        return place.paragraph if not unit else place.paragraph.getparent()
    return next(place.paragraph.iterancestors(UNITS[unit])).getparent()


def _parsed(place: Place, source: str) -> Any:
    try:
        [node] = environment().parse(source).body
    except (TemplateSyntaxError, ValueError) as error:
        raise _wrong(place, _("it is not written as one can be filled in")) from error
    if not isinstance(node, nodes.For | nodes.If | nodes.Output):
        raise _wrong(place, _("it is not written as one can be filled in"))
    return node


def _loop(place: Place, node: nodes.For, scope: Scope, blocks: list[_Block]) -> dict[str, Any]:
    """The names that a loop adds. It goes through a list of the document, within another loop through one of that one's row."""
    if not isinstance(node.target, nodes.Name) or node.recursive or node.test is not None or node.else_:
        raise _wrong(place, _("it is not written as one can be filled in"))
    what = _value(place, node.iter, scope)
    if not isinstance(what, tuple):
        raise _wrong(place, _("“%(name)s” is no list") % {"name": _named(node.iter)})
    outer = [block.row for block in blocks[:-1] if block.word == "for"]
    if outer and _named(node.iter).rpartition(".")[0] != outer[-1]:
        raise _wrong(place, _("a loop within a loop can only go through a list of the outer one's rows"))
    if node.target.name in scope:
        raise _wrong(place, _("“%(name)s” is a name already; take another one") % {"name": node.target.name})
    return {node.target.name: what[0]}


def _shown(place: Place, inside: str, scope: Scope) -> None:
    """What is put in the place of the tag is a text or a picture."""
    node = _parsed(place, f"{{{{{inside}}}}}")
    if not isinstance(node, nodes.Output) or len(node.nodes) != 1:
        raise _wrong(place, _("nothing stands between its braces"))
    if isinstance(node.nodes[0], nodes.TemplateData) or _expression(place, node.nodes[0], scope) is not None:
        raise _wrong(place, _("“%(name)s” is a list: go through it with for") % {"name": _named(node.nodes[0])})


def _expression(place: Place, node: Any, scope: Scope) -> Any:
    """Hold everything in an expression against what is allowed; what it is, as far as a list goes."""
    if isinstance(node, nodes.Name | nodes.Getattr):
        return _value(place, node, scope)
    if not isinstance(node, SAFE) or isinstance(node, nodes.For | nodes.If):
        raise _wrong(place, _("it reckons or calls something: only the names of the list can stand here"))
    if isinstance(node, nodes.Operand) and node.op not in ("eq", "ne"):
        raise _wrong(place, _("it reckons or calls something: only the names of the list can stand here"))
    allowed = FILTERS if isinstance(node, nodes.Filter) else TESTS if isinstance(node, nodes.Test) else None
    if allowed is not None and node.name not in allowed:
        raise _wrong(place, _("“%(name)s” is not known; there are: %(known)s")
                     % {"name": node.name, "known": ", ".join(sorted(allowed))})  # fmt: skip
    found = [_expression(place, child, scope) for child in node.iter_child_nodes()]
    if isinstance(node, nodes.Filter) and isinstance(found[0], tuple):
        if node.name != "length" and not (node.name == "join" and found[0][0] is None):
            raise _wrong(place, _("“%(name)s” is a list: go through it with for") % {"name": _named(node.node)})
    elif isinstance(node, nodes.CondExpr) and any(isinstance(one, tuple) for one in found[1:]):
        raise _wrong(place, _("a list can only be gone through with for"))
    return None


def _value(place: Place, node: Any, scope: Scope) -> Any:
    """What a name stands for. Raises Unusable with the name where there is none of it."""
    if isinstance(node, nodes.Name):
        known: Any = scope
        name = node.name
    elif isinstance(node, nodes.Getattr):
        known = _value(place, node.node, scope) if isinstance(node.node, nodes.Name | nodes.Getattr) else None
        name = node.attr
    else:
        raise _wrong(place, _("it reckons or calls something: only the names of the list can stand here"))
    if not isinstance(known, Mapping) or name not in known:
        near = _nearest(name, known)
        words = _("there is no field “%(name)s”") % {"name": _named(node)}
        raise _wrong(place, f"{words}{near and _('; is “%(near)s” meant?') % {'near': near}}", "unknown")
    return known[name]


def _nearest(name: str, known: Any) -> str:
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, list(known), 1, 0.6)), "") if isinstance(known, Mapping) else ""


def _named(node: Any) -> str:
    """A name as it is written."""
    if isinstance(node, nodes.Getattr):
        return f"{_named(node.node)}.{node.attr}".lstrip(".")
    return node.name if isinstance(node, nodes.Name) else ""


def _wrong(place: Place, words: str, code: str = "tag") -> Unusable:
    return Unusable(code, _("“%(tag)s” %(where)s: %(words)s.") % {"tag": place.text, "where": place, "words": words})
