"""Applications at the desk: written down, handed in, found again, and one walked from paper to its seat by pages alone."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.models import Application
from notices.models import Objection
from tests import build
from tests.people import mandate
from tools.workflow.models import StateChange

D = dt.date
NEW = "/groups/applications/new/"
SECRET = "他平时不在村里，我在镇上见过他"


def new(cast, **more):
    return {
        "request_id": uuid.uuid4(), "member": cast.a.members[0].pk, "post": cast.a.posts["economy"].pk, "source": "own",
        "consent_on": "", "statement": "会修农机", "happened_on": "2026-10-08",
    } | more  # fmt: skip


def who(cast, name):
    return getattr(cast.a, name, None) or getattr(cast, name)


def test_the_clerk_writes_a_draft_and_nothing_is_handed_in_yet(cast):
    answer = cast.client(cast.a.clerk).post(NEW, new(cast))
    application = Application.objects.get()
    assert answer.headers["Location"] == application.get_absolute_url()
    assert (application.state, application.member, application.cycle) == ("drafted", cast.a.members[0], cast.cycle)


def test_the_second_button_hands_it_in_as_of_the_day_on_the_paper(cast):
    cast.client(cast.a.clerk).post(NEW, new(cast, apply="1"))
    application = Application.objects.get()
    assert (application.state, StateChange.objects.of(application).get().happened_on) == ("applied", D(2026, 10, 8))


def test_a_double_click_writes_one_application_and_shows_it_twice(cast):
    client, sent = cast.client(cast.a.clerk), new(cast, apply="1")
    places = [client.post(NEW, sent).headers["Location"] for _ in range(2)]
    assert places == [Application.objects.get().get_absolute_url()] * 2


def test_a_second_open_application_for_one_post_is_a_sentence(cast):
    client = cast.client(cast.a.clerk)
    client.post(NEW, new(cast))
    answer = client.post(NEW, new(cast))
    assert answer.status_code == 422
    assert cast.a.members[0].name in str(answer.context["form"].non_field_errors())
    assert Application.objects.count() == 1


def test_what_the_procedure_refuses_writes_nothing_and_keeps_what_was_typed(cast):
    client = cast.client(cast.a.clerk)
    early = client.post(NEW, new(cast, apply="1", happened_on="2026-01-31"))
    assert early.status_code == 422
    assert "会修农机" in early.content.decode()
    assert early.context["form"].non_field_errors()
    assert not Application.objects.exists()


@pytest.mark.parametrize("name", ["secretary", "clerk", "township", "liaison"])
@pytest.mark.parametrize("forged", ["member", "post", "retired"])
def test_people_and_posts_of_elsewhere_cannot_be_forged_in(cast, name, forged):
    if forged == "member":
        more = {"member": cast.b.members[0].pk}
    else:
        more = {"post": cast.b.posts["economy"].pk}
    if forged == "retired":
        cast.a.posts["culture"].retired_on = D(2026, 9, 1)
        cast.a.posts["culture"].save()
        more = {"post": cast.a.posts["culture"].pk}
    answer = cast.client(who(cast, name)).post(f"{NEW}?village={cast.a.village.code}", new(cast, **more))
    assert answer.status_code == 422
    assert not Application.objects.exists()


def test_who_enters_for_several_villages_chooses_one_and_no_other(cast):
    mandate(cast.liaison, "liaison", cast.b.village)
    client = cast.client(cast.liaison)
    page = client.get(NEW)
    assert {village.code for village in page.context["villages"]} == {cast.a.village.code, cast.b.village.code}
    chosen = client.get(f"{NEW}?village={cast.b.village.code}")
    people = set(chosen.context["form"].fields["member"].queryset)
    assert set(cast.b.members) <= people
    assert not people & set(cast.a.members)


@pytest.mark.parametrize(
    ("name", "own", "other"),
    [("secretary", 200, 404), ("member", 200, 404), ("viewer", 403, 403), ("maintainer", 403, 403)],
)
def test_a_new_application_is_for_who_enters_and_for_oneself(cast, name, own, other):
    client = cast.client(who(cast, name))
    assert client.get(f"{NEW}?village={cast.a.village.code}").status_code == own
    assert client.get(f"{NEW}?village={cast.b.village.code}").status_code == other
    assert client.get(f"{NEW}?village=000000000000").status_code == 404


def test_a_member_applies_for_himself_whoever_he_names_reads_his_trail_and_withdraws(cast):
    client = cast.client(cast.a.member)
    client.post(NEW, new(cast, member=cast.a.members[1].pk, source="branch", apply="1", happened_on=""))
    application = Application.objects.get()
    assert (application.member, application.source, application.state) == (cast.a.members[0], "own", "applied")
    assert client.get(application.get_absolute_url()).status_code == 200
    assert [a.pk for a in client.get("/groups/applications/").context["page"]] == [application.pk]
    moves = f"/moves/groups.application/{application.pk}/"
    assert client.get(f"{moves}nominate/").status_code == 403
    application.refresh_from_db()
    sent = {"request_id": uuid.uuid4(), "version": application.version, "reason": "家里有事"}
    assert client.post(f"{moves}withdraw/", sent).status_code == 302
    application.refresh_from_db()
    assert application.state == "withdrawn"
    # Another member of the same village sees nothing of it.
    assert cast.client(cast.a.leader).get(application.get_absolute_url()).status_code == 404


def test_a_teacher_who_reports_in_applies_where_she_lives(cast):
    teacher = build.member(cast.school, "女教师", lives_in=cast.a.village)
    teacher.user = cast.viewer.__class__.objects.create(username="teacher")
    teacher.save()
    client = cast.client(teacher.user)
    assert client.get(f"/groups/{cast.a.village.code}/").status_code == 200
    assert client.post(NEW, new(cast, apply="1")).status_code == 302
    assert Application.objects.get().member == teacher


def test_what_is_on_its_way_is_not_written_anew_and_what_was_sent_back_is(cast):
    application = build.walk(build.draft(cast.a.members[0], cast.a.posts["economy"]), "applied", cast.a.secretary)
    client, page = cast.client(cast.a.clerk), f"/groups/applications/{application.pk}/edit/"
    sent = {"post": cast.a.posts["culture"].pk, "source": "own", "consent_on": "", "statement": "改报文化"}
    assert client.post(page, sent).status_code == 403
    build.move(application, "return", cast.a.secretary, reason="岗位写错", on=D(2026, 10, 9))
    assert client.post(page, sent | {"apply": "1", "happened_on": "2026-10-10"}).status_code == 302
    application.refresh_from_db()
    assert (application.post, application.state, application.round) == (cast.a.posts["culture"], "applied", 2)
    assert client.post(page, sent | {"post": cast.b.posts["economy"].pk}).status_code == 403


def test_a_forged_post_or_a_strange_hand_changes_no_draft(cast):
    draft = build.draft(cast.a.members[0], cast.a.posts["economy"])
    page = f"/groups/applications/{draft.pk}/edit/"
    sent = {"post": cast.b.posts["economy"].pk, "source": "own", "statement": ""}
    assert cast.client(cast.a.clerk).post(page, sent).status_code == 422
    sent["post"] = cast.a.posts["culture"].pk
    assert cast.client(cast.viewer).post(page, sent).status_code == 403
    assert cast.client(cast.b.secretary).post(page, sent).status_code == 404
    draft.refresh_from_db()
    assert draft.post == cast.a.posts["economy"]


def test_whom_others_proposed_agrees_before_the_review_and_the_day_is_typed_on_the_way(cast):
    application = build.walk(
        build.draft(cast.a.members[1], cast.a.posts["economy"], source="villagers"), "nominated", cast.a.secretary
    )
    page, client = f"/groups/applications/{application.pk}/edit/", cast.client(cast.a.clerk)
    assert client.get(application.get_absolute_url()).context["needs_consent"]
    assert client.post(page, {"consent_on": "2026-11-24"}).status_code == 422
    assert client.post(page, {"consent_on": "2026-10-13", "post": cast.b.posts["economy"].pk}).status_code == 302
    application.refresh_from_db()
    assert (application.consent_on, application.post) == (D(2026, 10, 13), cast.a.posts["economy"])
    assert client.get(page).status_code == 403


def test_an_objections_text_reaches_the_township_and_nobody_else(cast):
    application = build.walk(build.draft(cast.a.members[0], cast.a.posts["economy"]), "confirmed", cast.a.secretary)
    notice = build.posted(cast.a, [application])
    objection = Objection.objects.create(
        notice=notice, line=notice.lines.get(), text=SECRET, received_on=D(2026, 11, 23)
    )
    for name in ("secretary", "clerk", "liaison", "viewer", "member"):
        answer = cast.client(who(cast, name)).get(application.get_absolute_url())
        assert (answer.status_code, list(answer.context["objections"])) == (200, [])
        assert objection.get_absolute_url() not in answer.content.decode()
        assert SECRET not in answer.content.decode()
    page = cast.client(cast.township).get(application.get_absolute_url()).content.decode()
    assert objection.get_absolute_url() in page


def test_the_list_ends_where_ones_scope_ends(cast):
    mine = build.draft(cast.a.members[0], cast.a.posts["economy"])
    theirs = build.draft(cast.b.members[0], cast.b.posts["culture"])

    def listed(user, query=""):
        return [
            application.pk for application in cast.client(user).get(f"/groups/applications/{query}").context["page"]
        ]

    assert listed(cast.township) == listed(cast.viewer) == [theirs.pk, mine.pk]
    assert listed(cast.a.clerk) == listed(cast.a.member) == [mine.pk]
    assert listed(cast.a.leader) == []
    assert listed(cast.a.clerk, f"?village={cast.b.village.code}") == [mine.pk]
    assert listed(cast.township, f"?village={cast.b.village.code}") == [theirs.pk]
    assert listed(cast.township, "?zone=economy&state=open&sort=old") == [mine.pk]
    assert listed(cast.township, "?state=seated") == []
    # 南平庄党员甲 by initials; by the whole pinyin; by nonsense.
    assert listed(cast.township, "?q=npz") == listed(cast.township, "?q=nanping") == [theirs.pk]
    assert listed(cast.township, "?q=xyz") == []


@pytest.mark.parametrize("page", ["", "edit/"])
def test_a_neighbours_application_looks_like_none(cast, page):
    mine = build.draft(cast.a.members[0], cast.a.posts["economy"])
    for user in (cast.b.secretary, cast.b.clerk, cast.b.member, cast.a.leader):
        client = cast.client(user)
        assert client.get(f"/groups/applications/{mine.pk}/{page}").status_code == 404
        assert client.get(f"/groups/applications/999999/{page}").status_code == 404


def queries(client, address):
    client.get(address)  # the session's own first steps are not counted
    with CaptureQueriesContext(connection) as caught:
        assert client.get(address).status_code == 200
    return len(caught)


def test_one_application_or_three_cost_the_same(cast):
    client = cast.client(cast.township)
    build.draft(cast.a.members[0], cast.a.posts["economy"])
    one = queries(client, "/groups/applications/")
    build.draft(cast.a.members[1], cast.a.posts["culture"])
    build.draft(cast.b.members[0], cast.b.posts["economy"])
    assert queries(client, "/groups/applications/") == one


def test_who_goes_back_and_writes_about_somebody_else_is_told_that_it_was_not_kept(cast):
    clerk, page = cast.client(cast.a.clerk), f"/groups/applications/new/?village={cast.a.village.code}"
    sent = {
        "request_id": clerk.get(page).context["form"]["request_id"].value(), "member": cast.a.members[0].pk,
        "post": cast.a.posts["economy"].pk, "source": "own", "apply": "1",
    }  # fmt: skip
    told = "没有保存"
    assert told not in clerk.post(page, sent, follow=True).content.decode()
    assert told not in clerk.post(page, sent, follow=True).content.decode(), "a double click is none"
    assert told in clerk.post(page, sent | {"member": cast.a.members[1].pk}, follow=True).content.decode()
    assert Application.objects.get().member == cast.a.members[0]
