"""How anything changes state: one table says what may happen, one function does it.

A move is one short transaction: lock, permission asked inside, table, guard, compare-and-swap, trail, effect. Nobody else
writes `state`. Role names are opaque words here: an app hands in `rights`, a function that answers which words a person has
on a thing.
"""

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tools import clock
from tools.workflow.errors import Conflict, Forbidden, NotMade, Refused
from tools.workflow.models import UNDO, Flowing, StateChange, standing
from tools.workflow.table import CLOCK, INTERNAL, Case, Move, Rights

REGISTRY: dict[str, "Workflow"] = {}
__all__ = ["CLOCK", "INTERNAL", "REGISTRY", "Case", "Move", "Workflow"]


@dataclass(frozen=True)
class Workflow:
    """The table of one model's moves. `label` is the model's; `related` and `prefetched` are what rights, guards and effects
    read with it.

    `enterers` are the words under which somebody types what is on paper, `for_another` those of them that type for a village.
    `sentences` say what a broken constraint means, by its name.
    """

    label: str
    rights: Callable[[Any, dt.datetime], Rights]
    states: type[models.TextChoices]
    moves: tuple[Move, ...]
    related: tuple[str, ...] = ()
    prefetched: tuple[str, ...] = ()
    enterers: tuple[str, ...] = ()
    for_another: frozenset[str] = frozenset()
    sentences: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        REGISTRY[self.label.lower()] = self

    @property
    def model(self) -> type[Flowing]:
        """The model whose state this table moves."""
        return apps.get_model(self.label)

    def move(self, name: str) -> Move:
        """The row called `name`; KeyError where there is none."""
        return {move.name: move for move in self.moves}[name]

    def available(
        self, user: Any, obj: Flowing, rights: Rights | None = None, among: frozenset[str] | None = None
    ) -> list[Move]:
        """The moves whose buttons `user` sees on `obj` now, in the table's order; of those `among` the names, where given."""
        words = (rights or self.rights(user, clock.now())).on(obj)
        asked = [move for move in self.moves if among is None or move.name in among]
        offered = [move for move in asked if obj.state in move.sources and move.allowed(words)]
        return [move for move in offered if move.when is None or move.when(obj, user)]

    def inbox(
        self,
        user: Any,
        *,
        without: frozenset[str] = frozenset(),
        among: models.QuerySet | None = None,
        rights: Rights | None = None,
        most: int = 200,
    ) -> list[tuple[Flowing, list[Move]]]:
        """What waits for `user`: things with the moves that lead them on, oldest first; ways out are no reason to wait.

        `without`: words that do not count here, such as the township's for what a village enters itself. `among`: where only
        some of the things can wait at all, those; at `most` so many are found.
        """
        rights = rights or self.rights(user, clock.now())
        states = {source for move in self._onward(rights, without) for source in move.sources}
        things = (
            (self.model.objects if among is None else among).visible_to(user).filter(state__in=states).order_by("pk")
        )
        return self.onward(
            things.select_related(*self.related).prefetch_related(*self.prefetched), rights, without=without, most=most
        )

    def onward(
        self, things: Iterable[Flowing], rights: Rights, *, without: frozenset[str] = frozenset(), most: int = 200
    ) -> list[tuple[Flowing, list[Move]]]:
        """Of things that were read already (with what is `related` and `prefetched`): those that wait, as `inbox` finds them."""
        onward = self._onward(rights, without)
        states = {source for move in onward for source in move.sources}
        found: list[tuple[Flowing, list[Move]]] = []
        for obj in things:
            if obj.state not in states:
                continue
            words = rights.on(obj) - without
            moves = [move for move in onward if obj.state in move.sources and move.allowed(words)]
            if moves and len(found) < most:
                found.append((obj, moves))
        return found

    def _onward(self, rights: Rights, without: frozenset[str]) -> list[Move]:
        mine = rights.words - without
        return [move for move in self.moves if not move.is_way_out and mine.intersection(move.by)]

    def check(self, obj: Flowing, name: str, *, actor: Any, version: int | None) -> Move:
        """Ask before the form is read whether the move could be made at all: `Forbidden` first, then `Conflict`."""
        move = self.move(name)
        self._permit(obj, move, self.rights(actor, clock.now()))
        self._fresh(obj, move, version)
        return move

    def perform(
        self,
        obj: Flowing,
        name: str,
        *,
        actor: Any,
        version: int | None = None,
        request_id: uuid.UUID | None = None,
        happened_on: dt.date | None = None,
        data: Mapping[str, Any] | None = None,
        cause: StateChange | None = None,
        from_paper: bool = False,
    ) -> StateChange:
        """Make one move. The same `request_id` again gives the first result; raises kinds of `NotMade`: nothing is written."""
        [change] = self.perform_many(
            [obj],
            name,
            actor=actor,
            versions=None if version is None else {obj.pk: version},
            request_id=request_id,
            happened_on=happened_on,
            data_for=lambda _obj: data or {},
            cause=cause,
            from_paper=from_paper,
        )
        return change

    def perform_many(
        self,
        objs: Iterable[Flowing],
        name: str,
        *,
        actor: Any,
        request_id: uuid.UUID | None = None,
        happened_on: dt.date | None = None,
        data_for: Callable[[Flowing], Mapping[str, Any]] = lambda _obj: {},
        versions: Mapping[int, int] | None = None,
        cause: StateChange | None = None,
        from_paper: bool = False,
    ) -> list[StateChange]:
        """Make one move for a whole list in one transaction, by the same table: all of them or none.

        `from_paper`: a procedure that was over before is brought in as a whole; no page says so.
        `actor=None` is the clock. An internal move needs `cause`, the change it belongs to, and takes person, day and
        request from it.
        """
        if cause is not None:
            request_id, actor, happened_on = cause.request_id, cause.actor, happened_on or cause.happened_on
        request_id = request_id or uuid.uuid4()
        happened_on = happened_on or clock.today()
        keys = sorted({obj.pk for obj in objs})
        if not keys:
            return []
        try:
            with transaction.atomic():
                return self._perform(keys, name, actor, request_id, happened_on, data_for, versions, cause, from_paper)
        except IntegrityError as error:
            raise self._as_sentence(error) from error

    def _perform(
        self, keys, name, actor, request_id, happened_on, data_for, versions, cause, from_paper
    ) -> list[StateChange]:
        move = self.move(name)
        locked = self._lock(keys)
        trail = list(self._trail(keys).select_related("actor").order_by("pk"))
        done = {c.object_id: c for c in trail if c.request_id == request_id}
        if done:
            if set(done) == set(keys) and all(c.move == name and c.actor_id == _pk(actor) for c in done.values()):
                return [done[pk] for pk in keys]
            raise Conflict(_("This request was already used for something else. Reload the page and start again."))
        now = clock.now()
        rights = self.rights(actor, now)
        newest = {change.object_id: change for change in trail}
        last = newest if name == UNDO else {pk: kept[-1] for pk, kept in _by_thing(trail).items() if kept}
        cases, changes, shared = [], [], {}
        for obj in locked:
            acted_as = self._permit(obj, move, rights, cause, from_paper)
            self._fresh(obj, move, (versions or {}).get(obj.pk), newest.get(obj.pk))
            self._dated(happened_on, last.get(obj.pk))
            data = data_for(obj)
            case = Case(obj, actor, happened_on, data, last.get(obj.pk), shared=shared)
            if move.guard:
                move.guard(case)
            change = StateChange(
                model=self.label.lower(), object_id=obj.pk, move=name, source=obj.state, target=move.target_of(case), actor=actor,
                acted_as=acted_as, happened_on=happened_on, typed_at=now, request_id=request_id, cause=cause,
                note=str(data.get("reason") or data.get("finding") or ""),
            )  # fmt: skip
            cases.append(replace(case, change=change))
            changes.append(change)
        self._swap(locked, changes)
        StateChange.objects.bulk_create(changes)
        if move.effect:
            move.effect(cases)
        return changes

    def _lock(self, keys: Sequence[int]) -> list[Flowing]:
        """The things in order of their keys, so that two lists never wait for each other crosswise."""
        rows = self.model.objects.filter(pk__in=keys).order_by("pk").select_related(*self.related)
        locked = list(rows.select_for_update(of=("self",)) if connection.features.has_select_for_update_of else rows)
        if len(locked) != len(keys):
            raise Conflict(_("What you were working on is no longer there. Reload the page."))
        return locked

    def _trail(self, keys: Sequence[int]) -> models.QuerySet[StateChange]:
        return StateChange.objects.filter(model=self.label.lower(), object_id__in=keys)

    def _permit(
        self, obj: Flowing, move: Move, rights: Rights, cause: StateChange | None = None, from_paper: bool = False
    ) -> str:
        if move.by == INTERNAL:
            if cause is None:
                raise Forbidden(_("This step happens by itself as part of another one; nobody presses it."))
            return cause.acted_as
        acted_as = move.allowed(rights.on(obj, move.words), from_paper)
        if acted_as is None:
            raise Forbidden(_("“%(move)s” is not for you to do here.") % {"move": move.label})
        return acted_as

    def _fresh(self, obj: Flowing, move: Move, version: int | None, last: StateChange | None = None) -> None:
        if obj.state in move.sources and version in (None, obj.version):
            return
        last = last or StateChange.objects.of(obj).last()
        state = self.states(obj.state).label
        if last is None:
            raise Conflict(_("Nothing was changed: it is now “%(state)s”.") % {"state": state})
        raise Conflict(
            _("Nothing was changed: %(who)s did “%(move)s” at %(when)s, it is now “%(state)s”.")
            % {
                "who": last.actor or _("the clock"),
                "move": self.move(last.move).label,
                "when": date_format(timezone.localtime(last.typed_at), "Y-m-d H:i"),
                "state": state,
            }
        )

    def _dated(self, happened_on: dt.date, last: StateChange | None) -> None:
        if happened_on > clock.today():
            raise Refused(_("The day it happened lies in the future; enter the day on which it really happened."))
        if last and happened_on < last.happened_on:
            raise Refused(
                _("It cannot have happened on %(day)s: the step before it, “%(move)s”, happened on %(before)s.")
                % {"day": happened_on, "move": self.move(last.move).label, "before": last.happened_on}
            )

    def _swap(self, locked: Sequence[Flowing], changes: Sequence[StateChange]) -> None:
        """Write the state where it still is what was read; of two at once, one finds 0 rows here and writes nothing."""
        alike: dict[tuple[str, int, str], list[int]] = {}
        for obj, change in zip(locked, changes, strict=True):
            alike.setdefault((obj.state, obj.version, change.target), []).append(obj.pk)
        for (state, version, target), keys in alike.items():
            rows = self.model.objects.filter(pk__in=keys, state=state, version=version)
            if rows.update(state=target, version=models.F("version") + 1) != len(keys):
                raise Conflict(_("Somebody was faster. Reload the page to see what changed."))
        for obj, change in zip(locked, changes, strict=True):
            obj.state, obj.version = change.target, obj.version + 1

    def _as_sentence(self, error: IntegrityError) -> NotMade:
        """The database's refusal as a sentence: PostgreSQL names the constraint, SQLite its columns."""
        for name, sentence in self.sentences.items():
            if name in str(error):
                return Conflict(str(sentence))
        if "statechange_once_per_request" in str(error) or "statechange.request_id" in str(error):
            return Conflict(_("Somebody was faster. Reload the page to see what changed."))
        raise error


def _by_thing(trail: Iterable[StateChange]) -> dict[int, list[StateChange]]:
    """The trails of several things, each without what was taken back."""
    found: dict[int, list[StateChange]] = {}
    for change in trail:
        found.setdefault(change.object_id, []).append(change)
    return {pk: standing(changes) for pk, changes in found.items()}


def _pk(actor: Any) -> int | None:
    return actor.pk if actor is not None else None
