"""在岗补录: who holds a post already is walked there by the same moves as everybody, on the days that the papers say."""

import datetime as dt
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from groups.actions import publish_scheme, write_application
from groups.models import Application, Cycle, Placement, Post, Scheme
from groups.moves import APPLICATION
from groups.notice_kind import PLACEMENTS
from groups.placement_sheet import PlacementSheet
from groups.words import notice_words
from meetings.actions import record_meeting
from meetings.models import Meeting
from members.branch_names import Villages
from members.models import Member, Township, Village
from members.partial_dates import agrees
from members.scope import reach
from members.search import fold
from notices.actions import draft_notice
from notices.moves import NOTICE
from tools.exchange.plan import Content, Plan, Row, Step
from tools.workflow.errors import NotMade, Refused

ZONE_ENDINGS = ("责任区", "责任组", "工作区", "区", "组")


@dataclass
class Holder:
    """A row of which village, post, member and year are known."""

    row: Row
    village: Village
    post: Post
    member: Member
    cycle: Cycle
    application: Application | None = None

    def day(self, key: str) -> dt.date:
        """A day of the row."""
        return dt.date.fromisoformat(self.row.values[key])

    def number(self, key: str) -> int:
        """A number of the row; an empty cell is nobody."""
        return int(self.row.values.get(key) or 0)


def take_over(content: Content, user: Any, *, dry: bool = False, track: Callable = iter) -> Plan:
    """Bring in the holders of a sheet within the person's scope; nothing is kept where a row has an error, or `dry`.

    The plan's new rows are those that came to their posts, its same ones those that had been brought in before.
    """
    plan = Plan(content.headings, len(content.rows), errors=list(content.errors), warnings=list(content.warnings))
    with transaction.atomic():
        Township.objects.select_for_update().get(pk=1)
        holders = list(_known(content.rows, user, plan, track))
        _Walk(holders, user, plan).go()
        if plan.errors or dry:
            transaction.set_rollback(True)
    plan.sort()
    return plan


def _known(rows: Iterable[Row], user: Any, plan: Plan, track: Callable) -> Iterable[Holder]:
    """Whom and what each row means, within scope; unclear ones become errors."""
    found = reach(user)
    own = {v.pk: v for v in Village.objects.visible_to(user) if found.enters_for(v.pk)}
    names, cycles = Villages(own.values()), list(Cycle.objects.order_by("-year"))
    posts: dict[int, list[Post]] = {}
    for post in Post.objects.offered().filter(group__village__in=own).select_related("group__zone"):
        posts.setdefault(post.group.village_id, []).append(post)
    people: dict[tuple[int, str], list[Member]] = {}
    for member in Member.objects.visible_to(user).here().select_related("branch"):
        if member.village_id in own:
            people.setdefault((member.village_id, fold(member.name)), []).append(member)
    held = Placement.objects.filter(post__group__village__in=own).select_related("member", "post__group")
    there = {(p.post_id, p.member_id, p.held_from): p for p in held}
    for placement in there.values():
        # Who went over to another branch is still meant where he sits until the clock has settled it.
        named = people.setdefault((placement.post.group.village_id, fold(placement.member.name)), [])
        if placement.over_on is None and placement.member not in named:
            named.append(placement.member)
    seen: dict[tuple[int, int], Row] = {}
    for row in track(list(rows)):
        if row.bad or not _complete(row, plan):
            continue
        hits = names.find(row.values["village"])
        if len(hits) != 1:
            plan.error(row, "village", "village_unknown", _("No village of this name is among those you look after."))
            continue
        village = own[next(iter(hits))]
        post = _post(row, posts.get(village.pk, []), plan)
        member = _member(row, people.get((village.pk, fold(row.values["name"])), []), village, plan)
        day = dt.date.fromisoformat(row.values["applied_on"])
        cycle = next((cycle for cycle in cycles if cycle.starts_on <= day), None)
        if cycle is None:
            words = _(
                "No year's procedure had begun on this day. The township enters that year under “years' procedures”."
            )
            plan.error(row, "applied_on", "no_cycle", words)
        if post is None or member is None or cycle is None:
            continue
        if first := seen.get((post.pk, member.pk)):
            words = _("The same stands in row %(rows)s too.") % {"rows": first.number}
            plan.error(row, "post", "same_record_twice", words)
            continue
        seen[post.pk, member.pk] = row
        if known := there.get((post.pk, member.pk, dt.date.fromisoformat(row.values["seated_on"]))):
            plan.same.append(Step(row, known))
            continue
        yield Holder(row, village, post, member, cycle)


def _complete(row: Row, plan: Plan) -> bool:
    lacking = [key for key, column in PlacementSheet.fields.items() if column.required and key not in row.values]
    for key in lacking:
        if key in plan.headings.get(row.sheet, {}):
            plan.error(row, key, "required", _("This cell must not be empty."))
    return not lacking


def _post(row: Row, offered: list[Post], plan: Plan) -> Post | None:
    zone = _bare_zone(row.values["zone"])
    here = [post for post in offered if _bare_zone(post.group.zone.name) == zone]
    if not here:
        zones = "、".join(dict.fromkeys(post.group.zone.name for post in offered)) or "—"
        plan.error(row, "zone", "zone_unknown", _("Write one of: %(words)s.") % {"words": zones})
        return None
    found = next((post for post in here if fold(post.name) == fold(row.values["post"])), None)
    if found is None:
        words = _("The village's scheme has no such post in this zone. It has: %(posts)s.")
        plan.error(row, "post", "post_unknown", words % {"posts": "、".join(post.name for post in here)})
    return found


def _bare_zone(word: str) -> str:
    found = fold(word)
    return next((found.removesuffix(ending) for ending in ZONE_ENDINGS if found.endswith(ending)), found)


def _member(row: Row, people: list[Member], village: Village, plan: Plan) -> Member | None:
    born = row.values.get("born", "")
    fit = [member for member in people if born and member.born == born]
    fit = fit or [member for member in people if agrees(member.born, born)]
    if not fit:
        words = _("Nobody of this name belongs to %(village)s by the roster.") % {"village": village}
        plan.error(row, "name", "no_such_member", words)
    elif len(fit) > 1:
        plan.error(row, "name", "ambiguous_person", _("Several are called so; write the day of birth."))
    return fit[0] if len(fit) == 1 else None


class _Walk:
    """The rows on their way; one that is refused is said and does not go on."""

    def __init__(self, holders: list[Holder], user: Any, plan: Plan) -> None:
        self.holders, self.user, self.plan = holders, user, plan
        self._meetings: dict[tuple, Meeting] = {}

    def go(self) -> None:
        """From the scheme to the seat."""
        self._one_by_one("scheme_on", self._publish)
        self._one_by_one("applied_on", self._write)
        self._together("apply", "applied_on", lambda holder: {})
        self._together(
            "nominate", "nominated_on", lambda h: {"nominators": h.number("nominators"), "how": h.row.values["how"]}
        )
        for move, which in (("review", "review"), ("confirm", "confirm")):
            self._one_by_one(f"{which}_on", lambda holder, which=which: self._meeting(holder, which))
            self._together(move, f"{which}_on", lambda holder, which=which: self._votes(holder, which))
        for some in _grouped(self.holders, self._list_key):
            self._posted(some)
        self.plan.new.extend(Step(holder.row, None, holder.row.values) for holder in self.holders)

    def _refuse(self, holders: list[Holder], key: str, error: Exception) -> None:
        words = " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
        for holder in holders:
            self.plan.error(holder.row, key, "refused", words)
        gone = {id(holder) for holder in holders}
        self.holders = [holder for holder in self.holders if id(holder) not in gone]

    def _one_by_one(self, key: str, do: Callable[[Holder], Any]) -> None:
        for holder in list(self.holders):
            try:
                with transaction.atomic():
                    do(holder)
            except (NotMade, ValidationError) as error:
                self._refuse([holder], key, error)

    def _together(self, move: str, key: str, data_of: Callable[[Holder], dict[str, Any]]) -> None:
        """A move for all rows of a day at once; where it is refused, row by row, to find out whose it is."""
        for some in _grouped(self.holders, lambda holder: holder.day(key)):
            try:
                self._moved(some, move, key, data_of)
            except NotMade as error:
                if len(some) == 1:
                    self._refuse(some, key, error)
                    continue
                for holder in some:
                    try:
                        self._moved([holder], move, key, data_of)
                    except NotMade as his:
                        self._refuse([holder], key, his)

    def _moved(self, some: list[Holder], move: str, key: str, data_of: Callable[[Holder], dict[str, Any]]) -> None:
        by_key = {holder.application.pk: holder for holder in some}
        APPLICATION.perform_many(
            [holder.application for holder in some], move, actor=self.user, happened_on=some[0].day(key), from_paper=True,
            data_for=lambda a: data_of(by_key[a.pk]) | {"reason": by_key[a.pk].row.values.get("basis", "")},
        )  # fmt: skip

    def _publish(self, holder: Holder) -> None:
        if Scheme.objects.filter(village=holder.village, cycle=holder.cycle).exists():
            return
        if "scheme_on" not in holder.row.values:
            words = _("The scheme of %(village)s for %(cycle)s is not published here: write the day on which it was.")
            raise Refused(words % {"village": holder.village, "cycle": holder.cycle})
        publish_scheme(holder.village, holder.cycle, holder.day("scheme_on"), self.user)

    def _write(self, holder: Holder) -> None:
        why = holder.row.values.get("two_groups") or ""
        draft = Application(cycle=holder.cycle, post=holder.post, member=holder.member, two_groups=why)
        holder.application = write_application(draft, self.user)

    def _kind(self, holder: Holder, which: str) -> str:
        own = Meeting.Kind.RESIDENTS if holder.village.is_committee else Meeting.Kind.VILLAGERS
        return holder.row.values.get(f"{which}_kind") or own.value

    def _meeting(self, holder: Holder, which: str) -> Meeting:
        """The meeting of that day: one for all its rows, and the one that is in the records already."""
        key = (holder.village.pk, self._kind(holder, which), holder.day(f"{which}_on"))
        numbers = {name: holder.number(f"{which}_{name}") for name in ("entitled", "present")}
        if key[1] in Meeting.BRANCH and key[1] not in Meeting.confirming_kinds():
            raise Refused(_("By the town's settings this kind of meeting does not confirm."))
        meeting = self._meetings.get(key)
        if meeting is None:
            meeting = Meeting.objects.filter(village=key[0], kind=key[1], held_on=key[2]).first()
        if meeting is None:
            meeting = Meeting(village=holder.village, kind=key[1], held_on=key[2], **numbers)
            meeting.full_clean(exclude=["village"])
            record_meeting(meeting, self.user)
        if any(getattr(meeting, name) != number for name, number in numbers.items()):
            raise Refused(
                _(
                    "This meeting had %(present)s present of %(entitled)s by the records or by another row; the numbers differ."
                )
                % {"present": meeting.present, "entitled": meeting.entitled}
            )
        self._meetings[key] = meeting
        return meeting

    def _votes(self, holder: Holder, which: str) -> dict[str, Any]:
        meeting = self._meetings[holder.village.pk, self._kind(holder, which), holder.day(f"{which}_on")]
        names = {"in_favour": "favour", "against": "against", "abstained": "abstained", "recused": "recused"}
        return {"meeting": meeting} | {name: holder.number(f"{which}_{word}") for name, word in names.items()}

    @staticmethod
    def _list_key(holder: Holder) -> tuple:
        values = holder.row.values
        return (holder.village.pk, holder.cycle.pk, values["posted_on"], values["seated_on"], values.get("basis", ""))

    def _posted(self, some: list[Holder]) -> None:
        """The list as it stood on the wall, and its conclusion."""
        first, key = some[0], "posted_on"
        words = notice_words(first.village, first.cycle.year)
        if basis := first.row.values.get("basis"):
            words["basis"] = basis
        opens_on, seated_on = first.day("posted_on"), first.day("seated_on")
        try:
            with transaction.atomic():
                pairs = [(holder.application.pk, holder.member) for holder in some]
                notice = draft_notice(PLACEMENTS.code, first.village, pairs, **words)
                told = {"actor": self.user, "from_paper": True}
                data = {"opens_on": opens_on, "reason": first.row.values.get("basis", "")}
                NOTICE.perform(notice, "open", happened_on=opens_on, data=data, **told)
                key = "seated_on"
                NOTICE.perform(notice, "conclude", happened_on=seated_on, data={"stated": True}, **told)
        except (NotMade, ValidationError) as error:
            self._refuse(some, key, error)


def _grouped(holders: list[Holder], key: Callable[[Holder], Hashable]) -> list[list[Holder]]:
    """Those that go together, earliest first."""
    return [list(some) for _key, some in groupby(sorted(holders, key=key), key=key)]
