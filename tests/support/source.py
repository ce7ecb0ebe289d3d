"""Readers of the project's own source, for the rules of the house that a syntax tree or a line of text can show."""

import ast
import os
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from scripts.catalogue import PRODUCT
from scripts.environment import ROOT

NOT_OURS = {"data", "staticfiles", "node_modules", "__pycache__"}
CREATES = {"create", "bulk_create", "get_or_create", "update_or_create", "acreate", "bulk_create_with_history"}
WRITES = CREATES | {"update", "aupdate", "bulk_update", "bulk_update_with_history", "save", "setattr"}
NAMING_COLUMNS = {"update_fields", "fields", "defaults", "create_defaults", None}  # None is **{...}
RAW_STATE = re.compile(r"\b(update\b.*\bset|insert\s+into)\b.*\bstate\b", re.IGNORECASE | re.DOTALL)
TIME_READERS = {
    "timezone": {"now", "localdate"},
    "datetime": {"now", "today", "utcnow"},
    "date": {"today"},
    "time": {"time", "time_ns", "localtime", "gmtime"},
}
TIME_IMPORTS = {
    "django.utils.timezone": {"now", "localdate"},
    "time": {"time", "time_ns", "localtime", "gmtime"},
    "django.db.models.functions": {"Now"},
}


@cache
def files(*endings: str) -> tuple[Path, ...]:
    """The project's own files with these endings, all of them without any."""
    found = []
    for folder, inner, names in os.walk(ROOT):
        inner[:] = sorted(
            n for n in inner if n == ".ci" or not (n.startswith(".") or n in NOT_OURS and folder == str(ROOT))
        )
        inner[:] = [n for n in inner if n not in {"__pycache__", "vendor"}]
        found += [Path(folder, name) for name in sorted(names)]
    return tuple(path for path in found if not endings or path.suffix in endings)


@cache
def product() -> tuple[Path, ...]:
    """The product's Python: what runs in the township, without migrations, tests and scripts."""
    return tuple(p for p in files(".py") if p.relative_to(ROOT).parts[0] in PRODUCT and "migrations" not in p.parts)


def name(path: Path) -> str:
    """As it is called in the tree."""
    return path.relative_to(ROOT).as_posix()


def writes_state(source: str, flowing: Iterable[str] = ()) -> Iterator[int]:
    """Lines on which a column `state` is written: by attribute, by a queryset, by a list of columns, in SQL.

    `flowing` names the models with a state; nobody gives them one when making them either.
    """
    flowing = set(flowing)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            parts = [part for target in targets for part in ast.walk(target)]
            if any(isinstance(p, ast.Attribute) and p.attr == "state" and isinstance(p.ctx, ast.Store) for p in parts):
                yield node.lineno
        elif isinstance(node, ast.Call):
            called = getattr(node.func, "id", getattr(node.func, "attr", ""))
            made = called in WRITES or called in flowing
            if made and (any(k.arg == "state" for k in node.keywords) or "state" in _columns(node)):
                yield node.lineno
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and RAW_STATE.search(node.value):
            yield node.lineno


def _columns(call: ast.Call) -> set[object]:
    """The names of columns that a writing call spells out in a list, a tuple or a dictionary."""
    given = [*call.args, *(k.value for k in call.keywords if k.arg in NAMING_COLUMNS)]
    found: set[object] = set()
    for value in given:
        inner = value.keys if isinstance(value, ast.Dict) else getattr(value, "elts", [value])
        found.update(part.value for part in inner if isinstance(part, ast.Constant))
    return found


def reads_time(source: str) -> Iterator[int]:
    """Lines on which the machine is asked what time it is."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute):
            owner = getattr(node.value, "id", getattr(node.value, "attr", ""))
            if node.attr in TIME_READERS.get(owner, ()):
                yield node.lineno
        elif isinstance(node, ast.ImportFrom):
            if any(alias.name in TIME_IMPORTS.get(node.module or "", ()) for alias in node.names):
                yield node.lineno
        elif isinstance(node, ast.Call):
            argless = not node.args and getattr(node.func, "attr", "") == "localtime"
            if argless or any(k.arg in {"auto_now", "auto_now_add"} for k in node.keywords):
                yield node.lineno


PAGE_FAULTS = {
    "an inline style": re.compile(r"""\sstyle\s*=|<style\b""", re.IGNORECASE),
    "an inline script": re.compile(r"""<script\b(?![^>]*\ssrc=)|\son[a-z]+\s*=\s*["']|javascript:""", re.IGNORECASE),
    "an address outside": re.compile(r"""https?://(?!www\.w3\.org/)[\w{]|["'(]//\w""", re.IGNORECASE),
    "the machine's time": re.compile(r"""{%\s*now\b|\|\s*time(since|until)\s*[}|]"""),
}


def page_faults(text: str) -> Iterator[str]:
    """What a template or a static file may not hold, each with the line on which it does."""
    for number, line in enumerate(text.splitlines(), 1):
        for fault, pattern in PAGE_FAULTS.items():
            if pattern.search(line):
                yield f"{number}: {fault}"
