"""A whole meeting on one page: its facts, and a row for each application that waited for it; its numbers mended later."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from groups.models import Application
from groups.moves import APPLICATION
from groups.voting import COUNTED, HeldAlready, NotCounted, Vote
from meetings import quorum
from meetings.forms import MeetingForm
from meetings.models import Meeting
from meetings.words import sentence
from members.models import Member, Village
from members.public import not_to_come
from members.roles import OWN
from members.scope import rights_of
from tools import clock
from tools.workflow.errors import Conflict, NotMade

UNANIMOUS, PASSED, FAILED, SKIPPED = "unanimous", "passed", "failed", "skipped"
POSTED = re.compile(r"^a([0-9]{1,18})-result$")


class WholeMeetingForm(MeetingForm):
    """The meeting's facts; its kind was chosen before, so that the agenda fits it. Who led the last one leads this one."""

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, kind=kind, **kwargs)
        self.fields["kind"].disabled = True
        self.fields["kind"].widget = forms.HiddenInput()
        village = self.instance.village
        last = Meeting.objects.filter(village=village, kind=kind).first()
        for name in ("place", "convener", "chair"):
            self.initial[name] = getattr(last, name, "")
        for name in ("entitled", "present"):
            self.fields[name].widget.attrs["inputmode"] = "numeric"
        own = Meeting.Kind.RESIDENTS if village.is_committee else Meeting.Kind.VILLAGERS
        if kind == own and village.representatives is None:
            self.fields["entitled"].help_text = _(
                "How many representatives the village has: typed this once, filled in from then on."
            )
        elif known := self.known.get(kind):
            self.fields["entitled"].help_text = _t("By the records: %(number)s.") % {"number": known}
        else:
            self.fields["entitled"].help_text = ""

    def refuse(self, refusal: HeldAlready) -> None:
        """The day, because another meeting of that day is recorded."""
        self.add_error("held_on", str(refusal))


class AgendaRow(forms.Form):
    """What a meeting decided on one application."""

    result = forms.ChoiceField(label=_("result"))
    in_favour = forms.IntegerField(label=_("in favour"), min_value=0, max_value=100_000, required=False)
    against = forms.IntegerField(label=_("against"), min_value=0, max_value=100_000, required=False)
    abstained = forms.IntegerField(label=_("abstained"), min_value=0, max_value=100_000, required=False)
    recused = forms.IntegerField(label=_("recused"), min_value=0, max_value=1000, required=False)
    consent_on = forms.DateField(label=_("agreed on"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, data: Any, application: Application, step: str, moves: frozenset[str]) -> None:
        self.application, self.step, self.moves = application, step, moves
        self.is_stale = False
        super().__init__(data, prefix=f"a{application.pk}", initial={"version": application.version})
        for name in COUNTED:
            self.fields[name].widget.attrs["inputmode"] = "numeric"
        choices = [(SKIPPED, _t("not on the agenda"))]
        if "vote_down" in moves:
            choices.insert(0, (FAILED, _t("not passed, votes below")))
        if step in moves:
            choices[:0] = [(UNANIMOUS, _t("passed, all in favour")), (PASSED, _t("passed, votes below"))]
        self.fields["result"].choices = choices
        self.fields["result"].initial = choices[0][0]
        if step != "review" or application.source == Application.Source.OWN or application.consent_on:
            del self.fields["consent_on"]

    @property
    def shows_votes(self) -> bool:
        """Whether the numbers stand open: something was typed there, or is asked for."""
        return self.is_bound and (bool(self.errors) or any(self[name].value() for name in COUNTED[:3]))

    @property
    def is_on_agenda(self) -> bool:
        """Whether the meeting decided on it."""
        return self.cleaned_data.get("result") != SKIPPED

    def clean_consent_on(self) -> Any:
        """Nobody has agreed in the future."""
        return not_to_come(self.cleaned_data["consent_on"])

    def clean(self) -> dict[str, Any]:
        """Numbers only beside a result that asks for them, so that nothing typed is passed over in silence."""
        cleaned = super().clean()
        result, typed = cleaned.get("result"), [name for name in COUNTED[:3] if cleaned.get(name)]
        if result in (UNANIMOUS, SKIPPED) and typed:
            self.add_error(
                "result", _t("Votes are typed below: choose “passed” or “not passed”, or empty the numbers.")
            )
        if result in (PASSED, FAILED) and cleaned.get("in_favour") is None and "in_favour" not in self.errors:
            self.add_error("in_favour", _t("Enter how many were in favour."))
        return cleaned

    def vote(self, meeting: Meeting) -> Vote:
        """What the row says, with nothing typed standing for nobody; all in favour are all who were present and not recused."""
        cleaned = self.cleaned_data
        numbers = {name: cleaned.get(name) or 0 for name in COUNTED}
        if cleaned["result"] == UNANIMOUS:
            numbers["in_favour"] = meeting.present - numbers["recused"]
        move = "vote_down" if cleaned["result"] == FAILED else self.step
        return Vote(self.application, move, cleaned["version"], numbers, cleaned.get("consent_on"))

    def check_fresh(self, user: Any) -> None:
        """What was done to the application since the page was made is said at its row; the next sending is about what is now."""
        self.full_clean()
        if self.moves and (not self.is_on_agenda or self.cleaned_data.get("version") == self.application.version):
            return
        self.errors.clear()
        try:
            APPLICATION.check(self.application, self.step, actor=user, version=-1)
        except NotMade as refusal:
            self.refuse(refusal)

    def refuse(self, refusal: NotMade) -> None:
        """Beside the row."""
        self.is_stale = isinstance(refusal, Conflict)
        self.add_error(None, str(refusal))


class Agenda:
    """The applications that wait for a kind of meeting: a row for each that this person records, and who records the others."""

    def __init__(self, village: Village, kind: str, user: Any, data: Mapping[str, Any] | None = None) -> None:
        self.user = user
        is_of_branch = kind in Meeting.BRANCH
        self.step = "confirm" if is_of_branch else "review"
        self.rows: list[AgendaRow] = []
        self.left: list[tuple[Application, str]] = []
        rights = rights_of(user, clock.now())
        sent = {int(found[1]) for name in data or () if (found := POSTED.match(name))}
        here = Application.objects.visible_to(user).filter(post__group__village=village)
        # One statement says which wait and in what state they are: between two of them somebody else may have moved one.
        waits = Exists(Application.objects.waiting_for(is_of_branch).filter(pk=OuterRef("pk")))
        asked_for = here.annotate(is_waiting=waits).filter(Q(is_waiting=True) | Q(pk__in=sent))
        heads = {member for code, member in Member.objects.secretaries(clock.today()) if code == village.pk}
        for application in asked_for.select_related(*APPLICATION.related).in_order():
            is_waiting = application.is_waiting
            asked = frozenset({self.step, "vote_down"}) if is_waiting else frozenset()
            moves = frozenset(move.name for move in APPLICATION.available(user, application, rights, asked))
            if is_waiting and not moves:
                self.left.append((application, self._whose(application, heads, rights)))
            elif is_waiting or _said(data, application) != SKIPPED:
                # A row that was not there when the page was made is no part of what was sent.
                bound = data if application.pk in sent else None
                self.rows.append(AgendaRow(bound, application, self.step, moves))
        self.leaves_failing = any(row.moves and "vote_down" not in row.moves for row in self.rows)
        for application, whose in self.left:
            if application.pk in sent and _said(data, application) != SKIPPED:
                raise PermissionDenied(whose)

    def _whose(self, application: Application, heads: set[int], rights: Any) -> str:
        if application.member_id in heads or OWN in rights.on(application):
            return _t("It decides on the secretary himself: the township records the vote.")
        return _t("The branch's result is recorded by the village's secretary.")

    def is_valid(self) -> bool:
        """Whether every row that was sent can be read; what has moved on meanwhile is said at its row."""
        sent = [row for row in self.rows if row.is_bound]
        for row in sent:
            row.check_fresh(self.user)
        return not sum(not row.is_valid() for row in sent)

    @property
    def status(self) -> int:
        """409 where nothing is wrong but that somebody was faster."""
        wrong = [row for row in self.rows if row.is_bound and row.errors]
        return 409 if wrong and all(row.is_stale for row in wrong) else 422

    @property
    def is_refused(self) -> bool:
        """Whether something stands in the way at some row."""
        return any(row.is_bound and row.errors for row in self.rows)

    def on_agenda(self) -> list[AgendaRow]:
        """The rows on which the meeting decided."""
        return [row for row in self.rows if row.is_bound and row.is_on_agenda]

    def refuse(self, refusal: NotCounted) -> None:
        """Each refusal beside its row."""
        for row in self.rows:
            if row.application.pk in refusal.why:
                row.refuse(refusal.why[row.application.pk])


def quorum_missed(meeting: Meeting) -> str:
    """What is said once at the head of the page where too few came for any vote to count; empty where enough did."""
    votes = quorum.Votes(meeting.entitled, meeting.present, meeting.present, 0, 0)
    short = [finding for finding in quorum.shortfalls(meeting.rule(), votes) if finding.code == "too_few_present"]
    if not short:
        return ""
    todo = _t("Check the two numbers; if they are right, set every application to “not on the agenda” and meet again.")
    return f"{sentence(short[0], votes)} {todo}"


def _said(data: Mapping[str, Any] | None, application: Application) -> str:
    return (data or {}).get(f"a{application.pk}-result") or SKIPPED
