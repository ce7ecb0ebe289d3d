"""Somebody on a post, his letter, what a group or a member promises, and its way to the board."""

import datetime as dt
import uuid
from typing import Any

from groups.models import Cycle, Placement
from pledges.actions import prepare_letters
from pledges.models import Pledge, PledgeItem, ResponsibilityLetter
from pledges.moves import ITEM, LETTER, PLEDGE
from tests.access.promises import seat
from tests.people import VillageCast

ON = dt.date(2026, 11, 20)
DUE = dt.date(2026, 12, 20)
STEPS = ("propose", "audit", "publish", "close")
REACHED = dict(zip(STEPS, ("proposed", "audited", "public", "closed"), strict=True))


def holder(where: VillageCast) -> Placement:
    """Somebody on a post of the environment group since 28 October."""
    seat(where)
    return Placement.objects.get(member__name=f"{where.village.short_name}在岗")


def letter_of(where: VillageCast) -> ResponsibilityLetter:
    """His letter, to be signed."""
    placement = holder(where)
    prepare_letters(where.village, Cycle.objects.current())
    return ResponsibilityLetter.objects.get(placement=placement)


def sign(letter: ResponsibilityLetter, actor: Any, on: dt.date = ON) -> ResponsibilityLetter:
    """Both have signed."""
    data = {"member_signed_on": on, "branch_signed_on": on, "signed_by": "吴庄子书记"}
    LETTER.perform(letter, "sign", actor=actor, happened_on=ON, data=data)
    letter.refresh_from_db()
    return letter


def pledge_of(where: VillageCast, *, member: Any = None, items: int = 2, group: str = "culture", **more: Any) -> Pledge:
    """A draft of a group's, or of a member's where one is named."""
    whose = {"member": member} if member else {"group": where.groups[group]}
    pledge = Pledge.objects.create(village=where.village, cycle=Cycle.objects.current(), **whose)
    for number in range(1, items + 1):
        words = {
            "content": f"{where.village}承诺事项{number}号", "measure": "每周一次", "due_on": DUE, "beneficiary": "全体村民",
        }  # fmt: skip
        PledgeItem.objects.create(pledge=pledge, number=number, **(words | more))
    return pledge


def move(pledge: Pledge, name: str, actor: Any, on: dt.date = ON, **data: Any) -> Pledge:
    """One step of a pledge."""
    pledge.refresh_from_db()
    PLEDGE.perform(
        pledge, name, actor=actor, version=pledge.version, request_id=uuid.uuid4(), happened_on=on, data=data
    )
    pledge.refresh_from_db()
    return pledge


def walked(where: VillageCast, to: str, pledge: Pledge | None = None) -> Pledge:
    """A pledge that has come as far as `to`, by the village's secretary; before it is closed its items are done."""
    pledge = pledge or pledge_of(where)
    for step in STEPS:
        if pledge.state == to:
            break
        if step == "close":
            for item in pledge.items.all():
                keep(item, where.secretary)
        move(pledge, step, where.secretary)
    assert pledge.state == to
    return pledge


def keep(item: PledgeItem, actor: Any, name: str = "finish", on: dt.date = ON, **data: Any) -> PledgeItem:
    """A step of an item, with what its form says unless given."""
    said = {
        "finish": {"result": "已办好"},
        "adjust": {"content": f"{item.content}（改）", "due_on": DUE, "reason": "天气原因"},
        "miss": {"reason": "材料没到", "reply": ""},
        "reply": {"reply": "来年补上"},
        "reopen": {"reason": "返工"},
    }[name]
    item.refresh_from_db()
    ITEM.perform(item, name, actor=actor, version=item.version, happened_on=on, data=said | data)
    item.refresh_from_db()
    return item
