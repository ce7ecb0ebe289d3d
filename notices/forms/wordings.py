"""The town's words for its notices, and for whom they are tried."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from members.models import Township, Village
from members.public import personal_numbers
from notices.forms.notices import no_such_blank, number_told
from notices.kinds import Wording
from notices.models import WORDS, NoticeWording
from notices.wording import AT_DRAFT, BLANKS, FOUND, tidy, unknown

NEEDED = ("from", "to", "phone")
"""Without these nobody reads how long a notice runs, and whom to ring."""


class WordingForm(forms.ModelForm):
    """Title, basis, body and ending, with blanks from a closed list."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    class Meta:
        model = NoticeWording
        fields = ["title", "basis", "body", "ending"]
        widgets = {
            "basis": forms.Textarea(attrs={"rows": 3}),
            "body": forms.Textarea(attrs={"rows": 3}),
            "ending": forms.Textarea(attrs={"rows": 6}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = self.instance.version

    def as_wording(self) -> Wording:
        """The words as they are typed."""
        return Wording(**{name: self.cleaned_data[name] for name in WORDS})

    def clean(self) -> dict[str, Any]:
        """Every blank is one that is filled; the period and the telephone are said; nobody's number stands in it."""
        cleaned = super().clean()
        town = Township.objects.current()
        official = [town.phone, *(number for _word, number in town.urgent)]
        for name in WORDS:
            if name not in cleaned:
                continue
            text = cleaned[name] = tidy(cleaned[name])
            if wrong := unknown(text, AT_DRAFT if name == "title" else BLANKS):
                self.add_error(name, no_such_blank(wrong, name))
            if found := personal_numbers(text, official):
                self.add_error(name, number_told(found))
        said = FOUND.findall(" ".join(cleaned.get(name) or "" for name in ("basis", "body", "ending")))
        if "ending" in cleaned and (lacking := [blank for blank in NEEDED if blank not in said]):
            words = "、".join("{" + blank + "}" for blank in lacking)
            self.add_error(
                "ending",
                _t("A notice says how long it runs and whom to ring. Still to be put in: %(blanks)s")
                % {"blanks": words},
            )
        return cleaned


class TryForm(forms.Form):
    """Whose notice the preview shows, and with how many invented names."""

    INVENTED, COMMITTEE = "", "committee"

    village = forms.ChoiceField(label=_("try it for"), required=False)
    names = forms.TypedChoiceField(
        label=_("invented names"), coerce=int, choices=[(n, n) for n in (1, 8, 15, 16, 40)], initial=8, required=False,
        empty_value=8,
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.villages = {village.code: village for village in Village.objects.order_by("code")}
        self.fields["village"].choices = [
            (self.INVENTED, _t("an invented village")),
            (self.COMMITTEE, _t("an invented residents' committee")),
            *((code, str(village)) for code, village in self.villages.items()),
        ]

    @property
    def chosen(self) -> Village:
        """The village; an invented one is in no list."""
        code = self.cleaned_data.get("village", "") if self.is_bound and self.is_valid() else ""
        if code in self.villages:
            return self.villages[code]
        kind = Village.Kind.COMMITTEE if code == self.COMMITTEE else Village.Kind.VILLAGE
        name = _t("Some committee") if kind == Village.Kind.COMMITTEE else _t("Some village")
        return Village(code="0" * 12, name=name, short_name=name, kind=kind)

    @property
    def count(self) -> int:
        """How many names."""
        return self.cleaned_data.get("names") or 8 if self.is_bound and self.is_valid() else 8
