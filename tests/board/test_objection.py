"""An objection from the board: without an account, kept once, secret, and never with an address."""

import re

import pytest
from django.db import models
from django.test import Client

from notices.models import Objection
from tests.board.stories import posted, text_of
from tools.upkeep.models import Knock

WHY = "他长年在外，村里没人见过"


@pytest.fixture
def notice(cast):
    return posted(cast.a, 3)


def sealed(client, notice):
    """What stands in the hidden field of a form handed out now."""
    answer = client.get(f"/notices/{notice.uuid}/object/")
    return re.search(r'name="opened" value="([^"]+)"', text_of(answer))[1]


def send(notice, *, client=None, opened=None, **fields):
    client = client or Client()
    sent = {
        "line": notice.lines.first().pk, "text": WHY, "signed": "", "website": "",
        "opened": sealed(client, notice) if opened is None else opened,
    } | fields  # fmt: skip
    return client.post(f"/notices/{notice.uuid}/object/", sent)


def test_it_names_a_line_and_holds_that_line_alone(notice):
    line = notice.lines.get(number=2)
    answer = send(notice, line=line.pk, signed="赵某 13900000000")
    assert answer.status_code == 200
    objection = Objection.objects.get()
    assert (objection.notice, objection.line, objection.text) == (notice, line, WHY)
    assert (objection.signed, objection.state, objection.channel) == ("赵某 13900000000", "received", "board")
    assert objection.received_on.isoformat() == "2026-11-23"
    assert WHY not in text_of(answer)
    assert [free.number for free in notice.free_lines()] == [1, 3]


def test_against_the_whole_list_only_where_somebody_says_so(notice):
    answer = send(notice, line="")
    assert answer.status_code == 422
    assert "line" in answer.context["form"].errors
    assert WHY in text_of(answer), "what was typed is kept"
    assert send(notice, line="list").status_code == 200
    objection = Objection.objects.get()
    assert objection.line is None
    assert len(notice.free_lines()) == 3, "the township decides whether the whole list waits"


def test_the_only_line_is_chosen_already(cast):
    single = posted(cast.b)
    form = Client().get(f"/notices/{single.uuid}/object/").context["form"]
    assert form["line"].value() == str(single.lines.get().pk)


@pytest.mark.parametrize(
    "wrong", [{"text": ""}, {"text": "字" * 2001}, {"line": "999999"}, {"line": "x"}, {"website": "http://spam"}]
)
def test_what_is_wrong_is_not_kept(notice, wrong):
    assert send(notice, **wrong).status_code == 422
    assert not Objection.objects.exists()


def test_a_line_of_another_notice_is_no_choice(cast, notice):
    other = posted(cast.b)
    assert send(notice, line=other.lines.get().pk).status_code == 422
    assert not Objection.objects.exists()


def test_sent_twice_it_is_kept_once(notice):
    client = Client()
    opened = sealed(client, notice)
    assert [send(notice, client=client, opened=opened).status_code for _ in range(3)] == [200] * 3
    assert Objection.objects.count() == 1
    assert send(notice, client=client).status_code == 200
    assert Objection.objects.count() == 2


def test_who_goes_back_and_writes_about_somebody_else_is_heard_twice(notice):
    client, (first, second, _third) = Client(), notice.lines.order_by("number")
    opened = sealed(client, notice)
    for sent in (
        {"line": first.pk},
        {"line": second.pk},
        {"line": second.pk, "text": "他不住在村里"},
        {"line": first.pk},
    ):
        assert send(notice, client=client, opened=opened, **sent).status_code == 200
    kept = list(Objection.objects.order_by("pk").values_list("line", "text"))
    assert kept == [(first.pk, WHY), (second.pk, WHY), (second.pk, "他不住在村里")]


def test_the_form_of_one_notice_is_not_that_of_another(cast, notice):
    client = Client()
    opened = sealed(client, notice)
    other = posted(cast.b)
    assert send(notice, client=client, opened=opened).status_code == 200
    assert send(other, client=client, opened=opened, line=other.lines.get().pk).status_code == 200
    assert sorted(Objection.objects.values_list("notice", flat=True)) == sorted([notice.pk, other.pk])


@pytest.mark.parametrize("opened", ["", "x", "W10:forged", "é"])
def test_a_broken_seal_loses_nothing_that_was_typed(notice, clock, settings, opened):
    settings.NOW_OVERRIDE = None
    client = Client()
    answer = send(notice, client=client, opened=opened)
    assert answer.status_code == 422
    assert WHY in text_of(answer)
    assert not Objection.objects.exists()
    clock.forward(seconds=5)
    assert send(notice, client=client, opened=answer.context["opened"]).status_code == 200


def test_machines_send_at_once_and_people_take_a_moment(notice, clock, settings):
    settings.NOW_OVERRIDE = None
    client = Client()
    opened = sealed(client, notice)
    answer = send(notice, client=client, opened=opened)
    assert answer.status_code == 422
    assert not Objection.objects.exists()
    assert answer.context["opened"] == opened, "the second press counts from the first opening"
    clock.forward(seconds=2)
    assert send(notice, client=client, opened=opened).status_code == 200
    assert Objection.objects.count() == 1


def test_a_form_that_lay_open_for_a_day_is_handed_out_anew(notice, clock, settings):
    settings.NOW_OVERRIDE = None
    client = Client()
    opened = sealed(client, notice)
    clock.forward(hours=25)
    answer = send(notice, client=client, opened=opened)
    assert answer.status_code == 422
    assert answer.context["opened"] != opened


def test_after_the_last_day_it_is_too_late_also_for_a_form_that_was_open(notice, clock):
    client = Client()
    opened = sealed(client, notice)
    clock.move_to("2026-11-28T00:00:00")
    answer = send(notice, client=client, opened=opened)
    assert answer.status_code == 404
    assert "公示已结束" in text_of(answer)
    assert not Objection.objects.exists()


def test_an_honest_village_passes_and_a_flood_waits(notice, clock):
    answers = [send(notice) for _ in range(30)]
    assert {answer.status_code for answer in answers} == {200}
    flood = send(notice)
    assert flood.status_code == 429
    assert 0 < int(flood.headers["Retry-After"]) <= 3600
    assert Objection.objects.count() == 30
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    assert send(notice, client=elsewhere).status_code == 200
    assert Client().get(f"/notices/{notice.uuid}/").status_code == 200
    clock.forward(seconds=int(flood.headers["Retry-After"]))
    assert send(notice).status_code == 200


def test_behind_our_proxy_the_limit_is_per_visitor(notice, settings):
    settings.BEHIND_PROXY = True
    crowd = [Client(HTTP_X_FORWARDED_FOR=f"6.6.6.6, 203.0.113.{n}") for n in range(31)]
    assert {send(notice, client=client).status_code for client in crowd} == {200}
    liar = [Client(HTTP_X_FORWARDED_FOR=f"10.0.0.{n}, 203.0.113.99") for n in range(31)]
    assert [send(notice, client=client).status_code for client in liar][-1] == 429


def test_no_address_and_no_browser_is_kept_and_the_hash_changes_daily(notice, clock):
    browser = {"REMOTE_ADDR": "203.0.113.77", "HTTP_USER_AGENT": "MicroMessenger/8.0.49"}
    send(notice, client=Client(**browser))
    kept = [str(value) for model in (Objection, Knock) for row in model.objects.values() for value in row.values()]
    assert not any("203.0.113" in value or "MicroMessenger" in value for value in kept)
    assert not any(isinstance(field, models.GenericIPAddressField) for field in Objection._meta.fields)
    first = Knock.objects.get().source
    clock.move_to("2026-11-24T10:00")
    send(notice, client=Client(**browser))
    assert Knock.objects.latest("hour").source != first
    clock.move_to("2026-11-25T11:00")
    send(notice, client=Client(**browser))
    assert Knock.objects.count() == 1, "yesterday's rows are thrown away"


def test_the_village_never_reads_it_and_neither_does_the_board(cast, notice):
    send(notice, signed="举报人名")
    pages = [Client().get(f"/notices/{notice.uuid}/"), Client().get(f"/villages/{cast.a.village.code}/")]
    for user in (cast.a.secretary, cast.a.clerk, cast.viewer):
        pages.append(cast.client(user).get(notice.get_absolute_url()))
        pages.append(cast.client(user).get("/desk/"))
    for page in pages:
        assert page.status_code == 200
        assert WHY not in text_of(page)
        assert "举报人名" not in text_of(page)


def test_it_is_guarded_against_forged_requests(notice):
    client = Client(enforce_csrf_checks=True)
    assert send(notice, client=client).status_code == 403
    assert not Objection.objects.exists()
