"""Each invariant, broken by a hand in the database past every rule, is found; a sound town breaks none."""

import datetime as dt
import io
import json
import os

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from groups.models import Application, Nomination, Placement
from groups.models.procedure import Ballot
from notices.actions import receive_objection
from notices.models import Line, Objection
from notices.moves import NOTICE, OBJECTION
from tests import build
from tests.access.people import with_template
from tests.papers import photos
from tests.plans.stories import move, plan_of, walked
from tests.upkeep import of_plans
from tests.upkeep.of_plans import sql
from tools.papers import store
from tools.papers.actions import take_in
from tools.papers.prepare import prepared
from tools.papers.template_models import TemplateUse
from tools.upkeep.invariants import CHECKS, find_broken
from tools.workflow.models import StateChange


@pytest.fixture
def town(cast, clock):
    """Somebody seated, somebody posted with an objection that was not upheld, somebody confirmed, nominated, applied."""
    meetings, people, posts = {}, cast.a.members, cast.a.posts
    cast.at = {
        name: build.walk(build.draft(person, posts[post]), to, cast.a.secretary, meetings=meetings)
        for name, person, post, to in (
            ("seated", people[0], "economy", "confirmed"),
            ("posted", people[1], "culture", "confirmed"),
            ("confirmed", people[2], "harmony", "confirmed"),
            ("nominated", people[0], "livelihood", "nominated"),
            ("applied", people[1], "livelihood", "applied"),
        )
    }
    first = build.posted(cast.a, [cast.at["seated"]])
    day = build.DAYS["conclude"]
    NOTICE.perform(first, "conclude", actor=cast.a.secretary, happened_on=day, data={"stated": True})
    cast.notice = build.posted(cast.a, [cast.at["posted"]], on=dt.date(2026, 11, 20))
    cast.objection = receive_objection(cast.notice, cast.notice.lines.get(), text="常年在外")
    OBJECTION.perform(cast.objection, "dismiss", actor=cast.township, data={"finding": "经查不实"})
    for application in cast.at.values():
        application.refresh_from_db()
    cast.draft = build.draft(people[2], posts["environment"])
    cast.plan = walked(plan_of(cast.a), "published", cast.a)
    cast.goals = {goal.number: goal.pk for goal in cast.plan.goals.all()}
    move(cast.plan.goals.get(number=2), "finish", cast.a.leader, result="秧歌队三十人")
    with_template(cast.township)
    cast.scan, _new = take_in("application_form", cast.draft, prepared(photos.jpeg()), cast.a.clerk)
    return cast


def lost(town):
    town.lost = store.place(store.put(b"lost", "jpg"))
    return town.lost


def row(model, **where):
    return model.objects.get(**where).pk


def test_a_sound_town_breaks_none(town):
    assert find_broken() == []


BREAKS = [
    # The invariant, what somebody's hand did, and the model and row that must be named.
    (
        "groups.seats_within_posts",
        lambda t: sql("UPDATE groups_placement SET seat = 9 WHERE application_id = %s", t.at["seated"].pk),
        lambda t: ("groups.placement", row(Placement, application=t.at["seated"])),
    ),
    (
        "groups.placements_fit_applications",
        lambda t: sql("DELETE FROM groups_placement WHERE application_id = %s", t.at["seated"].pk),
        lambda t: ("groups.application", t.at["seated"].pk),
    ),
    (
        "groups.placements_fit_applications",
        lambda t: sql(
            "UPDATE groups_placement SET held_from = '2026-11-01' WHERE application_id = %s", t.at["confirmed"].pk
        ),
        lambda t: ("groups.application", t.at["confirmed"].pk),
    ),
    (
        "groups.placements_fit_applications",
        lambda t: sql(
            "UPDATE groups_placement SET post_id = %s WHERE application_id = %s",
            t.a.posts["environment"].pk,
            t.at["confirmed"].pk,
        ),
        lambda t: ("groups.application", t.at["confirmed"].pk),
    ),
    (
        "groups.lines_fit_applications",
        lambda t: sql("UPDATE notices_line SET result = 'gone' WHERE notice_id = %s", t.notice.pk),
        lambda t: ("groups.application", t.at["posted"].pk),
    ),
    (
        "groups.lines_fit_applications",
        lambda t: sql("UPDATE notices_line SET result = 'done' WHERE notice_id = %s", t.notice.pk),
        lambda t: ("notices.line", row(Line, notice=t.notice)),
    ),
    (
        "groups.steps_are_recorded",
        lambda t: sql("DELETE FROM groups_nomination WHERE application_id = %s", t.at["nominated"].pk),
        lambda t: ("groups.application", t.at["nominated"].pk),
    ),
    (
        "groups.ballots_fit_meetings",
        lambda t: sql(
            "UPDATE groups_ballot SET entitled = 31 WHERE step = 'review' AND application_id = %s", t.at["seated"].pk
        ),
        lambda t: ("groups.ballot", row(Ballot, application=t.at["seated"], step="review")),
    ),
    (
        "groups.steps_are_recorded",
        lambda t: sql("DELETE FROM groups_ballot WHERE step = 'review' AND application_id = %s", t.at["seated"].pk),
        lambda t: ("groups.application", t.at["seated"].pk),
    ),
    (
        "groups.steps_are_recorded",
        lambda t: sql(
            "UPDATE groups_ballot SET round = 2 WHERE step = 'confirm' AND application_id = %s", t.at["posted"].pk
        ),
        lambda t: ("groups.application", t.at["posted"].pk),
    ),
    (
        "meetings.rules_are_there",
        lambda t: sql("DELETE FROM meetings_quorumrule WHERE family = 'branch'"),
        lambda t: ("meetings.quorumrule", "branch"),
    ),
    (
        "members.one_township",
        lambda t: sql("DELETE FROM members_township"),
        lambda t: ("members.township", None),
    ),
    (
        "members.people_can_be_found",
        lambda t: sql("UPDATE members_member SET search_key = '' WHERE id = %s", t.a.members[0].pk),
        lambda t: ("members.member", t.a.members[0].pk),
    ),
    (
        "members.people_can_be_found",
        lambda t: sql("UPDATE members_village SET search_key = '' WHERE id = %s", t.b.village.pk),
        lambda t: ("members.village", t.b.village.pk),
    ),
    (
        "notices.posted_lists_are_frozen",
        lambda t: sql("UPDATE notices_notice SET opened_on = NULL, ends_on = NULL WHERE id = %s", t.notice.pk),
        lambda t: ("notices.notice", t.notice.pk),
    ),
    (
        "notices.posted_lists_are_frozen",
        lambda t: sql("UPDATE notices_line SET columns = '{}' WHERE notice_id = %s", t.notice.pk),
        lambda t: ("notices.line", row(Line, notice=t.notice)),
    ),
    (
        "notices.objections_are_answered",
        lambda t: sql("UPDATE notices_objection SET finding = '' WHERE id = %s", t.objection.pk),
        lambda t: ("notices.objection", t.objection.pk),
    ),
    (
        "notices.objections_are_answered",
        lambda t: sql(
            "UPDATE notices_objection SET line_id = %s WHERE id = %s",
            row(Line, subject_id=t.at["seated"].pk),
            t.objection.pk,
        ),
        lambda t: ("notices.objection", t.objection.pk),
    ),
    (
        "papers.templates_can_be_filled",
        lambda t: sql("UPDATE papers_papertemplate SET content = %s WHERE number = 1", b"PK"),
        lambda t: ("papers.templateuse", row(TemplateUse)),
    ),
    (
        "workflow.trail_agrees",
        lambda t: sql("UPDATE groups_application SET state = 'nominated' WHERE id = %s", t.at["applied"].pk),
        lambda t: ("groups.application", t.at["applied"].pk),
    ),
    (
        "workflow.trail_agrees",
        lambda t: sql("UPDATE groups_application SET state = 'applied' WHERE id = %s", t.draft.pk),
        lambda t: ("groups.application", t.draft.pk),
    ),
    (
        "workflow.trail_agrees",
        lambda t: sql("UPDATE notices_notice SET version = version + 1 WHERE id = %s", t.notice.pk),
        lambda t: ("notices.notice", t.notice.pk),
    ),
    (
        "papers.every_scan_has_its_file",
        lambda t: store.take_away(t.scan.file),
        lambda t: ("papers.scan", t.scan.pk),
    ),
    (
        "papers.every_file_has_its_scan",
        lambda t: os.utime(lost(t), (0, 0)),
        lambda t: ("papers.scan", t.lost.name),
    ),
    (
        "papers.every_scan_has_its_thing",
        lambda t: sql("UPDATE papers_scan SET object_id = 987654 WHERE id = %s", t.scan.pk),
        lambda t: ("papers.scan", t.scan.pk),
    ),
    (
        "workflow.trail_agrees",
        lambda t: sql(
            "DELETE FROM workflow_statechange WHERE model = 'groups.application' AND object_id = %s AND move = 'nominate'",
            t.at["nominated"].pk,
        ),
        lambda t: ("groups.application", t.at["nominated"].pk),
    ),
    *of_plans.BREAKS,
]


@pytest.mark.parametrize(("name", "harm", "where"), BREAKS, ids=[f"{b[0]}-{n}" for n, b in enumerate(BREAKS)])
def test_what_a_hand_in_the_database_breaks_is_found(town, name, harm, where):
    harm(town)
    assert where(town) in {(b.model, b.pk) for b in find_broken() if b.invariant == name}


def test_every_invariant_was_broken_once():
    assert {name for name, _harm, _where in BREAKS} == set(CHECKS)


def test_an_application_that_is_gone_leaves_its_trail(town):
    pk = town.at["applied"].pk
    sql("DELETE FROM groups_application WHERE id = %s", pk)
    assert [(b.model, b.pk) for b in find_broken()] == [("groups.application", pk)]


def test_a_step_left_out_of_the_middle_of_a_trail_is_found(town):
    pk = town.at["confirmed"].pk
    StateChange._base_manager.filter(model="groups.application", object_id=pk, move="review").delete()
    assert {(b.invariant, b.pk) for b in find_broken()} == {("workflow.trail_agrees", pk)}


def test_the_command_lists_what_is_broken_and_says_so_by_its_exit_code(town):
    out = io.StringIO()
    call_command("check_invariants", json=True, stdout=out)
    assert json.loads(out.getvalue()) == {"checked": sorted(CHECKS), "broken": []}
    Ballot.objects.filter(application=town.at["seated"]).delete()
    Nomination.objects.filter(application=town.at["seated"]).delete()
    for options in ({"json": True}, {}):
        out = io.StringIO()
        with pytest.raises(SystemExit) as end:
            call_command("check_invariants", stdout=out, **options)
        assert end.value.code == 1
        assert str(town.at["seated"].pk) in out.getvalue()


@pytest.mark.parametrize(("said", "code"), [("no such table: a", "migrate"), ("no server", "database")])
def test_a_database_that_cannot_be_asked_is_one_sentence(monkeypatch, said, code):
    def away():
        raise OperationalError(said)

    monkeypatch.setitem(CHECKS, "a.a", away)
    out = io.StringIO()
    with pytest.raises(CommandError) as refusal:
        call_command("check_invariants", json=True, stdout=out)
    assert (refusal.value.returncode, json.loads(out.getvalue())["code"]) == (2, code)


def test_it_writes_nothing(town):
    before = Application.objects.count(), StateChange.objects.count(), Objection.objects.count()
    find_broken()
    assert (Application.objects.count(), StateChange.objects.count(), Objection.objects.count()) == before
