"""Which row of a sheet means which row of a draft, and how new ones are counted. Asks no database."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from members.search import fold
from tools.exchange.plan import Row, Step


class Rows:
    """The rows of a sheet beside what the drafts hold. `places`: where each row belongs; `children`: what stands there."""

    def __init__(self, places: dict[str, Any], children: dict[Any, list[Any]], words: Callable[[Any], str]) -> None:
        self.places, self.children = places, children
        self.words = {child.pk: fold(words(child)) for there in children.values() for child in there}
        self.said: dict[str, str] = {}
        self.last = {where: max(child.number for child in there) for where, there in children.items()}

    def find(self, steps: Iterable[Step]) -> None:
        """Give each step its record: by the row id (the words tell which of two copied rows kept it), else by the words, of equal
        ones by the number."""
        ids = {step.row.key: step.row.values.pop("row_id", "") for step in steps}
        self.said = {step.row.key: fold(step.row.values.get("content", "")) for step in steps}
        free = {where: {child.pk: child for child in there} for where, there in self.children.items()}

        def has_id(child: Any, row: Row) -> bool:
            return str(child.pk) == ids[row.key]

        def has_words(child: Any, row: Row) -> bool:
            return self.words[child.pk] == self.said[row.key]

        def has_number(child: Any, row: Row) -> bool:
            return str(child.number) == row.values.get("number")

        for alike in ((has_id, has_words), (has_id,), (has_words, has_number), (has_words,)):
            for step in steps:
                there = free.get(self.places.get(step.row.key), {})
                if step.obj is None and (found := _first(there.values(), step.row, alike)):
                    step.obj = there.pop(found.pk)

    def _new(self, steps: Iterable[Step]) -> dict[Any, list[Row]]:
        """The rows that no record has, place by place."""
        found: dict[Any, list[Row]] = {}
        for step in steps:
            if step.obj is None and step.row.key in self.places:
                found.setdefault(self.places[step.row.key], []).append(step.row)
        return found

    def twice(self, steps: Iterable[Step]) -> Iterator[tuple[Row, list[int]]]:
        """Rows that say the same of one draft, at least one of them anew; each with the numbers of the others."""
        groups: dict[tuple, list[Step]] = {}
        for step in steps:
            if step.row.key in self.places and (words := self.said[step.row.key]):
                groups.setdefault((self.places[step.row.key], words), []).append(step)
        for group in groups.values():
            if len(group) > 1 and any(step.obj is None for step in group):
                for step in group:
                    yield step.row, [other.row.number for other in group[:6] if other is not step]

    def too_many(self, steps: Iterable[Step], most: int) -> Iterator[Row]:
        """New rows for which there is no room."""
        for where, rows in self._new(steps).items():
            yield from rows[max(0, most - len(self.children.get(where, []))) :]

    def with_taken_number(self, steps: Iterable[Step]) -> Iterator[Row]:
        """New rows whose number is another record's."""
        for where, rows in self._new(steps).items():
            taken = {str(child.number) for child in self.children.get(where, [])}
            yield from (row for row in rows if row.values.get("number") in taken)

    def numbered(self, steps: Iterable[Step]) -> dict[str, int]:
        """A number for each new row, after the last of its draft, in the order that the sheet gives them."""
        found = {}
        for where, rows in self._new(steps).items():
            in_order = sorted(rows, key=lambda row: int(row.values.get("number", 0) or 10_000))
            found |= {row.key: number for number, row in enumerate(in_order, self.last.get(where, 0) + 1)}
        return found


def _first(there: Iterable[Any], row: Row, alike: Iterable[Callable[[Any, Row], bool]]) -> Any:
    return next((child for child in there if all(is_alike(child, row) for is_alike in alike)), None)
