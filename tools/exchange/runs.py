"""Keys of many versions that were written one after the other, kept as runs: a hundred thousand of them are one word."""

from collections.abc import Iterable, Iterator


def packed(keys: Iterable[int]) -> Iterator[str]:
    """Rising keys as words: `7` for one alone, `7-105` for all from one to the other."""
    first = last = None
    for key in keys:
        if last is not None and key == last + 1:
            last = key
            continue
        if first is not None:
            yield _word(first, last)
        first = last = key
    if first is not None:
        yield _word(first, last)


def unpacked(words: Iterable[str]) -> Iterator[int]:
    """The keys again."""
    for word in words:
        first, _dash, last = word.partition("-")
        yield from range(int(first), int(last or first) + 1)


def _word(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"
