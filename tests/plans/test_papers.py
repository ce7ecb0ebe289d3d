"""The plan on paper, and the six sheets of the register (四议两公开)."""

import pytest

from plans.words import STEPS
from tests.board.stories import text_of
from tests.papers.stories import printed, sent
from tests.plans.stories import SHEETS, plan_of, walked
from tools.papers.models import Scan

ATTENDED = ("examine", "decide")


def paper(client, plan, kind="deliberation", variant=""):
    return text_of(client.get(f"/papers/{printed(client, plan, kind, variant).serial}/print/"))


def test_the_plan_says_its_goals_who_does_them_and_how_it_was_decided(cast):
    text = paper(cast.client(cast.a.clerk), walked(cast.a, "published"), "plan")
    for said in ("吴庄子2026年度工作计划", "吴庄子目标1号", "环境", "2026-12-20", "2026-02-09", "2026-02-12"):
        assert said in text.replace("\n", ""), said


@pytest.mark.parametrize("step", SHEETS)
def test_a_sheet_of_a_deliberation_bears_its_numbers_and_room_for_the_names(cast, step):
    text = paper(cast.client(cast.a.clerk), walked(cast.a, "published"), variant=step)
    _kind, entitled, present = SHEETS[step]
    assert f"<td>{entitled}</td>" in text and f"<td>{present}</td>" in text and "100%" in text
    assert 'class="signing"' in text and "吴庄子目标2号" in text
    assert ("镇参会人员" in text) == (step in ATTENDED)


@pytest.mark.parametrize("step", ["publish", "report"])
def test_a_sheet_of_a_publication_says_how_and_what_was_thought_of_it(cast, step):
    text = paper(cast.client(cast.a.clerk), walked(cast.a, "reported"), variant=step)
    assert "公开栏张贴" in text and {"publish": "程序合规", "report": "属实"}[step] in text
    assert "监督委员会意见" in text and 'class="signing"' not in text
    assert ("全部办结" in text) == (step == "report")


@pytest.mark.parametrize("step", [name for name, _label in STEPS])
def test_before_anything_is_recorded_the_sheet_is_filled_by_hand(cast, step):
    text = paper(cast.client(cast.a.clerk), plan_of(cast.a), variant=step)
    assert "2026年2月" not in text and "100%" not in text
    assert "吴庄子2026年度工作计划" in text


def test_a_signed_sheet_comes_back_to_its_step_and_only_the_office_sees_it(cast):
    clerk, plan = cast.client(cast.a.clerk), walked(cast.a, "examined")
    sheet = printed(clerk, plan, "deliberation", "examine")
    scan = sent(clerk, sheet.get_absolute_url())
    assert (scan.model, scan.object_id, scan.step) == ("plans.plan", plan.pk, "examine")
    for person, status in ((cast.a.secretary, 200), (cast.township, 200), (cast.viewer, 404), (cast.b.clerk, 404)):
        assert cast.client(person).get(scan.get_absolute_url()).status_code == status
    assert Scan.objects.count() == 1


def test_a_withdrawn_plan_is_printed_no_more(cast):
    plan = plan_of(cast.a)
    clerk = cast.client(cast.a.clerk)
    printed(clerk, plan, "plan")
    cast.client(cast.a.secretary).post(
        f"/moves/plans.plan/{plan.pk}/withdraw/",
        {"reason": "重拟", "version": 0, "request_id": "0b8c2f0e-8d57-4c3a-9a8e-0d9a52c6d0aa"},
    )
    answer = clerk.post(f"/papers/of/plans.plan/{plan.pk}/plan/print/", {"variant": ""})
    assert answer.status_code == 404
