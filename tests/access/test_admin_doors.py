"""The admin: every page of every kind of row x everybody x own, foreign and missing rows x every method."""

import pytest
from django.contrib import admin
from django.http import HttpResponse
from django.urls import URLPattern, reverse

from tests.access.admin_table import KINDS, SEES, WRITES
from tests.access.cells import OTHER_METHODS, bare, leaks, told
from tests.access.people import EVERYBODY
from tests.access.records import OPENERS, VILLAGES, outcome, page, row_of
from tests.access.stage import SIGNS
from tests.support.shares import my_share

OUTSIDE = [person for person in EVERYBODY if person not in OPENERS]
MISSING = 987654


def asked(stage, person, kind):
    """Every page of a kind of row for somebody who may open the admin, and what it has to say: (method, address, outcome)."""
    sees, *writes = KINDS[kind].split()
    adds, changes, deletes = (WRITES[letter] for letter in writes)
    sees_it = person in SEES[sees]
    seen, gone = ("yes", "missing") if sees_it else ("no", "no")
    near, far = ("b", "a") if person == "secretary-b" else ("a", "b")
    own, other = row_of(stage.cast, kind, near), row_of(stage.cast, kind, far)

    def may(people):
        return "yes" if sees_it and person in people else "no"

    for method in ("GET", "POST"):
        yield method, page(kind, "changelist"), seen
        yield method, page(kind, "add"), may(adds)
        yield method, page(kind, "change", own.pk), seen if method == "GET" else may(changes)
        yield method, page(kind, "history", own.pk), seen if sees_it else "missing"
        yield method, page(kind, "delete", own.pk), may(deletes)
        yield method, page(kind, "export"), seen
        absent = [MISSING] if other == own or not person.startswith("secretary") else [MISSING, other.pk]
        for key in absent:
            yield method, page(kind, "change", key), gone if method == "GET" or may(changes) == "yes" else "no"
            yield method, page(kind, "history", key), "missing"
            yield method, page(kind, "delete", key), gone if may(deletes) == "yes" else "no"


def faults(stage, person, answer, found, right):
    """What is wrong with the answer of a cell."""
    wrong = [] if found == right else [f"{found} instead of {right}"]
    wrong += [f"without {header}" for header in bare(person, answer)]
    return wrong + [f"leaks {word}" for word in leaks(stage, person, answer.body.decode(errors="replace"))]


@pytest.mark.parametrize("person", my_share(OPENERS))
def test_each_sees_adds_changes_and_deletes_what_the_table_says(stage, person):
    wrong = {}
    for kind in KINDS:
        for method, path, right in asked(stage, person, kind):
            answer = stage.knock(person, method, path)
            if found := faults(stage, person, answer, outcome(answer), right):
                wrong[person, method, path] = found
            if method == "GET" and answer.status_code == 200 and kind in VILLAGES and not path.endswith("/add/"):
                signs = SIGNS["b" if person == "secretary-b" else "a"]
                if not path.endswith("/export/") and not any(sign in answer.body.decode() for sign in signs):
                    wrong[person, method, path, "shows nothing"] = signs
    assert not wrong, told(wrong)


@pytest.mark.parametrize("person", my_share(OUTSIDE))
def test_nobody_else_gets_through_any_door_of_it(stage, person, monkeypatch):
    """Every address that the admin has, with whatever stands for a row, for everybody without the admin."""
    monkeypatch.setattr("zhenzi.errors._page", lambda request, status, **words: HttpResponse("no", status=status))
    right = {"stranger": "sign in", "disabled": "sign in", "first-password": "first password"}.get(person, "no")
    wrong = {}
    for path in admin_addresses(1):
        for method in ("GET", "POST"):
            answer = stage.knock(person, method, path)
            if found := faults(stage, person, answer, outcome(answer), right):
                wrong[person, method, path] = found
    for method in (*OTHER_METHODS, "HEAD"):
        for kind in my_share(list(KINDS)):
            path = page(kind, "change", row_of(stage.cast, kind).pk)
            answer = stage.knock(person, method, path)
            if found := faults(stage, person, answer, outcome(answer), right):
                wrong[person, method, path] = found
    assert not wrong, told(wrong)


@pytest.mark.parametrize("person", OPENERS)
def test_no_other_method_does_anything(stage, person, monkeypatch):
    monkeypatch.setattr("tools.upkeep.middleware.render", lambda *args, **more: HttpResponse("405", status=405))
    wrong = {}
    for kind in my_share(list(KINDS)):
        near = "b" if person == "secretary-b" else "a"
        key = row_of(stage.cast, kind, near).pk
        for path in (page(kind, "changelist"), page(kind, "change", key), page(kind, "delete", key)):
            for method in OTHER_METHODS:
                answer = stage.knock(person, method, path)
                if found := faults(stage, person, answer, answer.status_code, 405):
                    wrong[person, method, path] = found
    assert not wrong, told(wrong)


def admin_addresses(key):
    """The admin's own addresses."""
    for entry in admin.site.get_urls():
        for inner in [entry] if isinstance(entry, URLPattern) else entry.url_patterns:
            if inner.name:
                fits = {"object_id": key, "app_label": "members"}
                args = [fits[name] for name in inner.pattern.converters or inner.pattern.regex.groupindex]
                yield reverse(f"admin:{inner.name}", args=args)
