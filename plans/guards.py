"""What must hold before a plan or a goal moves on. Each raises `Refused` with a sentence that says how to mend it."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from meetings.models import Meeting, QuorumRule, rule_of
from meetings.votes import count_votes, meeting_of
from members.models import Township
from members.public import refuse_told
from tools.workflow.engine import Case
from tools.workflow.errors import Refused
from tools.workflow.undoing import must_be_just_typed, was_just_typed

NEXT = {"proposed": "discuss", "discussed": "examine", "examined": "decide"}
"""The deliberation that comes after each state: the one at which a plan may be voted down."""
BEFORE = {"discuss": "propose", "examine": "discuss", "decide": "examine"}
"""The deliberation that comes before each."""
KINDS = {
    "propose": Meeting.BRANCH,
    "discuss": (Meeting.Kind.COMMITTEES,),
    "examine": (Meeting.Kind.ASSEMBLY,),
    "decide": Meeting.REPRESENTATIVES,
}
"""Which kinds of meeting hold each deliberation."""


def town(case: Case) -> Township:
    """The town's settings."""
    return case.once("town", Township.objects.current)


def can_propose(case: Case) -> None:
    """There are goals; the branch met and agreed."""
    plan = case.obj
    if not plan.goals.exists():
        raise Refused(_("A plan has at least one goal. Write its goals first, under “Edit”."))
    _deliberated(case, "propose", passed=True)


def can_discuss(case: Case) -> None:
    """The two committees met on it."""
    _deliberated(case, "discuss", passed=True)


def can_examine(case: Case) -> None:
    """Members had the plan in time, enough of them came, and more than half of all are for it."""
    days, discussed_on = town(case).plan_shown_days, case.obj.held_on("discuss")
    first = discussed_on + dt.timedelta(days=days)
    if meeting_of(case).held_on < first:
        raise Refused(
            _(
                "Members get the plan %(days)s days before the assembly: the two committees discussed it on %(day)s, so the "
                "assembly is held on %(first)s at the earliest."
            )
            % {"days": days, "day": discussed_on, "first": first}
        )
    _deliberated(case, "examine", passed=True)


def can_decide(case: Case) -> None:
    """The representatives met, and the whole did not take longer than the town allows."""
    most, proposed_on = town(case).plan_all_days, case.obj.held_on("propose")
    if most and (meeting_of(case).held_on - proposed_on).days > most:
        raise Refused(
            _(
                "From the branch's proposal (%(day)s) to the decision no more than %(days)s days may pass. Send the plan back "
                "and begin again, or ask the township to change its setting."
            )
            % {"day": proposed_on, "days": most}
        )
    _deliberated(case, "decide", passed=True)


def vote_failed(case: Case) -> None:
    """A vote of the next deliberation that counts, and did not pass."""
    _deliberated(case, NEXT[case.obj.state], passed=False)


def _deliberated(case: Case, step: str, *, passed: bool) -> None:
    """The right kind of meeting, far enough from the one before it in this round, with a vote that came out as said."""
    meeting = meeting_of(case)
    if meeting.kind not in KINDS[step]:
        raise Refused(_("This kind of meeting does not decide here. Choose another one."))
    apart, not_before = town(case).plan_step_days, case.obj.held_on(BEFORE[step]) if step in BEFORE else None
    if apart and not_before and (meeting.held_on - not_before).days < apart:
        raise Refused(
            _("At least %(days)s days lie between two deliberations; the one before was on %(day)s.")
            % {"days": apart, "day": not_before}
        )
    rule = rule_of(QuorumRule.Family.PLAN) if step == "examine" else None
    count_votes(case, case.obj.village_id, not_before, passed=passed, rule=rule)


def can_publish(case: Case) -> None:
    """Nothing that everybody will read names a number of anybody."""
    plan = case.obj
    texts = [plan.title, plan.body, *(text for goal in plan.goals.all() for text in (goal.content, goal.measure))]
    refuse_told(*texts)


def can_report(case: Case) -> None:
    """Each goal is done or adjusted: the result says something about all of them."""
    waiting = list(case.obj.goals.filter(state="open").order_by("number"))
    if waiting:
        raise Refused(
            _("Nothing is recorded yet of: %(goals)s. Record each goal as done, or adjust it with a reason.")
            % {"goals": "、".join(str(goal) for goal in waiting)}
        )
    if later := case.obj.goals.filter(settled_on__gt=case.happened_on).first():
        raise Refused(
            _("“%(goal)s” was settled on %(day)s; what is said of all goals cannot be older.")
            % {"goal": later, "day": later.settled_on}
        )
    refuse_told(case.data["result"])


def can_withdraw(case: Case) -> None:
    """What is published comes down only where nothing was done by it yet."""
    if not may_come_down(case.obj, case.actor):
        raise Refused(_("Goals of this plan are settled already; its result is published, it is not withdrawn."))


def may_come_down(plan: Any, user: Any) -> bool:
    """The same, for the button."""
    return plan.state != "published" or not plan.goals.exclude(state="open").exists()


def is_just_typed(case: Case) -> None:
    """Only the last deliberation, by whoever typed it, within ten minutes."""
    must_be_just_typed(case, KINDS)


def typed_just_now(plan: Any, user: Any) -> bool:
    """The same, for the button."""
    return was_just_typed(plan, user, KINDS)


def where_it_was(case: Case) -> str:
    """The state before the step that is taken back."""
    return case.before.source


def has_ended(plan: Any, user: Any) -> bool:
    """The same, for the button."""
    return not plan.goals.filter(state="open").exists()


def plan_of(case: Case) -> Any:
    """A goal's plan, locked and read anew: its result is not published while a goal moves."""
    rows = type(case.obj.plan).objects.select_for_update(no_key=True)
    return case.once(("plan", case.obj.plan_id), lambda: rows.get(pk=case.obj.plan_id))


def is_public(case: Case) -> None:
    """Goals are worked at once the decision is published, until the result is."""
    if plan_of(case).state != "published":
        raise Refused(_("Results are recorded from the publication of the plan's decision until that of its result."))
    published_on = case.once(("published", case.obj.plan_id), plan_of(case).published_on)
    if case.happened_on < published_on:
        raise Refused(_("The plan was published on %(day)s; nothing of it was done before.") % {"day": published_on})
    refuse_told(case.data.get("result") or case.data.get("reason") or "")


def is_before_report(case: Case) -> None:
    """What the village has read as the result stays."""
    if plan_of(case).state != "published":
        raise Refused(_("The result of this plan is published; its goals stay as they are."))


def kinds_for(plan: Any, step: str) -> tuple[str, ...]:
    """Of the kinds for a step those that this village holds."""
    held = Meeting.kinds_of(plan.village)
    return tuple(kind for kind in KINDS[step] if kind in held)
