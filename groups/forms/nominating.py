"""A village's nominations on one page: day and way once for all, a row for each application that waits for its nomination."""

import datetime as dt
import re
import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Q
from django.forms.utils import ErrorDict
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from groups.forms.steps import NominationForm
from groups.models import Application, Nomination
from groups.moves import APPLICATION
from groups.moves import ApplicationState as S
from groups.nominating import Nominated, recorded_by
from groups.voting import NotCounted
from members.models import Village
from tools import clock
from tools.workflow.errors import Conflict, NotMade
from tools.workflow.forms import day_that_came

POSTED = re.compile(r"^a([0-9]{1,18})-(?:version|nominators|how|happened_on)$")


class CommonForm(forms.Form):
    """What holds for every row that says nothing else: the day and the way."""

    happened_on = forms.DateField(
        label=_("happened on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The day on the paper or of the meeting; typed later is all right. Empty: today."),
    )
    how = forms.ChoiceField(label=_("how"), choices=Nomination.How.choices, required=False, widget=forms.RadioSelect)
    request_id = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any, village: Village) -> None:
        super().__init__(data, initial={"happened_on": clock.today().isoformat(), "request_id": uuid.uuid4})
        if not self.is_bound:  # As the village did it the last time.
            here = Nomination.objects.filter(application__post__group__village=village)
            self.initial["how"] = here.order_by("-pk").values_list("how", flat=True).first()

    def clean_happened_on(self) -> dt.date:
        """An empty day is today."""
        return day_that_came(self.cleaned_data["happened_on"])


class NominationRow(NominationForm):
    """One nomination, by the rules of its own page; what is left empty stands above for all, a row without a number waits."""

    def __init__(self, data: Any, application: Application, user: Any) -> None:
        self.common: Mapping[str, Any] = {}
        self.is_stale = False
        super().__init__(data, obj=application, user=user, prefix=f"a{application.pk}")
        del self.fields["request_id"]
        self.fields["nominators"].required = self.fields["how"].required = False
        self.fields["nominators"].widget.attrs["inputmode"] = "numeric"
        self.fields["how"].choices = [("", _t("as above")), *Nomination.How.choices]
        self.fields["happened_on"].initial = self.fields["happened_on"].help_text = None
        self.initial["happened_on"] = None

    @property
    def application(self) -> Application:
        """Whose nomination it is."""
        return self.obj

    @property
    def still_waits(self) -> bool:
        """Whether anything can be recorded here yet."""
        return self.obj.state == S.APPLIED

    @property
    def is_filled(self) -> bool:
        """Whether anything was typed in the row; a row without anything waits on."""
        return self.is_bound and any(self[name].value() for name in ("nominators", "how", "happened_on"))

    @property
    def shows_own(self) -> bool:
        """Whether the row's own day and way stand open: typed there, or refused."""
        own = ("how", "happened_on")
        return self.is_bound and any(self[name].value() or name in self.errors for name in own)

    def full_clean(self) -> None:
        """A row in which nothing was typed is no part of what was sent."""
        if self.is_bound and not self.is_filled:
            self._errors, self.cleaned_data = ErrorDict(), {}
        else:
            super().full_clean()

    def clean_happened_on(self) -> dt.date:
        """The row's own day, else the one above; then as on the page of one nomination."""
        self.cleaned_data["happened_on"] = self.cleaned_data["happened_on"] or self.common.get("happened_on")
        return super().clean_happened_on()

    def clean_how(self) -> str:
        """The row's own way, else the one above; where there is neither it is said once, above."""
        return self.cleaned_data["how"] or self.common.get("how") or ""

    def clean_nominators(self) -> int:
        """Day or way alone say nothing: then the number is missing."""
        number = self.cleaned_data["nominators"]
        if number is None:
            raise forms.ValidationError(_t("Enter how many nominated, or empty this row's day and way."))
        return number

    def nominated(self) -> Nominated:
        """What the row says."""
        typed = self.cleaned_data
        return Nominated(self.obj, typed["version"], typed["nominators"], typed["how"], typed["happened_on"])

    def check_fresh(self) -> None:
        """What was done to the application since the page was made is said at its row; the next sending is about what is now."""
        self.full_clean()
        version = self.cleaned_data.get("version")
        if self.still_waits and version == self.obj.version:
            return
        self.errors.clear()
        try:
            APPLICATION.check(self.obj, "nominate", actor=self.user, version=-1)
        except NotMade as refusal:
            self.refuse(refusal)

    def refuse(self, refusal: NotMade) -> None:
        """Beside the row."""
        self.is_stale = isinstance(refusal, Conflict)
        self.add_error(None, str(refusal))


class Nominations:
    """The applications of a village that wait for their nomination, and those that are not handed in yet."""

    def __init__(self, village: Village, user: Any, data: Mapping[str, Any] | None = None) -> None:
        self.user = user
        self.common = CommonForm(data, village)
        self.rows: list[NominationRow] = []
        self.left: list[Application] = []
        self.done: list[Application] = []
        sent = {int(found[1]) for name in data or () if (found := POSTED.match(name))}
        here = Application.objects.visible_to(user).filter(post__group__village=village)
        asked = here.filter(Q(state__in=(S.APPLIED, S.DRAFTED, S.RETURNED)) | Q(pk__in=sent))
        for application in asked.select_related(*APPLICATION.related).in_order():
            row = NominationRow(data if application.pk in sent else None, application, user)
            if application.state == S.APPLIED or row.is_filled:
                self.rows.append(row)
            elif application.state in (S.DRAFTED, S.RETURNED):
                self.left.append(application)

    def is_valid(self) -> bool:
        """Whether the page can be recorded as it stands; what the same sending recorded before is `done` and not asked again."""
        if not self.common.is_valid():
            self._check()
            return False
        self._take_out_done()
        self._check()
        return not self.is_refused and not self.common.errors

    def _take_out_done(self) -> None:
        """A row that says what this very sending recorded already is taken as recorded; one that says otherwise is told so."""
        keys = [row.application.pk for row in self.filled()]
        known = recorded_by(self.common.cleaned_data["request_id"], keys, self.user) if keys else {}
        for row in [row for row in self.rows if row.application.pk in known]:
            row.common = self.common.cleaned_data
            row.full_clean()
            said = tuple(row.cleaned_data.get(name) for name in ("nominators", "how", "happened_on"))
            if said == known[row.application.pk]:
                self.rows.remove(row)
                self.done.append(row.application)

    def _check(self) -> None:
        filled = self.filled()
        lacks_way = "how" not in self.common.errors and not self.common.cleaned_data.get("how")
        if lacks_way and not all(row["how"].value() for row in filled):
            self.common.add_error("how", _t("Choose how they nominated."))
        for row in filled:
            row.common = getattr(self.common, "cleaned_data", {})
            row.check_fresh()
        if not filled and not self.done:
            self.common.add_error(None, _t("Nothing is typed yet: enter at somebody how many nominated him."))

    @property
    def is_refused(self) -> bool:
        """Whether something stands in the way at some row."""
        return any(row.errors for row in self.filled())

    @property
    def status(self) -> int:
        """409 where nothing is wrong but that somebody was faster."""
        wrong = [row for row in self.filled() if row.errors]
        return 409 if wrong and not self.common.errors and all(row.is_stale for row in wrong) else 422

    def filled(self) -> list[NominationRow]:
        """The rows in which something was typed."""
        return [row for row in self.rows if row.is_filled]

    def waiting(self) -> list[Application]:
        """Whose row was left empty: they wait on."""
        return [row.application for row in self.rows if not row.is_filled]

    def refuse(self, refusal: NotCounted) -> None:
        """Each refusal beside its row."""
        for row in self.rows:
            if row.application.pk in refusal.why:
                row.refuse(refusal.why[row.application.pk])
