"""One move for a list: looked at first; who is skipped is named with the reason; whom the preview promised is moved."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.models import Application, Placement
from notices.models import Notice
from tests import build
from tests.desk.stories import posted
from tools.workflow.models import StateChange

PAGE = "/moves/groups.application/list/"
NOTICES = "/moves/notices.notice/list/"


@pytest.fixture
def waiting(cast):
    """Three have applied."""
    return [
        build.walk(build.draft(member, cast.a.posts[zone]), "applied", cast.a.secretary)
        for member, zone in zip(cast.a.members, ("economy", "culture", "harmony"), strict=True)
    ]


def ask(browser, things, move="return", page=PAGE):
    return browser.get(
        page, {"move": move, "pk": [thing.pk for thing in things], "next": "/groups/applications/?state=open"}
    )


def send(browser, things, page=PAGE, *, move="return", form=None, promised=None, **more):
    form = form or ask(browser, things, move, page).context["form"]
    sent = {name: form[name].value() for name in form.fields if form[name].value() is not None} | {
        "move": move, "pk": [thing.pk for thing in things], "next": "/groups/applications/",
    } | more  # fmt: skip
    if promised is not None:
        sent |= {"promised": [thing.pk for thing in promised], "do": "1"}
    return browser.post(page, sent)


def states():
    return list(Application.objects.order_by("pk").values_list("state", flat=True))


def test_a_secretary_sends_a_list_back_after_looking_who_is_skipped(cast, waiting):
    own = build.draft(cast.a.secretary_member, cast.a.posts["environment"])
    browser = cast.client(cast.a.secretary)
    look = send(browser, [*waiting, own], reason="补签名")
    assert look.status_code == 200
    outcome = look.context["outcome"]
    assert outcome.moved == waiting
    [(skipped, why)] = outcome.skipped
    assert skipped == own and "草稿" in why
    assert states() == ["applied"] * 3 + ["drafted"], "a look changes nothing"
    assert not StateChange.objects.filter(move="return").exists()
    done = send(browser, [*waiting, own], reason="补签名", promised=waiting)
    assert (done.status_code, done["Location"]) == (302, "/groups/applications/")
    assert states() == ["returned"] * 3 + ["drafted"]
    assert set(StateChange.objects.filter(move="return").values_list("note", flat=True)) == {"补签名"}


def test_where_one_changed_meanwhile_nobody_is_moved_and_the_page_says_how_it_stands(cast, waiting):
    browser = cast.client(cast.a.secretary)
    form = send(browser, waiting, reason="补签名").context["form"]
    build.move(waiting[1], "withdraw", cast.a.clerk, reason="本人不愿意", on=None)
    answer = send(browser, waiting, form=form, reason="补签名", promised=waiting)
    assert answer.status_code == 409
    assert states() == ["applied", "withdrawn", "applied"]
    assert answer.context["outcome"].moved == [waiting[0], waiting[2]]


def test_a_double_click_does_it_once(cast, waiting):
    browser = cast.client(cast.a.secretary)
    form = send(browser, waiting, reason="补签名").context["form"]
    for _press in (1, 2):
        answer = send(browser, waiting, form=form, reason="补签名", promised=waiting)
        assert answer.status_code == 302
    assert StateChange.objects.filter(move="return").count() == 3


def test_without_a_reason_nothing_is_looked_at(cast, waiting):
    answer = send(cast.client(cast.a.secretary), waiting, reason="")
    assert answer.status_code == 422 and "outcome" not in answer.context


def test_nobody_reaches_another_villages_things_and_a_clerk_skips_what_is_not_his(cast, waiting):
    foreign = send(cast.client(cast.b.secretary), waiting, form=ask(cast.client(cast.a.secretary), waiting).context["form"],
                   reason="试", promised=waiting)  # fmt: skip
    assert foreign.status_code == 200 and foreign.context["things"] == []
    look = send(cast.client(cast.a.clerk), waiting, reason="试")
    assert look.context["outcome"].moved == [] and len(look.context["outcome"].skipped) == 3
    assert states() == ["applied"] * 3


def test_only_moves_that_the_table_marks_go_by_lists(cast, waiting):
    browser = cast.client(cast.a.secretary)
    for move in ("confirm", "review", "withdraw", "nonsense"):
        assert ask(browser, waiting, move).status_code == 404
    assert browser.get("/moves/groups.nothing/list/?move=return").status_code == 404
    assert "还没有勾选" in browser.get(PAGE + "?move=return").content.decode()


def test_the_branch_ends_the_posts_of_a_list(cast):
    meetings, seated = {}, []
    for member in cast.a.members[:2]:
        seated.append(
            build.walk(build.draft(member, cast.a.posts["culture"]), "confirmed", cast.a.secretary, meetings=meetings)
        )
    notice = build.posted(cast.a, seated)
    browser = cast.client(cast.a.secretary)
    look = send(browser, [notice], NOTICES, move="conclude", stated="on", happened_on="2026-10-28")
    assert look.context["outcome"].moved == [notice]
    send(browser, [notice], NOTICES, move="conclude", stated="on", happened_on="2026-10-28", promised=[notice])
    assert states() == ["seated", "seated"]
    send(browser, seated, move="end", reason="换届", happened_on="2026-11-20", promised=seated)
    assert states() == ["ended", "ended"]
    assert not Placement.objects.open().exists()


def test_a_list_of_notices_goes_up_and_one_that_runs_is_not_concluded(cast):
    confirmed = [
        build.walk(build.draft(m, cast.a.posts["culture"]), "confirmed", cast.a.secretary) for m in cast.a.members[:1]
    ]
    notice = posted(cast, confirmed)
    look = send(cast.client(cast.a.secretary), [notice], NOTICES, move="conclude", stated="on")
    [(_notice, why)] = look.context["outcome"].skipped
    assert "11" in why
    assert Notice.objects.get().state == "open"


def test_the_lists_show_boxes_only_to_those_who_may(cast, waiting):
    for user, boxes in ((cast.a.secretary, True), (cast.township, True), (cast.a.clerk, False), (cast.viewer, False)):
        page = cast.client(user).get("/groups/applications/").content.decode()
        assert ('name="pk"' in page) is boxes


def test_the_list_with_boxes_asks_no_more_for_three_rows_than_for_one(cast, waiting):
    browser = cast.client(cast.a.secretary)

    def asked(address):
        with CaptureQueriesContext(connection) as found:
            browser.get(address)
        return len(found)

    asked("/groups/applications/")
    assert asked("/groups/applications/") == asked("/groups/applications/?q=甲")
