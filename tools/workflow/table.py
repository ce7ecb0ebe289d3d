"""The table of moves: what a row says, and what a guard or an effect gets. `engine.py` does what the table says."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db import models

from tools.workflow.models import StateChange

INTERNAL: tuple[str, ...] = ()
CLOCK = "clock"


class Rights(Protocol):
    """What a person may be called on a thing, read fresh for one moment."""

    words: frozenset[str]

    def on(self, obj: models.Model, asked: frozenset[str] | None = None) -> frozenset[str]:
        """The role words on `obj`; of those that are `asked` for at least, where not all are."""


@dataclass(frozen=True)
class Case:
    """One thing in the middle of a move, as guards and effects see it.

    `data` is what the form cleaned, `before` the step that came before this one and stands (for an undo: the one that it takes
    back), `change` (for effects) this one.
    """

    obj: Any
    actor: Any
    happened_on: dt.date
    data: Mapping[str, Any]
    before: StateChange | None = None
    change: StateChange | None = None
    shared: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    def once(self, key: Any, ask: Callable[[], Any]) -> Any:
        """What is the same for the whole list of one move: asked once, so that a list of fifty costs few queries."""
        if key not in self.shared:
            self.shared[key] = ask()
        return self.shared[key]


@dataclass(frozen=True)
class Move:
    """One row of the table.

    `by` are the role words that may do it (`INTERNAL`: only as part of another move); whoever has a word of `never` may not,
    whatever else he is. Where a procedure that was over before is brought in from paper as a whole, `paper` may do it as well.
    `in_bulk`: a list may be moved by it at once, after a look at who is skipped.
    `is_way_out` marks what ends or turns back: possible, but nothing waits for it. `form` names the form
    that asks for what must be written; `guard` raises `Refused` where something does not hold; `effect` gets the cases of one
    transaction after their state was written. Where what was typed decides between several targets, `others` names them and
    `choose` picks. `when` hides the button of a move that its guard would refuse this person on this thing anyway; it permits
    nothing.
    """

    name: str
    label: Any
    sources: tuple[str, ...]
    target: str
    by: tuple[str, ...]
    form: str = "MoveForm"
    guard: Callable[[Case], None] | None = None
    effect: Callable[[list[Case]], None] | None = None
    never: tuple[str, ...] = ()
    paper: tuple[str, ...] = ()
    is_way_out: bool = False
    others: tuple[str, ...] = ()
    choose: Callable[[Case], str] | None = None
    in_bulk: bool = False
    when: Callable[[Any, Any], bool] | None = None

    def target_of(self, case: Case) -> str:
        """The state that this case reaches."""
        return self.choose(case) if self.choose else self.target

    @property
    def words(self) -> frozenset[str]:
        """The role words that decide whether somebody may."""
        return frozenset((*self.by, *self.paper, *self.never))

    def allowed(self, words: frozenset[str], from_paper: bool = False) -> str | None:
        """The first word of `by` (and of `paper`, `from_paper`) that the person has, or None."""
        if words.intersection(self.never):
            return None
        return next((word for word in (*self.by, *(self.paper if from_paper else ())) if word in words), None)
