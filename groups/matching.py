"""Who might like which post: suggestions by wish, speciality and trade. Arithmetic alone, without Django.

A suggestion binds nobody. Who has no reason of his own is suggested for nothing; he is asked what he would like.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WISH, SPECIALITY, TRADE = "wish", "speciality", "trade"
ORDER = {WISH: 0, SPECIALITY: 1, TRADE: 2}


@dataclass(frozen=True)
class Person:
    """A member who could take one more post: what he can do, his trade, the posts he would like, and how many he has."""

    key: int
    specialities: tuple[str, ...] = ()
    trade: str = ""
    wishes: frozenset[int] = frozenset()
    posts: int = 0


@dataclass(frozen=True)
class Offer:
    """A post with a free seat, and the words that suit it."""

    key: int
    suits: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reason:
    """Why somebody is suggested: his wish, or the word of his that suits."""

    code: str
    word: str = ""


@dataclass(frozen=True)
class Pair:
    """A person and a post that suit each other."""

    person: int
    post: int
    reasons: tuple[Reason, ...]


def words_of(text: str) -> tuple[str, ...]:
    """The words of a list as people type it."""
    for mark in "，,；;/ \u3000":
        text = text.replace(mark, "、")
    return tuple(word.strip() for word in text.split("、") if word.strip())


def reasons(person: Person, offer: Offer) -> tuple[Reason, ...]:
    """Why this person might take this post, the strongest reason first; empty where there is none."""
    found = [Reason(WISH)] if offer.key in person.wishes else []
    found += [Reason(SPECIALITY, word) for word in person.specialities if _suits(word, offer.suits)]
    if person.trade and _suits(person.trade, offer.suits):
        found.append(Reason(TRADE, person.trade))
    return tuple(found)


def _suits(word: str, suits: Iterable[str]) -> bool:
    """One of the two stands in the other: 果树修剪 suits 果树, 教 would suit everybody and counts only as it is."""
    return any(
        word == other or (min(len(word), len(other)) > 1 and (word in other or other in word)) for other in suits
    )


def pairs(people: Sequence[Person], offers: Sequence[Offer]) -> list[Pair]:
    """Every pair with a reason: wishes first, then more reasons, then who has no post yet; equal ones in the order given."""
    places = {person.key: place for place, person in enumerate(people)}
    posts = {person.key: person.posts for person in people}
    found = [
        Pair(person.key, offer.key, why) for offer in offers for person in people if (why := reasons(person, offer))
    ]
    return sorted(found, key=lambda p: (ORDER[p.reasons[0].code], -len(p.reasons), posts[p.person], places[p.person]))


def by_post(found: Iterable[Pair], most: int) -> dict[int, list[Pair]]:
    """For each post its first `most` people."""
    return _first(found, most, lambda pair: pair.post)


def by_person(found: Iterable[Pair], most: int) -> dict[int, list[Pair]]:
    """For each person his first `most` posts."""
    return _first(found, most, lambda pair: pair.person)


def _first(found: Iterable[Pair], most: int, key: object) -> dict[int, list[Pair]]:
    kept: dict[int, list[Pair]] = {}
    for pair in found:
        row = kept.setdefault(key(pair), [])
        if len(row) < most:
            row.append(pair)
    return kept
