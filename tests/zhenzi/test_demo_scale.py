"""With ten times the people there are far more of them than seats; late applicants still find some."""

import pytest
from django.db.models import Sum

from groups.models import Application, Post
from members.models import Village
from zhenzi.demo import roster, township
from zhenzi.demo.build import build
from zhenzi.demo.matching import HELD_BACK, SEATS_KEPT


@pytest.fixture
def few_villages(monkeypatch, db, clock):
    """The three villages of the cases and one school."""
    real = township.rows
    codes = {township.WU, township.NAN, township.SHAI}
    few = {
        "villages.csv": [row for row in real("villages.csv") if row["code"] in codes],
        "branches.csv": [
            row for row in real("branches.csv") if row["village_code"] in codes or row["name"] == "榛子镇初级中学党支部"
        ],
    }
    monkeypatch.setattr(township, "rows", few.get)
    for name, number in {"RURAL": 96, "TOTAL": 96 + 20, "SAME_NAME_IN": 1, "REPORTING_IN": 2}.items():
        monkeypatch.setattr(roster, name, number)


@pytest.mark.parametrize("scale", [1, 10])
def test_seats_stay_free_for_who_applies_late(few_villages, scale):
    made = build(year=2026, seed=7, stage="applied", scale=scale)
    assert made["members"] == scale * 116
    for village in Village.objects.all():
        seats = Post.objects.filter(group__village=village).aggregate(n=Sum("seats"))["n"]
        taken = Application.objects.filter(post__group__village=village).count()
        assert 5 < taken <= seats - HELD_BACK.get(village.code, SEATS_KEPT), village
