"""What is typed in the admin obeys the roster's rules, so that it comes in again unchanged; and its history says all of it."""

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from members.models import Member, Speciality
from tests import build
from tests.exchange.township import Town, command


@pytest.fixture
def town(db, clock):
    return Town()


@pytest.fixture
def admin(town):
    client = Client()
    client.force_login(town.town, backend="tools.accounts.backends.AccountBackend")
    return client


def typed(town, **more):
    """What the form of the admin sends."""
    rows = {f"offices-{name}": 0 for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")}
    words = {
        "name": "张三",
        "sex": "male",
        "nation": "汉族",
        "born": "1957-03",
        "category": "formal",
        "branch": town.wu.pk,
    }
    return rows | words | {"joined": "1985-07", "confirmed": "1986-07", "phone": "19900000001"} | more


def send(admin, data, pk=None):
    return admin.post(
        reverse("admin:members_member_change" if pk else "admin:members_member_add", args=[pk] * bool(pk)), data
    )


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"joined": "2030-01", "confirmed": ""}, "joined"),
        ({"born": "2027"}, "born"),
        ({"joined": "1950", "confirmed": ""}, "joined"),
        ({"confirmed": "1950"}, "confirmed"),
        ({"born": "1850"}, "born"),
        ({"phone": "not-a-phone"}, "phone"),
        ({"phone": "0315-7201234"}, "phone"),
        ({"phone": "19900000001、19900000002"}, "phone"),
        ({"name": "张 三1**"}, "name"),
        ({"name": "无"}, "name"),
        ({"job": "#REF!"}, "job"),
    ],
)
def test_what_a_sheet_may_not_say_may_not_be_typed_either(town, admin, said, field):
    answer = send(admin, typed(town, **said))
    assert answer.status_code == 200 and not Member.objects.exists()
    assert list(answer.context["adminform"].form.errors) == [field]


def test_a_fault_of_two_dates_is_told_once(town):
    with pytest.raises(ValidationError) as refused:
        build.member(town.wu, "张三", born="1957", joined="1950")
    assert refused.value.message_dict == {"joined": ["入党日期早于出生日期。"]}


def test_what_is_typed_comes_in_again_unchanged(town, admin, tmp_path):
    words = {
        "name": "张 三",
        "nation": "汉",
        "education": "大 专（函授）",
        "job": "务农 ",
        "phone": "+86 199-0000-0001",
    }
    music = Speciality.objects.create(name="音乐")
    assert send(admin, typed(town, **words, specialities=[music.pk])).status_code == 302
    member = Member.objects.get()
    assert (member.name, member.nation, member.phone) == ("张三", "汉族", "19900000001")
    for ending in ("xlsx", "csv"):
        assert command("export_roster", "--as", "town", "--out", tmp_path / f"a.{ending}") == (0, {"rows": 1})
        _code, told = command("import_roster", tmp_path / f"a.{ending}", "--as", "town")
        assert (told["unchanged"], told["errors"], told["warnings"]) == (1, [], [])


def test_what_is_only_odd_is_said_and_kept(town, admin):
    answer = admin.post(
        reverse("admin:members_member_add"), typed(town, joined="1974", category="probationary"), follow=True
    )
    said = [str(message) for message in answer.context["messages"]]
    assert Member.objects.count() == 1
    assert any("18" in sentence for sentence in said) and any("预备党员" in sentence for sentence in said)


@pytest.mark.parametrize("name", ["电工、木工", "电工,木工", "无", " "])
def test_a_speciality_is_one_word(db, name):
    with pytest.raises(ValidationError):
        Speciality(name=name).full_clean()


def test_specialities_ticked_in_the_admin_are_in_the_history(town, admin):
    music, brush = (Speciality.objects.create(name=name) for name in ("音乐", "书法"))
    member = build.member(town.wu, "张三", born="1957-03", joined="1985-07", confirmed="1986-07")
    member.specialities.add(music)
    send(admin, typed(town, specialities=[brush.pk]), member.pk)
    last = member.history.first()
    assert [link.speciality.name for link in last.specialities.all()] == ["书法"]
    assert last.history_user == town.town
    page = admin.get(reverse("admin:members_member_history", args=[member.pk])).content.decode()
    assert "音乐" in page and "书法" in page
