"""What every move asks for. An app's own forms add what its step records."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.db import IntegrityError, transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from tools import clock


def day_that_came(day: dt.date | None) -> dt.date:
    """The day on which something happened; none is today. Raises ValidationError where it has not come yet."""
    day = day or clock.today()
    if day > clock.today():
        raise forms.ValidationError(
            _t("The day it happened lies in the future; enter the day on which it really happened.")
        )
    return day


class MoveForm(forms.Form):
    """The day it happened, and the two hidden fields that make a double click and a stale page harmless."""

    happened_on = forms.DateField(
        label=_("happened on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The day on the paper or of the meeting; typed later is all right. Empty: today."),
    )
    request_id = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, obj: Any, user: Any, **kwargs: Any) -> None:
        self.obj, self.user = obj, user
        initial = {"happened_on": clock.today().isoformat(), "request_id": uuid.uuid4(), "version": obj.version}
        kwargs["initial"] = initial | kwargs.pop("initial", {})
        super().__init__(data, **kwargs)
        self.order_fields([*self.ordered, "happened_on"])

    ordered: tuple[str, ...] = ()

    def clean_happened_on(self) -> Any:
        """An empty day is today."""
        return day_that_came(self.cleaned_data["happened_on"])

    def facts(self) -> dict[str, Any]:
        """What guards and effects get: the move's own fields."""
        return {k: v for k, v in self.cleaned_data.items() if k not in ("happened_on", "request_id", "version")}


class UndoForm(MoveForm):
    """Nothing is asked: what was typed a moment ago is taken back as if it had not been typed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["happened_on"].widget = forms.HiddenInput()


class ReasonForm(MoveForm):
    """A move that is only understood with its reason."""

    reason = forms.CharField(label=_("reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    ordered = ("reason",)


class SeenForm(forms.ModelForm):
    """A form that changes a thing: what somebody else changed while the page stood open is said before it is written over.

    Nothing is lost either way: what was typed stays in the fields, and the next sending is about what stands there now.
    """

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    NOT_SEEN = frozenset({"seen", "request_id", "version", "happened_on"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["seen"].initial = self._standing
        else:
            del self.fields["seen"]

    @cached_property
    def changed_data(self) -> list[str]:
        """The fields in which something else was typed than stands there."""
        return [name for name in super().changed_data if name not in self.NOT_SEEN and not self._reads_alike(name)]

    def _reads_alike(self, name: str) -> bool:
        """A browser ends its lines otherwise than what is kept; that is no change."""
        kept, typed = self.get_initial_for_field(self.fields[name], name), self[name].data
        if not (isinstance(kept, str) and isinstance(typed, str)):
            return False
        return kept.strip() == typed.replace("\r\n", "\n").strip()

    def clean(self) -> dict[str, Any]:
        """Refused once where the page showed what stands there no longer."""
        cleaned = super().clean() or self.cleaned_data
        seen = cleaned.get("seen")
        if seen and seen != self._standing() and (labels := self._differing()):
            self.data = self.data.copy()
            self.data[self.add_prefix("seen")] = self._standing()
            self.add_error(
                None,
                _t(
                    "Nothing is saved yet: somebody changed this while the page stood open. What you typed stands below and "
                    "differs in: %(fields)s. Save again to put it in the place of what is there, or reload the page."
                )
                % {"fields": "、".join(labels)},
            )
        return cleaned

    def _differing(self) -> list[str]:
        """The labels of the fields in which something else was typed than stands there."""
        return [str(self.fields[name].label or name) for name in self.changed_data]

    def _standing(self) -> str:
        """What stands in the fields now, as a short sign."""
        found = []
        for name in sorted(set(self.fields) - self.NOT_SEEN):
            value = self.get_initial_for_field(self.fields[name], name)
            several = sorted(str(getattr(v, "pk", v)) for v in value) if isinstance(value, list | tuple | set) else None
            found.append((name, several if several is not None else str(value if value is not None else "")))
        return hashlib.sha256(repr(found).encode()).hexdigest()[:16]


class OnceForm(SeenForm):
    """A form that makes a new thing with a `uuid`: a double click or a resend finds what the first sending made."""

    request_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["request_id"]
        else:
            self.fields["request_id"].initial = uuid.uuid4

    def clean_request_id(self) -> uuid.UUID:
        """The thing is known by it from now on. What the same person made by it was found before (`made_before`)."""
        if self._meta.model.objects.filter(uuid=self.cleaned_data["request_id"]).exists():
            raise forms.ValidationError(
                _t("This request was already used for something else. Reload the page and start again.")
            )
        self.instance.uuid = self.cleaned_data["request_id"]
        return self.cleaned_data["request_id"]

    def made_before(self, user: Any) -> Any:
        """What the same sending made already, as far as `user` sees it; None where it made nothing yet."""
        if not self.is_bound or self.instance.pk:
            return None
        try:
            request_id = forms.UUIDField().clean(self.data.get("request_id"))
        except forms.ValidationError:
            return None
        return self._meta.model.objects.visible_to(user).filter(uuid=request_id).first()

    def differs_from(self, made: Any) -> bool:
        """Whether this sending says something else than what the first one made: the page was gone back to and typed over."""
        self.full_clean()
        said = {name: self.cleaned_data[name] for name in self._meta.fields if name in self.cleaned_data}
        return any(value != getattr(made, name) for name, value in said.items() if value not in (None, ""))

    def make_once(self, user: Any, make: Callable[[], Any]) -> Any:
        """What `make()` returns; of two sendings at the very same moment the later one gets what the earlier one made."""
        try:
            with transaction.atomic():
                return make()
        except IntegrityError:
            made = self.made_before(user)
            if made is None:
                raise
            return made
