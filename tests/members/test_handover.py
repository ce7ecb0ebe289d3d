"""The secretary's office goes over: right, office and account in one step, and the slips that are printed."""

import datetime as dt

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from members.actions import create_account
from members.models import Mandate, Member, Office
from members.scope import reach
from tests import build
from tests.board.stories import text_of
from tests.people import account, mandate
from tools.accounts.first_passwords import ITERATIONS

D = dt.date
TERM = reverse("members:term_change")


@pytest.fixture
def next_one(cast):
    """A member of A without an account, and the present secretary's office on paper."""
    Office.objects.create(member=cast.a.members[0], kind="secretary", starts_on=D(2024, 3, 1))
    return build.member(cast.a.branch, "接任人")


def page(village):
    return reverse("members:handover", args=[village.code])


def hand(cast, member, on="2026-11-23", until="", user=None):
    sent = {"member": member.pk, "on": on, "until": until}
    return cast.client(user or cast.township).post(page(cast.a.village), sent)


def test_right_office_and_account_go_over_in_one_step(cast, next_one):
    old = cast.a.secretary
    answer = hand(cast, next_one)
    next_one.refresh_from_db()
    assert answer.status_code == 200
    password = answer.context["slips"][0].password
    assert password in text_of(answer)
    assert next_one.user.username == f"sec-{cast.a.village.code}"
    given = Mandate.objects.get(user=next_one.user)
    assert (given.role, given.village, given.starts_on, given.ends_on) == (
        "secretary",
        cast.a.village,
        D(2026, 11, 23),
        None,
    )
    assert old.mandates.get(role="secretary").ends_on == D(2026, 11, 22)
    assert Office.objects.get(member=cast.a.members[0], kind="secretary").ends_on == D(2026, 11, 22)
    assert Office.objects.get(member=next_one, kind="secretary").starts_on == D(2026, 11, 23)
    client = Client()
    client.post("/accounts/login/", {"username": next_one.user.username, "password": password})
    assert client.get("/desk/").headers["Location"] == reverse("accounts:password_change")


def test_an_account_that_has_nothing_else_to_do_is_closed_and_one_of_a_member_stays(cast, next_one):
    office = account("office-a", "村委会")
    mandate(office, "secretary", cast.a.village)
    signed_in = cast.client(office)
    assert signed_in.get("/desk/").status_code == 200
    hand(cast, next_one)
    office.refresh_from_db()
    cast.a.secretary.refresh_from_db()
    assert (office.is_active, cast.a.secretary.is_active) == (False, True)
    assert signed_in.get("/desk/").status_code == 302
    third = build.member(cast.a.branch, "再接任")
    hand(cast, third, on="2026-11-24")
    next_one.refresh_from_db()
    assert next_one.user.is_active
    assert Member.objects.get(pk=third.pk).user.username == f"sec-{cast.a.village.code}-2"


def test_a_hand_over_ahead_of_its_day_waits_for_it(cast, next_one, clock):
    hand(cast, next_one, on="2026-12-01")
    fresh = Member.objects.get(pk=next_one.pk).user
    assert not reach(fresh).villages
    cast.a.secretary.refresh_from_db()
    assert cast.a.secretary.is_active
    clock.move_to("2026-12-01 00:00")
    assert reach(type(fresh).objects.get(pk=fresh.pk)).villages == {cast.a.village.pk}
    assert not reach(type(fresh).objects.get(pk=cast.a.secretary.pk)).villages


def test_who_stands_in_has_the_right_between_two_days_and_the_secretary_keeps_his(cast, next_one, clock):
    hand(cast, next_one, until="2026-12-31")
    given = Mandate.objects.get(user__member=next_one)
    assert (given.starts_on, given.ends_on) == (D(2026, 11, 23), D(2026, 12, 31))
    assert cast.a.secretary.mandates.get(role="secretary").ends_on is None
    assert Office.objects.get(member=next_one).kind == "acting"
    assert Office.objects.get(member=cast.a.members[0], kind="secretary").ends_on is None


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ({"on": "2024-03-01"}, "任职"), ({"until": "2026-11-01"}, "早于"), ({"on": ""}, "必填"), ({"member": "other"}, "选择"),
        ({"member": "left"}, "选择"), ({"member": "probationary"}, "选择"), ({"member": ""}, "必填"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_nothing_is_written(cast, next_one, sent, why):
    people = {
        "other": cast.b.members[0],
        "left": build.member(cast.a.branch, "走了", left_on=D(2026, 1, 1), left_how="moved"),
        "probationary": build.member(cast.a.branch, "预备", category="probationary"),
    }
    said = {"member": next_one.pk, "on": "2026-11-23", "until": ""} | sent
    said["member"] = people[said["member"]].pk if said["member"] in people else said["member"]
    before = (Mandate.objects.count(), Office.objects.count())
    answer = cast.client(cast.township).post(page(cast.a.village), said)
    assert answer.status_code == 422
    assert why in text_of(answer)
    assert (Mandate.objects.count(), Office.objects.count()) == before
    assert Mandate.objects.filter(user=cast.a.secretary, ends_on=None).exists()


def test_the_same_press_again_changes_nothing_more(cast, next_one):
    hand(cast, next_one)
    before = Mandate.objects.count()
    assert hand(cast, next_one).status_code == 422
    assert Mandate.objects.count() == before


def test_a_closed_account_is_opened_first(cast, next_one):
    next_one.user = cast.a.clerk
    next_one.save()
    cast.a.clerk.is_active = False
    cast.a.clerk.save()
    answer = hand(cast, next_one)
    assert answer.status_code == 422
    assert "停用" in text_of(answer)


def test_a_change_of_term_writes_all_villages_at_once_or_none(cast, next_one):
    other = build.member(cast.b.branch, "乙村接任")
    town = cast.client(cast.township)
    sent = {"on": "2026-11-23", f"next-{cast.a.village.pk}": next_one.pk, f"next-{cast.b.village.pk}": other.pk}
    Office.objects.create(member=cast.b.members[0], kind="secretary", starts_on=D(2026, 11, 23))
    answer = town.post(TERM, sent)
    assert answer.status_code == 422
    assert "南平庄" in answer.context["form"].non_field_errors()[0]
    assert not Mandate.objects.filter(user__member=next_one).exists()
    answer = town.post(TERM, sent | {"on": "2026-11-24"})
    assert answer.status_code == 200
    assert [slip.village for slip in answer.context["slips"]] == [cast.a.village, cast.b.village]
    assert Mandate.objects.filter(role="secretary", starts_on=D(2026, 11, 24)).count() == 2


def test_a_change_of_term_takes_nobody_of_another_village_and_wants_one_change(cast, next_one):
    town = cast.client(cast.township)
    assert town.post(TERM, {"on": "2026-11-23", f"next-{cast.b.village.pk}": next_one.pk}).status_code == 422
    assert town.post(TERM, {"on": "2026-11-23"}).status_code == 422
    assert town.post(TERM, {"on": "", f"next-{cast.a.village.pk}": next_one.pk}).status_code == 422
    assert not Office.objects.filter(member=next_one).exists()


def test_the_page_of_the_term_names_who_is_secretary_now(cast, next_one):
    rows = cast.client(cast.township).get(TERM).context["form"].rows()
    assert cast.a.members[0].told_apart in [present for present, _field in rows][0].split("、")


def test_the_slips_of_a_village_are_printed_on_one_sheet(cast):
    address = reverse("members:village_slips", args=[cast.a.village.code])
    town = cast.client(cast.township)
    offered = set(town.get(address).context["form"].fields["accounts"].queryset)
    assert {cast.a.secretary, cast.a.clerk} <= offered
    assert not offered & {cast.township, cast.b.secretary, cast.maintainer}
    answer = town.post(address, {"accounts": [cast.a.secretary.pk, cast.a.clerk.pk]})
    assert len({slip.password for slip in answer.context["slips"]}) == 2
    for slip in answer.context["slips"]:
        slip.account.refresh_from_db()
        assert slip.account.check_password(slip.password) and slip.account.must_change_password
    for forged in ([cast.b.secretary.pk], [cast.township.pk], []):
        assert town.post(address, {"accounts": forged}).status_code == 422
    assert cast.b.secretary.check_password("") is False


def test_whoever_has_not_signed_in_yet_gets_a_new_slip_where_the_first_was_lost(cast, next_one):
    hand(cast, next_one, on="2026-11-24")
    next_one.refresh_from_db()
    town, address = cast.client(cast.township), reverse("members:unused_slips")
    assert list(town.get(address).context["form"].fields["accounts"].queryset) == [next_one.user]
    [slip] = town.post(address, {"accounts": [next_one.user.pk]}).context["slips"]
    assert slip.village == cast.a.village
    assert town.post(address, {"accounts": [cast.b.secretary.pk]}).status_code == 422
    Client().post("/accounts/login/", {"username": next_one.user.username, "password": slip.password})
    assert "已经登录过" in text_of(town.get(address))


def test_a_first_password_is_ready_soon_and_the_chosen_one_gets_the_full_number_of_rounds(cast, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    user, password = create_account("neu", "新来的")
    assert f"${ITERATIONS}$" in user.password
    assert user.check_password(password)
    user.refresh_from_db()
    assert f"${PBKDF2PasswordHasher.iterations}$" in user.password


def test_an_administrator_who_also_helps_a_village_is_not_reset_with_it(cast):
    mandate(cast.township, "clerk", cast.a.village)
    address = reverse("members:village_slips", args=[cast.a.village.code])
    assert cast.client(cast.township).post(address, {"accounts": [cast.township.pk]}).status_code == 422


@pytest.mark.parametrize("name", ["handover", "village_slips", "unused_slips", "term_change"])
def test_a_page_asks_as_much_with_three_more_people(cast, name):
    address = reverse(f"members:{name}", args=[] if name in ("term_change", "unused_slips") else [cast.a.village.code])
    town, counts = cast.client(cast.township), []
    town.get(address)
    for number in range(2):
        for more in range(3 * number):
            build.member(cast.a.branch, f"多人{'甲乙丙'[more]}")
        with CaptureQueriesContext(connection) as asked:
            town.get(address)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_on_the_first_day_the_secretaries_of_the_roster_are_chosen_already(cast):
    Mandate.objects.filter(user=cast.a.secretary).delete()
    form = cast.client(cast.township).get(TERM).context["form"]
    chosen = {pk: form[f"next-{pk}"].value() for pk in (cast.a.village.pk, cast.b.village.pk)}
    assert chosen == {cast.a.village.pk: str(cast.a.secretary_member.pk), cast.b.village.pk: None}
