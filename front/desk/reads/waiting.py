"""What waits for whom: one list of tasks, what is due first on top, each with one verb."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from front.desk.reads.due import Reminder
from front.desk.reads.promised import promised
from front.desk.reads.task import FOR_THE_VILLAGE, Item, Task, dated, move_url
from groups.models import Cycle
from groups.moves import APPLICATION, ApplicationState
from members.models import Village
from members.moves import TRANSFER, TransferRights
from members.scope import Rights
from notices.models import Notice
from notices.moves import NOTICE, OBJECTION, NoticeState
from tools.workflow.days import short_day
from tools.workflow.engine import REGISTRY
from tools.workflow.models import StateChange

LATER_STEPS_FIRST = {move.name: -place for place, move in enumerate(APPLICATION.moves)}
BY_A_MEETING = ("review", "confirm")
UNDATED = dt.date.max


def tasks(user: Any, villages: Iterable[Village], notices: list[Notice], cycle: Cycle | None) -> list[Task]:
    """Everything that waits for `user`; `villages` are those for which he works, with what they lack (people.own_villages),
    `notices` the ones that may ask for something (people.asking)."""
    rights, remind = Rights.for_a_list(user), Reminder()
    found = [*_objections(user, rights, notices), *_notices(notices, rights), *_transfers(user)]
    found += [*_applications(user, rights, cycle, remind), *_of_villages(villages, remind)]
    found += promised(user, rights, villages, cycle, remind)
    return sorted(found, key=lambda task: (task.due or UNDATED, task.order))


def how_many(found: Iterable[Task]) -> int:
    """The number of things in the tasks."""
    return sum(len(task.items) for task in found)


def _objections(user: Any, rights: Rights, notices: list[Notice]) -> Iterable[Task]:
    """The township looks into them while the period runs; afterwards they hold it up."""
    with_days_left = {notice.pk: notice for notice in notices}
    for objection, _moves in OBJECTION.inbox(user, rights=rights):
        notice = with_days_left.get(objection.notice_id, objection.notice)
        why = _("received on %(day)s") % {"day": short_day(objection.received_on)}
        item = Item(str(objection), why, objection.get_absolute_url())
        words = notice.left_words if notice.is_running else _("the period is over, the list waits for it")
        yield Task(
            _("Look into it"), str(notice.village), (item,), notice.ends_on, words, is_late=not notice.is_running
        )


def _notices(notices: list[Notice], rights: Rights) -> Iterable[Task]:
    for notice, moves in NOTICE.onward(notices, rights, without=FOR_THE_VILLAGE):
        if notice.is_running:
            continue  # Nothing is to be done while it runs.
        verb, url = str(moves[0].label), move_url(notice, moves[0].name)
        if notice.state == NoticeState.DRAFTED:
            yield Task(verb, str(notice.village), (Item(notice.title, _("draft, not posted yet"), url),))
        elif notice.state == NoticeState.CONCLUDED:
            yield Task(
                verb, str(notice.village), (Item(notice.title, _("an objection was settled; a line is free"), url),)
            )
        else:
            words = _("the period ended on %(day)s") % {"day": short_day(notice.ends_on)}
            yield Task(verb, str(notice.village), (Item(notice.title, words, url),), notice.ends_on, is_late=True)


def _transfers(user: Any) -> Iterable[Task]:
    """Whom another branch sends; the receiving one decides."""
    rights = TransferRights.for_a_list(user)
    for transfer, _moves in TRANSFER.inbox(user, without=FOR_THE_VILLAGE, rights=rights):
        sender = _("from %(branch)s") % {"branch": transfer.from_branch}
        item = Item(transfer.member.told_apart, sender, transfer.get_absolute_url())
        yield Task(_("Take in or not"), str(transfer.to_branch), (item,))


def _applications(user: Any, rights: Rights, cycle: Cycle | None, remind: Reminder) -> Iterable[Task]:
    """Village by village and step by step; what was sent back says why."""
    waiting = APPLICATION.inbox(user, without=FOR_THE_VILLAGE, rights=rights)
    returned = [obj.pk for obj, _moves in waiting if obj.state == ApplicationState.RETURNED]
    reasons = StateChange.objects.notes("groups.application", returned)
    alike: dict[tuple[str, Any, str], list[Item]] = {}
    for obj, moves in waiting:
        group, why = obj.post.group, obj.get_state_display()
        if reason := reasons.get(obj.pk):
            why = _("%(state)s: %(reason)s") % {"state": why, "reason": reason}
        title = _("%(name)s for “%(post)s”") % {"name": obj.member.told_apart, "post": obj.post.name}
        key = (moves[0].name, group.village, str(moves[0].label))
        alike.setdefault(key, []).append(Item(title, f"{group.zone} · {why}", move_url(obj, moves[0].name)))
    for (name, village, verb), items in alike.items():
        by = _by(cycle, name, remind)
        if name in BY_A_MEETING:
            by["meeting"] = reverse("groups:meeting_whole", args=[village.code], query={"step": name})
        elif name == "nominate" and len(items) > 1:
            query = {"next": reverse("desk:home")}
            by["together"] = reverse("groups:nomination_new", args=[village.code], query=query)
        yield Task(verb, str(village), tuple(items), order=LATER_STEPS_FIRST[name], **by)


def _by(cycle: Cycle | None, step: str, remind: Reminder) -> dict[str, Any]:
    """By when a step of the year is to be done, where the town has set a day."""
    day = cycle.due(step) if cycle and step in Cycle.Step.values else None
    return dated(day, remind)


def _of_villages(villages: Iterable[Village], remind: Reminder) -> Iterable[Task]:
    """What a village as a whole lacks: a scheme for this year, a notice for those whom its branch confirmed."""
    for village in villages:
        if not village.is_published:
            item = Item(
                _("Scheme of posts for %(cycle)s") % {"cycle": village.cycle},
                _("not published yet: before it nobody applies"),
                reverse("groups:scheme", args=[village.code]),
            )
            by = _by(village.cycle, Cycle.Step.PUBLISH, remind)
            yield Task(_("Publish the scheme"), str(village), (item,), order=min(LATER_STEPS_FIRST.values()) - 2, **by)
        if village.ready:
            title = ngettext(
                "%(count)s confirmed, not posted yet", "%(count)s confirmed, not posted yet", village.ready
            ) % {"count": village.ready}
            url = reverse("groups:notice_new", args=[village.code])
            item = Item(title, _("put them on a list for the board and the wall"), url)
            by = _by(village.cycle, Cycle.Step.POST, remind)
            yield Task(_("Draft a notice"), str(village), (item,), order=min(LATER_STEPS_FIRST.values()) - 1, **by)


def last_done(user: Any) -> str:
    """The last thing that `user` did, for a day on which nothing waits; empty where he did nothing yet."""
    change = StateChange.objects.filter(actor=user).order_by("-pk").first()
    if change is None:
        return ""
    workflow = REGISTRY[change.model]
    thing = (
        workflow.model.objects.visible_to(user).select_related(*workflow.related).filter(pk=change.object_id).first()
    )
    words = {
        "day": short_day(timezone.localtime(change.typed_at).date()),
        "move": workflow.move(change.move).label,
        "what": thing or "",
    }
    return _("Done last: %(day)s, %(move)s %(what)s") % words
