"""Plans at the desk: the list, one with its steps and goals, a new one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from groups.models import Cycle
from members.filters import page_of
from members.models import Village
from members.scope import Rights, reach
from members.shortcuts import must_enter, village_asked
from plans.actions import write_plan
from plans.forms import GoalFormSet, PlanFilter, PlanForm
from plans.models import Goal, Plan
from plans.moves import GOAL, PLAN
from plans.sheets_out import GOALS
from plans.words import earlier_votes, proposed_title, steps_of
from tools.exchange.views import sheet_out
from tools.workflow.errors import NotMade
from tools.workflow.rows import Rows
from tools.workflow.views import tell_used


@require_safe
def plan_list(request: HttpRequest) -> HttpResponse:
    """The plans within one's scope, with how many of their goals are reached, and the villages that have none this year."""
    asked, rows = _listed(request)
    found, cycle = reach(request.user), Cycle.objects.current()
    context = {
        "page": page_of(request, rows.select_related("village", "cycle").with_progress()),
        "filter": asked,
        "may_enter": found.may_enter,
        "cycle": cycle,
    }
    if cycle and (found.everything or found.villages):
        planned = Plan.objects.standing().filter(cycle=cycle).values("village")
        lacking = Village.objects.visible_to(request.user).exclude(pk__in=planned).order_by("code")
        context["lacking"] = list(lacking)
    return render(request, "plans/plan_list.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def plan_export(request: HttpRequest) -> HttpResponse:
    """The goals of these plans as a sheet."""
    asked, rows = _listed(request)
    goals = Goal.objects.visible_to(request.user).filter(plan__in=rows.values("pk")).exclude(plan__state="withdrawn")
    goals = goals.select_related("plan__village", "plan__cycle", "group__zone")
    goals = goals.order_by("-plan__cycle__year", "plan__village__code", "plan", "number")
    return sheet_out(request, GOALS, goals, reverse("plans:plan_list"), asked.in_words)


def _listed(request: HttpRequest) -> tuple[PlanFilter, QuerySet[Plan]]:
    asked = PlanFilter(request)
    return asked, asked.applied_to(Plan.objects.visible_to(request.user))


@require_safe
def plan_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One plan: its six steps, its goals and who does each, its trail."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user).select_related(*PLAN.related), pk=pk)
    found, rights = reach(request.user), Rights.for_a_list(request.user)
    goals = list(plan.goals.select_related("group__zone").order_by("number"))
    for goal in goals:
        goal.plan = plan
        goal.moves = GOAL.available(request.user, goal, rights) if plan.state == "published" else []
    context = {
        "plan": plan,
        "goals": goals,
        "done": sum(goal.state == "done" for goal in goals),
        "steps": steps_of(plan),
        "earlier": earlier_votes(plan),
        "may_edit": plan.is_editable and found.enters_for(plan.village_id),
        "sees_village": found.everything or plan.village_id in found.villages,
    }
    return render(request, "plans/plan_detail.html", context)


@require_http_methods(["GET", "POST"])
def plan_new(request: HttpRequest) -> HttpResponse:
    """Write a village's plan for this year down, with its goals."""
    offered = Village.objects.entered_by(request.user)
    village = village_asked(request, offered)
    if village is None:
        return render(request, "members/village_pick.html", {"villages": offered, "title": _("Whose plan is it?")})
    cycle = Cycle.objects.current()
    if cycle is None:
        messages.warning(request, _("This year's procedure is not open yet; the township enters it first."))
        return redirect("plans:plan_list")
    there = Plan.objects.visible_to(request.user).standing().filter(village=village, cycle=cycle).first()
    plan = Plan(village=village, cycle=cycle, title=proposed_title(village, cycle))
    form = PlanForm(request.POST or None, instance=plan)
    if made := form.made_before(request.user):
        tell_used(request, form, made, _goals(request, made))
        return redirect(made)
    if there:
        messages.info(request, _("This village has a plan for this year already; here it is."))
        return redirect(there)
    answer = _written(request, form)
    # Refused because the same sending made it meanwhile, at the very same moment: that is what was asked for.
    made = form.made_before(request.user) if answer.status_code == 422 else None
    return redirect(made) if made else answer


@require_http_methods(["GET", "POST"])
def plan_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a draft, or what was sent back, anew."""
    plan = get_object_or_404(Plan.objects.visible_to(request.user).select_related(*PLAN.related), pk=pk)
    must_enter(request.user, plan.village_id)
    if not plan.is_editable:
        raise PermissionDenied(
            _("A plan that was deliberated is not written anew. Send it back first, with the reason.")
        )
    return _written(request, PlanForm(request.POST or None, instance=plan))


def _written(request: HttpRequest, form: PlanForm) -> HttpResponse:
    plan, posted = form.instance, request.method == "POST"
    goals = _goals(request, plan)
    if posted and form.is_valid() and goals.is_valid() and form.agrees_with(goals, _("Goals")):
        try:
            kept = form.make_once(request.user, lambda: write_plan(plan, goals.kept(), goals.gone(), request.user))
        except NotMade as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The plan is saved. Once the branch has met on it, record its proposal."))
            return redirect(kept)
    context = {"form": form, "goals": goals, "plan": plan, "village": plan.village}
    return render(request, "plans/plan_form.html", context, status=422 if posted else 200)


def _goals(request: HttpRequest, plan: Plan) -> Rows:
    sent = request.POST if request.method == "POST" else None
    return GoalFormSet(sent, instance=plan, form_kwargs={"village": plan.village, "cycle": plan.cycle}, prefix="goals")
