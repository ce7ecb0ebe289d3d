"""A village's scheme of posts: what there is to apply for, since when it is published; and the town's catalogue."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groups.actions import copy_catalogue, ensure_groups, publish_scheme, retire_post, save_post
from groups.forms import CopyForm, PostForm, PublishForm
from groups.models import Application, Cycle, Group, Post, PostTemplate, Scheme
from groups.sheets_out import posts_of
from members.models import Village
from members.roles import TOWNSHIP
from members.scope import reach
from members.shortcuts import must_enter
from members.trail import corrections_of
from tools import clock
from tools.exchange.views import sheet_out
from tools.workflow.errors import Refused


def _village(request: HttpRequest, code: str) -> Village:
    return get_object_or_404(Village.objects.visible_to(request.user), code=code)


@require_safe
def scheme(request: HttpRequest, code: str) -> HttpResponse:
    """The posts of a village, zone by zone, and whether they are published for this year."""
    return _scheme_page(request, _village(request, code))


@never_cache
@require_http_methods(["GET", "POST"])
def scheme_export(request: HttpRequest, code: str) -> HttpResponse:
    """The same posts as a sheet."""
    village = _village(request, code)
    rows = _posts_of(request, village).select_related("group__zone", "group__village")
    back = reverse("groups:scheme", args=[village.code])
    return sheet_out(request, posts_of(village), rows, back, lambda: [(_("village"), village)])


def _posts_of(request: HttpRequest, village: Village) -> QuerySet[Post]:
    posts = Post.objects.visible_to(request.user).filter(group__village=village).offered()
    return posts.with_taken().with_holders(request.user).in_order()


@require_POST
def scheme_publish(request: HttpRequest, code: str) -> HttpResponse:
    """Record that the two committees published the scheme, with its day."""
    village = _village(request, code)
    must_enter(request.user, village.pk)
    form, cycle = PublishForm(request.POST), Cycle.objects.current()
    if cycle and form.is_valid():
        try:
            publish_scheme(village, cycle, form.cleaned_data["published_on"], request.user, form.cleaned_data["note"])
        except Refused as error:
            form.add_error("published_on", str(error))
        else:
            messages.success(request, _("The scheme is published; members may apply now."))
            return redirect("groups:scheme", code=village.code)
    return _scheme_page(request, village, form, status=422)


def _scheme_page(request: HttpRequest, village: Village, form: Any = None, status: int = 200) -> HttpResponse:
    found, cycle = reach(request.user), Cycle.objects.current()
    may_enter = found.enters_for(village.pk)
    published = (
        Scheme.objects.visible_to(request.user).filter(village=village, cycle=cycle).select_related("typed_by").first()
    )
    groups = list(Group.objects.visible_to(request.user).filter(village=village).select_related("zone", "village"))
    by_group: dict[int, list[Post]] = {group.pk: [] for group in groups}
    for post in _posts_of(request, village):
        by_group[post.group_id].append(post)
    context = {
        "village": village,
        "cycle": cycle,
        "scheme": published,
        "rows": [(group, by_group[group.pk]) for group in groups],
        "may_enter": may_enter,
        "may_apply": may_enter or found.home_id == village.pk,
        "may_copy": found.has(TOWNSHIP),
        "ready": Application.objects.visible_to(request.user)
        .filter(post__group__village=village)
        .ready_to_post()
        .count(),
        "form": form or PublishForm(scheme=published),
        "corrections": corrections_of(published) if published and may_enter else (),
    }
    return render(request, "groups/scheme.html", context, status=status)


@require_http_methods(["GET", "POST"])
def post_new(request: HttpRequest, code: str) -> HttpResponse:
    """One more post in a village's scheme."""
    village = _village(request, code)
    must_enter(request.user, village.pk)
    form = PostForm(request.POST or None, village=village, initial={"zone": request.GET.get("zone")})
    if request.method == "POST" and form.is_valid():
        ensure_groups([village], request.user)
        form.instance.group = Group.objects.get(village=village, zone=form.cleaned_data["zone"])
        if _kept(request, form):
            return redirect("groups:scheme", code=village.code)
    return _post_page(request, form, village)


@require_http_methods(["GET", "POST"])
def post_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a post, or take it out of the scheme."""
    offered = Post.objects.visible_to(request.user).offered().select_related("group__village", "group__zone")
    post = get_object_or_404(offered, pk=pk)
    village = post.group.village
    must_enter(request.user, village.pk)
    if "retire" in request.POST:
        form = PostForm(instance=post, village=village)
        try:
            retire_post(post, clock.today())
        except Refused as error:
            return _post_page(request, form, village, refusal=str(error))
        messages.success(request, _("“%(post)s” is no longer offered.") % {"post": post.name})
        return redirect("groups:scheme", code=village.code)
    form = PostForm(request.POST or None, instance=post, village=village)
    if request.method == "POST" and form.is_valid() and _kept(request, form):
        return redirect("groups:scheme", code=village.code)
    return _post_page(request, form, village)


def _kept(request: HttpRequest, form: PostForm) -> bool:
    try:
        if form.has_changed():
            save_post(form.instance, request.user)
    except Refused as error:
        form.add_error(None, str(error))
        return False
    messages.success(request, _("“%(post)s” is saved.") % {"post": form.instance.name})
    return True


def _post_page(request: HttpRequest, form: PostForm, village: Village, refusal: str = "") -> HttpResponse:
    published = Scheme.objects.visible_to(request.user).filter(village=village, cycle=Cycle.objects.current()).exists()
    context = {"form": form, "post": form.instance, "village": village, "is_published": published, "refusal": refusal}
    return render(request, "groups/post_form.html", context, status=422 if request.method == "POST" else 200)


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """The town's catalogue of posts, and which villages lack some of it."""
    found = reach(request.user)
    if not (found.everything or found.may_enter):
        raise PermissionDenied(_("The catalogue of posts is for the offices of the villages and the township."))
    return _catalogue_page(request)


@require_POST
def catalogue_copy(request: HttpRequest) -> HttpResponse:
    """Copy what is missing into all villages, or into those chosen."""
    if not reach(request.user).has(TOWNSHIP):
        raise PermissionDenied(_("The township copies the catalogue into the villages."))
    form = CopyForm(request.POST, user=request.user)
    if not form.is_valid():
        return _catalogue_page(request, form, status=422)
    done = copy_catalogue(form.cleaned_data["villages"], request.user)
    if done.groups or done.posts:
        messages.success(
            request,
            _("%(groups)s groups and %(posts)s posts were added.") % {"groups": done.groups, "posts": done.posts},
        )
    else:
        messages.info(request, _("Nothing was missing; nothing was changed."))
    return redirect("groups:catalogue")


def _catalogue_page(request: HttpRequest, form: CopyForm | None = None, status: int = 200) -> HttpResponse:
    may_copy = reach(request.user).has(TOWNSHIP)
    offered = Q(groups__posts__retired_on=None, groups__posts__isnull=False)
    villages = Village.objects.visible_to(request.user).annotate(
        group_count=Count("groups", distinct=True), post_count=Count("groups__posts", filter=offered, distinct=True)
    )
    context = {
        "templates": PostTemplate.objects.visible_to(request.user).select_related("zone"),
        "villages": villages.order_by("code") if may_copy else [],
        "form": form or CopyForm(user=request.user),
        "may_copy": may_copy,
    }
    return render(request, "groups/catalogue.html", context, status=status)
