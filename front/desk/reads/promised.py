"""What waits of plans, letters and pledges: a step, a signature, something that is due."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from front.desk.reads.due import Reminder
from front.desk.reads.task import FOR_THE_VILLAGE, Item, Task, dated, move_url
from groups.models import Cycle
from members.models import Village
from members.scope import Rights
from plans.models import Goal, Plan
from plans.moves import GOAL, PLAN
from pledges.forms.pledges import reminding_until
from pledges.models import Pledge, PledgeItem
from pledges.moves import HIS, ITEM, PLEDGE

SHOWN = 8
"""So many things that are due stand on the desk; the list has the others."""


def promised(
    user: Any, rights: Rights, villages: Iterable[Village], cycle: Cycle | None, remind: Reminder
) -> list[Task]:
    """Everything of the year's plan and what follows from it that waits for `user`."""
    found = [*_of_villages(villages, cycle, remind)]
    for obj, moves in PLAN.inbox(user, without=FOR_THE_VILLAGE, rights=rights, among=Plan.objects.asking()):
        item = Item(obj.title, str(obj.get_state_display()), move_url(obj, moves[0].name))
        by = None if moves[0].name == "report" else obj.cycle.plan_by
        found.append(Task(str(moves[0].label), str(obj.village), (item,), **dated(by, remind)))
    return [*found, *_pledges(user, rights, remind), *_due(user, rights, remind)]


def _pledges(user: Any, rights: Rights, remind: Reminder) -> Iterable[Task]:
    """Village by village and step by step."""
    alike: dict[tuple[str, Any], list[tuple[Pledge, Any]]] = {}
    rows = PLEDGE.inbox(user, without=FOR_THE_VILLAGE, rights=rights, among=Pledge.objects.asking())
    for obj, moves in rows:
        alike.setdefault((moves[0].name, obj.village), []).append((obj, moves[0]))
    for (name, village), some in alike.items():
        items = tuple(Item(obj.whose, str(obj.get_state_display()), move_url(obj, name)) for obj, _move in some[:SHOWN])
        more = len(some) - len(items)
        if more > 0:
            query = {"village": village.code, "state": some[0][0].state}
            items = (*items, _others(more, reverse("pledges:pledge_list", query=query)))
        by = None if name == "close" else some[0][0].cycle.pledge_by
        yield Task(str(some[0][1].label), str(village), items, **dated(by, remind))


def _due(user: Any, rights: Rights, remind: Reminder) -> Iterable[Task]:
    """Goals and items whose day comes near or is over; what is due first on top."""
    if not (rights.words - FOR_THE_VILLAGE).intersection(HIS):
        return
    until = reminding_until()
    goals = GOAL.inbox(user, without=FOR_THE_VILLAGE, rights=rights, among=Goal.objects.due_by(until))
    items = ITEM.inbox(user, without=FOR_THE_VILLAGE, rights=rights, among=PledgeItem.objects.due_by(until).chased())
    for rows, label, where in (
        (goals, _("Goals that are due"), _of_goal),
        (items, _("Promises that are due"), _of_item),
    ):
        alike: dict[Any, list[Any]] = {}
        for obj, moves in rows:
            alike.setdefault(where(obj)[0], []).append((obj, moves[0]))
        for village, some in alike.items():
            some.sort(key=lambda pair: (pair[0].due_on, pair[0].pk))
            lines = tuple(
                Item(obj.content, f"{where(obj)[1]} · {remind.say(obj.due_on)}", move_url(obj, move.name))
                for obj, move in some[:SHOWN]
            )
            if len(some) > len(lines):
                lines = (*lines, _others(len(some) - len(lines), where(some[0][0])[2]))
            yield Task(str(label), str(village), lines, **dated(some[0][0].due_on, remind))


def _of_goal(goal: Goal) -> tuple[Village, str, str]:
    whose = _("%(zone)s group") % {"zone": goal.group.zone} if goal.group else _("the branch itself")
    return goal.plan.village, whose, goal.plan.get_absolute_url()


def _of_item(item: PledgeItem) -> tuple[Village, str, str]:
    village = item.pledge.village
    return village, item.pledge.whose, reverse("pledges:pledge_list", query={"village": village.code, "state": "due"})


def _others(count: int, url: str) -> Item:
    return Item(ngettext("%(count)s more", "%(count)s more", count) % {"count": count}, _("in the list"), url)


def _of_villages(villages: Iterable[Village], cycle: Cycle | None, remind: Reminder) -> Iterable[Task]:
    """What a village lacks of the year's plan, its letters and its groups' pledges, where the town has set a day for it."""
    for village in villages:
        if cycle and cycle.plan_by and not village.has_plan:
            url = reverse("plans:plan_new", query={"village": village.code})
            item = Item(
                _("Plan of %(village)s for %(year)s") % {"village": village, "year": cycle.year},
                _("not written yet"),
                url,
            )
            yield Task(_("Write the year's plan"), str(village), (item,), **dated(cycle.plan_by, remind))
        if not (cycle and cycle.pledge_by):
            continue
        letters = reverse("pledges:village_letters", args=[village.code])
        for count, verb, why in (
            (village.letters_lacking, _("Prepare letters"), _("on a post, without a letter for this year")),
            (village.letters_waiting, _("Record signatures"), _("prepared, not signed yet")),
        ):
            if count:
                title = ngettext("%(count)s letter", "%(count)s letters", count) % {"count": count}
                yield Task(verb, str(village), (Item(title, why, letters),), **dated(cycle.pledge_by, remind))
        if village.groups_without_pledge:
            count = village.groups_without_pledge
            title = ngettext("%(count)s group without a pledge", "%(count)s groups without a pledge", count) % {
                "count": count
            }
            url = reverse("pledges:pledge_new", query={"village": village.code})
            item = Item(title, _("what it promises the village for this year"), url)
            yield Task(_("Write a pledge"), str(village), (item,), **dated(cycle.pledge_by, remind))
