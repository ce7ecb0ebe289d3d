"""A village on the board: its scheme, its groups with posts and holders, whom to ask, what was corrected."""

import datetime as dt

import pytest
from django.test import Client

from groups.models import Group, Post, Scheme
from members.models import Township, Village
from notices.moves import NOTICE
from tests import build
from tests.access.promises import promises
from tests.board.stories import TODAY, held, posted, queries, text_of


def page(code, path=""):
    return Client().get(f"/villages/{code}/{path}")


def groups(answer):
    return {group.zone: group for group in answer.context["groups"]}


def test_before_the_scheme_is_published_no_post_is_shown_but_whom_to_ring(cast):
    Scheme.objects.filter(village=cast.a.village).delete()
    answer = page(cast.a.village.code)
    assert answer.status_code == 200
    assert answer.context["village"]["scheme_on"] is None
    assert "经济岗" not in text_of(answer)
    assert "tel:0315-0000001" in text_of(answer)
    assert "经济岗" not in text_of(page(cast.a.village.code, "economy/"))


def test_the_published_scheme_shows_every_post_the_leaders_first(cast):
    answer = page(cast.a.village.code)
    assert answer.context["village"]["scheme_on"] == dt.date(2026, 2, 1)
    assert list(groups(answer)) == ["economy", "environment", "livelihood", "culture", "harmony"]
    for group in groups(answer).values():
        assert [post.is_leader for post in group.posts] == [True, False]
    assert "按岗位职责服务群众" in text_of(answer)


def test_holders_stay_shown_and_free_seats_are_counted(cast):
    held(cast.a, cast, "culture-leader", "会唱的组长")
    held(cast.a, cast, "culture", "岗上人")
    answer = page(cast.a.village.code)
    culture = groups(answer)["culture"]
    assert culture.leader == "会唱的组长"
    leader, post = culture.posts
    assert [holder["name"] for holder in post.holders] == ["岗上人"]
    assert (leader.free, post.free, culture.people) == (0, 1, 2)
    assert groups(answer)["economy"].leader == ""
    assert "会唱的组长" in text_of(page(cast.a.village.code, "culture/"))
    assert "会唱的组长" not in text_of(page(cast.b.village.code))


def test_who_has_left_and_who_is_only_reserved_are_not_shown(cast):
    gone = held(cast.a, cast, "culture", "离岗人")
    gone.over_on, gone.over_reason = TODAY, "迁出"
    gone.save()
    waiting = held(cast.a, cast, "culture", "等公示人", seat=2)
    waiting.held_from = None
    waiting.save()
    text = text_of(page(cast.a.village.code))
    assert "离岗人" not in text
    assert "迁出" not in text
    assert "等公示人" not in text


def test_a_term_that_is_over_is_marked_and_nobody_is_removed(cast, clock):
    held(cast.a, cast, "culture", "届满人")
    [holder] = groups(page(cast.a.village.code))["culture"].posts[1].holders
    assert holder["is_past_term"] is False
    clock.move_to("2028-01-01")
    [holder] = groups(page(cast.a.village.code))["culture"].posts[1].holders
    assert holder["is_past_term"] is True


@pytest.mark.parametrize(
    ("day", "leads"), [("2026-11-09", False), ("2026-11-10", True), ("2026-11-30", True), ("2026-12-01", False)]
)
def test_an_acting_leader_is_shown_on_his_days(cast, clock, day, leads):
    Group.objects.filter(pk=cast.a.groups["harmony"].pk).update(
        acting_leader=cast.a.members[1], acting_from="2026-11-10", acting_until="2026-11-30"
    )
    clock.move_to(day)
    for path in ("", "harmony/"):
        assert ("吴庄子党员乙" in text_of(page(cast.a.village.code, path))) is leads


def test_a_retired_post_goes_when_its_last_holder_has_gone(cast):
    Post.objects.filter(pk=cast.a.posts["harmony"].pk).update(retired_on="2026-11-01", name="旧岗位名")
    assert "旧岗位名" not in text_of(page(cast.a.village.code))
    held(cast.a, cast, "harmony", "留任人")
    assert "旧岗位名" in text_of(page(cast.a.village.code))


def test_equal_names_are_told_apart_by_the_label_alone(cast):
    held(cast.a, cast, "culture", "李强", born="1961-02-03", public_label="大")
    held(cast.a, cast, "culture", "李强", seat=2, born="1979-08-09", public_label="小")
    names = [holder["name"] for holder in groups(page(cast.a.village.code))["culture"].posts[1].holders]
    assert names == ["李强（大）", "李强（小）"]


def test_urgent_numbers_can_be_rung_from_the_page(cast):
    Township.objects.update(urgent_numbers="火警 119\n\n镇值班室  0315-5551234\n12345")
    town = Township.objects.current()
    assert town.urgent == [("火警", "119"), ("镇值班室", "0315-5551234"), ("", "12345")]
    for path in ("", "economy/"):
        assert 'href="tel:0315-5551234"' in text_of(page(cast.a.village.code, path))


@pytest.mark.parametrize(
    ("kind", "said", "unsaid"), [("village", "villagers", "residents"), ("committee", "residents", "villagers")]
)
def test_the_words_are_those_of_the_kind(cast, kind, said, unsaid):
    Village.objects.filter(pk=cast.a.village.pk).update(kind=kind)
    client = Client()
    client.cookies.load({"lang": "en"})
    notice = posted(cast.a)
    text = text_of(client.get(f"/villages/{cast.a.village.code}/"))
    assert f"{said}' committee published" in text
    assert f"{unsaid}' committee published" not in text
    text = text_of(client.get(f"/notices/{notice.uuid}/object/"))
    assert ("residents' committee does not" in text) is (kind == "committee")


def test_notices_are_shown_in_their_period_and_corrections_for_the_days_it_was_to_run(cast, clock):
    notice = posted(cast.a)
    code = cast.a.village.code
    assert [row["uuid"] for row in page(code).context["notices"]] == [notice.uuid]
    assert page(cast.b.village.code).context["notices"] == []
    NOTICE.perform(
        notice,
        "withdraw",
        actor=cast.a.secretary,
        version=notice.version,
        happened_on=TODAY,
        data={"reason": "漏写岗位"},
    )
    answer = page(code)
    assert answer.context["notices"] == []
    assert "漏写岗位" in text_of(answer)
    clock.move_to("2026-11-27")
    assert "漏写岗位" in text_of(page(code))
    clock.move_to("2026-11-28")
    assert "漏写岗位" not in text_of(page(code))


@pytest.mark.parametrize(
    "address", ["/villages/999999999999/", "/villages/130284105211/nozone/", "/villages/x/culture/"]
)
def test_no_such_village_or_zone(cast, address):
    assert Client().get(address).status_code == 404


@pytest.mark.parametrize("address", ["/", "/figures/", "/villages/130284105211/", "/villages/130284105211/culture/"])
def test_the_board_is_only_read(cast, address):
    client = Client(enforce_csrf_checks=False)
    assert client.post(address).status_code == 405
    assert client.head(address).status_code == 200


def test_the_page_costs_four_queries_however_much_stands_on_it(cast):
    addresses = [f"/villages/{cast.a.village.code}/", f"/villages/{cast.a.village.code}/culture/"]
    empty = [queries(address) for address in addresses]
    posted(cast.a)
    held(cast.a, cast, "culture", "一号")
    one = [queries(address) for address in addresses]
    posted(cast.a, names="己庚辛")
    for number, post in enumerate(("culture-leader", "economy-leader", "harmony")):
        held(cast.a, cast, post, f"{'甲乙丙丁戊己庚辛'[number]}号")
    for name in ("二岗", "三岗"):
        Post.objects.create(group=cast.a.groups["culture"], name=name, duties="职责")
    promises(cast.a)
    assert [queries(address) for address in addresses] == one == empty
    assert one[0] <= 4
    assert one[1] <= 3


def test_a_notice_of_today_built_by_the_verbs_is_on_the_page_at_once(cast):
    application = build.draft(cast.a.members[0], cast.a.posts["economy"])
    build.walk(application, "confirmed", cast.a.secretary)
    assert "吴庄子党员甲" not in text_of(page(cast.a.village.code))
    notice = build.posted(cast.a, [application], TODAY)
    assert str(notice.uuid) in text_of(page(cast.a.village.code))
    assert "吴庄子党员甲" not in text_of(page(cast.a.village.code)), "a holder before he is one"
