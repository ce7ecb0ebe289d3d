"""Notices at the desk: drafted, posted, taken down and corrected; who sees them, and in which order."""

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from notices.forms import NoticeForm
from notices.models import Notice
from tests import build
from tests.notices.stories import TODAY, WORDS, Signed, confirmed, draft, object_to, press, states, who

D = dt.date


def test_a_notice_is_drafted_from_what_the_branch_has_confirmed(cast):
    ready = confirmed(cast, 3)
    client = cast.client(cast.a.clerk)
    page = client.get(f"/groups/{cast.a.village.code}/notice/")
    words = page.context["form"].initial
    assert "吴庄子村" in words["title"]
    assert "2026" in words["title"]
    assert "榛子镇吴庄子村" in words["organ"]
    assert words["phone"] == "0315-0000000"
    assert draft(client, cast.a.village, ready[:2]).status_code == 302
    notice = Notice.objects.get()
    assert (notice.state, notice.kind) == ("drafted", "placements")
    assert set(notice.lines.values_list("subject_id", "member")) == {(a.pk, a.member_id) for a in ready[:2]}
    # Who stands on a draft is offered for no second one.
    again = client.get(f"/groups/{cast.a.village.code}/notice/")
    assert list(again.context["form"].candidates) == [ready[2].pk]


def test_a_double_click_drafts_one(cast):
    [one] = confirmed(cast, 1)
    client, sent = cast.client(cast.a.clerk), {"request_id": uuid.uuid4()}
    assert len({draft(client, cast.a.village, [one], **sent).headers["Location"] for _ in range(2)}) == 1
    assert Notice.objects.count() == 1


def test_nobody_of_elsewhere_and_nobody_unconfirmed_is_forged_onto_a_list(cast):
    [mine] = confirmed(cast, 1)
    [theirs] = confirmed(cast, 1, cast.b)
    waiting = build.walk(build.draft(cast.a.members[2], cast.a.posts["culture"]), "reviewed", cast.a.secretary)
    client = cast.client(cast.township)
    for forged in (theirs, waiting):
        assert draft(client, cast.a.village, [mine, forged]).status_code == 422
    assert draft(client, cast.a.village, []).status_code == 422
    assert draft(client, cast.a.village, [mine], body="联系13800001234").status_code == 422
    assert not Notice.objects.exists()


@pytest.mark.parametrize(("name", "status"), [("viewer", 403), ("member", 403), ("maintainer", 403), ("leader", 403)])
def test_who_only_reads_drafts_nothing(cast, name, status):
    [one] = confirmed(cast, 1)
    assert draft(cast.client(who(cast, name)), cast.a.village, [one]).status_code == status
    assert draft(cast.client(cast.b.secretary), cast.a.village, [one]).status_code == 404
    assert not Notice.objects.exists()


def test_a_draft_is_changed_and_thrown_away_and_a_posted_notice_is_not(cast):
    one, two, three = confirmed(cast, 3)
    client = cast.client(cast.a.clerk)
    draft(client, cast.a.village, [one, two])
    notice = Notice.objects.get()
    page = f"/posting/{notice.pk}/edit/"
    assert cast.client(cast.viewer).get(page).status_code == 403
    assert cast.client(cast.b.secretary).post(page, WORDS | {"picked": [one.pk]}).status_code == 404
    assert client.post(page, WORDS | {"picked": [one.pk, 999999]}).status_code == 422
    assert client.post(page, WORDS | {"title": "改过的题目", "picked": [two.pk, three.pk]}).status_code == 302
    notice.refresh_from_db()
    assert notice.title == "改过的题目"
    assert set(notice.lines.values_list("subject_id", flat=True)) == {two.pk, three.pk}
    assert press(cast.client(cast.a.secretary), notice, "open", opens_on="2026-11-23").status_code == 302
    assert client.post(page, WORDS | {"picked": [one.pk]}).status_code == 409
    assert client.post(page, {"discard": "1"}).status_code == 409
    assert notice.lines.count() == 2
    draft(client, cast.a.village, [one])
    other = Notice.objects.exclude(pk=notice.pk).get()
    assert client.post(f"/posting/{other.pk}/edit/", {"discard": "1"}).status_code == 302
    assert not Notice.objects.filter(pk=other.pk).exists()
    assert states([one, two, three]) == ["confirmed", "posted", "posted"]


def test_a_draft_says_beforehand_what_would_stand_in_the_way(cast):
    one, two = confirmed(cast, 2)
    type(one.member).objects.filter(pk__in=[one.member_id, two.member_id]).update(name="李强")
    client = cast.client(cast.a.clerk)
    draft(client, cast.a.village, [one, two])
    page = client.get(Notice.objects.get().get_absolute_url())
    assert ["李强" in sentence for sentence in page.context["warnings"]] == [True]
    assert page.context["preview"]["ends_on"] == D(2026, 11, 27)


def test_a_notice_taken_down_is_corrected_by_a_new_one_for_a_new_period(cast, clock, eight):
    applications, notice = eight
    secretary = Signed(cast, cast.a.secretary)
    clock.move_to("2026-11-25")
    assert press(secretary, notice, "withdraw", reason="漏写一个岗位").status_code == 302
    assert states(applications) == ["confirmed"] * 8
    form = secretary.get(f"/groups/{cast.a.village.code}/notice/").context["form"]
    assert form["corrects"].value() == notice.pk
    assert draft(secretary, cast.a.village, applications, corrects=notice.pk).status_code == 302
    new = Notice.objects.get(corrects=notice)
    assert press(secretary, new, "open", opens_on="2026-11-25").status_code == 302
    new.refresh_from_db()
    assert new.ends_on == D(2026, 12, 1)
    old = secretary.get(notice.get_absolute_url())
    assert old.context["correction"] == new
    assert "漏写一个岗位" in old.content.decode()


def test_of_two_who_correct_one_notice_at_once_the_later_one_reads_it(cast, monkeypatch):
    first, second = confirmed(cast, 2)
    own = build.posted(cast.a, [first], TODAY)
    secretary = Signed(cast, cast.a.secretary)
    press(secretary, own, "withdraw", reason="重写")
    really = NoticeForm.is_valid

    def and_meanwhile(form):
        """Between what this form was asked and what it writes, a colleague's is through."""
        fine = really(form)
        monkeypatch.setattr(NoticeForm, "is_valid", really)
        assert draft(cast.client(cast.a.clerk), cast.a.village, [second], corrects=own.pk).status_code == 302
        return fine

    monkeypatch.setattr(NoticeForm, "is_valid", and_meanwhile)
    answer = draft(secretary, cast.a.village, [first], corrects=own.pk)
    assert answer.status_code == 422
    assert "刚才已经有人" in answer.content.decode()
    assert Notice.objects.filter(corrects=own).count() == 1


def test_a_neighbours_notice_cannot_be_forged_in_as_the_one_corrected(cast):
    [theirs] = confirmed(cast, 1, cast.b)
    foreign = build.posted(cast.b, [theirs], TODAY)
    [mine] = confirmed(cast, 1)
    own = build.posted(cast.a, [mine], TODAY)
    for notice, where in ((foreign, cast.b), (own, cast.a)):
        press(cast.client(where.secretary), notice, "withdraw", reason="重写")
    answer = draft(cast.client(cast.township), cast.a.village, [mine], corrects=foreign.pk)
    assert answer.status_code == 422
    assert "corrects" in answer.context["form"].errors


def test_the_list_shows_first_what_waits_and_how_many_days_are_left(cast, clock):
    ready = confirmed(cast, 4)
    over = build.posted(cast.a, ready[:1], D(2026, 10, 21))
    running = build.posted(cast.a, ready[1:2], TODAY)
    gone = build.posted(cast.a, ready[2:3], TODAY)
    press(cast.client(cast.a.secretary), gone, "withdraw", reason="重写")
    draft(cast.client(cast.a.clerk), cast.a.village, ready[3:])
    drafted = Notice.objects.get(state="drafted")
    clock.move_to("2026-11-25")
    page = cast.client(cast.a.secretary).get("/posting/").context["page"]
    assert [notice.pk for notice in page] == [over.pk, running.pk, drafted.pk, gone.pk]
    assert [getattr(notice, "left", None) for notice in page] == [None, 3, None, None]

    def listed(user, query):
        return [notice.pk for notice in cast.client(user).get(f"/posting/{query}").context["page"]]

    assert listed(cast.viewer, "?state=over") == [over.pk]
    assert listed(cast.viewer, "?state=withdrawn") == [gone.pk]
    assert listed(cast.viewer, f"?village={cast.b.village.code}") == []
    assert listed(cast.b.secretary, "") == listed(cast.a.member, "") == []


@pytest.mark.parametrize("page", ["", "edit/", "print/"])
def test_a_neighbours_notice_looks_like_none(cast, eight, page):
    _applications, notice = eight
    for user in (cast.b.secretary, cast.a.member):
        assert cast.client(user).get(f"/posting/{notice.pk}/{page}").status_code == 404
        assert cast.client(user).get(f"/posting/999999/{page}").status_code == 404
    assert cast.client().get(f"/posting/{notice.pk}/{page}").status_code == 302


def test_one_notice_or_three_cost_the_same_and_so_do_objections(cast):
    ready = confirmed(cast, 3)
    client = cast.client(cast.township)

    def queries(address):
        client.get(address)  # the session's own first steps are not counted
        with CaptureQueriesContext(connection) as caught:
            assert client.get(address).status_code == 200
        return len(caught)

    lists = ("/posting/", "/posting/objections/")
    first = build.posted(cast.a, ready[:1], TODAY)
    object_to(first, ready[0])
    one = [queries(address) for address in lists]
    for application in ready[1:]:
        object_to(build.posted(cast.a, [application], TODAY), application)
    assert [queries(address) for address in lists] == one


def test_one_line_or_three_cost_the_same(cast):
    ready = confirmed(cast, 4)
    client = cast.client(cast.a.secretary)

    def queries(notice):
        client.get(notice.get_absolute_url())  # the session's own first steps are not counted
        with CaptureQueriesContext(connection) as caught:
            assert client.get(notice.get_absolute_url()).status_code == 200
        return len(caught)

    short, long = build.posted(cast.a, ready[:1], TODAY), build.posted(cast.a, ready[1:], TODAY)
    assert queries(short) == queries(long)
