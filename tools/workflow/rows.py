"""Rows below a form, kept together with it: a double click makes none twice, and nobody's rows are written over unseen."""

import uuid
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django import forms
from django.db import models
from django.db.models import F
from django.utils.translation import gettext as _t

MOVED = 1000
"""Beyond the numbers of rows: where they stand while they are numbered anew."""


class SignField(forms.UUIDField):
    """What a new row is known by, however often it is sent; it says nothing by itself."""

    widget = forms.HiddenInput

    def has_changed(self, initial: Any, data: Any) -> bool:
        """An empty row with a sign is an empty row."""
        return False


class RowForm(forms.ModelForm):
    """One row of a thing with a `uuid` and a `number`."""

    row = SignField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["row"].initial = uuid.uuid4

    @cached_property
    def changed_data(self) -> list[str]:
        """What was typed; that a row is there already when it is sent once more is no change."""
        return [name for name in super().changed_data if name != self._meta.model._meta.pk.name]

    def clean_row(self) -> uuid.UUID | None:
        """A new row is known by its sign from now on."""
        sign = self.cleaned_data["row"]
        if sign and self.instance.pk is None and not self._meta.model.objects.filter(uuid=sign).exists():
            self.instance.uuid = sign
        return sign


class Rows(forms.BaseInlineFormSet):
    """The rows of one thing."""

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        if self.is_bound and i >= self.initial_form_count():
            kwargs["instance"] = self._made(self.data.get(f"{self.add_prefix(i)}-row"))
        return super()._construct_form(i, **kwargs)

    def add_fields(self, form: forms.BaseForm, index: int | None) -> None:
        """A row of something else is as little there as none."""
        super().add_fields(form, index)
        form.fields[self.model._meta.pk.name].queryset = self.get_queryset()

    def _made(self, sign: str | None) -> Any:
        """The row that the same sending made already."""
        try:
            sign = forms.UUIDField(required=False).clean(sign)
        except forms.ValidationError:
            return None
        return next((row for row in self.get_queryset() if row.uuid == sign), None) if self.instance.pk else None

    def clean(self) -> None:
        """A row that somebody took out meanwhile is not written any more."""
        super().clean()
        if any(self.model._meta.pk.name in form.errors for form in self.initial_forms):
            raise forms.ValidationError(
                _t("Nothing is saved: one of these lines is not there any more. Reload the page.")
            )

    def kept(self) -> list[Any]:
        """The rows that stay, in their order, as they were typed."""
        gone = self.deleted_forms
        return [one.instance for one in self.forms if one not in gone and (one.instance.pk or one.has_changed())]

    def gone(self) -> list[Any]:
        """Those of them that are to be taken out."""
        return [one.instance for one in self.deleted_forms if one.instance.pk]


def keep_rows(of: Any, rows: Iterable[models.Model], gone: Iterable[models.Model]) -> None:
    """Keep `rows` (the related manager `of`) in their order, numbered from 1, and take `gone` out; under the thing's lock.

    What somebody else added meanwhile stays, below the others; a row in which nothing changed gets no new version.
    """
    for row in gone:
        row.delete()
    rows, before = list(rows), {row.pk: row for row in of.order_by("number")}
    known = {row.uuid: row.pk for row in before.values()}
    for row in rows:
        if row.pk is None and row.uuid in known:  # The same sending at the very same moment.
            row.pk, row._state.adding = known[row.uuid], False
    others = [row for row in before.values() if row.pk not in {row.pk for row in rows}]
    # Out of the way first: each number is one row's, also while they are numbered anew.
    of.update(number=F("number") + MOVED)
    for number, row in enumerate([*rows, *others], 1):
        setattr(row, of.field.name, of.instance)
        was = before.get(row.pk)
        if was is not None and was.number == number and _reads_alike(row, was):
            of.filter(pk=row.pk).update(number=number)
        else:
            row.number = number
            row.save()


def _reads_alike(row: models.Model, was: models.Model) -> bool:
    """Number apart; that is counted anew."""
    names = [field.attname for field in row._meta.concrete_fields if field.name != "number"]
    return all(getattr(row, name) == getattr(was, name) for name in names)
