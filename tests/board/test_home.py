"""The first page and the figures: villages found by name or sound, notices that run, counts from the records."""

import pytest
from django.test import Client

from members.models import Branch
from tests import build
from tests.board.stories import held, posted, queries, text_of


def names(text=""):
    return [village["short_name"] for village in Client().get("/", {"q": text}).context["villages"]]


@pytest.mark.parametrize(
    ("asked", "found"),
    [("", ["吴庄子", "南平庄"]), ("庄", ["吴庄子", "南平庄"]), ("吳莊", ["吴庄子"]), ("nanping", ["南平庄"]), ("NPZ", ["南平庄"]),
     ("wu zhuang", ["吴庄子"]), ("ｗｚｚ", ["吴庄子"]), ("130284105219", ["南平庄"]), ("%", []), ("没有的村", []),
     ("x" * 500, [])],
)  # fmt: skip
def test_a_village_is_found_by_characters_sound_and_initials(cast, asked, found):
    assert names(asked) == found


def test_what_somebody_typed_comes_back_harmless(cast):
    text = text_of(Client().get("/", {"q": '<script>"x'}))
    assert "<script>" not in text
    assert "&lt;script&gt;" in text


def test_current_notices_those_that_end_first_on_top(cast, clock):
    later = posted(cast.a)
    over = posted(cast.b, on=build.DAYS["open"])
    sooner = posted(cast.b, on=build.moment("2026-11-19").date(), names="庚辛")
    rows = Client().get("/").context["notices"]
    assert [row["uuid"] for row in rows] == [sooner.uuid, later.uuid]
    assert str(over.uuid) not in text_of(Client().get("/"))


def test_the_figures_are_counts_of_the_records(cast):
    held(cast.a, cast, "culture", "两岗人")
    first = {key: number for key, name, number in Client().get("/figures/").context["figures"]}
    assert first == {"villages": 2, "branches": 3, "members": 11, "groups": 10, "members_in_groups": 1}
    build.member(cast.school, "离开的人", left_on="2026-05-01", left_how="moved")
    held(cast.b, cast, "economy", "又一人")
    Branch.objects.create(name="榛子镇机关党支部", kind="office")
    for address in ("/", "/figures/"):
        again = {key: number for key, name, number in Client().get(address).context["figures"]}
        assert again == first | {"branches": 4, "members": 12, "members_in_groups": 2}


def test_a_member_on_two_posts_is_one_member(cast):
    one = held(cast.a, cast, "culture", "两岗人")
    two = build.draft(one.member, cast.a.posts["economy"])
    type(one).objects.create(
        application=two, post=two.post, member=one.member, seat=1, reserved_on="2026-03-01", held_from="2026-03-10"
    )
    answer = Client().get("/figures/")
    assert {key: number for key, name, number in answer.context["figures"]}["members_in_groups"] == 1
    assert [zone["people"] for zone in answer.context["zones"]] == [1, 0, 0, 1, 0]


def test_no_person_stands_in_the_figures(cast):
    held(cast.a, cast, "culture", "张三丰收")
    assert "张三丰收" not in text_of(Client().get("/figures/"))


def test_one_village_and_notice_or_three_cost_the_same(cast):
    posted(cast.a)
    one = [queries(address) for address in ("/", "/?q=zhuang", "/figures/")]
    posted(cast.b)
    posted(cast.b, names="庚辛")
    for number in (1, 2):
        build.village(f"13028410530{number}", f"新村{number}")
    assert [queries(address) for address in ("/", "/?q=zhuang", "/figures/")] == one
