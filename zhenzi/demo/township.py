"""The stage before anybody is on the roster: the town and its villages, branches, groups, posts, schemes and accounts."""

import csv
import os
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from simple_history.utils import bulk_create_with_history
from tqdm import tqdm

from groups.actions import copy_catalogue, publish_scheme
from groups.models import Cycle, Post
from members.actions import give_mandate
from members.models import Branch, Member, Township, Village
from notices.models import CalendarYear
from tools import clock
from zhenzi.demo.timetable import DAY, Timetable, at

WU, NAN, SHAI = "130284105211", "130284105219", "130284105218"
"""吴庄子, 南平庄 and 晒甲岭: the villages that the cases are told of."""
HERE = Path(__file__).parent


@dataclass
class Place:
    """A village at work: its branch, who types and who decides for it, its people and posts."""

    village: Village
    branch: Branch
    secretary: Any = None
    enterer: Any = None
    secretary_member: Member | None = None
    people: list[Member] = field(default_factory=list)
    leaders: dict[str, Member] = field(default_factory=dict)
    spare: list[Member] = field(default_factory=list)
    seats: Any = None


@dataclass
class Town:
    """The whole demo while it is built. `rng()` gives each purpose luck of its own, so that one stage never moves another."""

    year: int
    seed: int
    scale: int
    times: Timetable
    cycle: Cycle | None = None
    users: dict[str, Any] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    branches: list[Branch] = field(default_factory=list)
    talents: dict[int, list[str]] = field(default_factory=dict)
    """What the members of the villages can do, by their keys."""

    def rng(self, *purpose: object) -> random.Random:
        """Luck that depends on the seed and the purpose alone."""
        return random.Random(f"{self.seed}:{':'.join(map(str, purpose))}")

    def each(self, what: str) -> Iterator[Place]:
        """The villages one after the other, with a bar on a terminal."""
        yield from tqdm(self.places.values(), desc=what, disable=None, leave=False)


def rows(name: str) -> list[dict[str, str]]:
    """A table of real names that lies beside this file."""
    with (HERE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def password() -> str:
    """What every demo account signs in with."""
    return os.environ.get("DEMO_PASSWORD") or "zhenzi-demo"


def make_accounts(town: Town, names: Iterable[tuple[str, str]]) -> None:
    """Accounts with the demo's password. It is hashed once: seventy times would take half a minute."""
    model, hashed = get_user_model(), make_password(password())
    wanted = [
        model(username=username, name=name, password=hashed, is_demo=True, date_joined=clock.now())
        for username, name in names
    ]
    for user in wanted:
        user.full_clean()
    for user in model.objects.bulk_create(wanted):
        town.users[user.username] = user


def set_up(town: Town) -> None:
    """What the township types before the roster comes in."""
    rng = town.rng("township")
    with clock.frozen(at(town.times.begin, rng)):
        villages = rows("villages.csv")
        make_accounts(
            town,
            [
                ("town", "镇党建办"),
                ("viewer", "镇查阅人员"),
                ("liaison", "包村干部"),
                *((f"sec-{row['code']}", f"{row['short_name']}书记") for row in villages),
                (f"clerk-{WU}", "吴庄子村经办人"),
            ],
        )
        _name_the_town(town)
        _places(town, villages, rng)
        _mandates(town)
        copy_catalogue([place.village for place in town.places.values()], town.users["town"])
        _open_the_year(town)
    for place in town.each("schemes"):
        day = town.times.published(rng)
        with clock.frozen(at(day, rng)):
            publish_scheme(place.village, town.cycle, day, place.secretary, "经村两委会议研究，在公开栏张贴")


def _name_the_town(town: Town) -> None:
    row = Township.objects.current()
    row.name, row.county, row.organizer = "榛子镇", "滦州市", "中共榛子镇委员会（演示）"
    row.phone, row.office_place = "0315-0000100", "榛子镇政府一楼党建办公室（演示）"
    row._history_user = town.users["town"]
    row.full_clean()
    row.save()


def _places(town: Town, villages: list[dict[str, str]], rng: random.Random) -> None:
    made = []
    for number, row in enumerate(villages, 1):
        where = "党群服务站" if row["kind"] == "committee" else "党群服务中心"
        village = Village(
            code=row["code"], name=row["name"], short_name=row["short_name"], kind=row["kind"], phone=f"0315-00002{number:02}",
            contact_place=f"{row['short_name']}{where}", representatives=rng.randint(21, 45),
        )  # fmt: skip
        village.full_clean()
        made.append(village)
    actor = {"default_user": town.users["town"], "default_date": clock.now()}
    bulk_create_with_history(made, Village, **actor)
    by_code = {village.code: village for village in made}
    for row in rows("branches.csv"):
        branch = Branch(name=row["name"], kind=row["kind"], village=by_code.get(row["village_code"]))
        branch.full_clean()
        town.branches.append(branch)
    bulk_create_with_history(town.branches, Branch, **actor)
    branch_of = {branch.village_id: branch for branch in town.branches if branch.village_id}
    for village in made:
        secretary = town.users[f"sec-{village.code}"]
        town.places[village.code] = Place(village, branch_of[village.pk], secretary, secretary)
    town.places[WU].enterer = town.users[f"clerk-{WU}"]
    for code in (NAN, SHAI):
        town.places[code].enterer = town.users["liaison"]


def _mandates(town: Town) -> None:
    give_mandate(town.users["town"], "township")
    give_mandate(town.users["viewer"], "viewer")
    for code in (WU, NAN, SHAI):
        give_mandate(town.users["liaison"], "liaison", town.places[code].village)
    for place in town.places.values():
        give_mandate(place.secretary, "secretary", place.village)
    give_mandate(town.users[f"clerk-{WU}"], "clerk", town.places[WU].village)


def _open_the_year(town: Town) -> None:
    """This year's procedure, and a calendar for every year that a period may reach."""
    begin, today = town.times.begin, town.times.today
    last = max(town.year, today.year)
    town.cycle = Cycle(
        year=town.year, name=f"{town.year}年度选岗", starts_on=begin, term_ends_on=today.replace(last, 12, 31),
        publish_by=begin + 59 * DAY, review_by=today + 4 * DAY, confirm_by=today + 9 * DAY, post_by=today + 14 * DAY,
        plan_by=begin + 59 * DAY, pledge_by=begin + 80 * DAY,
    )  # fmt: skip
    town.cycle._history_user = town.users["town"]
    town.cycle.full_clean()
    town.cycle.save()
    known = set(CalendarYear.objects.values_list("year", flat=True))
    for year in sorted(set(range(begin.year, last + 2)) - known):
        CalendarYear.objects.create(year=year, provisional=True)


def posts_of(place: Place) -> list[Post]:
    """What the village offers, as its scheme lists it."""
    return list(Post.objects.offered().filter(group__village=place.village).select_related("group").in_order())
