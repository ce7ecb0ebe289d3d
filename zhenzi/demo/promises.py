"""The year's plan in each village, its letters, and what groups and members promise: walked by the moves, on days that fit."""

import datetime as dt
import random
from collections.abc import Iterable
from typing import Any

from simple_history.utils import bulk_create_with_history

from groups.models import Placement
from plans.models import Goal
from pledges.actions import prepare_letters
from pledges.models import Pledge, PledgeItem, ResponsibilityLetter
from pledges.moves import ITEM, LETTER, PLEDGE
from tools import clock
from zhenzi.demo.plans import PlanWalk, day_of, due_day
from zhenzi.demo.promise_words import LATE, MISSED, OWN, PROMISES, REPLY
from zhenzi.demo.timetable import DAY, at
from zhenzi.demo.township import NAN, SHAI, WU, Place, Town

ON_THE_WAY = ("drafted", "proposed", "discussed", "examined", "decided", "returned", "withdrawn")
"""How far the plan is in one village after the other; in all others it is decided and published."""


def promise(town: Town) -> None:
    """Plans first, then letters and pledges by them."""
    others = [code for code in town.places if code not in (WU, NAN, SHAI)]
    late = dict(zip(others[9:], ON_THE_WAY, strict=False))
    for number, place in enumerate(town.each("plans")):
        rng = town.rng("plan", place.village.code)
        PlanWalk(town, place, rng).walk(late.get(place.village.code, "published"))
        _letters(town, place, rng, number)
        _pledges(town, place, rng)


def _letters(town: Town, place: Place, rng: random.Random, number: int) -> None:
    """Signed in most villages; in one of ten they wait, one village has none yet, in one a letter is void."""
    if number == 20:
        return
    prepared, signed = day_of(town, "signed") - 4 * DAY, day_of(town, "signed")
    with clock.frozen(at(prepared, rng)):
        held = Placement.objects.in_office().filter(post__group__village=place.village, held_from__lte=prepared)
        prepare_letters(place.village, town.cycle)
    letters = list(ResponsibilityLetter.objects.filter(placement__in=held).select_related(*LETTER.related))
    if number % 10 == 5 or not letters:
        return
    if place.village.code == WU:
        letters = letters[:-3]
    facts = {"member_signed_on": signed, "branch_signed_on": signed, "signed_by": place.secretary_member.name}
    with clock.frozen(at(signed, rng)):
        LETTER.perform_many(letters, "sign", actor=place.enterer, happened_on=signed, data_for=lambda _l: facts)
        if number == 30:
            LETTER.perform(letters[0], "void", actor=place.secretary, data={"reason": "岗位名称写错，作废后重签。"})


def lay_letters_aside(town: Town) -> None:
    """The letters of those who have left their posts meanwhile are over; their secretaries record it."""
    today = town.times.today - DAY
    for letter in ResponsibilityLetter.objects.of_posts_left(today).select_related(*LETTER.related):
        place = town.places[letter.placement.post.group.village.code]
        with clock.frozen(at(today, town.rng("letters", letter.pk))):
            LETTER.perform(letter, "end", actor=place.secretary)


def _pledges(town: Town, place: Place, rng: random.Random) -> None:
    """Every group with people in it, and about an eighth of the members on posts."""
    held = (
        Placement.objects.in_office().filter(post__group__village=place.village).select_related("member", "post__group")
    )
    groups = {one.post.group_id: one.post.group for one in held}
    people = sorted({one.member_id: one.member for one in held}.values(), key=lambda member: member.pk)
    known = [member for member in people if member.user_id and member.pk != place.secretary_member.pk]
    chosen = rng.sample(people, min(max(len(people) // 8, 5), len(people))) + known[:2]
    members = list({member.pk: member for member in chosen}.values())
    goals = list(Goal.objects.of_published().filter(plan__village=place.village))
    day = day_of(town, "signed")
    with clock.frozen(at(day, rng)):
        pledges = [Pledge(village=place.village, cycle=town.cycle, group=group) for group in groups.values()]
        pledges += [Pledge(village=place.village, cycle=town.cycle, member=member) for member in members]
        Pledge.objects.bulk_create(pledges)
        results = _write(town, place, rng, pledges, goals)
    _Kept(town, place, rng, pledges, results).walk()


def _write(town: Town, place: Place, rng: random.Random, pledges: list[Pledge], goals: list[Goal]) -> dict[int, str]:
    """The items of all of them; what comes of each, by its key."""
    items, words = [], []
    for pledge in pledges:
        offered = PROMISES[pledge.group.zone_id] if pledge.group_id else rng.sample(OWN, rng.choice((1, 1, 2)))
        for number, (content, measure, whom, result) in enumerate(offered, 1):
            due = due_day(town, rng)
            answered = [goal for goal in goals if pledge.group_id and goal.group_id == pledge.group_id]
            items.append(
                PledgeItem(
                    pledge=pledge,
                    number=number,
                    content=content,
                    measure=measure,
                    due_on=due,
                    beneficiary=whom,
                    goal=answered[0] if answered and number == 1 else None,
                )  # fmt: skip
            )
            words.append(result)
    told = {"default_user": place.enterer, "default_date": clock.now()}
    made = bulk_create_with_history(items, PledgeItem, **told)
    return {item.pk: result for item, result in zip(made, words, strict=True)}


class _Kept:
    """A village's pledges from the draft to what came of them."""

    def __init__(
        self, town: Town, place: Place, rng: random.Random, pledges: list[Pledge], results: dict[int, str]
    ) -> None:
        self.town, self.place, self.rng, self.pledges, self.results = town, place, rng, pledges, results

    def walk(self) -> None:
        """Most go all the way; in 吴庄子, and here and there, one stays at each step on the way."""
        own = [one for one in self.pledges if one.member_id == self.place.secretary_member.pk]
        rest = [one for one in self.pledges if one.member_id and one not in own]
        keeps_some = self.place.village.code == WU or self.rng.random() < 0.15
        stay = (
            dict(zip(("draft", "propose", "audit", "return", "withdraw"), rest[-5:], strict=False))
            if keeps_some
            else {}
        )
        going = [one for one in self.pledges if one is not stay.get("draft")]
        self._all("propose", going, self.place.enterer, day_of(self.town, "signed"))
        going = self._without(going, stay, "propose")
        if one := stay.get("return"):
            reason = "第一项写得太笼统，请写清做什么、什么时候做。"
            self._all("return", [one], self.place.secretary, day_of(self.town, "audit"), reason=reason)
            going.remove(one)
        self._all("audit", [one for one in going if one not in own], self.place.secretary, day_of(self.town, "audit"))
        self._all("audit", own, self.town.users["town"], day_of(self.town, "audit"))
        going = self._without(going, stay, "audit")
        self._all("publish", going, self.place.enterer, day_of(self.town, "public"))
        if one := stay.get("withdraw"):
            day = self.town.times.today - 40 * DAY
            self._all("withdraw", [one], self.place.enterer, day, reason="身体不好，本人提出撤回。")
            going.remove(one)
        self._keep(going)

    def _without(self, going: list[Pledge], stay: dict[str, Pledge], step: str) -> list[Pledge]:
        return [one for one in going if one is not stay.get(step)]

    def _all(self, move: str, rows: Iterable[Pledge], actor: Any, day: dt.date, **data: Any) -> None:
        with clock.frozen(at(day, self.rng)):
            PLEDGE.perform_many(rows, move, actor=actor, happened_on=day, data_for=lambda _one: data)

    def _keep(self, pledges: list[Pledge]) -> None:
        """What was due by now is mostly done; some is adjusted, a little was not done. One pledge in a few is closed."""
        today = self.town.times.today
        items = list(PledgeItem.objects.filter(pledge__in=pledges).select_related(*ITEM.related).order_by("pk"))
        due = [item for item in items if item.due_on < today]
        moves: dict[str, list[PledgeItem]] = {"finish": [], "adjust": [], "miss": []}
        for item in due:
            late_in_wu = self.place.village.code == WU and item is due[-1]
            luck = self.rng.random()
            own = item.pledge.member_id == self.place.secretary_member.pk
            if not late_in_wu:
                moves["finish" if luck < 0.86 or own else "adjust" if luck < 0.94 else "miss"].append(item)
        day = today - self.rng.randint(1, 6) * DAY
        later = today + self.rng.randint(3, 30) * DAY
        with clock.frozen(at(day, self.rng)):
            for move, rows in moves.items():
                ITEM.perform_many(
                    rows, move, actor=self.place.secretary if move == "adjust" else self.place.enterer, happened_on=day,
                    data_for=lambda item, move=move: self._said(item, move, later),
                )  # fmt: skip
        settled = {item.pledge_id for item in items} - {item.pledge_id for item in items if item not in moves["finish"]}
        closed = [one for one in pledges if one.pk in settled and one.member_id != self.place.secretary_member.pk]
        if closed:
            self._all("close", closed[:1], self.place.secretary, today - DAY)

    def _said(self, item: PledgeItem, move: str, later: dt.date) -> dict[str, Any]:
        if move == "adjust":
            return {"content": item.content, "due_on": later, "reason": LATE}
        if move == "miss":
            return {"reason": MISSED, "reply": REPLY if self.rng.random() < 0.6 else ""}
        return {"result": self.results[item.pk]}
