"""Names in sheets of villages and branches: exact before loose, a question where two fit, and what a new row lacks."""

import pytest

from members.models import Branch, Village
from members.organisation_sheets import BranchResource, VillageResource
from tests.exchange.township import WU, Town, book, codes
from tests.members.test_organisation_sheets import BRANCH, VILLAGE, bring


@pytest.fixture
def town(db, clock):
    found = Town()
    Village.objects.filter(code=WU).update(short_name="吴庄子村")
    row = {"name": "吴庄子社区居民委员会", "short_name": "吴庄子社区", "kind": "committee", "search_key": "x"}
    Village.objects.create(code="130284105998", **row)
    return found


@pytest.mark.parametrize(
    ("written", "code"),
    [("吴庄子村", WU), ("吴庄子社区", "130284105998"), (WU, WU), ("吴庄子村村民委员会", WU)],
)
def test_the_exact_name_of_a_village_goes_first(town, written, code):
    kind = "居委会" if code != WU else "村"
    plan = bring(BranchResource(), book(["新党支部", kind, written], headings=BRANCH), town.town)
    assert plan.errors == [] and Branch.objects.get(name="新党支部").village.code == code


@pytest.mark.parametrize(("written", "said"), [("吴庄子", "village_ambiguous"), ("张庄子", "village_unknown")])
def test_a_name_that_fits_two_villages_is_not_guessed(town, written, said):
    plan = bring(BranchResource(), book(["新党支部", "村", written], headings=BRANCH), town.town)
    assert codes(plan) == [(2, "village", said)]


def test_a_new_village_or_branch_is_not_called_somebody(town):
    plans = [
        bring(VillageResource(), book(["", "某村村民委员会", "某村", "", ""], headings=VILLAGE), town.town),
        bring(BranchResource(), book(["新党支部", "", ""], headings=BRANCH), town.town),
    ]
    for plan in plans:
        assert plan.errors[0].message == str(VillageResource.empty_in_new) == str(BranchResource.empty_in_new)
