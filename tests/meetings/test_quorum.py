"""The arithmetic of a vote, at its limits and for every tally that can be."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.quorum import Rule, Votes, least, quorate, shortfalls, unsound

pytestmark = pytest.mark.no_database

REPRESENTATIVES = Rule(Fraction(2, 3), False, Fraction(1, 2), False)
BRANCH = Rule(Fraction(1, 2), True, Fraction(1, 2), True)


def codes(findings):
    return [finding.code for finding in findings]


@pytest.mark.parametrize(
    ("rule", "votes", "wanting"),
    [
        (REPRESENTATIVES, Votes(30, 20, 11, 9, 0), []),
        (REPRESENTATIVES, Votes(30, 19, 19, 0, 0), ["too_few_present"]),
        (REPRESENTATIVES, Votes(30, 20, 10, 5, 5), ["too_few_in_favour"]),
        (REPRESENTATIVES, Votes(31, 21, 21, 0, 0), []),
        (REPRESENTATIVES, Votes(31, 20, 20, 0, 0), ["too_few_present"]),
        (REPRESENTATIVES, Votes(1, 1, 1, 0, 0), []),
        (BRANCH, Votes(20, 11, 11, 0, 0), []),
        (BRANCH, Votes(20, 10, 10, 0, 0), ["too_few_present", "too_few_in_favour"]),
        (BRANCH, Votes(20, 20, 11, 9, 0), []),
        (BRANCH, Votes(20, 20, 10, 0, 10), ["too_few_in_favour"]),
        (BRANCH, Votes(21, 11, 11, 0, 0), []),
        (BRANCH, Votes(21, 11, 10, 1, 0), ["too_few_in_favour"]),
    ],
)
def test_a_vote_counts_at_its_limit_and_fails_one_short_of_it(rule, votes, wanting):
    assert unsound(votes) == []
    assert codes(shortfalls(rule, votes)) == wanting


@pytest.mark.parametrize(
    ("votes", "wrong"),
    [
        (Votes(0, 0, 0, 0, 0), ["nobody_entitled"]),
        (Votes(20, 21, 21, 0, 0), ["more_present_than_entitled"]),
        (Votes(20, 15, 10, 3, 1), ["sum_is_not_present"]),
        (Votes(20, 15, 10, 3, 3), ["sum_is_not_present"]),
        (Votes(20, 5, 6, -1, 0), ["negative"]),
    ],
)
def test_sums_that_cannot_be_are_typing_errors(votes, wrong):
    assert codes(unsound(votes)) == wrong


people = st.integers(0, 400)


@given(st.integers(1, 400), people, people, people)
def test_the_representatives_rule_is_the_one_that_is_written(entitled, in_favour, against, abstained):
    present = in_favour + against + abstained
    passed = not shortfalls(REPRESENTATIVES, Votes(entitled, present, in_favour, against, abstained))
    assert passed == (3 * present >= 2 * entitled and 2 * in_favour > present)


@given(st.integers(1, 400), people, people, people)
def test_the_branch_rule_is_the_one_that_is_written(entitled, in_favour, against, abstained):
    present = in_favour + against + abstained
    votes = Votes(entitled, present, in_favour, against, abstained)
    assert (not shortfalls(BRANCH, votes)) == (2 * present > entitled and 2 * in_favour > entitled)
    assert quorate(BRANCH, votes) == (2 * present > entitled)


@given(st.fractions(0, 1), st.integers(0, 500), st.booleans())
def test_least_is_the_smallest_number_that_reaches_the_share(share, of, strict):
    found = least(share, of, strict)
    assert found > share * of if strict else found >= share * of
    assert not (found - 1 > share * of if strict else found - 1 >= share * of)
