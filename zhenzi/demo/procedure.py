"""The steps of the procedure, walked in each village by the people who walk them there, on their days."""

import datetime as dt
import random
from collections.abc import Iterable

from groups.models import Application
from groups.moves import APPLICATION
from groups.notice_kind import PLACEMENTS
from groups.words import notice_words
from meetings.actions import entitled_in, record_meeting
from meetings.models import Meeting
from meetings.quorum import Rule, least
from notices.actions import draft_notice
from notices.models import Notice
from notices.moves import NOTICE
from tools import clock
from zhenzi.demo.matching import match, write_down
from zhenzi.demo.timetable import DAY, Days, at
from zhenzi.demo.township import Place, Town

STEPS = ("applied", "nominated", "reviewed", "confirmed")


class Walk:
    """One group of applications of one village on its way, on given days; some of it is typed a day or two later."""

    def __init__(self, town: Town, place: Place, days: Days, rng: random.Random) -> None:
        self.town, self.place, self.days, self.rng = town, place, days, rng
        self._meetings: dict[str, Meeting] = {}
        self._rules: dict[str, Rule] = {}

    def on(self, day: dt.date, later: int = 0) -> object:
        """The clock stands at an hour of that day, or up to `later` days after it."""
        return clock.frozen(at(min(day + self.rng.randint(0, later) * DAY, self.town.times.today - DAY), self.rng))

    def write(self, pairs: list) -> list[Application]:
        """The paper forms as drafts."""
        with self.on(self.days.applied):
            return write_down(self.town, self.place, pairs, self.days.applied, self.rng)

    def to(self, state: str, applications: list[Application]) -> list[Application]:
        """From drafts as far as `state`."""
        for step in STEPS[: STEPS.index(state) + 1]:
            getattr(self, step)(applications)
        return applications

    def applied(self, applications: list[Application]) -> None:
        """Handed in: by the members who have an account themselves, for the others by who types in this village."""
        day = self.days.applied
        with self.on(day, 1):
            for application in applications:
                if application.member.user_id and application.member_id != self.place.secretary_member.pk:
                    APPLICATION.perform(application, "apply", actor=application.member.user, happened_on=day)
            rest = [a for a in applications if not a.member.user_id or a.member_id == self.place.secretary_member.pk]
            APPLICATION.perform_many(rest, "apply", actor=self.place.enterer, happened_on=day)

    def nominated(self, applications: list[Application]) -> None:
        """The villagers nominate: how many, how."""
        how = self.rng.choice(("slips", "slips", "signatures", "meeting"))
        with self.on(self.days.nominated, 2):
            APPLICATION.perform_many(
                applications, "nominate", actor=self.place.enterer, happened_on=self.days.nominated,
                data_for=lambda _a: {"nominators": self.rng.randint(8, 46), "how": how},
            )  # fmt: skip

    def reviewed(self, applications: list[Application]) -> None:
        """The representatives meet and vote on each."""
        with self.on(self.days.reviewed, 1):
            meeting = self.representatives()
            APPLICATION.perform_many(
                applications, "review", actor=self.place.enterer, happened_on=self.days.reviewed,
                data_for=lambda _a: self.votes(meeting),
            )  # fmt: skip

    def confirmed(self, applications: list[Application]) -> None:
        """The branch meets and confirms; its secretary's own case is the township's."""
        with self.on(self.days.confirmed):
            meeting = self.branch()
            own = [a for a in applications if a.member_id == self.place.secretary_member.pk]
            others = [a for a in applications if a not in own]
            for cases, actor in ((own, self.town.users["town"]), (others, self.place.secretary)):
                recused = int(cases is own)
                APPLICATION.perform_many(
                    cases, "confirm", actor=actor, happened_on=self.days.confirmed,
                    data_for=lambda _a, recused=recused: self.votes(meeting, recused),
                )  # fmt: skip

    def representatives(self) -> Meeting:
        """Villagers' or residents' representatives; at least two thirds came."""
        village = self.place.village
        kind = "residents" if village.is_committee else "villagers"
        return self._meeting(kind, village.representatives, self.days.reviewed)

    def branch(self) -> Meeting:
        """The branch's assembly, in some villages its committee."""
        entitled = entitled_in(self.place.village)
        kind = "committee" if entitled.get("committee", 0) >= 3 and self.place.village.pk % 5 == 0 else "assembly"
        return self._meeting(kind, entitled[kind], self.days.confirmed)

    def _meeting(self, kind: str, entitled: int, held_on: dt.date) -> Meeting:
        if kind not in self._meetings:
            self._meetings[kind] = self._held(kind, entitled, held_on)
        return self._meetings[kind]

    def _held(self, kind: str, entitled: int, held_on: dt.date) -> Meeting:
        village = self.place.village
        meeting = Meeting(
            village=village, kind=kind, held_on=held_on, place=village.contact_place, chair=self.place.secretary.name,
            convener=self.place.secretary.name, entitled=entitled, present=entitled,
        )  # fmt: skip
        rule = self._rules[kind] = meeting.rule()
        few = max(least(rule.present, entitled, rule.present_strict), least(rule.favour, entitled, True) + 3)
        meeting.present = self.rng.randint(min(few, entitled), entitled)
        meeting.full_clean(exclude=["village"], validate_unique=False, validate_constraints=False)
        return record_meeting(meeting, self.place.enterer)

    def votes(self, meeting: Meeting, recused: int = 0, *, passes: bool = True) -> dict[str, object]:
        """A vote in which everybody present had a voice; without the recused, who left the room."""
        present = meeting.present - recused
        rule = self._rules[meeting.kind]
        need = least(rule.favour, meeting.entitled if rule.favour_of_entitled else present, True)
        spare = max(present - need, 0)
        not_for = self.rng.randint(0, min(spare, 3)) if passes else present - need + 1
        against = self.rng.randint(0, not_for)
        counted = {"in_favour": present - not_for, "against": against, "abstained": not_for - against}
        return {"meeting": meeting, "recused": recused} | counted

    def draft(self, applications: Iterable[Application], **more: object) -> Notice:
        """A notice of these confirmed applications, with the words that the page proposes."""
        village, picked = self.place.village, {a.pk for a in applications}
        found = [c for c in PLACEMENTS.candidates(village, None) if c.subject_id in picked]
        words = notice_words(village, self.town.cycle.year) | more
        return draft_notice(PLACEMENTS.code, village, [(c.subject_id, c.member) for c in found], **words)

    def posted(self, applications: list[Application], opens_on: dt.date | None = None, **more: object) -> Notice:
        """The list goes up on the wall and on the board."""
        day = opens_on or self.days.posted
        with self.on(day):
            notice = self.draft(applications, **more)
            NOTICE.perform(notice, "open", actor=self.place.secretary, happened_on=day, data={"opens_on": day})
        notice.refresh_from_db()
        return notice

    def concluded(self, notice: Notice, move: str = "conclude") -> None:
        """The period is over and somebody says so: the secretary, where he stands on the list himself the township."""
        own = notice.lines.filter(member=self.place.secretary_member).exists()
        actor = self.town.users["town"] if own else self.place.secretary
        day = notice.ends_on + self.rng.randint(1, 2) * DAY
        with self.on(day):
            NOTICE.perform(notice, move, actor=actor, happened_on=clock.today(), data={"stated": True})


def walk_everybody(town: Town, stage: str) -> None:
    """The main procedure in all villages, step by step, as far as the stage."""
    walks = {}
    for number, place in enumerate(town.each("applied"), 1):
        rng = town.rng("wave", place.village.code)
        walk = Walk(town, place, town.times.wave_days(rng), rng)
        applications = walk.write(match(town, place, number))
        walk.applied(applications)
        walks[place.village.code] = (walk, applications)
    for step in STEPS[1:]:
        if stage == STEPS[STEPS.index(step) - 1]:
            return
        for place in town.each(step):
            walk, applications = walks[place.village.code]
            getattr(walk, step)(applications)
    if stage == "confirmed":
        return
    notices = {}
    for place in town.each("posted"):
        walk, applications = walks[place.village.code]
        notices[place.village.code] = walk.posted(applications)
    if stage == "posted":
        return
    for place in town.each("seated"):
        walks[place.village.code][0].concluded(notices[place.village.code])
