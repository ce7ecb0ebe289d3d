"""The rules of the house (docs/house.md) that a machine can hold, each also shown to find what breaks it."""

import ast
import re
import subprocess
import sys
import tomllib

import pytest
from django.apps import apps
from django.db import models

from scripts import catalogue
from scripts.environment import ROOT
from scripts.lint import LINT_IMPORTS
from tests.support import source
from tools.workflow.models import Flowing

pytestmark = pytest.mark.no_database

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
FLOORS = [layer.split(" | ") for layer in next(c for c in CONTRACTS if c["id"] == "floors")["layers"]]
ENGINE = "tools/workflow/engine.py"
# Spelled in two halves, so that this file does not hold what it looks for.
MACHINES = re.compile("/wo" + r"rk/|/t" + r"mp/|/ro" + r"ot/|/ho" + r"me/\w|\b[A-Z]:\\Us" + "ers")


def floor(package: str) -> int:
    """How deep a package lies: 0 is the roof."""
    return next(depth for depth, rooms in enumerate(FLOORS) if any(f"{package}.".startswith(f"{r}.") for r in rooms))


def test_imports_go_down():
    done = subprocess.run([sys.executable, "-c", LINT_IMPORTS], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_every_app_stands_on_a_floor():
    here = {config.name for config in apps.get_app_configs() if config.name.split(".")[0] in catalogue.PRODUCT}
    assert len(here) >= 11
    for package in here:
        floor(package)


def relations():
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_config.name.split(".")[0] in catalogue.PRODUCT:
            for field in model._meta.get_fields():
                if field.is_relation and not field.auto_created and isinstance(field.related_model, type):
                    yield field


def test_foreign_keys_go_down():
    wrong = [
        f"{field} -> {field.related_model._meta.label}"
        for field in relations()
        if field.related_model._meta.app_config.name.split(".")[0] in catalogue.PRODUCT
        and field.related_model._meta.app_config is not field.model._meta.app_config
        and floor(field.related_model._meta.app_config.name) <= floor(field.model._meta.app_config.name)
    ]
    assert not wrong, wrong
    assert any(field.related_model._meta.label == "members.Member" for field in relations())


def test_history_is_protected():
    """A thing with a state, or its trail, is never deleted because something it hangs on is."""
    cascading = [
        str(field)
        for field in relations()
        if issubclass(field.related_model, Flowing) or issubclass(field.model, Flowing)
        if isinstance(field, models.ForeignKey) and field.remote_field.on_delete is models.CASCADE
    ]
    assert not cascading


def test_nobody_but_the_engine_writes_state():
    flowing = {model.__name__ for model in apps.get_models() if issubclass(model, Flowing)}
    assert flowing
    found = {
        f"{source.name(path)}:{line}"
        for path in source.product()
        for line in source.writes_state(path.read_text("utf-8"), flowing)
        if source.name(path) != ENGINE
    }
    assert not found
    assert list(source.writes_state((ROOT / ENGINE).read_text("utf-8")))


@pytest.mark.parametrize(
    "sentence",
    [
        "application.state = 'confirmed'",
        "application.state, x = 'confirmed', 1",
        "setattr(application, 'state', 'confirmed')",
        "Application.objects.filter(pk=1).update(state='confirmed')",
        "Application.objects.update(**{'state': 'confirmed'})",
        "Application.objects.create(member=m, state='confirmed')",
        "Application.objects.bulk_create([Application(state='confirmed')])",
        "Application.objects.bulk_update(rows, ['state'])",
        "bulk_update_with_history(rows, Application, ['state', 'version'])",
        "Application.objects.update_or_create(pk=1, defaults={'state': 'confirmed'})",
        "application.save(update_fields=['state'])",
        "cursor.execute('UPDATE groups_application SET version = 1, state = %s', ['confirmed'])",
    ],
)
def test_a_written_state_is_found(sentence):
    assert list(source.writes_state(sentence, {"Application"})) == [1]


@pytest.mark.parametrize(
    "sentence",
    [
        "Application.objects.filter(state='confirmed').update(note='x')",
        "Application.objects.update(before=models.F('state'))",
        "class Application(Flowing):\n    state = models.CharField(default='drafted')",
        "if application.state == 'confirmed': pass",
    ],
)
def test_reading_a_state_is_nobodys_business(sentence):
    assert not list(source.writes_state(sentence, {"Application"}))


def test_one_clock():
    found = {
        f"{source.name(path)}:{line}"
        for path in source.product()
        for line in source.reads_time(path.read_text("utf-8"))
        if source.name(path) != "tools/clock.py"
    }
    assert not found
    assert list(source.reads_time((ROOT / "tools/clock.py").read_text("utf-8")))


@pytest.mark.parametrize(
    "sentence",
    [
        "timezone.now()",
        "default = timezone.now",
        "dt.datetime.now(tz=UTC)",
        "dt.date.today()",
        "date.today()",
        "timezone.localtime()",
        "time.time()",
        "from django.utils.timezone import now",
        "from django.db.models.functions import Now",
        "models.DateTimeField(auto_now_add=True)",
    ],
)
def test_a_second_clock_is_found(sentence):
    assert list(source.reads_time(sentence)) == [1]


def test_files_stay_readable():
    long = {
        source.name(path): lines
        for path in source.files(".py")
        if not {"migrations", "tests"} & set(path.relative_to(ROOT).parts)
        if (lines := len(path.read_text("utf-8").splitlines())) > 300
    }
    assert not long


def test_every_folder_of_python_is_a_package():
    assert not {
        source.name(p.parent)
        for p in source.files(".py")
        if p.parent != ROOT and not (p.parent / "__init__.py").is_file()
    }


def test_every_module_says_what_it_is():
    bare = [
        p
        for p in source.product()
        if p.name != "__init__.py" and not ast.get_docstring(ast.parse(p.read_text("utf-8")))
    ]
    assert not [source.name(path) for path in bare]


def test_no_machine_is_named():
    text = {".py", ".md", ".html", ".txt", ".toml", ".css", ".js", ".svg", ".po", ".yml", ".sh", ".example", ".csv", ""}
    found = [
        f"{source.name(path)}:{number}"
        for path in source.files()
        if path.suffix in text
        for number, line in enumerate(path.read_text("utf-8", errors="replace").splitlines(), 1)
        if MACHINES.search(line)
    ]
    assert not found


def pages():
    return [
        path
        for path in source.files(".html", ".svg", ".css", ".js", ".txt")
        if {"templates", "static"} & set(path.relative_to(ROOT).parts) and "tests" not in path.relative_to(ROOT).parts
    ]


def test_pages_hold_nothing_inline_and_ask_nobody_outside():
    assert pages()
    assert not [f"{source.name(p)}:{fault}" for p in pages() for fault in source.page_faults(p.read_text("utf-8"))]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ('<p style="color: red">', "an inline style"),
        ("<style>", "an inline style"),
        ("<script>", "an inline script"),
        ('<script type="module">', "an inline script"),
        ('<a onclick="go()">', "an inline script"),
        ('<a href="javascript:go()">', "an inline script"),
        ('<script src="https://elsewhere.example/x.js">', "an address outside"),
        ('<link href="//elsewhere.example/x.css">', "an address outside"),
        ("{% now 'Y' %}", "the machine's time"),
        ("{{ day|timesince }}", "the machine's time"),
    ],
)
def test_a_faulty_page_is_found(line, fault):
    assert list(source.page_faults(line)) == [f"1: {fault}"]


@pytest.mark.parametrize(
    "line", ['<script src="{% static "js/x.js" %}" defer></script>', '<svg xmlns="http://www.w3.org/2000/svg">']
)
def test_a_good_page_is_left_alone(line):
    assert not list(source.page_faults(line))


def test_every_word_is_translated():
    assert not catalogue.complaints()


PYTHON = """
from django.utils.translation import gettext as _now, gettext_lazy as _
_('a' 'b'); _now('c'); pgettext('menu', 'd'); ngettext('e', 'f', n); _(x)
"""
TEMPLATE = """
{% trans "It's" %}{% trans 'g' context 'menu' %}{{ _('h') }}
{% blocktrans trimmed %}
    i (100%)
    {{ j }}
{% endblocktrans %}
"""


def test_every_kind_of_word_is_found():
    said = catalogue.Words
    python = {said("", "ab", ""), said("", "c", ""), said("menu", "d", ""), said("", "e", "f")}
    template = {said("", "It's", ""), said("menu", "g", ""), said("", "h", ""), said("", "i (100%%) %(j)s", "")}
    assert set(catalogue.python_words(PYTHON)) == python
    assert set(catalogue.template_words(TEMPLATE)) == template


def test_every_setting_is_explained():
    """`.env.example` names every variable that the settings read."""
    tree = ast.parse((ROOT / "zhenzi/settings.py").read_text("utf-8"))
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and n.args and isinstance(n.args[0], ast.Constant)]
    readers = {"required", "flag"}
    read = {
        call.args[0].value
        for call in calls
        if getattr(call.func, "id", "") in readers or getattr(getattr(call.func, "value", None), "id", "") == "env"
    }
    assert "SECRET_KEY" in read
    explained = set(re.findall(r"^#?\s?([A-Z_]+)=", (ROOT / ".env.example").read_text("utf-8"), re.MULTILINE))
    assert read <= explained, read - explained
