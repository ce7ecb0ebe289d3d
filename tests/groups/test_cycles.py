"""An application belongs to the year's procedure in which it was handed in, whenever it is typed."""

import pytest

from groups.models import Application, Cycle
from tests.groups.test_view_applications import NEW, new


@pytest.fixture
def next_year(cast, clock):
    clock.move_to("2027-01-06 10:00")
    return Cycle.objects.create(
        year=2027, name="2027年度选岗", starts_on="2027-01-01", term_ends_on="2028-12-31",
    )  # fmt: skip


def test_a_paper_of_december_that_is_typed_in_january_stays_in_its_year(cast, next_year):
    cast.client(cast.a.clerk).post(NEW, new(cast, happened_on="2026-12-28", apply="1"))
    assert Application.objects.get().cycle == cast.cycle


def test_todays_belongs_to_the_new_year(cast, next_year):
    for day in ("", "2027-01-05"):
        cast.client(cast.a.clerk).post(NEW, new(cast, happened_on=day))
        assert Application.objects.get().cycle == next_year
        Application.objects.all().delete()


def test_a_draft_keeps_its_year_when_it_is_written_anew(cast, next_year):
    clerk = cast.client(cast.a.clerk)
    clerk.post(NEW, new(cast, happened_on="2026-12-28"))
    draft = Application.objects.get()
    clerk.post(f"{draft.get_absolute_url()}edit/", new(cast, statement="会理发", happened_on="2027-01-05"))
    draft.refresh_from_db()
    assert (draft.statement, draft.cycle) == ("会理发", cast.cycle)


def test_nobody_applied_before_the_first_year_of_the_procedure(cast, next_year):
    answer = cast.client(cast.a.clerk).post(NEW, new(cast, happened_on="2025-12-30"))
    assert answer.status_code == 422
    assert "2026-01-01" in answer.content.decode()
    assert not Application.objects.exists()
