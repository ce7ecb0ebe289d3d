"""What a village set itself and what its groups and members promised, for strangers; from `.public()` values alone."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from front.board.reads import Named, labelled
from plans.models import Goal, Plan
from plans.moves import PUBLIC, GoalState
from pledges.models import PledgeItem
from pledges.moves import ItemState


@dataclass
class Promise(Named):
    """One item of a pledge, or one goal: what, by when, how it stands."""

    content: str
    measure: str
    due_on: dt.date | None
    state: str
    state_words: Any
    beneficiary: str = ""
    result: str = ""
    reason: str = ""
    reply: str = ""
    goal: str = ""


@dataclass
class Promised(Named):
    """A group or a member with what was promised. `zone` is empty for a member."""

    whose: str
    zone: str
    year: int
    items: list[Promise] = field(default_factory=list)

    @property
    def done(self) -> int:
        """How many are done."""
        return sum(item.state == ItemState.DONE for item in self.items)


def promised(rows: Iterable[dict[str, Any]]) -> list[Promised]:
    """The flat rows of `PledgeItem.objects.public()`, each pledge with its items."""
    found: dict[int, Promised] = {}
    for row in rows:
        pledge = found.get(row["pledge"])
        if pledge is None:
            name = labelled(row["pledge__member__name"], row["pledge__member__public_label"])
            zone = row["pledge__group__zone_id"] or ""
            whose = row["pledge__group__zone__name"] or name
            pledge = found[row["pledge"]] = Promised(whose, zone, row["pledge__cycle__year"])
        state = ItemState(row["state"])
        pledge.items.append(
            Promise(
                content=row["content"], measure=row["measure"], due_on=row["due_on"], state=state.value,
                state_words=state.label, beneficiary=row["beneficiary"], result=row["result"],
                reason=row["adjusted_because"], reply=row["reply"],
                goal=f"{row['goal__number']}. {row['goal__content']}" if row["goal__plan__state"] in PUBLIC else "",
            )
        )  # fmt: skip
    return list(found.values())


def of_village(pk: int, **narrowed: Any) -> list[Promised]:
    """What was promised in a village: of one year, of one zone's group, of the groups alone."""
    return promised(PledgeItem.objects.filter(pledge__village_id=pk, **narrowed).public())


def newest_year(found: list[Promised]) -> list[Promised]:
    """Those of the newest year among them."""
    year = max((one.year for one in found), default=None)
    return [one for one in found if one.year == year]


def plan_of(pk: int, year: int) -> dict[str, Any] | None:
    """A year's plan, with its votes and days."""
    return Plan.objects.filter(village_id=pk, cycle__year=year).public().first()


def goals_of(plan: int) -> list[dict[str, Any]]:
    """The goals of a published plan; `state_words` says how each stands."""
    rows = list(Goal.objects.filter(plan=plan).public())
    for row in rows:
        row["state_words"] = GoalState(row["state"]).label
    return rows
