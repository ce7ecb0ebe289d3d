"""Meetings with the votes taken in them: one entered as a whole, its votes read, mistyped numbers mended."""

import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from groups.forms.meetings import Agenda, WholeMeetingForm, quorum_missed
from groups.forms.mending import MendForm, mend_rows, refuse, sent_before
from groups.models import Application, Ballot
from groups.moves import APPLICATION
from groups.voting import HeldAlready, NotCounted, enter_meeting, mend_votes, mending
from meetings.models import Meeting
from meetings.words import requirements
from members.models import Village
from members.scope import reach
from members.shortcuts import must_enter, village_asked
from tools.workflow.errors import NotMade
from tools.workflow.models import StateChange
from tools.workflow.views import tell_used


@require_safe
def meeting_begin(request: HttpRequest) -> HttpResponse:
    """Whose meeting is entered as a whole."""
    offered = Village.objects.entered_by(request.user)
    village = village_asked(request, offered)
    if village is None:
        return render(request, "members/village_pick.html", {"villages": offered, "title": _("Whose meeting was it?")})
    return redirect("groups:meeting_whole", code=village.code)


@require_http_methods(["GET", "POST"])
def meeting_whole(request: HttpRequest, code: str) -> HttpResponse:
    """Enter a meeting with all its votes; `?kind=` chosen first, `?step=` for its usual kind, or `?meeting=` for one that is
    recorded already."""
    village = get_object_or_404(Village.objects.visible_to(request.user), code=code)
    must_enter(request.user, village.pk)
    met = _asked(request, village)
    kind = met.kind if met else request.GET.get("kind") or _usual_kind(village, request.GET.get("step", ""))
    if kind not in _kinds(village):
        return _kind_page(request, village)
    data = request.POST or None
    form = _Again(data, instance=met) if met else WholeMeetingForm(data, instance=Meeting(village=village), kind=kind)
    if made := form.made_before(request.user):
        if not met:
            tell_used(request, form, made)
        return redirect("groups:meeting_votes", pk=made.pk)
    agenda = Agenda(village, kind, request.user, data)
    if request.method == "POST":
        ready = all([form.is_valid(), agenda.is_valid()])
        if done := _entered(request, form, agenda) if ready else None:
            return done
        if made := form.made_before(request.user):  # A double click: the first one was done while this one was read.
            return redirect("groups:meeting_votes", pk=made.pk)
    context = {
        "village": village, "kind": dict(Meeting.Kind.choices)[kind], "form": form, "agenda": agenda, "meeting": met,
        "requirements": requirements(met) if met else [], "is_of_branch": kind in Meeting.BRANCH,
    }  # fmt: skip
    status = agenda.status if request.method == "POST" and not form.errors else 200 if request.method == "GET" else 422
    return render(request, "groups/meeting_whole.html", context, status=status)


class _Again(forms.Form):
    """Votes of a meeting that is recorded already."""

    request_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, data: Any, *, instance: Meeting) -> None:
        super().__init__(data)
        self.instance = instance

    def made_before(self, user: Any) -> Meeting | None:
        """The meeting, where the same sending was taken already."""
        if self.is_bound and self.is_valid():
            sent = StateChange.objects.filter(request_id=self.cleaned_data["request_id"], actor=user)
            return self.instance if sent.exists() else None
        return None

    def make_once(self, user: Any, make: Any) -> Meeting:
        """The engine finds a second sending by its id."""
        return make()


def _asked(request: HttpRequest, village: Village) -> Meeting | None:
    key = request.GET.get("meeting", "")
    if not (key.isascii() and key.isdigit()):
        return None
    return get_object_or_404(Meeting.objects.visible_to(request.user).filter(village=village), pk=key[:18])


def _kinds(village: Village) -> list[str]:
    """The kinds in which votes are taken here: the representatives' that it holds, the branch's that confirm."""
    voting = (*Meeting.REPRESENTATIVES, *Meeting.confirming_kinds())
    return [kind for kind in Meeting.kinds_of(village) if kind in voting]


def _usual_kind(village: Village, step: str) -> str:
    """The kind in which a step is usually voted on here, for who comes from it; another one is a tap away."""
    if step not in ("review", "confirm"):
        return ""
    return next(kind for kind in _kinds(village) if (kind in Meeting.BRANCH) == (step == "confirm"))


def _kind_page(request: HttpRequest, village: Village) -> HttpResponse:
    here = Application.objects.visible_to(request.user).filter(post__group__village=village)
    waiting = {is_of_branch: here.waiting_for(is_of_branch).count() for is_of_branch in (False, True)}
    labels = dict(Meeting.Kind.choices)
    kinds = [(kind, labels[kind], waiting[kind in Meeting.BRANCH]) for kind in _kinds(village)]
    status = 422 if request.method == "POST" else 200
    return render(request, "groups/meeting_kind.html", {"village": village, "kinds": kinds}, status=status)


def _entered(request: HttpRequest, form: Any, agenda: Agenda) -> HttpResponse | None:
    """The way on; None where something stands in the way, which is said where it belongs."""
    user, rows, meeting = request.user, agenda.on_agenda(), form.instance
    if rows and (missed := quorum_missed(meeting)):
        form.add_error("present" if "present" in form.fields else None, missed)
        return None
    votes, sent = [row.vote(meeting) for row in rows], form.cleaned_data

    def enter() -> Meeting:
        return enter_meeting(meeting, votes, user, request_id=sent["request_id"], came=sent.get("came", ()))

    try:
        meeting = form.make_once(user, enter)
    except HeldAlready as refusal:
        form.refuse(refusal)
        form.twin = refusal.meeting
    except NotCounted as refusal:
        agenda.refuse(refusal)
    except NotMade as refusal:
        form.add_error(None, str(refusal))
    else:
        said = ngettext("%(count)s vote is recorded.", "%(count)s votes are recorded.", len(votes))
        messages.success(
            request, said % {"count": len(votes)} if votes else _("The meeting is recorded, without a vote.")
        )
        return redirect("groups:meeting_votes", pk=meeting.pk)
    return None


@require_safe
def meeting_votes(request: HttpRequest, pk: int) -> HttpResponse:
    """The votes taken in a meeting, what was mended of them and why."""
    meeting = _meeting(request, pk)
    may_mend, _own = mending(meeting, request.user)
    former: dict[tuple[int, int, str], list[Ballot]] = {}
    current = []
    for ballot in _ballots(request, meeting):
        key = (ballot.application_id, ballot.round, ballot.step)
        if ballot.replaced_at:
            former.setdefault(key, []).append(ballot)
        else:
            ballot.former = former.get(key, [])
            current.append(ballot)
    context = {
        "meeting": meeting, "ballots": current, "requirements": requirements(meeting), "may_mend": may_mend and current,
        "may_enter": reach(request.user).enters_for(meeting.village_id) and meeting.kind in _kinds(meeting.village),
    }  # fmt: skip
    return render(request, "groups/meeting_votes.html", context)


@require_http_methods(["GET", "POST"])
def meeting_mend(request: HttpRequest, pk: int) -> HttpResponse:
    """Type mistyped numbers anew, with the reason; the old ones stay."""
    meeting = _meeting(request, pk)
    may_mend, own = mending(meeting, request.user)
    if not may_mend:
        raise PermissionDenied(_("Numbers are mended by the village's secretary and by the township."))
    ballots = list(_ballots(request, meeting).current())
    if not ballots:
        return redirect("meetings:meeting_edit", pk=meeting.pk)
    data = request.POST or None
    form, rows = MendForm(data, meeting=meeting, is_fixed=bool(own)), mend_rows(ballots, own, data)
    sent = request.POST.get("seen", "").split(",")[:1000]
    seen = [int(key) for key in sent if key.isascii() and key.isdigit() and len(key) < 19]
    if data and seen and seen != [ballot.pk for ballot in ballots]:
        if sent_before(
            Ballot.objects.visible_to(request.user).filter(meeting=meeting, pk__in=seen), data, request.user
        ):
            return _votes(meeting)
        sentence = _("Meanwhile votes of this meeting were recorded or mended. Reload the page and look again.")
        return render(request, "409.html", {"obj": meeting, "sentence": sentence}, status=409)
    if request.method == "POST" and all([form.is_valid(), *(row.is_valid() for row in rows)]):
        typed = form.cleaned_data
        try:
            done = mend_votes(
                meeting, request.user, seen=seen, entitled=typed["entitled"], present=typed["present"],
                numbers={row.ballot.pk: row.cleaned_data for row in rows}, reason=" ".join(typed["reason"].split()),
            )  # fmt: skip
        except NotCounted as refusal:
            refuse(rows, refusal)
        except NotMade as refusal:
            if refusal.status == 403:
                raise PermissionDenied(str(refusal)) from refusal
            return render(request, "409.html", {"obj": meeting, "sentence": str(refusal)}, status=409)
        else:
            messages.success(request, _("The numbers are mended; the old ones stay in the record.") if done
                             else _("Nothing was different; nothing was changed."))  # fmt: skip
            return _votes(meeting)
    context = {
        "meeting": meeting, "form": form, "rows": rows, "seen": ",".join(str(ballot.pk) for ballot in ballots),
        "own": [ballot for ballot in ballots if ballot.application_id in own],
    }  # fmt: skip
    return render(request, "groups/meeting_mend.html", context, status=422 if request.method == "POST" else 200)


def _votes(meeting: Meeting) -> HttpResponse:
    return redirect(reverse("groups:meeting_votes", args=[meeting.pk]))


def _meeting(request: HttpRequest, pk: int) -> Meeting:
    return get_object_or_404(Meeting.objects.visible_to(request.user).select_related("village", "typed_by"), pk=pk)


def _ballots(request: HttpRequest, meeting: Meeting) -> QuerySet[Ballot]:
    """Application by application, each vote after those that it replaced."""
    related = [f"application__{name}" for name in APPLICATION.related]
    rows = Ballot.objects.visible_to(request.user).filter(meeting=meeting).order_by("application_id", "round", "pk")
    return rows.select_related(*related, "replaced_by")
