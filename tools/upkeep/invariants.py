"""What must be true of the records at any time. Apps register checks when they start; `check_invariants` runs them.

A broken invariant is a fault of the product or of somebody's hand in the database, never of a person at a page.
"""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass

from tools.workflow.engine import REGISTRY
from tools.workflow.models import StateChange


@dataclass(frozen=True)
class Broken:
    """One row that cannot be: the invariant's name, the model and key of the row, and what is wrong with it in English."""

    invariant: str
    model: str
    pk: int | str | None
    what: str

    def as_dict(self) -> dict[str, object]:
        """For `--json`."""
        return asdict(self)


Finding = tuple[str, int | str | None, str]
"""Model label, key, what is wrong."""
Check = Callable[[], Iterable[Finding]]

CHECKS: dict[str, Check] = {}


def register(name: str, check: Check) -> None:
    """Make an invariant known, called `app.what_holds`; once, from the app's `ready()`."""
    CHECKS[name] = check


def find_broken() -> list[Broken]:
    """Every broken row, invariant by invariant; empty where all is well."""
    return [Broken(name, *finding) for name in sorted(CHECKS) for finding in CHECKS[name]()]


def trail_agrees() -> Iterable[Finding]:
    """Whatever has a state stands where its trail says, by as many steps as its version counts, each from where the last led."""
    for label, workflow in REGISTRY.items():
        reached: dict[int, str] = {}
        steps: dict[int, int] = {}
        first = workflow.model._meta.get_field("state").default
        trail = StateChange.objects.filter(model=label).order_by("pk")
        for pk, source, target in trail.values_list("object_id", "source", "target").iterator():
            if source != reached.get(pk, first):
                yield label, pk, f"the trail goes on from {source}, but had reached {reached.get(pk, first)}"
            reached[pk], steps[pk] = target, steps.get(pk, 0) + 1
        there = set()
        for pk, state, version in (
            workflow.model.objects.order_by("pk").values_list("pk", "state", "version").iterator()
        ):
            there.add(pk)
            if state != reached.get(pk, first):
                yield label, pk, f"it is {state}, but its trail ends with {reached.get(pk, first)}"
            if version != steps.get(pk, 0):
                yield label, pk, f"its version is {version}, but its trail has {steps.get(pk, 0)} steps"
        for pk in sorted(set(reached) - there):
            yield label, pk, "it has a trail, but is not there"
