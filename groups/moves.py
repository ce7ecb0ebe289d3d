"""The central procedure: apply, nominate, review, confirm, post, seat. One table says what may happen."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from groups.effects import (
    forget_step,
    free_seat,
    keep_ballot,
    keep_nomination,
    leave_seat,
    renew_term,
    reserve_seat,
    settle_objection,
    start_again,
    take_other_post,
    take_seat,
)
from groups.guards import (
    can_apply,
    can_reassign,
    can_renew,
    confirm_passed,
    has_left_for_clock,
    has_objection,
    is_just_typed,
    review_passed,
    term_ends_early,
    typed_just_now,
    vote_failed,
)
from members.roles import CLOCK, ENTERERS, FOR_ANOTHER, INSTEAD, MEMBER, OWN, SECRETARY, TOWNSHIP
from members.scope import rights_of
from tools.workflow.engine import INTERNAL, Case, Move, Workflow
from tools.workflow.models import UNDO


class ApplicationState(models.TextChoices):
    """Where an application stands."""

    DRAFTED = "drafted", _("draft")
    APPLIED = "applied", _("applied")
    NOMINATED = "nominated", _("nominated")
    REVIEWED = "reviewed", _("review passed")
    CONFIRMED = "confirmed", _("confirmed by the branch")
    POSTED = "posted", _("posted for objection")
    SEATED = "seated", _("on the post")
    RETURNED = "returned", _("to be corrected")
    DECLINED = "declined", _("not passed")
    WITHDRAWN = "withdrawn", _("withdrawn")
    ENDED = "ended", _("left the post")


S = ApplicationState
ON_THE_WAY = (S.DRAFTED, S.APPLIED, S.NOMINATED, S.REVIEWED, S.CONFIRMED, S.POSTED)


def outcome(case: Case) -> str:
    """An upheld objection sends back to a new review, or ends the application."""
    return S.DECLINED if case.data["outcome"] == "declined" else S.RETURNED


def where_it_goes_on(case: Case) -> str:
    """For another post of the zone the nomination and the review still count; beyond it, and to lead a group, he is reviewed
    again. The branch confirms for the post itself, so always anew."""
    if case.obj.state in (S.APPLIED, S.NOMINATED):
        return case.obj.state
    post = case.data["post"]
    same = post.group_id == case.obj.post.group_id and post.is_leader <= case.obj.post.is_leader
    return S.REVIEWED if same else S.NOMINATED


def where_it_was(case: Case) -> str:
    """The state before the step that is taken back."""
    return case.before.source


APPLICATION = Workflow(
    "groups.Application",
    rights=rights_of,
    states=ApplicationState,
    enterers=ENTERERS,
    for_another=FOR_ANOTHER,
    related=("member__branch", "post__group__village", "post__group__zone", "cycle"),
    sentences={
        "placement_seat_once": _("Somebody else was just given this seat. Reload the page."),
        "placement_member_once": _("This member was just given this post. Reload the page."),
        "application_one_open": _("This member was just given an application for this post. Reload the page."),
        "groups_application.member_id": _("This member was just given an application for this post. Reload the page."),
        "groups_placement.post_id": _("Somebody else was just given this seat. Reload the page."),
    },
    moves=(
        #    name       label                         from                          to            by
        Move("apply", _("Apply"), (S.DRAFTED, S.RETURNED), S.APPLIED, (MEMBER, *ENTERERS), guard=can_apply),
        Move("nominate", _("Record nomination"), (S.APPLIED,), S.NOMINATED, ENTERERS,
             form="NominationForm", effect=keep_nomination),
        Move("review", _("Record review"), (S.NOMINATED,), S.REVIEWED, ENTERERS,
             form="ReviewForm", guard=review_passed, effect=keep_ballot),
        Move("confirm", _("Confirm by the branch"), (S.REVIEWED,), S.CONFIRMED, (SECRETARY, INSTEAD),
             form="ConfirmForm", guard=confirm_passed, effect=reserve_seat, never=(OWN,), paper=(TOWNSHIP,)),
        Move("post", _("Post for objection"), (S.CONFIRMED,), S.POSTED, INTERNAL),
        Move("recall", _("Notice taken down"), (S.POSTED,), S.CONFIRMED, INTERNAL),
        Move("seat", _("Take up the post"), (S.POSTED,), S.SEATED, INTERNAL, effect=take_seat),
        Move("vote_down", _("Record as not passed"), (S.APPLIED, S.NOMINATED, S.REVIEWED), S.DECLINED, (SECRETARY, INSTEAD),
             form="VoteDownForm", guard=vote_failed, effect=keep_ballot, never=(OWN,), is_way_out=True),
        Move("return", _("Send back to correct"), (S.APPLIED, S.NOMINATED, S.REVIEWED, S.CONFIRMED), S.RETURNED,
             (SECRETARY, TOWNSHIP), form="ReasonForm", effect=start_again, is_way_out=True, in_bulk=True),
        Move("reassign", _("Propose another post"), (S.APPLIED, S.NOMINATED, S.REVIEWED, S.CONFIRMED), S.APPLIED, ENTERERS,
             others=(S.NOMINATED, S.REVIEWED), choose=where_it_goes_on, form="ReassignForm", guard=can_reassign,
             effect=take_other_post, is_way_out=True),
        Move("uphold", _("Uphold an objection"), (S.POSTED,), S.RETURNED, (TOWNSHIP,), others=(S.DECLINED,), choose=outcome,
             form="UpholdForm", guard=has_objection, effect=settle_objection, never=(OWN,), is_way_out=True),
        Move("withdraw", _("Withdraw the application"), (*ON_THE_WAY, S.RETURNED), S.WITHDRAWN, (MEMBER, *ENTERERS, CLOCK),
             form="ReasonForm", guard=has_left_for_clock, effect=free_seat, is_way_out=True),
        Move("end", _("Leave the post"), (S.SEATED,), S.ENDED, (SECRETARY, TOWNSHIP, CLOCK),
             form="ReasonForm", guard=has_left_for_clock, effect=leave_seat, never=(OWN,), is_way_out=True, in_bulk=True),
        Move("renew", _("Stay on the post for the new term"), (S.SEATED,), S.SEATED, (SECRETARY, INSTEAD), form="RenewForm",
             guard=can_renew, effect=renew_term, never=(OWN,), is_way_out=True, in_bulk=True, when=term_ends_early),
        Move(UNDO, _("Undo what was just done"), (S.APPLIED, S.NOMINATED, S.REVIEWED), S.DRAFTED, (MEMBER, *ENTERERS),
             others=(S.RETURNED, S.APPLIED, S.NOMINATED), choose=where_it_was, form="UndoForm", guard=is_just_typed,
             effect=forget_step, when=typed_just_now, is_way_out=True),
    ),
)  # fmt: skip
