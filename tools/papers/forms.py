"""What a person sends: a photo, where it belongs, why it is removed. Every choice is narrowed to what he may add to."""

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from tools.papers.kinds import KINDS, Kind, Subject, on_model
from tools.papers.limits import Unusable, setting, too_large
from tools.papers.models import Scan
from tools.papers.prepare import Prepared, prepared
from tools.papers.serials import read


class SerialForm(forms.Form):
    """The number on a sheet, typed where its code cannot be read."""

    serial = forms.CharField(label=_("number on the sheet"), max_length=40, widget=forms.TextInput(
        attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}))  # fmt: skip

    def clean_serial(self) -> str:
        """A slip of the pen is seen at once."""
        if serial := read(self.cleaned_data["serial"]):
            return serial
        raise forms.ValidationError(
            _(
                "This is no number of ours: ten characters, without 0, 1, I, L and O. Compare it with the sheet once more."
            )
        )


def choices_of(user: Any, thing: models.Model, kind: str) -> list[tuple[str, str]]:
    """Where a photo that comes with a sheet of `thing` may belong: to it, or to what the kind offers; key and words."""
    label = thing._meta.label_lower
    subject = KINDS[kind].on[label]
    found = [other for other in subject.places(user, thing)
             if KINDS[kind].on[other._meta.label_lower].may_add(user, other)]  # fmt: skip
    others = [(key_of(other), str(other)) for other in found if other != thing]
    return [(key_of(thing), str(thing)), *others]


def key_of(thing: models.Model) -> str:
    """A thing in a choice."""
    return f"{thing._meta.label_lower}:{thing.pk}"


class PhotoForm(forms.Form):
    """One file for a thing; `found` is what is kept of it. Without a sheet one says which kind of paper it is."""

    kind = forms.ChoiceField(label=_("kind of paper"))
    belongs = forms.ChoiceField(label=_("belongs to"), required=False)
    file = forms.FileField(label=_("photo"), allow_empty_file=True, error_messages={
        "required": _("No photo was chosen. Press the button, take the photo, and send it.")})  # fmt: skip

    found: Prepared

    def __init__(self, *args: Any, user: Any, thing: models.Model, kind: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [KINDS[kind]] if kind else addable(user, thing)
        self.fields["kind"].choices = [(one.code, one.label) for one in kinds]
        asks = kind and KINDS[kind].on[thing._meta.label_lower].asks
        self.places = choices_of(user, thing, kind) if asks else [(key_of(thing), str(thing))]
        self.fields["belongs"].choices = self.places
        if len(kinds) < 2:
            del self.fields["kind"]
        if len(self.places) < 2:
            del self.fields["belongs"]
        self.the_kind = kinds[0].code if kinds else ""

    def clean_file(self) -> Any:
        """Read it whole, by its content."""
        file = self.cleaned_data["file"]
        try:
            if file.size > setting("PAPERS_MAX_BYTES"):
                raise too_large()
            self.found = prepared(file.read())
        except Unusable as error:
            raise forms.ValidationError(error.message, code=error.code) from error
        return file

    def chosen_kind(self) -> str:
        """The code of the kind."""
        return self.cleaned_data.get("kind") or self.the_kind

    def chosen_place(self) -> tuple[str, int]:
        """Model and key of the thing that the photo belongs to."""
        label, _colon, pk = (self.cleaned_data.get("belongs") or self.places[0][0]).partition(":")
        return label, int(pk)


class MoveForm(forms.Form):
    """Where a photo belongs after all."""

    belongs = forms.ChoiceField(label=_("belongs to"))

    def __init__(self, *args: Any, user: Any, thing: models.Model, scan: Scan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["belongs"].choices = choices_of(user, thing, scan.kind)
        self.fields["belongs"].initial = key_of(thing)

    def chosen(self) -> tuple[str, int]:
        """Model and key."""
        label, _colon, pk = self.cleaned_data["belongs"].partition(":")
        return label, int(pk)


class RemoveForm(forms.Form):
    """Why a photo is taken away: it stays beside the day and the person."""

    reason = forms.CharField(
        label=_("reason"), max_length=200, help_text=_("For example: blurred, wrong paper, sent twice.")
    )


def addable(user: Any, thing: models.Model) -> list[Kind]:
    """The kinds of which `user` sends photos for a thing."""
    return [kind for kind, subject in on_model(thing._meta.label_lower) if subject.may_add(user, thing)]


def printable(user: Any, thing: models.Model) -> list[dict[str, Any]]:
    """What `user` may print for a thing now: the kind, the variant and the words on the button."""

    def variants(subject: Subject) -> Any:
        return subject.variants(thing) if subject.sheet and subject.may_add(user, thing) else ()

    return [{"kind": kind.code, "variant": variant, "words": words}
            for kind, subject in on_model(thing._meta.label_lower) for variant, words in variants(subject)]  # fmt: skip
