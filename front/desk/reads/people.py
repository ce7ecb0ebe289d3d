"""A village at its office's desk: how many, who is on the way, who is on which post."""

import datetime as dt
from typing import Any

from django.core.paginator import Page
from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from groups.models import Application, Cycle, Group, Placement, Post, Scheme
from groups.words import step_line
from members.models import Member, Village
from members.querysets import Sound
from members.scope import reach
from notices.models import Notice, Objection
from notices.moves import NOTICE
from notices.words import in_words, note_days_left
from plans.models import Plan
from pledges.models import Pledge, ResponsibilityLetter
from tools import clock
from tools.workflow.models import StateChange

FINDING_STAYS = dt.timedelta(days=14)
"""So long a finding stands on the village's desk; on the notice it stays."""


def own_villages(user: Any, cycle: Cycle | None) -> list[Village]:
    """The villages for which the person works: how many `people`, how many of them `serving`, how many confirmed are `ready`
    for a notice, and whether the scheme of the running `cycle` `is_published`; of its letters how many are `letters_lacking` and
    `letters_waiting`, whether it `has_plan`, and how many groups with people in them are without a pledge."""
    found = reach(user)
    if not found.villages:
        return []
    here = Member.objects.here().filter(Q(branch__village=OuterRef("pk")) | Q(lives_in=OuterRef("pk")))
    serving = Placement.objects.in_office().filter(post__group__village=OuterRef("pk"))
    drafted = Notice.objects.drafted_subjects("placements")
    ready = Application.objects.ready_to_post().filter(post__group__village=OuterRef("pk")).exclude(pk__in=drafted)
    letters = ResponsibilityLetter.objects.exclude(state="void").filter(cycle=cycle)
    here_held = Placement.objects.in_office().filter(post__group__village=OuterRef("pk"))
    letters_lacking = here_held.exclude(pk__in=letters.values("placement"))
    if cycle:
        letters_lacking = letters_lacking.exclude(term_ends_on__lt=cycle.starts_on)
    letters_waiting = letters.filter(state="prepared", placement__post__group__village=OuterRef("pk"))
    pledged = Pledge.objects.standing().filter(cycle=cycle, group__isnull=False)
    manned = Group.objects.filter(village=OuterRef("pk"), pk__in=Placement.objects.in_office().values("post__group"))
    unpledged = manned.exclude(pk__in=pledged.values("group"))
    rows = Village.objects.filter(pk__in=found.villages).order_by("code").annotate(
        people=_count(here, "pk"),
        serving=_count(serving, "member"),
        ready=_count(ready, "pk"),
        letters_lacking=_count(letters_lacking, "pk"),
        letters_waiting=_count(letters_waiting, "pk"),
        groups_without_pledge=_count(unpledged, "pk"),
        has_plan=Exists(Plan.objects.standing().filter(village=OuterRef("pk"), cycle=cycle)) if cycle else Value(True),
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


def asking(user: Any) -> list[Notice]:
    """The notices about which something may be to do, and those that run, with the days `left`; the oldest first. Read once for
    all that the desk says of notices."""
    rows = Notice.objects.visible_to(user).asking().with_exceptions().order_by("pk")
    notices = list(rows.select_related(*NOTICE.related).prefetch_related(*NOTICE.prefetched))
    note_days_left(notices)
    return notices


def findings_in(villages: list[Village]) -> list[dict[str, Any]]:
    """What the township found lately on objections to notices of these villages; never who objected, nor his words."""
    since = clock.today() - FINDING_STAYS
    return in_words(Objection.objects.filter(notice__village__in=villages, found_on__gte=since).findings())


def running_in(villages: list[Village], notices: list[Notice]) -> list[Notice]:
    """Those of the notices that are up in these villages, the one that ends first on top."""
    up = [notice for notice in notices if notice.is_running and notice.village in villages]
    return sorted(up, key=lambda notice: (notice.ends_on, notice.pk))


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
