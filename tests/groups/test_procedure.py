"""What must hold at each step of the procedure, as the people of 吴庄子 would run into it."""

import datetime as dt

import pytest

from groups.models import Placement, Post, Scheme
from members.models import Mandate, Member, Township
from tests import build
from tools.workflow.errors import Forbidden, Refused

D = dt.date


def test_nobody_applies_before_the_scheme_is_published(cast):
    Scheme.objects.filter(village=cast.a.village).update(published_on=D(2026, 10, 9))
    draft = build.draft(cast.a.members[0], cast.a.posts["economy"])
    with pytest.raises(Refused):
        build.move(draft, "apply", cast.a.clerk, on=D(2026, 10, 8))
    assert build.move(draft, "apply", cast.a.clerk, on=D(2026, 10, 9)).state == "applied"


def test_without_a_scheme_nobody_applies_at_all(cast):
    Scheme.objects.filter(village=cast.a.village).delete()
    with pytest.raises(Refused):
        build.move(build.draft(cast.a.members[0], cast.a.posts["economy"]), "apply", cast.a.clerk)


def test_a_post_no_longer_offered_takes_nobody(cast):
    Post.objects.filter(pk=cast.a.posts["economy"].pk).update(retired_on=D(2026, 9, 1))
    with pytest.raises(Refused):
        build.move(build.draft(cast.a.members[0], cast.a.posts["economy"]), "apply", cast.a.clerk)


def test_whoever_left_or_lives_elsewhere_does_not_apply_here(cast):
    left = build.member(cast.a.branch, "已迁走", left_on=D(2026, 5, 1), left_how="moved")
    foreign = cast.b.members[0]
    teacher = build.member(cast.school, "女教师")
    for person in (left, foreign, teacher):
        with pytest.raises(Refused):
            build.move(build.draft(person, cast.a.posts["economy"]), "apply", cast.a.clerk)


def test_a_teacher_who_reports_in_takes_a_post_where_she_lives_and_her_branch_stays(cast):
    teacher = build.member(cast.school, "女教师", lives_in=cast.a.village)
    assert build.walk(build.draft(teacher, cast.a.posts["culture"]), "confirmed", cast.a.secretary).state == "confirmed"
    teacher.refresh_from_db()
    assert teacher.branch == cast.school


def test_two_posts_a_person_at_most_and_the_town_may_say_one(cast):
    person, meetings = cast.a.members[0], {}
    for zone in ("economy", "culture"):
        build.walk(build.draft(person, cast.a.posts[zone]), "confirmed", cast.a.secretary, meetings=meetings)
    with pytest.raises(Refused):
        build.move(build.draft(person, cast.a.posts["harmony"]), "apply", cast.a.clerk)
    Township.objects.update(max_posts=1)
    other = cast.a.members[1]
    build.move(build.draft(other, cast.a.posts["economy"]), "apply", cast.a.clerk)
    with pytest.raises(Refused):
        build.move(build.draft(other, cast.a.posts["culture"]), "apply", cast.a.clerk)


@pytest.mark.parametrize("source", ["villagers", "branch"])
def test_whoever_did_not_ask_himself_agrees_before_the_review(cast, source):
    draft = build.draft(cast.a.members[0], cast.a.posts["economy"], source=source)
    build.walk(draft, "nominated", cast.a.clerk)
    met = build.meeting(cast.a.village, held_on=build.DAYS["review"])
    with pytest.raises(Refused):
        build.move(draft, "review", cast.a.clerk, **build.votes(met))
    type(draft).objects.filter(pk=draft.pk).update(consent_on=D(2026, 10, 9))
    assert build.move(draft, "review", cast.a.clerk, **build.votes(met)).state == "reviewed"


def test_a_meeting_before_the_step_before_it_decides_nothing(cast):
    draft = build.walk(build.draft(cast.a.members[0], cast.a.posts["economy"]), "nominated", cast.a.clerk)
    early = build.meeting(cast.a.village, held_on=D(2026, 10, 11))
    with pytest.raises(Refused):
        build.move(draft, "review", cast.a.clerk, **build.votes(early))


@pytest.mark.parametrize(
    ("entitled", "present", "in_favour", "passes"),
    [(20, 11, 11, True), (20, 10, 10, False), (20, 15, 11, True), (20, 15, 10, False), (21, 11, 11, True)],
)
def test_the_branch_confirms_at_its_quorum_and_not_one_below(cast, entitled, present, in_favour, passes):
    draft = build.walk(build.draft(cast.a.members[0], cast.a.posts["economy"]), "reviewed", cast.a.clerk)
    met = build.meeting(cast.a.village, "assembly", held_on=build.DAYS["confirm"], entitled=entitled, present=present)
    votes = build.votes(met, in_favour)
    if passes:
        assert build.move(draft, "confirm", cast.a.secretary, **votes).state == "confirmed"
    else:
        with pytest.raises(Refused):
            build.move(draft, "confirm", cast.a.secretary, **votes)


def test_who_was_recused_is_noted_and_the_others_votes_add_up(cast):
    draft = build.walk(build.draft(cast.a.members[0], cast.a.posts["economy"]), "nominated", cast.a.clerk)
    met = build.meeting(cast.a.village, held_on=build.DAYS["review"], entitled=30, present=24)
    build.move(draft, "review", cast.a.clerk, meeting=met, in_favour=20, against=2, abstained=1, recused=1)
    ballot = draft.ballots.get()
    assert (ballot.present, ballot.recused) == (23, 1)


def test_a_vote_that_did_not_pass_is_recorded_and_one_that_passed_is_not_recorded_so(cast):
    draft = build.walk(build.draft(cast.a.members[0], cast.a.posts["economy"]), "nominated", cast.a.clerk)
    met = build.meeting(cast.a.village, held_on=build.DAYS["review"], entitled=30, present=24)
    with pytest.raises(Refused):
        build.move(draft, "vote_down", cast.a.secretary, on=build.DAYS["review"], **build.votes(met))
    build.move(draft, "vote_down", cast.a.secretary, on=build.DAYS["review"], **build.votes(met, 12))
    assert (draft.state, draft.ballots.get().step) == ("declined", "vote_down")


def test_no_meeting_votes_anybody_down_before_he_has_applied(cast):
    draft = build.walk(build.draft(cast.a.members[0], cast.a.posts["economy"]), "applied", cast.a.clerk)
    before = build.meeting(cast.a.village, held_on=D(2026, 10, 7), entitled=30, present=24)
    with pytest.raises(Refused):
        build.move(draft, "vote_down", cast.a.secretary, on=build.DAYS["review"], **build.votes(before, 2))
    draft.refresh_from_db()
    assert (draft.state, draft.ballots.count()) == ("applied", 0)


def test_who_was_proposed_has_agreed_before_the_meeting_and_not_afterwards(cast):
    draft = build.draft(cast.a.members[0], cast.a.posts["economy"], source="villagers", consent_on=D(2026, 10, 16))
    build.walk(draft, "nominated", cast.a.clerk)
    met = build.meeting(cast.a.village, held_on=build.DAYS["review"], entitled=30, present=24)
    with pytest.raises(Refused):
        build.move(draft, "review", cast.a.clerk, on=D(2026, 10, 16), **build.votes(met))
    draft.consent_on = build.DAYS["review"]
    draft.save()
    assert build.move(draft, "review", cast.a.clerk, **build.votes(met)).state == "reviewed"


def test_too_few_people_do_not_vote_anybody_down(cast):
    draft = build.walk(build.draft(cast.a.members[0], cast.a.posts["economy"]), "nominated", cast.a.clerk)
    met = build.meeting(cast.a.village, held_on=build.DAYS["review"], entitled=30, present=19)
    with pytest.raises(Refused):
        build.move(draft, "vote_down", cast.a.secretary, on=build.DAYS["review"], **build.votes(met, 2))


def test_a_withdrawn_application_gives_its_seat_back(cast):
    draft = build.walk(build.draft(cast.a.members[0], cast.a.posts["economy"]), "confirmed", cast.a.secretary)
    assert Placement.objects.reserved().count() == 1
    build.move(draft, "withdraw", cast.a.member, reason="家中有事", on=D(2026, 10, 21))
    assert (draft.state, Placement.objects.count()) == ("withdrawn", 0)


def test_nobody_elses_application_is_withdrawn_by_a_member(cast):
    draft = build.draft(cast.a.members[1], cast.a.posts["economy"])
    with pytest.raises(Forbidden):
        build.move(draft, "withdraw", cast.a.member, reason="试", on=D(2026, 10, 21))


def test_the_clock_ends_only_what_belongs_to_somebody_who_left(cast):
    draft = build.walk(build.draft(cast.a.members[0], cast.a.posts["economy"]), "applied", cast.a.clerk)
    with pytest.raises(Refused):
        build.move(draft, "withdraw", None, reason="已去世", on=D(2026, 10, 21))
    Member.objects.filter(pk=draft.member_id).update(left_on=D(2026, 10, 20), left_how="died")
    assert build.move(draft, "withdraw", None, reason="已去世", on=D(2026, 10, 21)).state == "withdrawn"


def test_a_leaders_mandate_is_not_there_before_he_is_seated(cast):
    build.walk(build.draft(cast.a.members[0], cast.a.posts["economy-leader"]), "confirmed", cast.a.secretary)
    assert not Mandate.objects.filter(user=cast.a.member).exists()
