"""Who is meant by a row of a roster: our row id, then the number's hash, then branch, folded name and compatible birth."""

from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _

from members.branch_names import Branches
from members.models import Branch, Member, Office, Township
from members.partial_dates import agrees, shown
from members.scope import reach
from members.search import fold
from tools import clock
from tools.exchange.plan import Plan, Row, Step
from tools.exchange.sheets import batched

NEW = "new"
ASKED_AT_ONCE = 1_000
"""Numbers of one question to the database."""
MOST_OF_ONE_NAME = 100
"""More of one name in one branch are one row copied, and are not compared with each other."""


class Known:
    """What the database holds of whom the person may write, in a handful of queries."""

    def __init__(self, user: Any) -> None:
        found = reach(user)
        self.of_town, self.villages = found.has("township"), found.villages
        self.members = {member.pk: member for member in Member.objects.visible_to(user).order_by("pk")}
        branches = {branch.pk: branch for branch in Branch.objects.select_related("village")}
        self.own = {pk for pk, branch in branches.items() if self.of_town or branch.village_id in self.villages}
        named = self.own | {member.branch_id for member in self.members.values()}
        town = Township.objects.current()
        names = (town.county, town.name)
        self.branches = Branches((branches[pk] for pk in sorted(named)), names)
        self.nearby = Branches((branches[pk] for pk in sorted(self.own)), names)
        self.by_uuid = {str(member.uuid): member for member in self.members.values()}
        self.by_hash = {member.number_hash: member for member in self.members.values() if member.number_hash}
        self.elsewhere: set[str] = set()
        self.by_name: dict[str, list[Member]] = {}
        for member in self.members.values():
            self.by_name.setdefault(fold(member.name), []).append(member)
        self.words: dict[int, set[str]] = {}
        for pk, word in Member.objects.visible_to(user).with_specialities():
            self.words.setdefault(pk, set()).add(word)
        self.offices: dict[int, set[str]] = {}
        offices = Office.objects.visible_to(user)
        open_or_held = offices.filter(ends_on=None) | offices.held_on(clock.today())
        for pk, kind in open_or_held.values_list("member_id", "kind"):
            self.offices.setdefault(pk, set()).add(kind)

    def look_elsewhere(self, rows: list[Row]) -> None:
        """Whether the numbers of a sheet are those of people whom the person does not see."""
        self.elsewhere.clear()
        numbers = {hashed for row in rows if (hashed := hash_in(row)) and hashed not in self.by_hash}
        for some in batched(numbers, ASKED_AT_ONCE):
            self.elsewhere.update(Member.objects.filter(number_hash__in=some).values_list("number_hash", flat=True))

    def may_write(self, member: Member) -> bool:
        """Whether the record is the person's to change: one who only reports in is kept by his own branch."""
        return member.branch_id in self.own


def hash_in(row: Row) -> str:
    """The hash of the citizen's number in a row."""
    return row.values.get("number", "").split(" ")[0]


class Matcher:
    """Finds the person of every row."""

    def __init__(self, known: Known, plan: Plan, answers: dict[str, str]) -> None:
        self.known, self.plan, self.answers = known, plan, answers

    def branch(self, row: Row) -> None:
        """Put the branch's key for its name. Unknown and another village's are told in the same words."""
        written = row.values.get("branch")
        if not written:
            return
        found = self.known.branches.find(written)
        if len(found) == 1:
            row.values["branch"] = next(iter(found))
            return
        if found:
            row.values.pop("branch")
            row.bad.append("branch")
            self.plan.error(row, "branch", "branch_ambiguous", _("Two branches fit this name; write it in full."))
        else:
            self.unknown(row, written)

    def unknown(self, row: Row, written: str = "") -> None:
        """The branch does not exist or is not the person's: no hint which."""
        row.values.pop("branch", None)
        row.bad.append("branch")
        message = branch_unknown(self.known.nearby.nearest(written))
        if written and "branch" not in self.plan.headings.get(row.sheet, {}):
            message = f"{message} {_('It was read from the name of the sheet, since no column names the branch.')}"
        self.plan.error(row, "branch", "branch_unknown", message)

    def certain(self, row: Row) -> Member | None:
        """By our id or by the number; by the name within the branch. None: new, or unclear (then the row is bad)."""
        known, hashed = self.known, hash_in(row)
        by_id, by_hash = known.by_uuid.get(row.values.get("uuid", "")), known.by_hash.get(hashed)
        if hashed and by_hash is None and hashed in known.elsewhere:
            self.unknown(row)
            return None
        if by_id and by_hash and by_id is not by_hash:
            return self.asked(row, [by_id, by_hash], may_be_new=False)
        if by_hash:
            self._renamed(row, by_hash, _("Recognised by the number, but the name is another."))
            return by_hash
        if by_id and not self._may_be(row, by_id):
            return self.asked(row, [by_id, *(m for m in self._in_branch(row) if m is not by_id)])
        if by_id:
            self._renamed(row, by_id, _("Recognised by the hidden row id, but the name is another."))
            return by_id
        if "name" not in row.values or "branch" not in row.values:
            return None
        hits = self._in_branch(row)
        hits = [m for m in hits if m.left_on is None] or hits
        sure = [m for m in hits if not (hashed and m.number_hash and m.number_hash != hashed)]
        if len(sure) == 1:
            return sure[0]
        return self.asked(row, sure or hits) if hits else None

    @staticmethod
    def _may_be(row: Row, person: Member) -> bool:
        """A copied row brings the row id of another along: then both the name and the birth are not his."""
        name, born = row.values.get("name", person.name), row.values.get("born", "")
        return fold(name) == fold(person.name) or agrees(person.born, born)

    def _renamed(self, row: Row, person: Member, message: str) -> None:
        if fold(row.values.get("name", person.name)) != fold(person.name):
            self.plan.warn(row, "name", "name_changed", message)

    def moved(self, row: Row, taken: set[int]) -> Member | None:
        """Perhaps somebody whose branch changed; without a number only a person can say so."""
        if not row.values.get("born"):
            return None
        hits = [m for m in self._alike(row) if m.pk not in taken and m.left_on is None and self.known.may_write(m)]
        hits = [m for m in hits if not (hash_in(row) and m.number_hash)]
        return self.asked(row, hits) if hits else None

    def _in_branch(self, row: Row) -> list[Member]:
        """Who may be meant by name and birth in the branch of the row."""
        if "name" not in row.values:
            return []
        return [m for m in self._alike(row) if m.branch_id == row.values.get("branch")]

    def _alike(self, row: Row) -> list[Member]:
        born = row.values.get("born", "")
        return [m for m in self.known.by_name.get(fold(row.values["name"]), []) if agrees(m.born, born)]

    def asked(self, row: Row, hits: list[Member], may_be_new: bool = True) -> Member | None:
        """What the person answered; without an answer the row is an error."""
        choices = [(str(m.pk), f"{m.name} {shown(m.born)} {self.known.branches.by_pk[m.branch_id].name}") for m in hits]
        if may_be_new:
            choices.append((NEW, _("somebody new")))
        answer = self.answers.get(f"{row.key}|name")
        if answer in [value for value, _words in choices]:
            return None if answer == NEW else self.known.members[int(answer)]
        row.bad.append("name")
        message = _("It is not clear who is meant; write the citizen's number, or choose on the page.")
        self.plan.error(row, "name", "ambiguous_person", message, choices)
        return None

    def twice(self, steps: list[Step]) -> None:
        """Two rows for one person: every one of them is named."""
        groups: dict[Any, list[Step]] = {}
        # Almost everybody stands there once: a list for each would be larger than the sheet.
        counted = Counter(hash(key) for step in steps for key in sameness(step))
        often = {hashed for hashed, count in counted.items() if count > 1}
        del counted
        for step in steps if often else ():
            for key in sameness(step):
                if hash(key) in often:
                    groups.setdefault(key, []).append(step)
        told: set[str] = set()
        for key, group in groups.items():
            for step in group if len(group) > 1 else ():
                by_name = key[0] == "name" and len(group) <= MOST_OF_ONE_NAME
                others = (s.row for s in group if s is not step and not (by_name and not _may_be_one(s.row, step.row)))
                named = "、".join(_place(row, step.row) for row in islice(others, 5))
                if named and step.row.key not in told:
                    told.add(step.row.key)
                    message = _("The same person stands in row %(rows)s too.") % {"rows": named}
                    self.plan.error(step.row, "name", "same_person_twice", message)
        for step in steps:
            if step.row.key in told:
                step.row.bad.append("name")


def branch_unknown(near: list[str]) -> str:
    """The one sentence for a branch that does not exist and for one that is another village's."""
    message = _("There is no such branch among those that you look after.")
    return f"{message} {_('Perhaps: %(names)s.') % {'names': '、'.join(near)}}" if near else message


def sameness(step: Step) -> Iterator[tuple]:
    """By which another row would mean the same person."""
    if hashed := hash_in(step.row):
        yield "number", hashed
    if step.obj is not None:
        yield "member", step.obj.pk
    elif not step.row.bad:
        yield "name", step.row.values.get("branch"), fold(step.row.values["name"])


class Seen:
    """Whom the parts of a sheet meant, as hashes: two that are alike without meaning one person cost a second reading of the
    sheet as a whole, not a mistake. Within a part its own plan has said already who stands there twice."""

    def __init__(self) -> None:
        self.people, self.names = array("q"), array("q")

    def add(self, steps: Iterable[Step]) -> None:
        """The rows of one part."""
        people = set()
        for step in steps:
            for key in sameness(step) if "name" in step.row.values else ():
                if key[0] == "name":
                    self.names.append(hash(key))
                    key = (*key, step.row.values.get("born", "")[:4])  # Births that agree begin with one year.
                people.add(hash(key))
        self.people.extend(people)

    def is_apart(self) -> bool:
        """Whether no two parts may mean one person, and no name stands there so often that it is one row copied."""
        people, names = sorted(self.people), sorted(self.names)
        if any(one == other for one, other in zip(people, people[1:], strict=False)):
            return False
        return not any(one == other for one, other in zip(names, names[MOST_OF_ONE_NAME:], strict=False))


def _place(row: Row, beside: Row) -> str:
    return str(row.number) if row.sheet == beside.sheet else f"{row.sheet} {row.number}"


def _may_be_one(one: Row, other: Row) -> bool:
    hashes = {hash_in(one), hash_in(other)} - {""}
    return len(hashes) < 2 and agrees(one.values.get("born", ""), other.values.get("born", ""))
