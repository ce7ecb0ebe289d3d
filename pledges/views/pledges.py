"""Pledges at the desk: the list, one with its items, a new one, their register."""

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

from groups.models import Cycle
from members.filters import page_of
from members.models import Village
from members.scope import Rights, reach
from members.shortcuts import village_asked
from pledges.actions import write_pledge
from pledges.documents import pledge_values
from pledges.forms import ItemFormSet, PledgeFilter, PledgeForm
from pledges.forms.pledges import goals_for
from pledges.models import Pledge, PledgeItem
from pledges.moves import ITEM, PLEDGE
from pledges.sheets_out import REGISTER
from tools.exchange.views import sheet_out
from tools.papers.word.serving import as_page, as_pdf, as_word
from tools.workflow.errors import NotMade
from tools.workflow.rows import Rows
from tools.workflow.views import tell_used


@require_safe
def pledge_list(request: HttpRequest) -> HttpResponse:
    """The pledges within one's scope, with how many of their items are done."""
    asked, rows = _listed(request)
    found = reach(request.user)
    page = page_of(request, rows.select_related("village", "cycle", "group__zone", "member").with_progress())
    context = {"page": page, "filter": asked, "may_write": bool(found.may_enter or found.member_id or found.groups)}
    context["letters_of"] = list(Village.objects.visible_to(request.user).order_by("code"))
    return render(request, "pledges/pledge_list.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def pledge_export(request: HttpRequest) -> HttpResponse:
    """The items of these pledges as a sheet: the register."""
    asked, rows = _listed(request)
    return sheet_out(request, REGISTER, _items(rows), reverse("pledges:pledge_list"), asked.in_words)


@require_safe
def register_print(request: HttpRequest) -> HttpResponse:
    """The same register on paper (台账), for the branch's file."""
    asked, rows = _listed(request)
    items = list(_items(rows))
    context = {
        "items": items,
        "narrowed": asked.in_words(),
        "back": f"{reverse('pledges:pledge_list')}?{request.GET.urlencode()}",
    }
    return render(request, "pledges/register_paper.html", context)


def _items(rows: QuerySet[Pledge]) -> QuerySet[PledgeItem]:
    items = PledgeItem.objects.filter(pledge__in=rows.standing().order_by().values("pk"))
    return items.select_related(
        "pledge__village", "pledge__cycle", "pledge__group__zone", "pledge__member", "goal"
    ).in_order()


def _listed(request: HttpRequest) -> tuple[PledgeFilter, QuerySet[Pledge]]:
    asked = PledgeFilter(request)
    return asked, asked.applied_to(Pledge.objects.visible_to(request.user))


def _pledge(request: HttpRequest, pk: int) -> Pledge:
    return get_object_or_404(Pledge.objects.visible_to(request.user).select_related(*PLEDGE.related), pk=pk)


@require_safe
def pledge_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One pledge: its items with what came of each, its trail."""
    pledge = _pledge(request, pk)
    found, rights = reach(request.user), Rights.for_a_list(request.user)
    items = list(pledge.items.select_related("goal").order_by("number"))
    for item in items:
        item.pledge = pledge
        item.moves = ITEM.available(request.user, item, rights) if pledge.state == "public" else []
    context = {
        "pledge": pledge,
        "items": items,
        "may_edit": pledge.is_editable and may_write(request.user, pledge),
        "sees_village": found.everything or pledge.village_id in found.villages,
    }
    return render(request, "pledges/pledge_detail.html", context)


def may_write(user: Any, pledge: Pledge) -> bool:
    """Whoever types for the village, the member himself, and who leads the group."""
    found = reach(user)
    his = pledge.member_id is not None and pledge.member_id == found.member_id
    led = pledge.group_id is not None and (pledge.village_id, pledge.group.zone_id) in found.groups
    return his or led or found.enters_for(pledge.village_id)


@require_http_methods(["GET", "POST"])
def pledge_new(request: HttpRequest) -> HttpResponse:
    """Write a group's or a member's pledge down, with its items."""
    village = village_asked(request, _offered(request.user))
    if village is None:
        context = {"villages": _offered(request.user), "title": _("In which village is the pledge made?")}
        return render(request, "members/village_pick.html", context)
    cycle = Cycle.objects.current()
    if cycle is None:
        messages.warning(request, _("This year's procedure is not open yet; the township enters it first."))
        return redirect("pledges:pledge_list")
    initial = {name: request.GET.get(name) for name in ("group", "member") if request.GET.get(name)}
    pledge = Pledge(village=village, cycle=cycle)
    form = PledgeForm(request.POST or None, instance=pledge, user=request.user, initial=initial)
    if made := form.made_before(request.user):
        tell_used(request, form, made, _rows(request, made))
        return redirect(made)
    answer = _written(request, form)
    # Refused because the same sending made it meanwhile, at the very same moment: that is what was asked for.
    made = form.made_before(request.user) if answer.status_code == 422 else None
    return redirect(made) if made else answer


def _offered(user: Any) -> QuerySet[Village]:
    """Where one may write a pledge: in the villages for which one types, at home, and where one leads a group."""
    found = reach(user)
    own = {found.home_id} | {village for village, _zone in found.groups}
    entered = Village.objects.entered_by(user).values("pk")
    return Village.objects.visible_to(user).filter(Q(pk__in=entered) | Q(pk__in=own - {None}))


@require_http_methods(["GET", "POST"])
def pledge_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a draft, or what was sent back, anew."""
    pledge = _pledge(request, pk)
    if not may_write(request.user, pledge):
        raise PermissionDenied(_("You may read this; writing it is for whoever pledges, and for the village's office."))
    if not pledge.is_editable:
        raise PermissionDenied(
            _("A pledge that was handed in is not written anew. It is sent back first, with the reason.")
        )
    return _written(request, PledgeForm(request.POST or None, instance=pledge, user=request.user))


def _written(request: HttpRequest, form: PledgeForm) -> HttpResponse:
    pledge, posted = form.instance, request.method == "POST"
    is_right = posted and form.is_valid()
    items = _rows(request, pledge)
    if is_right and items.is_valid() and form.agrees_with(items, _("What is promised")):
        try:
            kept = form.make_once(request.user, lambda: write_pledge(pledge, items.kept(), items.gone(), request.user))
        except NotMade as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("The pledge is saved. Hand it in when it is complete."))
            return redirect(kept)
    context = {"form": form, "items": items, "pledge": pledge, "village": pledge.village}
    return render(request, "pledges/pledge_form.html", context, status=422 if posted else 200)


def _rows(request: HttpRequest, pledge: Pledge) -> Rows:
    sent = request.POST if request.method == "POST" else None
    more = {"goals": goals_for(pledge), "cycle": pledge.cycle}
    return ItemFormSet(sent, instance=pledge, form_kwargs=more, prefix="items")


@require_safe
def pledge_print(request: HttpRequest, pk: int) -> HttpResponse:
    """The pledge on paper: a page for the browser's printer, a Word file, or a PDF, as the end of the address says."""
    pledge = _pledge(request, pk)
    values = [pledge_values(pledge, list(pledge.items.select_related("goal").order_by("number")))]
    title = _("Pledge of %(whose)s") % {"whose": pledge.whose}
    if request.path.endswith(".docx"):
        return as_word(request, "pledge", values, title, pledge.get_absolute_url())
    if request.path.endswith(".pdf"):
        return as_pdf(request, "pledge", values, title, reverse("pledges:pledge_print", args=[pk]))
    return as_page(request, "pledge", values, title, pledge.get_absolute_url())
