"""Rosters as bad as they come: read right, or refused at the cell and in words."""

import pytest

from members.resources import RosterResource
from tests.exchange.township import Town
from tests.members.dirty import ROSTERS
from tests.support.remembered import remembered

ZHANG, LI = ("张三", "1957", "1985"), ("李四", "1968", "1990")
"""Who stands in them, with the years of birth and joining."""
OTHER_NAMES = {
    "a name of the Uighurs with several dots": "阿卜杜拉·买买提·艾力",
    "a name of rare characters": "王𬭎𠮷",
    "a name of private characters": "王\ue863",
    "a name in pinyin": "ZHANG SAN",
}
ALONE = {
    "dates with a dot at the end",
    "dates with 年 月 and blanks",
    "dates as a day and a time",
    "a name with its old name",
    "a name with its title",
    "a name with a soft hyphen",
    "a name of the Uighurs with several dots",
    "a name of rare characters",
    "a name of private characters",
    "a name in pinyin",
    "cells as formulas of text",
    "a tab behind every cell",
    "an address with commas that nobody quoted",
    "a second sheet of members who died",
    "name and sex in one column",
    "a number with an apostrophe and blanks",
    "a branch in traditional characters",
    "hundreds of empty columns",
}
"""Without the second one."""


def missing(*fields):
    """The first line lacks the headings of these."""
    return [(1, field, "missing_heading") for field in fields]


REFUSED = {
    "a name of somebody who died": [(2, "name", "has_left")],
    "the sex as numbers of the national standard": [(2, "sex", "bad_choice"), (3, "sex", "bad_choice")],
    "the category in one letter": [(2, "category", "bad_choice"), (3, "category", "bad_choice")],
    "the branch only in the first row": [(3, "branch", "required")],
    "dates with words of Chinese numbers": [(2, "born", "impossible_date"), (2, "joined", "impossible_date")],
    "dates with zeros as letters": [(2, "born", "impossible_date"), (2, "joined", "impossible_date")],
    "dates and a remark": [(2, "born", "impossible_date")],
    "dates of the lunar calendar": [(2, "born", "impossible_date")],
    "dates by an English program": [(2, "born", "impossible_date"), (2, "joined", "impossible_date")],
    "dates in English words": [(2, "born", "impossible_date"), (2, "joined", "impossible_date")],
    "dates in milliseconds": [(2, "born", "impossible_date"), (2, "joined", "impossible_date")],
    "a date behind an age": [(2, "born", "impossible_date")],
    "a 三十 in the date": [(2, "born", "impossible_date")],
    "a birth of the year 1899": [(2, "born", "impossible_date")],
    "a name with a number": [(2, "name", "bad_name")],
    "a name with a star": [(2, "name", "masked")],
    "fewer cells than headings": [(2, "joined", "required")],
    "two tables beside each other": [
        (1, field, "duplicate_heading") for field in ("name", "sex", "born", "category", "branch", "joined")
    ],
    "the table lies on its side": [(None, None, "missing_heading")],
    "a person on two rows": [(2, "name", "same_person_twice"), (3, "name", "same_person_twice")],
    "groups by a row for each village": [
        (1, "branch", "missing_heading"),
        *((row, field, "required") for row in (2, 4) for field in ("sex", "born", "category", "joined")),
    ],
    "filled by formulas": [(2, "born", "required")],
    "a sheet per year": [(2, "name", "same_person_twice")],
    "a second sheet of activists": [*missing("category", "joined"), (2, "branch", "branch_unknown")],
    "telephones in a sheet of their own": [
        *missing("sex", "born", "category", "joined"),
        (2, "branch", "branch_unknown"),
    ],
    "a column that is both sex and age": [(1, "sex", "missing_heading")],
    "booleans for the sex": [(2, "sex", "bad_choice")],
    "a number of 15 digits in scientific shape": [(2, "number", "number_lost_digits")],
    "a telephone as a number with decimals": [(3, "phone", "bad_phone")],
    "a masked column of the county": [(2, "number", "masked"), (2, "phone", "masked")],
    "join date and confirmation in one column": [(2, "joined", "impossible_date")],
    "a branch with its secretary": [(2, "branch", "branch_unknown")],
}
"""Row, field and code of what is said; of every other roster nothing has to be."""


@pytest.fixture
def town(db, clock):
    return remembered(Town)


def test_a_dirty_roster_comes_in_right_or_is_refused_in_words(town):
    assert len(ROSTERS) > 60
    wrong = {}
    for name, (file_name, data) in ROSTERS.items():
        resource = RosterResource()
        plan = resource.plan(resource.read(data, file_name)[1], town.town)
        said = list(dict.fromkeys((p.row, p.field, p.code) for p in plan.errors))
        people = {(s.row.values["name"], s.row.values["born"][:4], s.row.values["joined"][:4]) for s in plan.new}
        right = {ZHANG} if name in ALONE else {ZHANG, LI}
        right = {(OTHER_NAMES.get(name, who), *years) for who, *years in right}
        if said != REFUSED.get(name, []) or not all(p.message for p in plan.errors):
            wrong[name] = said
        elif not (people <= {ZHANG, LI} if said else people == right):
            wrong[name] = people
    assert not wrong


def test_people_on_a_sheet_of_the_dead_are_named_and_not_read(town):
    resource = RosterResource()
    _book, content = resource.read(ROSTERS["a second sheet of members who died"][1], "a.xlsx")
    assert [(p.sheet, p.code) for p in content.warnings] == [("去世党员", "sheet_left_out")]


@pytest.mark.parametrize("name", ["a name with its old name", "a name with its title"])
def test_what_is_left_away_beside_a_name_is_said(town, name):
    _book, content = RosterResource().read(ROSTERS[name][1], "a.xlsx")
    assert [p.code for p in content.warnings] == ["name_note"]
