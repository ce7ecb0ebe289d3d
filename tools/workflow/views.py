"""One page behind every workflow button."""

import importlib
from typing import Any

from django.contrib import messages
from django.forms import BaseFormSet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from tools.workflow import bulk
from tools.workflow.engine import REGISTRY, Move, Workflow
from tools.workflow.errors import NotMade
from tools.workflow.forms import MoveForm, OnceForm
from tools.workflow.models import UNDO, StateChange


@require_http_methods(["GET", "POST"])
def move_page(request: HttpRequest, label: str, pk: int, name: str) -> HttpResponse:
    """Show a move's form and make the move. Statuses: contract of the move pages."""
    workflow = REGISTRY.get(label)
    if workflow is None:
        raise Http404
    try:
        move = workflow.move(name)
    except KeyError as error:
        raise Http404 from error
    rows = workflow.model.objects.visible_to(request.user).select_related(*workflow.related)
    obj = get_object_or_404(rows, pk=pk)
    if request.method == "POST" and _already_done(workflow, obj, move, request):
        return _way_back(request, obj)
    stale = request.method == "POST"
    try:
        workflow.check(obj, name, actor=request.user, version=_number(request.POST.get("version")) if stale else None)
        form_type = form_class(workflow, move)
        filled = {
            k: v for k, v in request.GET.items() if k in form_type.base_fields and k not in ("request_id", "version")
        }
        form = form_type(request.POST or None, obj=obj, user=request.user, initial=filled)
        if request.method == "POST" and form.is_valid():
            cleaned = form.cleaned_data
            workflow.perform(
                obj,
                name,
                actor=request.user,
                version=cleaned["version"],
                request_id=cleaned["request_id"],
                happened_on=cleaned["happened_on"],
                data=form.facts(),
            )
            messages.success(request, _said(workflow, obj, move, request.user))
            return _way_back(request, obj)
    except NotMade as error:
        if error.status != 422:
            context = {"obj": obj, "move": move, "sentence": str(error)}
            return render(request, f"{error.status}.html", context, status=error.status)
        form.add_error(None, str(error))
    status = 422 if request.method == "POST" else 200
    return render(
        request, "workflow/move.html", {"obj": obj, "move": move, "form": form, "workflow": workflow}, status=status
    )


def tell_used(request: HttpRequest, form: OnceForm, made: Any, rows: BaseFormSet | None = None) -> None:
    """Where a page that had made something is sent again with other words, or other `rows`: say that these were not kept."""
    if form.differs_from(made) or (rows is not None and rows.has_changed()):
        messages.warning(
            request,
            _("Not kept: that page had been used already, for what you see here. Change this one, or begin a new one."),
        )


def _said(workflow: Workflow, obj: Any, move: Move, user: Any) -> str:
    """That it is done; where it may still be taken back, with the way to do so."""
    obj.refresh_from_db(fields=["state", "version"])
    done = _("“%(move)s” is done.") % {"move": move.label}
    undo = next((offered for offered in workflow.available(user, obj) if offered.name == UNDO), None)
    if undo is None:
        return done
    address = reverse("workflow:move", args=[workflow.label.lower(), obj.pk, UNDO])
    return format_html('{} <a href="{}">{}</a>', done, address, undo.label)


def form_class(workflow: Workflow, move: Move) -> type[MoveForm]:
    """The form that a row of the table names: the app's own, or one of the tool's."""
    for module in (f"{workflow.model._meta.app_config.name}.forms", "tools.workflow.forms"):
        try:
            found = getattr(importlib.import_module(module), move.form, None)
        except ModuleNotFoundError as error:
            if error.name != module:
                raise
            continue
        if found:
            return found
    raise LookupError(f"{workflow.label}: no form {move.form}")


def _already_done(workflow: Workflow, obj: Any, move: Move, request: HttpRequest) -> bool:
    field = MoveForm.base_fields["request_id"]
    try:
        request_id = field.clean(request.POST.get("request_id"))
    except Exception:  # a malformed id is the form's to refuse
        return False
    return StateChange.objects.of(obj).filter(request_id=request_id, move=move.name, actor=request.user).exists()


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def _way_back(request: HttpRequest, obj: Any) -> HttpResponse:
    target = request.POST.get("next") or ""
    if url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        return redirect(target)
    return redirect(obj.get_absolute_url())


@require_http_methods(["GET", "POST"])
def bulk_page(request: HttpRequest, label: str) -> HttpResponse:
    """One move for the things ticked on a list: what it asks for, then who is moved and who is skipped, then it is made."""
    workflow = REGISTRY.get(label)
    asked = request.POST if request.method == "POST" else request.GET
    move = next((m for m in workflow.moves if m.in_bulk and m.name == asked.get("move")), None) if workflow else None
    if move is None:
        raise Http404
    keys = [key for text in asked.getlist("pk") if (key := _number(text)) is not None][: bulk.MOST]
    rows = workflow.model.objects.visible_to(request.user).select_related(*workflow.related)
    things = list(rows.filter(pk__in=keys).order_by("pk"))
    context: dict[str, Any] = {"move": move, "label": label, "things": things, "back": _list_asked(request, asked)}
    status = 200
    if things:
        form = form_class(workflow, move)(request.POST or None, obj=things[0], user=request.user)
        context["form"] = form
        if request.method == "POST":
            status = 422
            if form.is_valid():
                if "do" in request.POST and (answer := _bulk_done(request, workflow, move, form, things, context)):
                    return answer
                if "outcome" not in context:
                    context["outcome"] = _walk(request, workflow, move, form, things, keep=False)
                    status = 200
                else:
                    status = 409
    return render(request, "workflow/bulk.html", context, status=status)


def _bulk_done(
    request: HttpRequest, workflow: Workflow, move: Move, form: MoveForm, things: list[Any], context: dict[str, Any]
) -> HttpResponse | None:
    """Move whom the preview promised; where one of them cannot be moved any more nobody is, and the page says so."""
    promised = {_number(text) for text in request.POST.getlist("promised")}
    outcome = _walk(request, workflow, move, form, [thing for thing in things if thing.pk in promised], keep=True)
    if outcome.moved and not outcome.skipped:
        done = ngettext("“%(move)s” is done for %(count)s.", "“%(move)s” is done for %(count)s.", len(outcome.moved))
        messages.success(request, done % {"move": move.label, "count": len(outcome.moved)})
        return redirect(context["back"])
    context["outcome"], context["changed"] = _walk(request, workflow, move, form, things, keep=False), True
    return None


def _walk(
    request: HttpRequest, workflow: Workflow, move: Move, form: MoveForm, things: list[Any], *, keep: bool
) -> bulk.Outcome:
    cleaned = form.cleaned_data
    return bulk.walk(
        workflow, things, move.name, actor=request.user, data=form.facts(), happened_on=cleaned["happened_on"],
        request_id=cleaned["request_id"], keep=keep,
    )  # fmt: skip


def _list_asked(request: HttpRequest, asked: Any) -> str:
    target = asked.get("next") or ""
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if safe else "/"
