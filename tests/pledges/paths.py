"""What the stories of letters and pledges share: somebody on a post, his letter, a pledge as far as its steps led it."""

import datetime as dt
from typing import Any

from groups.models import Cycle, Group, Placement
from members.models import Mandate, Member
from notices.moves import NOTICE
from plans.models import Goal, Plan
from pledges.models import Pledge, PledgeItem, ResponsibilityLetter
from tests import build
from tests.board.stories import held
from tests.people import Cast, VillageCast
from tools.workflow.engine import REGISTRY
from tools.workflow.models import StateChange

TODAY = dt.date(2026, 11, 23)
DAYS = {
    "propose": dt.date(2026, 3, 2),
    "return": dt.date(2026, 3, 4),
    "audit": dt.date(2026, 3, 6),
    "publish": dt.date(2026, 3, 10),
    "adjust": dt.date(2026, 6, 1),
    "finish": dt.date(2026, 9, 1),
    "miss": dt.date(2026, 9, 2),
    "close": dt.date(2026, 11, 20),
}
WORDS = {
    "content": "每周五清扫村委会门前广场",
    "measure": "带本组四人",
    "due_on": dt.date(2026, 10, 31),
    "beneficiary": "全村村民",
}
SIGNED = {"member_signed_on": dt.date(2026, 3, 15), "branch_signed_on": dt.date(2026, 3, 16), "signed_by": "吴庄子书记"}
TYPED = {
    "finish": {"result": "十月底前每周都清扫了"},
    "adjust": {"content": "每两周清扫一次村委会门前广场", "due_on": dt.date(2026, 11, 30), "reason": "秋收人手不够"},
    "miss": {"reason": "连月雨雪", "reply": ""},
    "reply": {"reply": "来年一定补上"},
    "sign": SIGNED,
}
"""What each step asks for, in words that nobody objects to; the others take a reason, or nothing."""
PATH = {
    "drafted": (),
    "proposed": ("propose",),
    "audited": ("propose", "audit"),
    "public": ("propose", "audit", "publish"),
    "closed": ("propose", "audit", "publish", "finish", "close"),
    "returned": ("propose", "return"),
    "withdrawn": ("withdraw",),
}
"""The steps that lead a new pledge to each of its states."""


def step(thing: Any, name: str, actor: Any, **typed: Any) -> Any:
    """One move of a letter, a pledge or an item, fresh from the database; on its usual day unless `on` is given."""
    on = typed.pop("on", DAYS.get(name, TODAY))
    data = TYPED.get(name, {"reason": "写明原因"}) | typed
    thing.refresh_from_db()
    REGISTRY[thing._meta.label_lower].perform(thing, name, actor=actor, happened_on=on, data=data)
    thing.refresh_from_db()
    return thing


def holder(where: VillageCast, cast: Cast, post: str = "economy", name: str = "任岗人甲", **more: Any) -> Placement:
    """Somebody of the village on a post since the 10th of March, as a row."""
    return held(where, cast, post, name, **more)


def seated(where: VillageCast, member: Member, post: str = "economy") -> Placement:
    """Somebody who came to his post by all the steps."""
    application = build.walk(build.draft(member, where.posts[post]), "confirmed", where.secretary)
    notice, day = build.posted(where, [application]), build.DAYS["conclude"]
    NOTICE.perform(notice, "conclude", actor=where.secretary, happened_on=day, data={"stated": True})
    return Placement.objects.get(application=application)


def letter_of(placement: Placement, **more: Any) -> ResponsibilityLetter:
    """The letter that was prepared for a holder."""
    values = {
        "duties": placement.post.duties,
        "term_from": placement.held_from,
        "term_until": placement.term_ends_on,
        "cycle": Cycle.objects.get(year=2026),
    }
    return ResponsibilityLetter.objects.create(placement=placement, **(values | more))


def pledge_of(
    *, group: Group | None = None, member: Member | None = None, items: Any = ({},), cycle: Cycle | None = None
) -> Pledge:
    """A draft of a group's or a member's pledge; each of `items` says what it has otherwise than WORDS."""
    village = group.village if group else member.branch.village
    cycle = cycle or Cycle.objects.get(year=2026)
    pledge = Pledge.objects.create(village=village, cycle=cycle, group=group, member=member)
    for number, words in enumerate(items, 1):
        PledgeItem.objects.create(pledge=pledge, number=number, **(WORDS | words))
    return pledge


def at(pledge: Pledge, state: str, by: Any, auditor: Any = None) -> Pledge:
    """A draft walked to `state` by somebody who types for its village; what is decided, `auditor` decides."""
    for name in PATH[state]:
        if name == "finish":
            for item in pledge.items.all():
                step(item, "finish", by)
        else:
            step(pledge, name, auditor or by if name in ("audit", "close") else by)
    assert pledge.state == state
    return pledge


def published(pledge: Pledge, by: Any, auditor: Any = None) -> Pledge:
    """A draft that was handed in, examined and published."""
    return at(pledge, "public", by, auditor)


def examiner(pledge: Pledge) -> Any:
    """Who decides on a pledge: its village's secretary, of his own the township."""
    account = Mandate.objects.get(role="secretary", village=pledge.village, ends_on=None, taken_at=None).user
    is_own = pledge.member_id is not None and pledge.member.user_id == account.pk
    return Mandate.objects.get(role="township").user if is_own else account


def settled(item: PledgeItem, state: str, by: Any, **typed: Any) -> PledgeItem:
    """An item of a pledge that is public, as it ended."""
    name = {"done": "finish", "not_done": "miss", "adjusted": "adjust", "going": None}[state]
    by = examiner(item.pledge) if state == "adjusted" else by
    return step(item, name, by, **typed) if name else item


def steps_of(thing: Any) -> list[str]:
    """The names of the steps that were taken with it, in their order."""
    return list(StateChange.objects.of(thing).values_list("move", flat=True))


def goal_of(where: VillageCast, cast: Cast, content: str = "修好村东小桥", number: int = 1, **more: Any) -> Goal:
    """A goal of the village's plan, whose decision is published, as a row."""
    plan = Plan.objects.filter(village=where.village).first() or Plan.objects.create(
        village=where.village, cycle=cast.cycle, title="年度计划", body="三件事", state="published"
    )
    return Goal.objects.create(plan=plan, number=number, content=content, due_on=TODAY, **more)
