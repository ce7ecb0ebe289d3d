"""The stage at which the roster is in: members, what they can do, offices, and whose account is whose."""

import random

from django.contrib.auth import get_user_model
from simple_history.utils import bulk_create_with_history

from members.models import Branch, Member, Office, Speciality
from members.zones import ZoneCode
from tools import clock
from tools.history import bulk
from zhenzi.demo.names import Namer
from zhenzi.demo.people import SPECIALITIES, Person, invent, shares
from zhenzi.demo.timetable import DAY, at
from zhenzi.demo.township import NAN, WU, Place, Town, make_accounts

RURAL, COMMITTEE, TOTAL = 1823, 32, 2659
"""Members of the 59 village branches, of a residents' committee's, and of all 108."""
OFFICES = {
    "village": ["committee", "committee", "village_committee", "supervisor"],
    "committee": ["committee", "committee"],
}
SAME_NAME_IN = 18
"""Villages in which two people are called the same."""
REPORTING_IN = 24
"""Members of other branches who live in a village and report in there."""


def enrol(town: Town) -> None:
    """Invent everybody and write the roster as an import does: checked row by row, written at once, with history."""
    rng = town.rng("roster")
    with clock.frozen(at(town.times.begin + DAY, rng)):
        people = {branch.pk: _of_branch(town, branch, number) for branch, number in _numbers(town, rng).items()}
        _named_people(town, people)
        _same_names(town, people, rng)
        make_accounts(town, [(f"lead-{zone}", "组长") for zone in ZoneCode.values])
        make_accounts(town, [(f"member-{number}", "党员") for number in range(1, 6)])
        _tie_accounts(town, people)
        _live_in_villages(town, people, rng)
        _write(town, [person for found in people.values() for person in found])
    for place in town.places.values():
        place.people = [person.member for person in people[place.branch.pk]]
    for branch in town.branches:
        if branch.village_id is None:
            for person in people[branch.pk]:
                if person.member.lives_in_id:
                    town.places[person.member.lives_in.code].people.append(person.member)


def _numbers(town: Town, rng: random.Random) -> dict[Branch, int]:
    rural = [branch for branch in town.branches if branch.kind == "village"]
    sizes = shares(rng, len(rural), RURAL, 24, 38)
    where = next(n for n, branch in enumerate(rural) if branch.pk == town.places[WU].branch.pk)
    largest = sizes.index(max(sizes))
    sizes[where], sizes[largest] = sizes[largest], sizes[where]
    committees = [branch for branch in town.branches if branch.kind == "committee"]
    elsewhere = [branch for branch in town.branches if branch.village_id is None]
    sizes += [COMMITTEE] * len(committees) + shares(
        rng, len(elsewhere), TOTAL - RURAL - COMMITTEE * len(committees), 11, 26
    )
    return dict(zip([*rural, *committees, *elsewhere], sizes, strict=True))


def _of_branch(town: Town, branch: Branch, number: int) -> list[Person]:
    rng = town.rng("people", branch.name)
    namer = Namer(rng)
    people = invent(rng, namer, branch, number, town.times.begin)
    fit = [p for p in people if 32 <= p.age <= 62 and _is_able(p)]
    secretary = next(iter(fit), people[0])
    secretary.member.category, secretary.offices = "formal", ["secretary"]
    if branch.kind == "village" and rng.random() < 0.7:
        secretary.offices.append("head")
    others = [p for p in fit if p is not secretary]
    for kind, person in zip(OFFICES.get(branch.kind, ["committee"]), others, strict=False):
        person.offices.append(kind)
    return people + invent(town.rng("more", branch.name), namer, branch, number * (town.scale - 1), town.times.begin)


def _named_people(town: Town, people: dict[int, list[Person]]) -> None:
    """The two whom the cases are about; invented as everybody."""
    singer = _ordinary(people[town.places[WU].branch.pk])
    _rewrite(singer, town, "曾树春", "male", 68, ["音乐", "文艺"])
    sweeper = _ordinary(people[town.places[NAN].branch.pk])
    _rewrite(sweeper, town, "翟桂芬", "female", 57, ["绿化"])
    town.places[WU].leaders["culture"] = singer.member
    town.places[NAN].leaders["environment"] = sweeper.member


def _ordinary(people: list[Person]) -> Person:
    """Somebody in the village without any office."""
    return next(p for p in people if not p.offices and 45 < p.age < 75 and _is_able(p))


def _is_able(person: Person) -> bool:
    """A formal member who is in the village and may be asked."""
    member = person.member
    return member.category == "formal" and not member.exempt and member.presence == "here"


def _rewrite(person: Person, town: Town, name: str, sex: str, age: int, talents: list[str]) -> None:
    member, year = person.member, town.times.begin.year
    member.name, member.sex, member.born, member.job, member.presence = name, sex, f"{year - age}-04", "务农", "here"
    member.joined, member.confirmed = f"{year - age + 27}-07", f"{year - age + 28}-07"
    person.age, person.specialities = age, talents


def _same_names(town: Town, people: dict[int, list[Person]], rng: random.Random) -> None:
    """Two of one name in some villages, told apart by a label that says neither sex nor age."""
    for code in rng.sample(sorted(set(town.places) - {WU, NAN}), SAME_NAME_IN):
        found = people[town.places[code].branch.pk]
        one, other = rng.sample([p.member for p in found if not p.offices and p.member.sex == "male"], 2)
        other.name = one.name
        one.public_label, other.public_label = rng.choice([("大", "小"), ("东头", "西头"), ("前街", "后街")])


def _tie_accounts(town: Town, people: dict[int, list[Person]]) -> None:
    for place in town.places.values():
        secretary = next(p.member for p in people[place.branch.pk] if "secretary" in p.offices)
        place.secretary_member, secretary.user = secretary, place.secretary
    place = town.places[WU]
    ordinary = [p.member for p in people[place.branch.pk] if not p.offices and 35 < p.age < 72 and _is_able(p)]
    free = iter([member for member in ordinary if member not in place.leaders.values()])
    for zone in ZoneCode.values:
        if zone not in place.leaders:
            place.leaders[zone] = next(free)
        place.leaders[zone].user = town.users[f"lead-{zone}"]
    for number in range(1, 6):
        next(free).user = town.users[f"member-{number}"]
    tied = [p.member for found in people.values() for p in found if p.member.user_id]
    for member in tied:
        member.user.name = member.name
    get_user_model().objects.bulk_update([member.user for member in tied], ["name"])


def _live_in_villages(town: Town, people: dict[int, list[Person]], rng: random.Random) -> None:
    """报到党员: teachers and officials who take a post where they live; their branch stays theirs."""
    elsewhere = [p.member for b in town.branches if b.village_id is None for p in people[b.pk] if 28 < p.age < 66]
    codes = [WU, *rng.sample(sorted(set(town.places) - {WU}), REPORTING_IN - 1)]
    for code, member in zip(codes, rng.sample(elsewhere, REPORTING_IN), strict=True):
        place: Place = town.places[code]
        if member.name not in {p.member.name for p in people[place.branch.pk]}:
            member.lives_in = place.village


def _write(town: Town, people: list[Person]) -> None:
    """What a form checks, without asking the database row by row what its constraints hold anyway."""
    actor = {"default_user": town.users["town"], "default_date": clock.now()}
    for person in people:
        person.member.full_clean(
            exclude=["branch", "lives_in", "user"], validate_unique=False, validate_constraints=False
        )
    members = [person.member for person in people]
    Member.objects.bulk_create(members, batch_size=2000)
    words = sorted({word for known in SPECIALITIES.values() for word in known})
    Speciality.objects.bulk_create([Speciality(name=word) for word in words])
    known = {speciality.name: speciality for speciality in Speciality.objects.all()}
    link = Member.specialities.through
    link.objects.bulk_create(
        [link(member=p.member, speciality=known[word]) for p in people for word in p.specialities], batch_size=2000
    )
    bulk.write(Member, [member.pk for member in members], **actor)
    since = town.times.begin.replace(town.times.begin.year - 2, 3, 1)
    offices = [Office(member=p.member, kind=kind, starts_on=since) for p in people for kind in p.offices]
    for office in offices:
        office.full_clean(exclude=["member"], validate_unique=False, validate_constraints=False)
    bulk_create_with_history(offices, Office, **actor)
    for person in people:
        if person.member.village_id:
            town.talents[person.member.pk] = person.specialities
