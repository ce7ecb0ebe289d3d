"""What waits for whom: one list, in the order in which it is due, each with one verb."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from groups.models import Application, Cycle, Group, Placement, Scheme
from groups.moves import APPLICATION, ApplicationState
from members.models import Village
from members.roles import TOWNSHIP
from members.scope import Reach, reach
from notices.models import Notice
from notices.moves import NOTICE, OBJECTION, NoticeState
from tools import clock
from tools.workflow.models import StateChange

FOR_THE_VILLAGE = frozenset({TOWNSHIP})
"""What the township could type for a village waits for the village, not for the town."""


@dataclass(frozen=True)
class Item:
    """Something to do: what, for whom, why or by when, and the one verb that does it."""

    title: str
    where: str
    why: str
    verb: str
    url: str
    due: dt.date | None = None
    is_late: bool = False


def items(user: Any) -> list[Item]:
    """Everything that waits for `user`, what is due first on top."""
    found = reach(user)
    rows = [*_objections(user), *_notices(user), *_applications(user)]
    if found.villages:
        rows += [*_unposted(user, found), *_unpublished(found)]
    return sorted(rows, key=lambda item: (item.due is None, item.due or dt.date.max))


def _move_url(obj: Any, move: str) -> str:
    return reverse("workflow:move", args=[obj._meta.label_lower, obj.pk, move])


def _objections(user: Any) -> list[Item]:
    return [
        Item(str(obj), str(obj.notice.village), _("received on %(day)s") % {"day": obj.received_on}, _("Look into it"),
             obj.get_absolute_url(), obj.received_on)
        for obj, _moves in OBJECTION.inbox(user)
    ]  # fmt: skip


def _notices(user: Any) -> list[Item]:
    today, rows = clock.today(), []
    for notice, moves in NOTICE.inbox(user, without=FOR_THE_VILLAGE):
        move = moves[0]
        if notice.state == NoticeState.OPEN and notice.ends_on >= today:
            continue  # nothing to do while it runs
        if notice.state == NoticeState.CONCLUDED and not _has_rest(notice):
            continue
        why = (
            _("the period ended on %(day)s") % {"day": notice.ends_on} if notice.ends_on else _("draft, not posted yet")
        )
        rows.append(
            Item(notice.title, str(notice.village), why, str(move.label), _move_url(notice, move.name), notice.ends_on)
        )
    return rows


def _has_rest(notice: Notice) -> bool:
    """Whether lines of a concluded notice wait still: only those without a result are looked at more closely."""
    return any(not line.result for line in notice.lines.all()) and bool(notice.free_lines())


def _applications(user: Any) -> list[Item]:
    waiting = APPLICATION.inbox(user, without=FOR_THE_VILLAGE)
    returned = [obj.pk for obj, _moves in waiting if obj.state == ApplicationState.RETURNED]
    reasons = StateChange.objects.notes("groups.application", returned)
    rows = []
    for obj, moves in waiting:
        why = obj.get_state_display()
        if reason := reasons.get(obj.pk):
            why = _("%(state)s: %(reason)s") % {"state": why, "reason": reason}
        title = _("%(name)s for “%(post)s”") % {"name": obj.member.public_name, "post": obj.post.name}
        where = f"{obj.post.group.village} · {obj.post.group.zone}"
        rows.append(Item(title, where, why, str(moves[0].label), _move_url(obj, moves[0].name)))
    return rows


def _unposted(user: Any, found: Reach) -> list[Item]:
    """Confirmed by the branch, on no list yet: one item a village."""
    counts = Counter(
        Application.objects.ready_to_post().filter(post__group__village__in=found.villages).exclude(
            pk__in=Notice.objects.drafted_subjects("placements")
        ).values_list("post__group__village", flat=True)
    )  # fmt: skip
    names = Village.objects.in_bulk(counts) if counts else {}
    why = _("put them on a list for the board and the wall")
    rows = []
    for pk, count in counts.items():
        title = _("%(count)s confirmed, not posted yet") % {"count": count}
        url = reverse("groups:notice_new", args=[names[pk].code])
        rows.append(Item(title, str(names[pk]), why, _("Draft a notice"), url))
    return rows


def _unpublished(found: Reach) -> list[Item]:
    """Villages whose scheme of posts is not published for the running year: before it nobody applies."""
    cycle = Cycle.objects.current()
    if cycle is None:
        return []
    done = Scheme.objects.filter(cycle=cycle).values("village")
    title, why = _("Scheme of posts for %(cycle)s") % {"cycle": cycle}, _("not published yet: before it nobody applies")
    return [
        Item(title, str(village), why, _("Publish the scheme"), reverse("groups:scheme", args=[village.code]))
        for village in Village.objects.filter(pk__in=found.villages).exclude(pk__in=done)
    ]


def own_villages(user: Any) -> list[Village]:
    """The villages for which the person works, with how many members, how many of them on posts."""
    found = reach(user)
    rows = list(Village.objects.filter(pk__in=found.villages).order_by("code"))
    people = dict(
        Village.objects.filter(pk__in=found.villages, branches__members__left_on=None).order_by().values_list("pk").annotate(
            n=Count("branches__members")
        )
    )  # fmt: skip
    serving = dict(
        Placement.objects.in_office().filter(post__group__village__in=found.villages).order_by().values_list("post__group__village")
        .annotate(n=Count("member", distinct=True))
    )  # fmt: skip
    for village in rows:
        village.people, village.serving = people.get(village.pk, 0), serving.get(village.pk, 0)
    return rows


def town(user: Any) -> dict[str, Any]:
    """For those who see the whole town: counts that lead to their rows, and the notices that end soonest."""
    states = dict(Application.objects.visible_to(user).order_by().values_list("state").annotate(n=Count("pk")))
    groups = Group.objects.visible_to(user).with_seats()
    return {
        "states": [(state, state.label, states[state]) for state in ApplicationState if states.get(state)],
        "without_leader": groups.filter(leader_name=None).count(),
        "groups": Group.objects.count(),
        "running": list(
            Notice.objects.visible_to(user).running().select_related("village").order_by("ends_on", "pk")[:20]
        ),
        "unpublished": list(Village.objects.exclude(schemes__cycle=Cycle.objects.current()).order_by("code")[:200]),
    }


def own(user: Any) -> dict[str, Any]:
    """A leader's groups and a member's own applications and posts."""
    found = reach(user)
    groups = Group.objects.filter(found.among_groups("village", "zone")).select_related("village", "zone")
    in_group = (
        Placement.objects.visible_to(user)
        .in_office()
        .filter(found.among_groups("post__group__village", "post__group__zone"))
    )
    mine = (
        Application.objects.visible_to(user)
        .filter(member=found.member_id)
        .select_related("post__group__village", "post__group__zone")
    )
    return {
        "groups": list(groups) if found.groups else [],
        "group_members": list(in_group.select_related("member", "post").order_by("post", "seat"))
        if found.groups
        else [],
        "applications": list(mine) if found.member_id else [],
    }
