"""Invented members: who they are, what they can do, where they are, what office they hold."""

import datetime as dt
import random
from dataclasses import dataclass, field

from members.models import Branch, Member
from zhenzi.demo.names import Namer

AGES = {
    # Lowest and highest age, and how many of a hundred or so: over a third of the town's members are past sixty.
    "rural": [(19, 29, 4), (30, 39, 9), (40, 49, 16), (50, 59, 24), (60, 69, 25), (70, 79, 16), (80, 92, 6)],
    "working": [(22, 29, 10), (30, 39, 26), (40, 49, 30), (50, 60, 28), (61, 75, 10)],
    "retired": [(58, 65, 30), (66, 75, 45), (76, 88, 25)],
}
EDUCATION = {
    40: [("初中", 30), ("高中", 25), ("中专", 15), ("大专", 20), ("本科", 10)],
    60: [("小学", 12), ("初中", 50), ("高中", 25), ("中专", 8), ("大专", 5)],
    200: [("小学", 45), ("初中", 40), ("高中", 15)],
}
JOBS = {
    "rural": [
        ("务农", 50),
        ("外出务工", 15),
        ("个体经营", 14),
        ("养殖户", 6),
        ("乡村医生", 2),
        ("合作社社员", 7),
        ("木瓦工", 6),
    ],
    "school": [("教师", 80), ("职员", 20)],
    "office": [("工作人员", 70), ("助理", 15), ("技术员", 15)],
    "enterprise": [("职工", 60), ("技术员", 20), ("班组长", 20)],
}
SPECIALITIES = {
    "economy": ["种植", "养殖", "经商", "会计", "果树修剪"],
    "environment": ["绿化", "瓦工", "电工", "农机", "木工"],
    "livelihood": ["医护", "厨艺", "驾驶", "家电维修"],
    "culture": ["文艺", "音乐", "书法", "教学"],
    "harmony": ["治安", "调解", "法律", "武术"],
}
"""What people are good at, by the zone in which it helps."""
HERE = [("here", 765), ("seasonal", 190), ("long", 35), ("away", 10)]


@dataclass
class Person:
    """A member before he is written, with what hangs on him."""

    member: Member
    age: int
    specialities: list[str] = field(default_factory=list)
    offices: list[str] = field(default_factory=list)


def chosen(rng: random.Random, weighted: list[tuple[str, int]]) -> str:
    """One of the words, by its weight."""
    return rng.choices([word for word, _w in weighted], [weight for _word, weight in weighted])[0]


def shares(rng: random.Random, parts: int, total: int, low: int, high: int) -> list[int]:
    """`parts` random whole numbers from `low` to `high` whose sum is `total`; ValueError where there are none."""
    if not parts * low <= total <= parts * high:
        raise ValueError(f"no {parts} numbers from {low} to {high} make {total}")
    found = [rng.randint(low, high) for _n in range(parts)]
    while (difference := total - sum(found)) != 0:
        part = rng.randrange(parts)
        step = 1 if difference > 0 else -1
        if low <= found[part] + step <= high:
            found[part] += step
    return found


def invent(rng: random.Random, namer: Namer, branch: Branch, number: int, on: dt.date) -> list[Person]:
    """So many people of one branch, as its roster would have them on a day."""
    return [_person(rng, namer, branch, on) for _n in range(number)]


def _person(rng: random.Random, namer: Namer, branch: Branch, on: dt.date) -> Person:
    rural = branch.village_id is not None
    kind = "rural" if rural else "retired" if "退休" in branch.name else "working"
    low, high, _weight = rng.choices(AGES[kind], [band[2] for band in AGES[kind]])[0]
    age = rng.randint(low, high)
    sex = "female" if rng.random() < (0.25 if rural else 0.35) else "male"
    born_year = on.year - age
    precision = rng.choices((10, 7, 4), (60, 32, 8))[0]
    born = f"{born_year}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"[:precision]
    joined, confirmed = _joined(rng, born_year, age, on)
    job = "退休" if (age > 60 and not rural) else chosen(rng, JOBS["rural" if rural else branch.kind])
    presence = chosen(rng, HERE) if rural and age < 75 else "here"
    member = Member(
        name=namer.name(sex), sex=sex, nation=chosen(rng, [("汉族", 94), ("满族", 5), ("回族", 1)]), born=born,
        education=chosen(rng, next(words for limit, words in EDUCATION.items() if age < limit)) if rural or age > 60
        else chosen(rng, [("高中", 10), ("中专", 20), ("大专", 35), ("本科", 35)]),
        category="formal" if confirmed else "probationary", branch=branch, joined=joined, confirmed=confirmed, job=job,
        phone=f"199000{rng.randrange(100_000):05}" if rng.random() < 0.95 else "", presence=presence,
        exempt=_exempt(rng, age, presence) if rural else "",
    )  # fmt: skip
    zones = rng.sample(sorted(SPECIALITIES), rng.choices((0, 1, 2), (38, 44, 18))[0])
    return Person(member, age, [rng.choice(SPECIALITIES[zone]) for zone in zones])


def _joined(rng: random.Random, born_year: int, age: int, on: dt.date) -> tuple[str, str]:
    """The day of joining, and a year later that of becoming a formal member; without the second for who joined just now."""
    if age < 45 and rng.random() < 0.12 or age < 22:
        return (on - dt.timedelta(days=rng.randint(40, 330))).isoformat(), ""
    year = born_year + rng.randint(20, min(48, age - 2))
    precision = rng.choices((10, 7, 4), (60, 32, 8))[0]
    rest = f"-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    return f"{year}{rest}"[:precision], f"{year + 1}{rest}"[:precision]


def _exempt(rng: random.Random, age: int, presence: str) -> str:
    if presence == "long":
        return "away"
    if age >= 87:
        return "age" if rng.random() < 0.7 else "mobility"
    if age >= 75 and rng.random() < 0.09:
        return rng.choice(("age", "mobility"))
    return chosen(rng, [("", 989), ("own_wish", 7), ("other", 4)])
