"""Two members of one name stay two: wherever one is chosen, listed, brought in, told of or shown to the public."""

import pytest
from django.urls import reverse

from groups.models import Group, Placement
from members.models import Member
from notices.models import Line
from tests import build
from tests.support.sheets import rows
from tools.workflow.errors import Refused


@pytest.fixture
def two(cast):
    """Both of A's branch, born in one year."""
    return build.member(cast.a.branch, "张三", born="1960-03"), build.member(cast.a.branch, "张三", born="1960-11")


def assert_apart(page):
    text = page.content.decode()
    assert "1960.03" in text and "1960.11" in text


@pytest.mark.parametrize("where", ["roster", "search", "desk", "application", "merge", "handover", "term"])
def test_on_pages_and_in_choices(cast, two, where):
    village = cast.a.village
    town, secretary = cast.client(cast.township), cast.client(cast.a.secretary)
    pages = {
        "roster": lambda: secretary.get(reverse("members:member_list"), {"q": "zs"}),
        "search": lambda: secretary.get(reverse("desk:search"), {"q": "张三"}),
        "desk": lambda: secretary.get(reverse("desk:home"), {"village": village.code, "q": "zs"}),
        "application": lambda: secretary.get(reverse("groups:application_new"), {"village": village.code}),
        "merge": lambda: town.get(reverse("members:member_merge", args=[cast.a.members[0].pk])),
        "handover": lambda: town.get(reverse("members:handover", args=[village.code])),
        "term": lambda: town.get(reverse("members:term_change")),
    }
    if where == "merge":
        build.member(cast.b.branch, "张三", born="1960-11")
        pages["merge"] = lambda: town.get(reverse("members:member_merge", args=[two[0].pk]))
    assert_apart(pages[where]())


def test_in_lists_and_sheets_of_applications(cast, two):
    for member in two:
        build.walk(build.draft(member, cast.a.posts["economy"]), "confirmed", cast.a.secretary, meetings={})
    secretary = cast.client(cast.a.secretary)
    assert_apart(secretary.get(reverse("groups:application_list")))
    assert_apart(secretary.get(reverse("desk:home")))
    assert_apart(secretary.get(reverse("groups:notice_new", args=[cast.a.village.code])))
    assert {tuple(line[:2]) for line in rows(secretary, reverse("groups:application_export"))[1:]} == {
        ("张三", "1960.03"),
        ("张三", "1960.11"),
    }


def test_in_the_records(cast, two):
    town = cast.client(cast.township)
    asked = {"term": "zhangsan", "app_label": "groups", "model_name": "group", "field_name": "acting_leader"}
    found = town.get(reverse("admin:autocomplete"), asked).json()["results"]
    assert sorted(one["text"] for one in found) == ["张三（1960.03）", "张三（1960.11）"]
    for member in two:
        build.draft(member, cast.a.posts["economy"])
        member.offices.create(kind="committee")
    for name in ("groups_application", "members_office"):
        page = town.get(reverse(f"admin:{name}_changelist"))
        assert_apart(page)


def test_the_board_never_shows_two_alike(cast, two):
    first, second = two
    post = cast.a.posts["economy"]
    build.posted(cast.a, [build.walk(build.draft(first, post), "confirmed", cast.a.secretary)])
    Placement.objects.filter(member=first).update(held_from="2026-10-28")
    later = build.walk(build.draft(second, cast.a.posts["culture"]), "confirmed", cast.a.secretary, meetings={})
    with pytest.raises(Refused, match="称呼"):
        build.posted(cast.a, [later])
    Member.objects.filter(pk=second.pk).update(public_label="小")
    Line.objects.filter(notice__state="drafted").delete()
    assert build.posted(cast.a, [later]).lines.get().columns["name"] == "张三（小）"


def test_a_leader_is_named_with_his_label(cast, two):
    first, second = two
    Member.objects.filter(pk=first.pk).update(public_label="大")
    Placement.objects.bulk_create(
        [Placement(application=build.draft(first, cast.a.posts["economy-leader"]), post=cast.a.posts["economy-leader"],
                   member=first, seat=1, reserved_on="2026-10-20", held_from="2026-10-28")]
    )  # fmt: skip
    Member.objects.filter(pk=second.pk).update(public_label="小")
    Group.objects.filter(village=cast.a.village, zone="culture").update(
        acting_leader=second, acting_from="2026-11-01", acting_until="2026-12-31"
    )
    client = cast.client(cast.a.secretary)
    page = client.get(reverse("groups:group_list")).content.decode()
    assert "张三（大）" in page and "张三（小）" in page
    sheet = [cell for line in rows(client, reverse("groups:group_export")) for cell in line]
    assert "张三（大）" in sheet and "张三（小）" in sheet
