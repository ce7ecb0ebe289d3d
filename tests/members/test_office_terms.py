"""Terms of one office in a sheet: one ends, the next begins; an earlier one is added; a row is copied with its row id."""

import pytest

from members.models import Office
from members.office_sheet import OfficeResource
from tests import build
from tests.exchange.township import Town, book, codes
from tests.members.test_organisation_sheets import OFFICE, bring

WITH_ID = [*OFFICE, "行标识"]
ENDS = ["张三", "吴庄子", "书记", "2020.3.1", "2026.1.31"]
BEGINS = ["张三", "吴庄子", "书记", "2026.2.1", ""]
BOTH = [("2020-03-01", "2026-01-31"), ("2026-02-01", "None")]


@pytest.fixture
def town(db, clock):
    return Town()


@pytest.fixture
def zhang(town):
    return build.member(town.wu, "张三")


def terms(member):
    return sorted((str(o.starts_on), str(o.ends_on)) for o in member.offices.all())


@pytest.mark.parametrize("lines", [(ENDS, BEGINS), (BEGINS, ENDS)])
@pytest.mark.parametrize("known", ["2020-03-01", None, "2019-03-01"])
def test_a_term_ends_and_a_new_one_begins(town, zhang, lines, known):
    first = Office.objects.create(member=zhang, kind="secretary", starts_on=known)
    plan = bring(OfficeResource(), book(*lines, headings=OFFICE), town.secretary)
    assert (plan.errors, len(plan.changed), len(plan.new)) == ([], 1, 1)
    assert plan.changed[0].obj == first and terms(zhang) == BOTH
    again = bring(OfficeResource(), book(*lines, headings=OFFICE), town.secretary)
    assert again.counts()["unchanged"] == 2


def test_the_end_may_stand_without_the_beginning(town, zhang):
    Office.objects.create(member=zhang, kind="secretary", starts_on="2020-03-01")
    lines = [["张三", "吴庄子", "书记", "", "2026.1.31"], BEGINS]
    assert not bring(OfficeResource(), book(*lines, headings=OFFICE), town.secretary).errors
    assert terms(zhang) == BOTH


def test_a_copied_row_with_the_same_row_id_is_a_new_term(town, zhang):
    first = Office.objects.create(member=zhang, kind="secretary", starts_on="2020-03-01")
    lines = [[*ENDS, first.pk], [*BEGINS, first.pk]]
    assert not bring(OfficeResource(), book(*lines, headings=WITH_ID), town.secretary).errors
    assert terms(zhang) == BOTH


def test_an_earlier_term_is_added_and_leaves_the_present_one(town, zhang):
    Office.objects.create(member=zhang, kind="secretary", starts_on="2024-03-01")
    line = ["张三", "吴庄子", "书记", "2018.3.1", "2021.3.1"]
    assert len(bring(OfficeResource(), book(line, headings=OFFICE), town.secretary).new) == 1
    assert terms(zhang) == [("2018-03-01", "2021-03-01"), ("2024-03-01", "None")]


def test_the_first_day_of_the_present_term_is_corrected(town, zhang):
    Office.objects.create(member=zhang, kind="secretary", starts_on="2026-03-01")
    assert len(bring(OfficeResource(), book(BEGINS, headings=OFFICE), town.secretary).changed) == 1
    assert terms(zhang) == [("2026-02-01", "None")]


def test_an_open_term_without_dates_is_not_one_that_is_over(town, zhang):
    Office.objects.create(member=zhang, kind="secretary", ends_on="2021-03-01")
    line = ["张三", "吴庄子", "书记", "", ""]
    assert len(bring(OfficeResource(), book(line, headings=OFFICE), town.secretary).new) == 1
    assert terms(zhang) == [("None", "2021-03-01"), ("None", "None")]


def test_two_terms_may_not_both_be_open(town, zhang):
    lines = [[*ENDS[:4], ""], BEGINS]
    assert [
        code for _row, _field, code in codes(bring(OfficeResource(), book(*lines, headings=OFFICE), town.town))
    ] == ["same_record_twice"] * 2


def test_by_our_row_id_the_office_itself_may_be_left_out(town, zhang):
    office = Office.objects.create(member=zhang, kind="secretary", starts_on="2020-03-01")
    plan = bring(
        OfficeResource(), book(["张三", "吴庄子", "", "", "2026.1.31", office.pk], headings=WITH_ID), town.town
    )
    assert (codes(plan), plan.changed[0].changes) == ([], {"ends_on": ("", "2026.01.31")})
