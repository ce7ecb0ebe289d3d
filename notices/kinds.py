"""What kinds of notice there are. This app knows none: a later app registers its kind when it starts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Candidate:
    """What may become a line: its key, the member whom it is about, and how people tell it from another one."""

    subject_id: int
    member: Any
    label: str


@dataclass(frozen=True)
class Wording:
    """The words of a notice, with blanks (notices/wording.py)."""

    title: str
    basis: str
    body: str
    ending: str


@dataclass(frozen=True)
class Kind:
    """A kind of notice. The functions get the notice, its lines and the StateChange they belong to.

    `subject`: the model of the things that its lines are about, as the workflow calls it. `candidates` answers for a village
    (and a notice still being drafted) what may stand on it, in the order of the list;
    `draft_at` is the page of a village where one is drafted. `columns`: what of a line is public, key
    and heading, in order. `concluded` answers line key -> result. `wording`: the words it brings along, in the language that is
    on when it is called. `sample`: an invented line for a preview, by its number from 0.
    """

    code: str
    label: Any
    subject: str
    candidates: Callable[[Any, Any], Sequence[Candidate]]
    draft_at: Callable[[Any], str]
    columns: Mapping[str, Any]
    freeze: Callable[[Any, list[Any]], Mapping[int, Mapping[str, str]]]
    opened: Callable[[Any, list[Any], Any], None]
    concluded: Callable[[Any, list[Any], Any], Mapping[int, str]]
    withdrawn: Callable[[Any, list[Any], Any], None]
    wording: Callable[[], Wording]
    sample: Callable[[int], Mapping[str, str]]


KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known; called once, from the app's `ready()`."""
    KINDS[kind.code] = kind
