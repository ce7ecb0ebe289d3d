"""What kinds of notice there are. This app knows none: a later app registers its kind when it starts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Kind:
    """A kind of notice. The functions get the notice, its lines and the StateChange they belong to.

    `columns`: what of a line is public, key and heading, in order. `conclude` answers line key -> result.
    """

    code: str
    label: Any
    columns: Mapping[str, Any]
    freeze: Callable[[Any, list[Any]], Mapping[int, Mapping[str, str]]]
    opened: Callable[[Any, list[Any], Any], None]
    concluded: Callable[[Any, list[Any], Any], Mapping[int, str]]
    withdrawn: Callable[[Any, list[Any], Any], None]


KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known; called once, from the app's `ready()`."""
    KINDS[kind.code] = kind
