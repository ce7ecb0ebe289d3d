"""Values that nobody means, in every question, every key of an address and every field of a form: told in words, never a fault.

What is asked is found out and not listed: the addresses, the forms as they stand on the pages, and each name that a view asks
for, so that a new page is asked too.
"""

from urllib.parse import quote

import pytest
from django import forms
from django.contrib import admin
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.access.addresses import ADDRESSES
from tests.access.admin_table import KINDS
from tests.access.cells import told
from tests.access.records import page, row_of
from tests.access.sendable import filled, names_asked_for, pages
from tests.access.stage import undone
from tests.support.shares import my_share

HUGE, LONG, SURROGATE = "9" * 20, "长" * 10_000, b"\xed\xa0\x80"
WHO = ("township", "secretary-a", "member-a", "stranger")
"""A page is asked by the first of them who may open it; each database asks its half of the pages, `pytest` alone all of them."""
TOGETHER = (
    ((forms.DateField, "0000-01-01"), (forms.IntegerField, "9" * 5000), (object, LONG)),
    ((forms.DateField, "10000-01-01"), (forms.IntegerField, "²"), (object, HUGE)),
)
"""In all fields at once, by their kind: what a field refuses it refuses whatever the others say."""
ALONE = (
    (forms.DateField, ("0001-01-01", "9999-12-31")),
    (forms.IntegerField, ("3000000000",)),
    (forms.ModelMultipleChoiceField, (HUGE,)),
    ((forms.ChoiceField, forms.BooleanField), ()),
    (forms.CharField, (LONG,)),
)
"""In one field, the others as they stand: a field may well take it, and then what comes after must."""
ASKED = (HUGE, "0001-01-01")
FRAME = ("desk:help", "board:home")
"""Of what a plain page asks every page asks, and is not asked again."""
PARTS = 4
"""Tests of which one takes as long as others do."""
OF_LISTS = ("id", "pk__in", "o", "p", "q", "e")


def first_of(kinds, field):
    """What the first kind says that the field is of."""
    return next((found for kind, found in kinds if isinstance(field, kind)), ())


def opened(stage, person):
    """Every page with a form; the records' own for who opens them."""
    yield from pages(stage.a)
    for kind in KINDS if person == "township" else ():
        yield kind, page(kind, "changelist")
        yield kind, page(kind, "change", row_of(stage.cast, kind).pk)
        yield kind, page(kind, "add")


def forms_on(answer):
    """Whatever forms a page shows, those of a set and of the records' pages among them."""
    for value in (value for part in answer.context or () for parts in part.dicts for value in parts.values()):
        found = [value] if isinstance(value, forms.BaseForm) else []
        if isinstance(value, admin.helpers.AdminForm):
            found = [value.form]
        if isinstance(value, forms.BaseFormSet):
            found = [value.management_form, *value.forms]
        yield from found


def questions(name, path, keys):
    """The address with each key asked for, one at a time and all together."""
    sign, keys = "&" if "?" in path else "?", [*keys, *(OF_LISTS if name in KINDS else ())]
    for key in keys:
        yield from (f"{path}{sign}{key}={quote(value)}" for value in ASKED)
    for value in (LONG[:1000], SURROGATE) if keys else ():
        yield path + sign + "&".join(f"{key}={quote(value)}" for key in keys)


def sendings(fields, base):
    """What is sent to a page, one after the other."""
    for kinds in TOGETHER:
        yield base | {name: first_of(kinds, field) for name, field in fields.items()}
    for name, field in fields.items():
        yield from (base | {name: value} for value in first_of(ALONE, field))


@pytest.mark.parametrize("part", range(PARTS))
def test_what_nobody_means_is_no_fault_in_a_form_or_a_question(stage, part):
    done, wrong = set(), {}
    for person in WHO:
        client, user, door = Client(raise_request_exception=False), stage.people[person], stage.doors[person]
        if user:
            client.force_login(user, backend="tools.accounts.backends.AccountBackend")
        found = list(opened(stage, person))[part::PARTS]
        for name, path in [(name, reverse(name)) for name in FRAME] + my_share(found):
            if path in done or name == "accounts:logout":
                continue
            with undone(), names_asked_for() as asked:
                answer = client.get(path)
            if answer.status_code != 200:
                continue
            done.add(path)
            keys = {key for key in asked if {(name, key), ("frame", key)}.isdisjoint(done)}
            done |= {("frame" if name in FRAME else name, key) for key in keys}
            for question in questions(name, path, keys):
                if door.knock("GET", question).status_code >= 500:
                    wrong["GET", question[:80]] = "fault"
            shown = list(forms_on(answer))
            base = {form.add_prefix(key): value for form in shown for key, value in filled(form).items()}
            with undone(), names_asked_for() as asked:
                client.post(path, base)
            fields = dict.fromkeys(asked) | {f.add_prefix(key): field for f in shown for key, field in f.fields.items()}
            if (name, *sorted(fields)) in done:
                continue
            done.add((name, *sorted(fields)))
            for sent in sendings(fields, base):
                if door.knock("POST", path, sent).status_code >= 500:
                    wrong["POST", path, str({key: v for key, v in sent.items() if v != base.get(key)})[:80]] = "fault"
    assert not wrong, told(wrong)
    assert len([one for one in done if isinstance(one, str)]) > 50 / PARTS, "hardly a page was asked"


def test_a_key_that_no_row_has_is_missing(stage):
    wrong = {}
    for name, made in ADDRESSES.items():
        person = "stranger" if name.startswith("board:") else "township"
        keys = made(stage.a)
        for place in range(len(keys)):
            for value in (HUGE, "3000000000", "9" * 5000, "长" * 2000, "%00", "%ED%A0%80"):
                try:
                    path = reverse(name, args=[*keys[:place], 7654321, *keys[place + 1 :]])
                except NoReverseMatch:
                    continue
                found = stage.knock(person, "GET", path.replace("7654321", value)).status_code
                if found not in (302, 400, 403, 404, 405):
                    wrong[name, place, value[:12]] = found
    for kind in my_share(list(KINDS)):
        for value in (HUGE, "3000000000", "%00"):
            path = page(kind, "change", 7654321).replace("7654321", value)
            if (found := stage.knock("township", "GET", path).status_code) not in (302, 400, 403, 404):
                wrong[kind, value] = found
    assert not wrong, told(wrong)
