"""Applications at the desk: the list, a new one, one with all that was recorded of it."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from groups.actions import record_consent, write_application
from groups.forms import ApplicationFilter, ApplicationForm, ConsentForm
from groups.models import Application, Cycle
from groups.moves import APPLICATION
from groups.sheets_out import applications, with_steps
from groups.words import rounds_of, step_line
from members.filters import page_of
from members.models import Village
from members.scope import reach
from members.shortcuts import village_asked
from notices.models import Line, Objection
from tools import clock
from tools.exchange.views import sheet_out
from tools.history.noted import changed_fields, note
from tools.workflow.errors import Conflict, NotMade
from tools.workflow.models import StateChange


@require_safe
def application_list(request: HttpRequest) -> HttpResponse:
    """The applications within one's scope, narrowed and ordered by the address."""
    asked, rows = _listed(request)
    page = page_of(request, rows)
    found = reach(request.user)
    context = {"page": page, "filter": asked, "may_apply": found.may_enter or found.home_id}
    if village_id := _village_entered(request, asked):
        context["to_nominate"] = Application.objects.visible_to(request.user).to_nominate(village_id)
    return render(request, "groups/application_list.html", context)


def _village_entered(request: HttpRequest, asked: ApplicationFilter) -> int | None:
    """The village of the list, the one asked for or the only one, where the person types for it."""
    found, chosen = reach(request.user), asked.chosen("village")
    only = next(iter(found.villages)) if len(found.villages) == 1 and not found.everything else None
    village_id = chosen.pk if chosen else only
    return village_id if found.enters_for(village_id) and village_id else None


@never_cache
@require_http_methods(["GET", "POST"])
def application_export(request: HttpRequest) -> HttpResponse:
    """The same applications as a sheet."""
    asked, rows = _listed(request)
    return sheet_out(
        request, applications(request.user), with_steps(rows), reverse("groups:application_list"), asked.in_words
    )


def _listed(request: HttpRequest) -> tuple[ApplicationFilter, QuerySet[Application]]:
    asked = ApplicationFilter(request)
    rows = asked.applied_to(Application.objects.visible_to(request.user))
    return asked, rows.select_related("member", "post__group__village", "post__group__zone")


@require_safe
def application_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One application: who wants which post, what was recorded at every step, where it stands on the board."""
    user = request.user
    rows = Application.objects.visible_to(user).select_related(*APPLICATION.related)
    application = get_object_or_404(rows, pk=pk)
    village = application.post.group.village
    found = reach(user)
    line = Line.objects.about("placements", application.pk).first()
    rounds = rounds_of(application)
    context = {
        "application": application,
        "village": village,
        "steps": step_line(application.state, StateChange.objects.of(application)),
        "rounds": rounds,
        "several_rounds": len(rounds) > 1,
        "line": line,
        "objections": Objection.objects.visible_to(user).waiting().about("placements", application.pk),
        "may_edit": may_rewrite(user, application),
        "needs_consent": needs_consent(application),
        "may_enter": found.enters_for(village.pk),
        "sees_village": found.everything or village.pk in found.villages,
    }
    return render(request, "groups/application_detail.html", context)


@require_http_methods(["GET", "POST"])
def application_new(request: HttpRequest) -> HttpResponse:
    """Write an application down, from paper or for oneself; handed in at once where the second button is pressed."""
    offered = villages_to_apply_in(request.user)
    village = village_asked(request, offered)
    if village is None:
        context = {"villages": offered, "title": _("In which village is the post?")}
        return render(request, "members/village_pick.html", context)
    cycle = Cycle.objects.current()
    if cycle is None:
        messages.warning(request, _("This year's procedure is not open yet; the township enters it first."))
        return redirect("groups:application_list")
    initial = {name: request.GET.get(name) for name in ("post", "member") if request.GET.get(name)}
    form = ApplicationForm(
        request.POST or None, instance=Application(cycle=cycle), initial=initial, user=request.user, village=village
    )
    return _written(request, form, village)


@require_http_methods(["GET", "POST"])
def application_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a draft, or what was sent back, anew; later only the consent that is still missing is added."""
    rows = Application.objects.visible_to(request.user).select_related(*APPLICATION.related)
    application = get_object_or_404(rows, pk=pk)
    village = application.post.group.village
    if may_rewrite(request.user, application):
        form = ApplicationForm(request.POST or None, instance=application, user=request.user, village=village)
        return _written(request, form, village)
    if not (reach(request.user).enters_for(village.pk) and needs_consent(application)):
        raise PermissionDenied(_("Only a draft, and what was sent back, is written anew, by those who may hand it in."))
    form = ConsentForm(request.POST or None, instance=application)
    if request.method == "POST" and form.is_valid():
        record_consent(application, form.cleaned_data["consent_on"])
        note(request.user, application, changed_fields(form))
        messages.success(request, _("Saved."))
        return redirect(application)
    return _form_page(request, form, village)


def villages_to_apply_in(user: Any) -> QuerySet[Village]:
    """Those for which the person enters, and the one where he himself may take a post."""
    mine = Village.objects.entered_by(user).values("pk")
    return Village.objects.filter(Q(pk__in=mine) | Q(pk=reach(user).home_id)).order_by("code")


def may_rewrite(user: Any, application: Application) -> bool:
    """Whoever may hand it in may write it anew before."""
    return application.is_editable and "apply" in {move.name for move in APPLICATION.available(user, application)}


def needs_consent(application: Application) -> bool:
    """Whether somebody was proposed by others, is on the way to the review, and has not agreed yet."""
    proposed = application.source != Application.Source.OWN and application.consent_on is None
    return proposed and application.state in ("applied", "nominated")


def _is_about_another(form: ApplicationForm, made: Application) -> bool:
    """Whether a page that had been used for one application was sent again for somebody else, or for another post."""
    asked = {name: form.data.get(name) for name in ("member", "post")}
    return any(key and key != str(getattr(made, f"{name}_id")) for name, key in asked.items())


def _written(request: HttpRequest, form: ApplicationForm, village: Village) -> HttpResponse:
    if made := form.made_before(request.user):
        if _is_about_another(form, made):  # Said, so that nobody is left out unseen.
            messages.warning(request, _("Not kept: that page had been used for this application. Begin a new one."))
        return redirect(made)
    if request.method == "POST" and form.is_valid():
        apply_on = (form.cleaned_data["happened_on"] or clock.today()) if "apply" in request.POST else None
        request_id = form.cleaned_data.get("request_id") or uuid.uuid4()

        def write() -> Application:
            is_old, changed = form.instance.pk is not None, changed_fields(form)
            application = write_application(form.instance, request.user, apply_on=apply_on, request_id=request_id)
            if is_old and changed:
                note(request.user, application, changed)
            return application

        try:
            application = form.make_once(request.user, write)
        except Conflict as error:
            return render(request, "409.html", {"obj": form.instance, "sentence": str(error)}, status=409)
        except NotMade as error:
            if error.status == 403:
                raise PermissionDenied(str(error)) from error
            form.add_error(None, str(error))
        else:
            done = (
                _("The application is handed in; next the nomination is recorded.")
                if apply_on
                else _("Saved as a draft.")
            )
            messages.success(request, done)
            return redirect(application)
    return _form_page(request, form, village)


def _form_page(request: HttpRequest, form: Any, village: Village) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "village": village, "application": form.instance}
    return render(request, "groups/application_form.html", context, status=status)
