"""The plan on paper, and the six sheets of its register: what stands on each, what is left open, and who sees their photos."""

import datetime as dt
import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.board.stories import text_of
from tests.papers.stories import at, printed, send, sent
from tests.plans.stories import ATTENDED, NUMBERS, REACHED, TOLD, decided, move, plan_of, walked
from tools.papers.models import Scan, Sheet

STEPS = list(REACHED.values())
VOTES, TELLING = STEPS[:4], STEPS[4:]
OFFICE = ("clerk", "secretary", "liaison", "township", "maintainer")
# The rooms of a sheet, in their order on the paper.
ROOMS = ("ground", "matter", "day", "place", "kind", "chair", "entitled", "present", "favour", "share", "against", "abstained",
         "content", "signatures")  # fmt: skip
TELLING_ROOMS = ("ground", "matter", "day", "content", "how", "opinion")


def who(cast, name):
    return getattr(cast.a, name, None) or getattr(cast, name)


def paper(client, plan, kind, variant=""):
    sheet = printed(client, plan, kind, variant)
    return text_of(client.get(f"/papers/{sheet.serial}/print/"))


def rooms(text):
    """What stands in each room of a step's sheet; the rooms that are filled by hand come as their marks."""
    cells = re.findall(r"<td[^>]*>(.*?)</td>", text, re.S)
    names = TELLING_ROOMS if len(cells) == len(TELLING_ROOMS) else (*ROOMS, "attended")[: len(cells)]
    return dict(zip(names, cells, strict=True))


def words(cell):
    return re.sub(r"<[^>]*>", "", cell).strip()


def test_the_plan_says_its_goals_who_does_each_and_how_it_was_decided(cast):
    plan, clerk = walked(plan_of(cast.a, ground="superior"), "published", cast.a), cast.client(cast.a.clerk)
    text = paper(clerk, plan, "plan")
    for said in (plan.title, "修路。", "文化。", "硬化北街道路", "排练秧歌队", "办法3", "2026-09-30"):
        assert said in text
    rows = re.findall(r"<tr>(.*?)</tr>", text.split("<tbody>")[1], re.S)
    given = [words(re.findall(r"<td[^>]*>(.*?)</td>", row, re.S)[4]) for row in rows]
    assert given[1:] == ["文化", "环境"] and given[0] and given[0] not in given[1:]
    # The votes of the assembly and of the representatives stand below, those of the others do not.
    votes = text.split("</tbody>")[1]
    assert [day in votes for day in ("2026-02-02", "2026-02-04", "2026-02-09", "2026-02-12")] == [0, 0, 1, 1]
    assert all(str(number) in votes for step in ("examine", "decide") for number in NUMBERS[step])


def test_a_draft_is_printed_without_any_vote(cast):
    text = paper(cast.client(cast.a.clerk), plan_of(cast.a), "plan")
    assert "硬化北街道路" in text and "2026-02-" not in text.split("</tbody>")[1]


@pytest.mark.parametrize("step", VOTES)
def test_the_sheet_of_a_deliberation_bears_its_vote_and_leaves_room_to_sign(cast, step):
    plan = plan_of(cast.a)
    at_step = VOTES.index(step)
    if at_step:
        walked(plan, list(REACHED)[at_step - 1], cast.a)
    entitled, present = NUMBERS[step]
    decided(plan, step, cast.a, present - 1, place="村部会议室", chair="王主持")
    found = rooms(paper(cast.client(cast.a.clerk), plan, "deliberation", step))
    numbers = [words(found[name]) for name in ("entitled", "present", "favour", "against", "abstained")]
    assert numbers == [str(one) for one in (entitled, present, present - 1, 1, 0)]
    assert words(found["share"]) == f"{(present - 1) * 100 / present:.0f}%"
    assert (words(found["place"]), words(found["chair"])) == ("村部会议室", "王主持")
    day = plan.resolutions.get(step=step).meeting.held_on
    assert words(found["day"]) == f"2026年{day.month}月{day.day}日"
    assert words(found["kind"]) == plan.resolutions.get(step=step).meeting.get_kind_display()
    assert words(found["matter"]) == plan.title and "硬化北街道路" in found["content"] and "修路。" in found["content"]
    assert 'class="signing"' in found["signatures"]
    # Somebody from the township attends the assembly and the representatives, and signs there and nowhere else.
    assert ("attended" in found) is (step in ("examine", "decide"))
    if "attended" in found:
        assert words(found["attended"]) == ATTENDED and 'class="room"' in found["attended"]


@pytest.mark.parametrize("step", STEPS)
def test_before_anything_is_recorded_the_sheet_waits_for_the_pen(cast, step):
    found = rooms(paper(cast.client(cast.a.clerk), plan_of(cast.a), "deliberation", step))
    if step in VOTES:
        empty = (
            "day",
            "place",
            "chair",
            "entitled",
            "present",
            "favour",
            "share",
            "against",
            "abstained",
            "signatures",
        )
        assert [words(found[name]) for name in empty] == [""] * len(empty)
        assert words(found["kind"])  # which meeting is meant is known
        assert ("attended" in found) is (step in ("examine", "decide")) and words(found.get("attended", "")) == ""
    else:
        assert (words(found["day"]), words(found["how"])) == ("", "")
        assert 'class="room"' in found["how"] and 'class="room"' in found["opinion"]
        assert not any(told in found["opinion"] for told in ("程序合规", "结果属实"))
    assert "硬化北街道路" in found["content"]


@pytest.mark.parametrize("step", TELLING)
def test_the_sheet_of_a_publication_says_how_and_what_those_who_supervise_said(cast, step):
    plan = walked(plan_of(cast.a), "reported", cast.a)
    found = rooms(paper(cast.client(cast.a.clerk), plan, "deliberation", step))
    assert words(found["how"]) == TOLD[step]["how"]
    assert words(found["opinion"]).startswith(TOLD[step]["opinion"]) and 'class="room"' in found["opinion"]
    assert words(found["day"]) == {"publish": "2026年2月13日", "report": "2026年11月20日"}[step]
    # The result and what came of each goal stand on the last sheet alone.
    assert ("三项任务全部落地。" in found["content"]) is ("目标2已完成" in found["content"]) is (step == "report")


@pytest.mark.parametrize(("ground", "ticked"), [("people", 0), ("cadres", 1), ("superior", 2)])
def test_whose_wish_it_goes_back_to_is_ticked(cast, ground, ticked):
    found = rooms(paper(cast.client(cast.a.clerk), plan_of(cast.a, ground=ground), "deliberation", "propose"))
    marks = [letter for letter in words(found["ground"]) if letter in "☑□"]
    assert marks == ["☑" if number == ticked else "□" for number in range(3)]


def test_a_new_round_begins_with_empty_sheets(cast):
    plan = walked(plan_of(cast.a), "decided", cast.a)
    move(plan, "return", cast.a.secretary, reason="目标不清", on=dt.date(2026, 3, 1))
    for step in VOTES:
        found = rooms(paper(cast.client(cast.a.clerk), plan, "deliberation", step))
        assert words(found["entitled"]) == words(found["favour"]) == words(found.get("attended", "")) == ""


def test_a_plan_that_is_withdrawn_is_printed_no_more(cast):
    plan, clerk = plan_of(cast.a), cast.client(cast.a.clerk)
    move(plan, "withdraw", cast.a.secretary, reason="重做", on=dt.date(2026, 3, 1))
    for kind, variant in (("plan", ""), ("deliberation", "propose")):
        assert clerk.post(f"{at(plan)}{kind}/print/", {"variant": variant}).status_code == 404
    assert not Sheet.objects.exists()


def test_a_step_that_there_is_not_is_not_printed(cast):
    plan, clerk = plan_of(cast.a), cast.client(cast.a.clerk)
    for kind, variant in (("plan", "propose"), ("deliberation", ""), ("deliberation", "vote_down")):
        assert clerk.post(f"{at(plan)}{kind}/print/", {"variant": variant}).status_code == 404


@pytest.mark.parametrize("step", STEPS)
def test_a_photo_comes_back_to_its_step(cast, step):
    plan, clerk = plan_of(cast.a), cast.client(cast.a.clerk)
    sheet = printed(clerk, plan, "deliberation", step)
    scan = sent(clerk, sheet.get_absolute_url())
    assert (scan.kind, scan.model, scan.object_id, scan.step) == ("deliberation", "plans.plan", plan.pk, step)
    assert f"/papers/scans/{scan.uuid}/" in text_of(clerk.get(plan.get_absolute_url()))


def test_the_sheets_with_their_signatures_are_the_offices_alone(cast):
    plan, clerk = walked(plan_of(cast.a), "published", cast.a), cast.client(cast.a.clerk)
    sheet = printed(clerk, plan, "deliberation", "examine")
    scan = sent(clerk, sheet.get_absolute_url())
    addresses = [sheet.get_absolute_url(), f"{sheet.get_absolute_url()}print/", f"/papers/scans/{scan.uuid}/"]
    for user in ("viewer", "member", "leader"):
        client = cast.client(who(cast, user))
        assert [client.get(address).status_code for address in addresses] == [404] * 3
        assert str(scan.uuid) not in text_of(client.get(plan.get_absolute_url()))
        assert client.post(f"{at(plan)}deliberation/print/", {"variant": "propose"}).status_code == 403
    for user in OFFICE:
        client = cast.client(who(cast, user))
        assert [client.get(address).status_code for address in addresses] == [200] * 3
    for user in (cast.b.clerk, cast.b.secretary):
        assert [cast.client(user).get(address).status_code for address in addresses] == [404] * 3
        assert send(cast.client(user), addresses[0]).status_code == 404
    assert Scan.objects.count() == 1 and Sheet.objects.count() == 1


def test_the_signed_plan_itself_is_seen_by_whoever_sees_the_plan(cast):
    plan, clerk = walked(plan_of(cast.a), "decided", cast.a), cast.client(cast.a.clerk)
    scan = sent(clerk, printed(clerk, plan, "plan").get_absolute_url())
    address = f"/papers/scans/{scan.uuid}/"
    assert cast.client(cast.viewer).get(address).status_code == 200
    assert cast.client(cast.a.member).get(address).status_code == 404
    move(plan, "publish", cast.a.secretary, **TOLD["publish"])
    assert cast.client(cast.a.member).get(address).status_code == 200
    assert cast.client(cast.b.member).get(address).status_code == 404


@pytest.mark.parametrize(("kind", "variant"), [("plan", ""), ("deliberation", "decide"), ("deliberation", "report")])
def test_every_sheet_is_one_a4_with_its_number(cast, pango, kind, variant):
    plan, clerk = walked(plan_of(cast.a), "reported", cast.a), cast.client(cast.a.clerk)
    sheet = printed(clerk, plan, kind, variant)
    [page] = PdfReader(BytesIO(clerk.get(f"/papers/{sheet.serial}/print.pdf").content)).pages
    assert [round(float(side) / 72 * 25.4) for side in (page.mediabox.width, page.mediabox.height)] == [210, 297]
    assert str(sheet) in page.extract_text().replace(" ", "")
