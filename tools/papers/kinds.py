"""What kinds of paper there are. This tool knows none: an app registers its kinds when it starts."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

Variant = tuple[str, Any]
"""How a kind may be printed for a thing: a word, and what the button says."""


def _nothing(*_args: Any) -> Sequence[Any]:
    return ()


@dataclass(frozen=True)
class Subject:
    """One model whose things a kind of paper belongs to.

    `seen_by`: the things on which a person sees such papers. `may_add`: whether he prints and sends them for one.
    `variants`: what may be printed for a thing now, `sheet` the words that stand on it. `step`: which step of the thing it
    proves. `places`: other things to which a photo that hangs on this one may be moved; `asks`: whether
    one of them may be chosen at once, where this is no step of anybody but the place where blank sheets come from.
    """

    seen_by: Callable[[Any], QuerySet]
    may_add: Callable[[Any, Any], bool]
    variants: Callable[[Any], Sequence[Variant]] = _nothing
    sheet: Callable[[Any, str], Mapping[str, Any]] | None = None
    step: Callable[[Any, str], str] = lambda _thing, _variant: ""
    places: Callable[[Any, Any], Iterable[Any]] = _nothing
    asks: bool = False


@dataclass(frozen=True)
class Kind:
    """A kind of paper: its name, what is printed (no template: it is only photographed), and for which models.

    `remark` says on the page who will see it.
    """

    code: str
    label: Any
    on: Mapping[str, Subject]
    template: str = ""
    remark: Any = ""


KINDS: dict[str, Kind] = {}
HOMES: list[Callable[[Any], QuerySet]] = []
"""Where papers that belong to no single step are printed: each answers the things among which a person chooses."""
PAGES: dict[str, Callable[[Any], str]] = {}
"""By the model: the page of a thing at the desk, where that is another one than its own address."""


def page_of(thing: Any) -> str:
    """Where the way back from its papers leads."""
    page = PAGES.get(thing._meta.label_lower)
    return page(thing) if page else thing.get_absolute_url()


def register(kind: Kind) -> None:
    """Make a kind known; called once, from an app's `ready()`."""
    KINDS[kind.code] = kind


def on_model(label: str) -> list[tuple[Kind, Subject]]:
    """The kinds of paper that belong to things of a model, in the order in which they were registered."""
    return [(kind, kind.on[label]) for kind in KINDS.values() if label in kind.on]
