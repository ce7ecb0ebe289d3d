"""What leaves the public board again, and what strangers never read of a pledge however it got there."""

import pytest
from django.test import Client

from members.models import Member, Township
from pledges.models import Pledge, PledgeItem
from pledges.moves import PLEDGE
from tests.board.stories import text_of
from tests.pledges.paths import PATH, TODAY, WORDS, at, goal_of, pledge_of, published, settled, step
from tools.upkeep.jobs import run_due
from tools.workflow.errors import Refused

PAGES = ("pledges/", "", "culture/")


def read(cast, path="pledges/"):
    answer = Client().get(f"/villages/{cast.a.village.code}/{path}")
    assert answer.status_code == 200
    return text_of(answer)


def whose(cast, kind):
    return {"member": cast.a.members[0]} if kind == "member" else {"group": cast.a.groups["culture"]}


@pytest.mark.parametrize("kind", ["group", "member"])
@pytest.mark.parametrize("state", PATH)
def test_only_what_is_public_or_closed_stands_on_any_page(cast, state, kind):
    at(pledge_of(**whose(cast, kind)), state, cast.a.secretary)
    shown = state in ("public", "closed")
    assert (WORDS["content"] in read(cast)) is shown
    for page in PAGES[1:]:
        assert (WORDS["content"] in read(cast, page)) is (shown and kind == "group"), page


@pytest.mark.parametrize("kind", ["group", "member"])
def test_what_was_withdrawn_after_it_was_public_is_gone_at_once(cast, kind):
    pledge = published(pledge_of(**whose(cast, kind)), cast.a.secretary)
    assert WORDS["content"] in read(cast)
    assert "withdraw" in [move.name for move in PLEDGE.available(cast.a.clerk, pledge)]
    step(pledge, "withdraw", cast.a.clerk)
    for page in PAGES:
        assert WORDS["content"] not in read(cast, page)


def test_of_what_something_is_recorded_a_public_pledge_is_not_taken_down_quietly(cast):
    pledge = published(pledge_of(member=cast.a.members[0]), cast.a.secretary)
    settled(pledge.items.get(), "not_done", cast.a.clerk)
    with pytest.raises(Refused):
        step(pledge, "withdraw", cast.a.clerk)
    assert Pledge.objects.get().state == "public"
    assert "withdraw" not in [move.name for move in PLEDGE.available(cast.a.clerk, pledge)]


def test_who_went_to_another_village_stands_on_neither_board_once_the_night_is_over(cast):
    published(pledge_of(member=cast.a.members[0]), cast.a.secretary)
    Member.objects.filter(pk=cast.a.members[0].pk).update(branch=cast.b.branch)
    run_due()
    assert "吴庄子党员甲" not in read(cast)
    assert "吴庄子党员甲" not in text_of(Client().get(f"/villages/{cast.b.village.code}/pledges/"))


def test_of_a_member_who_kept_nothing_and_answered_nothing_not_even_the_name_is_shown(cast):
    him, silent = cast.a.members[:2]
    Township.objects.update(shows_unkept=True)
    for member in (him, silent):
        settled(published(pledge_of(member=member), cast.a.secretary).items.get(), "not_done", cast.a.clerk)
    step(PledgeItem.objects.get(pledge__member=him), "reply", cast.a.member)
    text = read(cast)
    assert "吴庄子党员甲" in text
    assert "来年一定补上" in text
    assert "吴庄子党员乙" not in text
    Township.objects.update(shows_unkept=False)
    assert "吴庄子党员甲" not in read(cast)


def test_taken_up_again_it_is_shown_as_going_on_without_the_reason(cast):
    item = published(pledge_of(group=cast.a.groups["culture"]), cast.a.secretary).items.get()
    settled(item, "not_done", cast.a.clerk)
    assert "连月雨雪" in read(cast)
    step(item, "reopen", cast.a.secretary, reason="天晴了")
    text = read(cast)
    assert "promise-going" in text
    assert "连月雨雪" not in text
    assert "天晴了" not in text, "the reason of a way back is the office's own"


def test_a_groups_page_shows_its_own_promises_alone(cast):
    for zone, words in (("culture", "广场舞会办六场"), ("harmony", "调解纠纷不出村")):
        published(pledge_of(group=cast.a.groups[zone], items=({"content": words},)), cast.a.secretary)
    assert "广场舞会办六场" in read(cast, "culture/")
    assert "调解纠纷不出村" not in read(cast, "culture/")
    assert "广场舞会办六场" in read(cast, "")
    assert "调解纠纷不出村" in read(cast, "")


def test_what_somebody_typed_is_no_markup(cast):
    words = {"content": "<b onmouseover=x>每周五清扫</b>", "beneficiary": "<script>alert(1)</script>"}
    published(pledge_of(group=cast.a.groups["culture"], items=(words,)), cast.a.secretary)
    for page in PAGES:
        text = read(cast, page)
        assert "&lt;b onmouseover=x&gt;" in text
        assert "<b onmouseover" not in text
        assert "<script>alert" not in text


def test_the_goal_that_it_answers_is_named(cast):
    published(pledge_of(member=cast.a.members[0], items=({"goal": goal_of(cast.a, cast)},)), cast.a.secretary)
    assert "修好村东小桥" in read(cast)


def test_equal_names_are_told_apart_by_the_label_alone(cast):
    for member, label in zip(cast.a.members[:2], ("大", "小"), strict=True):
        Member.objects.filter(pk=member.pk).update(name="李强", public_label=label)
        published(pledge_of(member=member), cast.a.secretary)
    text = read(cast)
    assert "李强（大）" in text
    assert "李强（小）" in text


def test_who_left_is_shown_no_more_before_the_clock_has_been_there(cast):
    him = cast.a.members[0]
    at(pledge_of(member=him), "closed", cast.a.secretary)
    assert "吴庄子党员甲" in read(cast)
    him.left_on, him.left_how = TODAY, "moved"
    him.save()
    assert "吴庄子党员甲" not in read(cast)
