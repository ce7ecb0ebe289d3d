"""What must hold before a letter, a pledge or an item moves on. Each raises `Refused` with a sentence on how to mend it."""

import re
from typing import Any

from django.utils.translation import gettext as _

from members.public import refuse_told
from tools.workflow.engine import Case
from tools.workflow.errors import Refused

SHORTEST = 5
"""Characters of Chinese that an item has at least, to say what is done: “积极工作” says nothing."""
EMPTY_WORDS = re.compile(
    "(?:努力|积极|认真|切实|不断|进一步)?(?:工作|学习|完成任务|发挥(?:党员)?(?:先锋)?(?:模范)?作用|为人民服务|起带头作用|做好本职工作|加强学习)"
    "[，。、；！!,. ]*"
)
"""What stands in many a pledge and can be neither done nor missed."""


def can_sign(case: Case) -> None:
    """Both signed on days that have come, and not before the letter's term."""
    first = case.obj.term_from
    for day in (case.data["member_signed_on"], case.data["branch_signed_on"]):
        if day < first:
            raise Refused(
                _("The letter counts from %(from)s on; it cannot have been signed on %(day)s.")
                % {"from": first, "day": day}
            )


def is_over(case: Case) -> None:
    """A letter ends with the post, or with its year."""
    placement, cycle = case.obj.placement, case.obj.cycle
    if placement.over_on is None and not cycle.is_closed:
        raise Refused(
            _("%(name)s is on this post; the letter stands. It ends with the post.") % {"name": placement.member}
        )


def can_propose(case: Case) -> None:
    """There is something pledged, and every item says what, how, by when and for whom."""
    items = _items(case)
    if not items:
        raise Refused(_("A pledge has at least one item. Write what is promised first, under “Edit”."))
    for item in items:
        if lacking := lacks(item):
            raise Refused(
                _("Item %(number)s lacks: %(what)s. Fill it in under “Edit”.")
                % {"number": item.number, "what": "、".join(lacking)}
            )


def lacks(item: Any) -> list[str]:
    """The names of what an item does not say yet."""
    asked = ("content", "measure", "due_on", "beneficiary")
    return [str(item._meta.get_field(name).verbose_name) for name in asked if not getattr(item, name)]


def is_here(case: Case) -> None:
    """A member pledges where he belongs: not any more where he left or went to another village."""
    pledge = case.obj
    if pledge.member and (pledge.member.left_on or pledge.member.village_id != pledge.village_id):
        raise Refused(
            _("%(name)s does not belong to this village any more. Withdraw the pledge.") % {"name": pledge.member}
        )


def is_concrete(case: Case) -> None:
    """The branch examines; what is plainly no more than a phrase is not even offered to it."""
    is_here(case)
    can_propose(case)
    for item in _items(case):
        if is_phrase(item.content):
            raise Refused(
                _(
                    "Item %(number)s (“%(content)s”) says nothing that could be done or missed. Send it back with the reason."
                )
                % {"number": item.number, "content": item.content}
            )


def is_phrase(text: str) -> bool:
    """Whether a text is too short to name a deed, or made of phrases alone."""
    bare = EMPTY_WORDS.sub("", text.strip())
    return len(text.strip()) < SHORTEST or not bare.strip("，。、；！!,. ")


def can_publish(case: Case) -> None:
    """Nothing that everybody will read names a number of anybody; it is not published before it was examined."""
    is_here(case)
    if case.before and case.happened_on < case.before.happened_on:
        raise Refused(_("It was examined on %(day)s; it cannot be older.") % {"day": case.before.happened_on})
    for item in _items(case):
        refuse_told(item.content, item.measure, item.beneficiary)


def can_close(case: Case) -> None:
    """Every item has its end."""
    waiting = [item for item in _items(case) if item.state in ("going", "adjusted")]
    if waiting:
        raise Refused(
            _("Nothing is recorded yet of: %(items)s. Record each item as done or not done, then close the pledge.")
            % {"items": "、".join(str(item) for item in waiting)}
        )
    later = next((item for item in _items(case) if item.settled_on and item.settled_on > case.happened_on), None)
    if later:
        raise Refused(
            _("“%(item)s” was settled on %(day)s; the pledge cannot be closed earlier.")
            % {"item": later, "day": later.settled_on}
        )


def has_ended(pledge: Any, user: Any) -> bool:
    """The same, for the button."""
    return not pledge.items.filter(state__in=("going", "adjusted")).exists()


def is_running(case: Case) -> None:
    """Items are kept while the pledge is public, not before and not after. It is locked and read anew: nobody closes it
    while one of its items moves."""
    rows = type(case.obj.pledge).objects.select_for_update(of=("self",), no_key=True)
    pledge = case.once(("pledge", case.obj.pledge_id), lambda: rows.get(pk=case.obj.pledge_id))
    if pledge.state != "public":
        raise Refused(_("Items are recorded while the pledge is public: after it was published, until it is closed."))
    if case.happened_on < pledge.published_on:
        raise Refused(
            _("The pledge was published on %(day)s; nothing of it was done before.") % {"day": pledge.published_on}
        )
    says_nothing_private(case)


def can_finish(case: Case) -> None:
    """What came of it is said, and is safe to be read by all."""
    is_running(case)


def can_adjust(case: Case) -> None:
    """What takes the place of a promise that the branch examined is concrete too, and of the same year."""
    is_running(case)
    if is_phrase(case.data["content"]):
        raise Refused(
            _("“%(content)s” says nothing that could be done or missed. Write what is done instead.")
            % {"content": case.data["content"]}
        )
    year = case.obj.pledge.cycle.year
    if not year <= case.data["due_on"].year <= year + 1:
        raise Refused(_("The pledge is for %(year)s; an item is due in it, or in the year after.") % {"year": year})


def where_it_goes_on(case: Case) -> str:
    """An item that was adjusted stays adjusted when it is taken up again."""
    return "adjusted" if case.obj.adjusted_because else "going"


def says_nothing_private(case: Case) -> None:
    """Of what everybody will read: no telephone, citizen's or bank number. What was found is named."""
    refuse_told(*(str(case.data.get(name) or "") for name in ("result", "reason", "reply", "content", "measure")))


def may_withdraw(case: Case) -> None:
    """The clock takes back only the pledge of somebody who has left, died or gone to another village. People may as long as
    nothing is recorded of it: what was done, and what was not, stays to be read."""
    pledge = case.obj
    if case.actor is not None and not nothing_is_recorded(pledge, case.actor):
        raise Refused(
            _(
                "Something is recorded of this pledge already, and everybody has read it: it is not taken back, it is closed."
            )
        )
    if case.actor is None and not (
        pledge.member and (pledge.member.left_on or pledge.member.village_id != pledge.village_id)
    ):
        raise Refused(_("The clock ends nothing for somebody who is here."))


def nothing_is_recorded(pledge: Any, user: Any) -> bool:
    """The same, for people's button."""
    return not pledge.is_public or not pledge.items.exclude(state="going").exists()


def _items(case: Case) -> list[Any]:
    return case.once(("items", case.obj.pk), lambda: list(case.obj.items.order_by("number")))
