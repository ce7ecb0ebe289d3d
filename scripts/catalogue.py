"""The words on the screen: `words` brings the catalogue in step and compiles it, `check` says what lacks.

Python is read as a syntax tree, templates through Django's own template reader: no gettext is needed on the machine.
The catalogue carries no line numbers: a moved line changes nothing in it. `words FILE.tsv ...` takes translations from
files of `msgid<TAB>msgstr` lines.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import polib
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
CATALOGUE = ROOT / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
COMPILED = CATALOGUE.with_suffix(".mo")
PRODUCT = ["zhenzi", "front", "pledges", "plans", "groups", "notices", "meetings", "members", "tools"]
# What the functions' arguments are: c(ontext), s(ingular), p(lural).
FUNCTIONS = {
    "gettext": "s",
    "gettext_lazy": "s",
    "gettext_noop": "s",
    "ngettext": "sp",
    "ngettext_lazy": "sp",
    "pgettext": "cs",
    "pgettext_lazy": "cs",
    "npgettext": "csp",
    "npgettext_lazy": "csp",
}
STRING = r"""u?(?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
TEMPLATE_CALL = re.compile(rf"\b(_|n?p?gettext)\(({STRING}(?:, *{STRING})*)(?:, *count)?\)")
PLACEHOLDER = re.compile(r"%\(\w+\)\w|%[sd]|\{\w*\}")
HEADER = {
    "Project-Id-Version": "zhenzi",
    "Language": "zh_Hans",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}


class Words(NamedTuple):
    """One entry as the sources ask for it."""

    context: str
    singular: str
    plural: str

    @classmethod
    def said(cls, roles: str, texts: list[str]) -> "Words":
        """From the strings of a call whose arguments have these roles."""
        by_role = dict(zip(roles, texts, strict=False))
        return cls(by_role.get("c", ""), by_role["s"], by_role.get("p", ""))

    @classmethod
    def of(cls, entry: polib.POEntry) -> "Words":
        """From an entry of a catalogue."""
        return cls(entry.msgctxt or "", entry.msgid, entry.msgid_plural or "")


def python_words(source: str) -> Iterator[Words]:
    """The translatable strings of a Python source, under whatever name it imports Django's functions."""
    tree = ast.parse(source)
    names = dict(FUNCTIONS)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            names.update({a.asname: FUNCTIONS[a.name] for a in node.names if a.asname and a.name in FUNCTIONS})
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            roles = names.get(getattr(node.func, "id", getattr(node.func, "attr", "")), "")
            texts = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            if roles and len(texts) >= len(roles):
                yield Words.said(roles, texts)


def template_words(source: str, name: str = "") -> Iterator[Words]:
    """The translatable strings of a template, which Django turns into calls for us."""
    for function, arguments in TEMPLATE_CALL.findall(templatize(source, origin=name)):
        yield Words.said(FUNCTIONS[function.replace("_", "gettext")], list(ast.literal_eval(f"[{arguments}]")))


def wanted() -> set[Words]:
    """Every string that the sources ask to be translated."""
    found: set[Words] = set()
    for folder in ("templates", *PRODUCT):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix == ".py":
                found.update(python_words(path.read_text("utf-8")))
            elif path.suffix in {".html", ".txt", ".svg"} and "templates" in path.parts:
                found.update(template_words(path.read_text("utf-8"), str(path)))
    return {words for words in found if words.singular}


def complaints() -> list[str]:
    """What keeps the catalogue from being complete; empty where nothing does."""
    if not CATALOGUE.is_file():
        return [f"there is no {CATALOGUE.relative_to(ROOT).as_posix()}"]
    entries = {Words.of(entry): entry for entry in polib.pofile(str(CATALOGUE)) if not entry.obsolete}
    asked = wanted()
    found = [f"not in the catalogue: {words.singular!r}" for words in sorted(asked - entries.keys())]
    found += [f"no longer in any source: {words.singular!r}" for words in sorted(entries.keys() - asked)]
    for words, entry in sorted(entries.items()):
        found += [f"{fault}: {words.singular!r}" for fault in _faults(words, entry)]
    if _meanings(polib.pofile(str(CATALOGUE))) != (
        _meanings(polib.mofile(str(COMPILED))) if COMPILED.is_file() else None
    ):
        found.append("the compiled catalogue is not in step with its source (make words)")
    return found


def _faults(words: Words, entry: polib.POEntry) -> Iterator[str]:
    texts = list(entry.msgstr_plural.values()) if words.plural else [entry.msgstr]
    if not texts or not all(texts):
        yield "not translated"
        return
    if entry.fuzzy:
        yield "fuzzy"
    if any(_placeholders(text) != _placeholders(words.plural or words.singular) for text in texts):
        yield "other placeholders than its source"
    if any(text.startswith("\n") != words.singular.startswith("\n") for text in texts):
        yield "begins with a line break where its source does not, or the reverse"


def _placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text.replace("%%", "")))


def _meanings(catalogue: polib.POFile | polib.MOFile) -> dict[Words, object]:
    """What a reader gets: a compiled catalogue holds no entry that is obsolete, fuzzy or not translated."""
    said = {Words.of(e): e.msgstr or e.msgstr_plural for e in catalogue if not (e.obsolete or "fuzzy" in e.flags)}
    return {words: text for words, text in said.items() if text and text != {0: ""}}


def bring_in_step(sheets: list[Path]) -> None:
    """Add what the sources ask for, drop what they no longer do, take the sheets' translations, compile."""
    old = {Words.of(entry): entry for entry in polib.pofile(str(CATALOGUE))} if CATALOGUE.is_file() else {}
    given = _read(sheets)
    catalogue = polib.POFile(wrapwidth=120)
    catalogue.metadata = HEADER
    for words in sorted(wanted(), key=lambda words: (words.singular, words)):
        entry = polib.POEntry(msgid=words.singular, msgctxt=words.context or None)
        before = old.get(words)
        text = given.get(words.singular) or (before.msgstr or before.msgstr_plural.get(0, "") if before else "")
        if words.plural:
            entry.msgid_plural, entry.msgstr_plural = words.plural, {0: text}
        else:
            entry.msgstr = text
        if "%(" in words.singular or "%s" in words.singular or "%d" in words.singular:
            entry.flags.append("python-format")
        catalogue.append(entry)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    catalogue.save(str(CATALOGUE))
    catalogue.save_as_mofile(str(COMPILED))
    print(f"{len(catalogue)} entries, {len(catalogue.untranslated_entries())} not translated")


def _read(sheets: list[Path]) -> dict[str, str]:
    """Translations from tab-separated files; two that differ are named, the later one counts."""
    given: dict[str, str] = {}
    for sheet in sheets:
        for number, line in enumerate(sheet.read_text("utf-8").splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            source, tab, text = line.replace("\\n", "\n").partition("\t")
            if not tab or not text.strip():
                print(f"{sheet.name}:{number}: no translation in this line: {line!r}")
            elif given.get(source, text) != text:
                print(f"{sheet.name}:{number}: {source!r} was {given[source]!r}, now {text!r}")
            given[source] = text.strip(" \t")
    return given


def main() -> None:
    """`python -m scripts.catalogue check | words [FILE.tsv ...]`."""
    match sys.argv[1:]:
        case ["words", *sheets]:
            bring_in_step([Path(sheet) for sheet in sheets])
        case ["check"]:
            found = complaints()
            if found:
                sys.exit("\n".join(found))
        case _:
            sys.exit(main.__doc__)


if __name__ == "__main__":
    main()
