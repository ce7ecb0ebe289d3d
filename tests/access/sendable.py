"""Every page with a form, its fields as they stand on it, and whatever name a view asks a request for."""

import contextlib
from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from django.urls import reverse

from groups.models import Application
from tests.access.addresses import ADDRESSES
from tests.access.people import Things
from tests.access.promises import Promises
from tools.workflow.engine import REGISTRY


def pages(thing: Things) -> Iterator[tuple[str, str]]:
    """Every page with a form: those of the addresses, and all moves of all things."""
    for name, made in ADDRESSES.items():
        yield name, reverse(name, args=made(thing))
    for name in ("meetings:meeting_new", "groups:application_new", "pledges:pledge_new"):
        yield name, f"{reverse(name)}?village={thing.where.village.code}"
    confirmed = Application.objects.get(pk=thing.line.subject_id)
    moving = [
        thing.application,
        thing.draft,
        confirmed,
        thing.notice,
        thing.draft_notice,
        thing.objection,
        thing.transfer,
        *of_promises(thing.promises),
    ]
    for row in moving:
        label = row._meta.label_lower
        for move in REGISTRY[label].moves:
            yield "workflow:move", reverse("workflow:move", args=[label, row.pk, move.name])


def of_promises(promises: Promises) -> Iterator[Any]:
    """Plans, goals, letters, pledges and items, of each one in every state that it is in."""
    yield from (promises.plan, promises.draft_plan, promises.letter, promises.pledge, promises.draft_pledge)
    yield from promises.plan.goals.all()
    yield from promises.pledge.items.all()


def filled(form: forms.BaseForm) -> dict[str, Any]:
    """The form as it stands on the page, with the first choice where one has to be made."""
    sent = {}
    for name, field in form.fields.items():
        value = form.get_initial_for_field(field, name)
        if not value and form.empty_permitted:  # An empty row below others stays empty.
            continue
        if not value and isinstance(field, forms.ModelChoiceField) and field.required:
            value = field.queryset.first()
        elif not value and field.required:
            choices = [key for key, _words in getattr(field, "choices", ()) if key]
            value = choices[0] if choices else 1 if isinstance(field, forms.IntegerField) else "文字"
        if value is not None and value is not False:
            several = isinstance(value, list | tuple) or hasattr(value, "iterator")
            sent[name] = [getattr(one, "pk", one) for one in value] if several else getattr(value, "pk", value)
    return sent


@contextlib.contextmanager
def names_asked_for() -> Iterator[set[str]]:
    """What the views ask of what is sent, by whatever form or by hand."""
    found: set[str] = set()

    def noting(method: str) -> Any:
        usual = getattr(QueryDict, method)
        return lambda self, name, *rest: found.add(str(name)) or usual(self, name, *rest)

    with pytest.MonkeyPatch.context() as patch:
        for method in ("__getitem__", "__contains__", "get", "getlist", "pop"):
            patch.setattr(QueryDict, method, noting(method))
        yield found
