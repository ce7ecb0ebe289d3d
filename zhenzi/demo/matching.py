"""Who applies for what: by what he can do, and so that every group has somebody."""

import datetime as dt
import random
from dataclasses import dataclass, field

from groups.models import Application, Post
from members.models import Member
from tools import clock
from zhenzi.demo.people import SPECIALITIES
from zhenzi.demo.township import WU, Place, Town, posts_of

ZONE_OF = {word: zone for zone, words in SPECIALITIES.items() for word in words}
HELD_BACK = {WU: 16}
"""Members who apply late, where more of them are needed than elsewhere."""
USUALLY_HELD_BACK = 2
SEATS_KEPT = 3
"""Seats that the main procedure leaves free: a late list has so many lines."""
SHARE = 0.9
"""Of a village's people, how many apply in the main procedure at most."""
SECOND_POST = 0.06
SECRETARY_TOO = 3
"""In every so many villages the secretary takes a post himself; the township confirms him."""
WISHES = {
    "economy": ["{talent}这行干了些年头，愿意带着大伙一起干。", "常跑外头，行情知道得早，愿意把消息带回来。"],
    "environment": ["身体还行，天天出来走，村里的街道沟渠愿意看着点。", "会些{talent}的活，哪里坏了能搭把手。"],
    "livelihood": ["在家时间多，左邻右舍跑腿的事愿意帮着办。", "有{talent}的底子，谁家有事都能搭上手。"],
    "culture": ["有点{talent}特长，愿意把大伙组织起来热闹热闹。", "当过宣传员，愿意把政策讲给大家听。"],
    "harmony": ["村里人都熟，邻里有疙瘩愿意去说和。", "懂点{talent}，夜里巡街、查个隐患没问题。"],
}
SOURCES = [("own", 76), ("villagers", 15), ("branch", 9)]


@dataclass
class Seats:
    """The free seats of a village while its people choose. A post taken by somebody is not offered to him again."""

    posts: list[Post]
    free: dict[int, int] = field(default_factory=dict)
    has: dict[int, list[Post]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.free = {post.pk: post.seats for post in self.posts}

    def take(self, member: Member, post: Post) -> tuple[Member, Post]:
        """Give one seat to a member."""
        self.free[post.pk] -= 1
        self.has.setdefault(member.pk, []).append(post)
        return member, post

    def choose(self, member: Member, zones: list[str]) -> tuple[Member, Post] | None:
        """A post for somebody: in a zone that he is good at, else wherever nobody is yet; never a second one in a zone."""
        has = {post.group.zone_id for post in self.has.get(member.pk, [])}
        open_ = [p for p in self.posts if self.free[p.pk] and not p.is_leader and p.group.zone_id not in has]
        if not open_:
            return None
        best = min(open_, key=lambda p: (p.group.zone_id not in zones, self.free[p.pk] < p.seats, p.position))
        others = [p for p in open_ if self.free[p.pk] == p.seats]
        if best.group.zone_id not in zones and others:
            best = others[member.pk % len(others)]
        return self.take(member, best)


def zones_of(town: Town, member: Member) -> list[str]:
    """The zones in which what he can do helps."""
    return [ZONE_OF[word] for word in town.talents.get(member.pk, [])]


def match(town: Town, place: Place, number: int) -> list[tuple[Member, Post]]:
    """The main procedure's pairs of a village: leaders first, then everybody else; the rest of the people stays spare."""
    rng = town.rng("match", place.village.code)
    place.seats = seats = Seats(posts_of(place))
    held = [member for member in place.people if _is_held_back(member)]
    free = [m for m in place.people if not m.exempt and m not in held and m.presence in ("here", "seasonal")]
    rng.shuffle(free)
    if place.secretary_member in free:
        free.remove(place.secretary_member)
        if number % SECRETARY_TOO == 0:
            free.insert(0, place.secretary_member)
    pairs = _lead(town, place, free)
    later = HELD_BACK.get(place.village.code, USUALLY_HELD_BACK)
    # Where there are more people than seats (`--scale`), some seats stay free for who applies late.
    room = len(pairs) + sum(seats.free.values()) - max(later, SEATS_KEPT)
    wanted = min(round(SHARE * len(place.people)), len(free) + len(pairs) - later, room)
    known = [m for m in free if m.user_id]
    for member in [*known, *(m for m in free if not m.user_id)][: wanted - len(pairs)]:
        if pair := seats.choose(member, zones_of(town, member)):
            pairs.append(pair)
            free.remove(member)
    for member in [m for m, post in pairs if not post.is_leader and not m.user_id and rng.random() < SECOND_POST]:
        if len(pairs) < room and (pair := seats.choose(member, zones_of(town, member))):
            pairs.append(pair)
    place.spare = [*held, *free]
    return pairs


def _is_held_back(member: Member) -> bool:
    """member-2 .. member-5 of 吴庄子: their own procedures are told later, one by one."""
    return bool(member.user_id) and member.user.username in {f"member-{n}" for n in range(2, 6)}


def _lead(town: Town, place: Place, free: list[Member]) -> list[tuple[Member, Post]]:
    """A leader for each group: who is meant for it, else somebody of middle age who is good at it and not the secretary."""
    pairs = []
    for post in [post for post in place.seats.posts if post.is_leader]:
        zone = post.group.zone_id
        meant = place.leaders.get(zone)
        fit = [m for m in free if m is not place.secretary_member and not m.user_id and m not in place.leaders.values()]
        # Somebody who is good at it, not too young and not too old.
        leader = meant or min(fit, key=lambda m: (zone not in zones_of(town, m), abs(int(m.born[:4]) + 58 - town.year)))
        free.remove(leader)
        pairs.append(place.seats.take(leader, post))
    return pairs


def write_down(
    town: Town, place: Place, pairs: list[tuple[Member, Post]], on: dt.date, rng: random.Random
) -> list[Application]:
    """Drafts from the paper forms, checked like a form; whom others proposed agreed a few days later, before the review."""
    drafts = []
    for member, post in pairs:
        source = "own" if member.user_id else rng.choices([s for s, _w in SOURCES], [w for _s, w in SOURCES])[0]
        draft = Application(
            cycle=town.cycle, post=post, member=member, source=source, statement=_wish(town, member, post, rng),
            consent_on=None if source == "own" else on + dt.timedelta(days=rng.randint(0, 3)), typed_at=clock.now(),
        )  # fmt: skip
        draft.full_clean(exclude=["cycle", "post", "member"], validate_unique=False, validate_constraints=False)
        drafts.append(draft)
    return Application.objects.bulk_create(drafts)


def _wish(town: Town, member: Member, post: Post, rng: random.Random) -> str:
    zone = post.group.zone_id
    talent = next((word for word in town.talents.get(member.pk, []) if ZONE_OF[word] == zone), None)
    fitting = [wish for wish in WISHES[zone] if talent or "{talent}" not in wish]
    return "" if rng.random() < 0.25 else rng.choice(fitting).format(talent=talent)
