"""What follows when an application has moved: seats, records, mandates. Works through the things it is given."""

from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _

from meetings.votes import frozen
from members.actions import close_leader_mandate, open_leader_mandate
from notices.moves import OBJECTION
from tools.workflow.engine import Case
from tools.workflow.errors import Conflict


def keep_nomination(cases: list[Case]) -> None:
    """How many nominated and how; never who."""
    model = cases[0].obj.nominations.model
    model.objects.bulk_create(
        model(
            application=c.obj,
            round=c.obj.round,
            nominators=c.data["nominators"],
            how=c.data["how"],
            happened_on=c.happened_on,
        )
        for c in cases
    )


def keep_ballot(cases: list[Case]) -> None:
    """Freeze the vote with the numbers by which it was decided."""
    model = cases[0].obj.ballots.model
    model.objects.bulk_create(
        model(application=case.obj, round=case.obj.round, step=case.change.move, **frozen(case)) for case in cases
    )


def reserve_seat(cases: list[Case]) -> None:
    """Keep the ballot and take the lowest free seat of the post. Posts are locked in the order of their keys."""
    keep_ballot(cases)
    post_model, model = type(cases[0].obj.post), cases[0].obj.post.placements.model
    wanted = sorted({case.obj.post_id for case in cases})
    posts = {post.pk: post for post in post_model.objects.select_for_update().filter(pk__in=wanted).order_by("pk")}
    taken: dict[int, dict[int, Any]] = defaultdict(dict)
    for placement in model.objects.open().filter(post__in=wanted).select_related("member"):
        taken[placement.post_id][placement.seat] = placement
    rows = []
    for case in cases:
        post, seats = posts[case.obj.post_id], taken[case.obj.post_id]
        seat = next((number for number in range(1, post.seats + 1) if number not in seats), None)
        if seat is None:
            names = "、".join(sorted(placement.member.name for placement in seats.values()))
            raise Conflict(
                _("No seat is free for “%(post)s”: %(seats)s of %(seats)s are taken by %(names)s.")
                % {"post": post.name, "seats": post.seats, "names": names}
            )
        row = model(application=case.obj, post=post, member=case.obj.member, seat=seat, reserved_on=case.happened_on)
        seats[seat] = row
        rows.append(row)
    model.objects.bulk_create(rows)


def take_seat(cases: list[Case]) -> None:
    """The reserved seat is held from now on; a leader's opens his mandate where he has an account."""
    model = cases[0].obj.post.placements.model
    rows = list(model.objects.open().filter(application__in=[case.obj.pk for case in cases]))
    by_application = {row.application_id: row for row in rows}
    for case in cases:
        row = by_application[case.obj.pk]
        row.held_from, row.term_ends_on = case.happened_on, case.obj.cycle.term_ends_on
        group = case.obj.post.group
        if case.obj.post.is_leader and case.obj.member.user_id:
            open_leader_mandate(case.obj.member.user, group.village, group.zone_id, case.happened_on)
    model.objects.bulk_update(rows, ["held_from", "term_ends_on"])


def leave_seat(cases: list[Case]) -> None:
    """The seat is free again; the history stays; a leader's mandate closes."""
    for case in cases:
        case.obj.post.placements.open().filter(application=case.obj).update(
            over_on=case.happened_on, over_reason=case.data.get("reason", "")
        )
        group = case.obj.post.group
        if case.change.source == "seated" and case.obj.post.is_leader and case.obj.member.user_id:
            close_leader_mandate(case.obj.member.user, group.village, group.zone_id, case.happened_on)


def renew_term(cases: list[Case]) -> None:
    """Who is on the post stays there until the last day of the year's term that runs now."""
    for case in cases:
        case.obj.post.placements.open().filter(application=case.obj).update(term_ends_on=case.data["until"])


def free_seat(cases: list[Case]) -> None:
    """A seat that was only reserved is given back and leaves no trace among the holders."""
    model = cases[0].obj.post.placements.model
    model.objects.reserved().filter(application__in=[case.obj.pk for case in cases]).delete()


def start_again(cases: list[Case]) -> None:
    """What was recorded keeps its round; the next one starts with none, and without a seat."""
    free_seat(cases)
    type(cases[0].obj).objects.next_round([case.obj.pk for case in cases])


def take_other_post(cases: list[Case]) -> None:
    """The application goes on for another post. What it keeps of its steps goes along into a round of its own: the votes stay
    as they were counted, and the next vote is one on the new post."""
    free_seat(cases)
    for case in cases:
        application, state = case.obj, case.change.target
        if case.change.source != "applied":
            kept = list(application.nominations.filter(round=application.round))
            if state == "reviewed":
                kept += application.ballots.current().filter(round=application.round, step="review")
            type(application).objects.next_round([application.pk])
            application.refresh_from_db(fields=["round"])
            for record in kept:
                record.pk, record.round = None, application.round
                record.save(force_insert=True)
        application.post, application.consent_on = case.data["post"], case.data["consent_on"]
        application.save(update_fields=["post", "consent_on"])


def settle_objection(cases: list[Case]) -> None:
    """The objection is upheld in the same breath; the application goes back or is over, its seat is free."""
    for case in cases:
        objection = case.data["objection"]
        OBJECTION.perform(
            objection, "uphold", actor=case.actor, data={"finding": case.data["finding"]}, cause=case.change
        )
    again = [case for case in cases if case.change.target == "returned"]
    if again:
        start_again(again)
    free_seat(cases)


def forget_step(cases: list[Case]) -> None:
    """What the step had recorded goes with it; the trail keeps that it was typed and taken back."""
    for case in cases:
        step, now = case.before.move, {"round": case.obj.round}
        if step == "nominate":
            case.obj.nominations.filter(**now).delete()
        elif step == "review":
            case.obj.ballots.filter(step=step, **now).delete()
