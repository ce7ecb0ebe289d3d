"""Whether a vote counts: arithmetic alone, in whole numbers, without Django.

A tally is sound when in favour + against + abstained = present <= entitled and entitled >= 1. A rule then asks for a share
of the entitled to be present and for a share in favour.
"""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Rule:
    """What a kind of meeting asks for. `strict`: more than the share, otherwise at least the share."""

    present: Fraction
    present_strict: bool
    favour: Fraction
    favour_of_entitled: bool


@dataclass(frozen=True)
class Votes:
    """A counted vote: whole numbers of people."""

    entitled: int
    present: int
    in_favour: int
    against: int
    abstained: int


@dataclass(frozen=True)
class Finding:
    """What is wrong: a code, how many there are and how many it takes."""

    code: str
    have: int = 0
    need: int = 0


def least(share: Fraction, of: int, strict: bool) -> int:
    """The smallest whole number that is at least (strict: more than) `share` of `of`."""
    exact = share * of
    whole = -(-exact.numerator // exact.denominator)
    return whole + 1 if strict and exact == whole else whole


def unsound(votes: Votes) -> list[Finding]:
    """Sums that cannot be: they are typing errors, not lost votes."""
    found = []
    if min(votes.entitled, votes.present, votes.in_favour, votes.against, votes.abstained) < 0:
        found.append(Finding("negative"))
    if votes.entitled < 1:
        found.append(Finding("nobody_entitled"))
    if votes.present > votes.entitled:
        found.append(Finding("more_present_than_entitled", votes.present, votes.entitled))
    total = votes.in_favour + votes.against + votes.abstained
    if total != votes.present:
        found.append(Finding("sum_is_not_present", total, votes.present))
    return found


def shortfalls(rule: Rule, votes: Votes) -> list[Finding]:
    """What a sound tally lacks; empty where the vote passed."""
    found = []
    need = least(rule.present, votes.entitled, rule.present_strict)
    if votes.present < need:
        found.append(Finding("too_few_present", votes.present, need))
    base = votes.entitled if rule.favour_of_entitled else votes.present
    need = least(rule.favour, base, True)
    if votes.in_favour < need:
        found.append(Finding("too_few_in_favour", votes.in_favour, need))
    return found


def quorate(rule: Rule, votes: Votes) -> bool:
    """Whether enough people were present for the vote to count at all."""
    return not any(finding.code == "too_few_present" for finding in shortfalls(rule, votes))
