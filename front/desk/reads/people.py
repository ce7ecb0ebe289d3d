"""A village at its office's desk: how many, who is on the way, who is on which post."""

from typing import Any

from django.core.paginator import Page
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from groups.models import Application, Cycle, Group, Placement, Post, Scheme
from groups.words import step_line
from members.models import Member, Village
from members.querysets import Sound
from members.scope import reach
from notices.models import Counting, Notice
from notices.words import note_days_left
from tools.workflow.models import StateChange


def own_villages(user: Any, cycle: Cycle | None) -> list[Village]:
    """The villages for which the person works: how many `people`, how many of them `serving`, how many confirmed are `ready`
    for a notice, and whether the scheme of the running `cycle` `is_published`."""
    found = reach(user)
    if not found.villages:
        return []
    here = Member.objects.here().filter(Q(branch__village=OuterRef("pk")) | Q(lives_in=OuterRef("pk")))
    serving = Placement.objects.in_office().filter(post__group__village=OuterRef("pk"))
    drafted = Notice.objects.drafted_subjects("placements")
    ready = Application.objects.ready_to_post().filter(post__group__village=OuterRef("pk")).exclude(pk__in=drafted)
    rows = Village.objects.filter(pk__in=found.villages).order_by("code").annotate(
        people=_count(here, "pk"),
        serving=_count(serving, "member"),
        ready=_count(ready, "pk"),
        is_published=Exists(Scheme.objects.filter(village=OuterRef("pk"), cycle=cycle)) if cycle else Value(True),
    )  # fmt: skip
    villages = list(rows)
    for village in villages:
        village.cycle = cycle
    return villages


def _count(rows: QuerySet, what: str) -> Coalesce:
    one = rows.order_by().annotate(_one=Value(1)).values("_one").annotate(_n=Count(what, distinct=True))
    return Coalesce(Subquery(one.values("_n")), 0)


def roster(user: Any, village: Village) -> QuerySet[Member]:
    """Who may take a post in `village`: on the way first, then without a post, on a post, left in peace for now."""
    applying = Application.objects.open().filter(member=OuterRef("pk"), post__group__village=village)
    serving = Placement.objects.in_office().filter(member=OuterRef("pk"), post__group__village=village)
    rank = Case(When(Exists(applying), then=0), When(Exists(serving), then=2), When(~Q(exempt=""), then=3), default=1)
    people = Member.objects.visible_to(user).here().of_village(village.pk).annotate(rank=rank)
    return people.select_related("branch").order_by("rank", Sound("search_key"), "pk")


def note_steps(user: Any, village: Village, page: Page) -> None:
    """Write on each member of the page what is `on_the_way`, each with its `steps`, and what is `held` there."""
    people = {member.pk: member for member in page}
    for member in people.values():
        member.on_the_way, member.held = [], []
    applying = Application.objects.visible_to(user).open().filter(member__in=people, post__group__village=village)
    found = list(applying.select_related("post__group__zone").order_by("pk"))
    note_trails(found)
    for application in found:
        people[application.member_id].on_the_way.append(application)
    held = Placement.objects.visible_to(user).in_office().filter(member__in=people, post__group__village=village)
    for placement in held.select_related("post__group__zone").order_by("held_from", "pk"):
        people[placement.member_id].held.append(placement)


def note_trails(applications: list[Application]) -> None:
    """Write on each application its `steps`, from the trails of all of them in one query."""
    trails: dict[int, list[StateChange]] = {}
    changes = StateChange.objects.filter(model="groups.application", object_id__in=[a.pk for a in applications])
    for change in changes.order_by("pk") if applications else ():
        trails.setdefault(change.object_id, []).append(change)
    for application in applications:
        application.steps = step_line(application.state, trails.get(application.pk, ()))


def running_in(villages: list[Village], counting: Counting) -> list[Notice]:
    """The notices that are up in these villages, with the days `left`, the one that ends first on top."""
    if not villages:
        return []
    up = Notice.objects.running().filter(village__in=villages).select_related("village")
    notices = list(up.annotate(size=Count("lines")).order_by("ends_on", "pk"))
    note_days_left(notices, counting)
    return notices


def own(user: Any) -> dict[str, Any]:
    """A leader's groups with those who serve in them; a member's own applications and their steps."""
    found = reach(user)
    context: dict[str, Any] = {"groups": [], "applications": []}
    if found.groups:
        context["groups"] = _led(user)
    if found.member_id:
        mine = Application.objects.filter(member=found.member_id).select_related(
            "post__group__village", "post__group__zone"
        )
        context["applications"] = list(mine)
        note_trails(context["applications"])
    return context


def _led(user: Any) -> list[Group]:
    """The groups that `user` leads: their posts in order, each with its `holders`."""
    found = reach(user)
    groups = list(Group.objects.filter(found.among_groups("village", "zone")).select_related("village", "zone"))
    posts = Post.objects.offered().filter(group__in=groups).with_holders(user).in_order()
    by_group: dict[int, list[Post]] = {}
    for post in posts:
        by_group.setdefault(post.group_id, []).append(post)
    for group in groups:
        group.offered = by_group.get(group.pk, [])
    return groups
