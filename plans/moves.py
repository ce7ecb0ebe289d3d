"""The year's plan on its way through four deliberations and two publications (四议两公开), and each of its goals."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from members.roles import ENTERERS, FOR_ANOTHER, LEADER, SECRETARY, TOWNSHIP
from members.scope import rights_of
from plans.effects import forget_step, keep_publication, keep_resolution, keep_result, start_again, take_result_back
from plans.guards import (
    can_decide,
    can_discuss,
    can_examine,
    can_propose,
    can_publish,
    can_report,
    can_withdraw,
    has_ended,
    is_before_report,
    is_just_typed,
    is_public,
    may_come_down,
    typed_just_now,
    vote_failed,
    where_it_was,
)
from tools.workflow.engine import Move, Workflow
from tools.workflow.models import UNDO


class PlanState(models.TextChoices):
    """Where a plan stands."""

    DRAFTED = "drafted", _("draft")
    PROPOSED = "proposed", _("proposed by the branch")
    DISCUSSED = "discussed", _("discussed by the two committees")
    EXAMINED = "examined", _("passed by the members' assembly")
    DECIDED = "decided", _("decided by the representatives")
    PUBLISHED = "published", _("decision published")
    REPORTED = "reported", _("result published")
    RETURNED = "returned", _("to be corrected")
    WITHDRAWN = "withdrawn", _("withdrawn")


class GoalState(models.TextChoices):
    """Where a goal stands."""

    OPEN = "open", _("going on")
    DONE = "done", _("done")
    DROPPED = "dropped", _("adjusted")


S, G = PlanState, GoalState
DELIBERATED = (S.PROPOSED, S.DISCUSSED, S.EXAMINED, S.DECIDED)
"""On its way: what was deliberated is not written anew, it is sent back."""
PUBLIC = (S.PUBLISHED, S.REPORTED)
"""What the board shows."""
OVER = (S.REPORTED, S.WITHDRAWN)
"""Nothing waits for it."""

PLAN = Workflow(
    "plans.Plan",
    rights=rights_of,
    states=PlanState,
    enterers=ENTERERS,
    for_another=FOR_ANOTHER,
    related=("village", "cycle"),
    sentences={
        "plan_once_a_year": _("This village has a plan for this year already."),
        "resolution_once_a_round": _("The vote of this step is recorded already. Reload the page."),
    },
    moves=(
        #    name       label                                from                      to           by
        Move("propose", _("Record the branch's proposal"), (S.DRAFTED, S.RETURNED), S.PROPOSED, ENTERERS,
             form="ProposeForm", guard=can_propose, effect=keep_resolution),
        Move("discuss", _("Record the two committees' discussion"), (S.PROPOSED,), S.DISCUSSED, ENTERERS,
             form="DiscussForm", guard=can_discuss, effect=keep_resolution),
        Move("examine", _("Record the assembly's resolution"), (S.DISCUSSED,), S.EXAMINED, ENTERERS,
             form="ExamineForm", guard=can_examine, effect=keep_resolution),
        Move("decide", _("Record the representatives' decision"), (S.EXAMINED,), S.DECIDED, ENTERERS,
             form="DecideForm", guard=can_decide, effect=keep_resolution),
        Move("publish", _("Publish the decision"), (S.DECIDED,), S.PUBLISHED, (SECRETARY,),
             form="PublishForm", guard=can_publish, effect=keep_publication),
        Move("report", _("Publish the result"), (S.PUBLISHED,), S.REPORTED, (SECRETARY,),
             form="ReportForm", guard=can_report, effect=keep_publication, when=has_ended),
        Move("vote_down", _("Record as not passed"), (S.PROPOSED, S.DISCUSSED, S.EXAMINED), S.RETURNED, (SECRETARY,),
             form="VoteDownForm", guard=vote_failed, effect=start_again, is_way_out=True),
        Move("return", _("Send back to correct"), DELIBERATED, S.RETURNED, (SECRETARY, TOWNSHIP),
             form="ReasonForm", effect=start_again, is_way_out=True),
        Move("withdraw", _("Withdraw the plan"), (S.DRAFTED, S.RETURNED, *DELIBERATED, S.PUBLISHED), S.WITHDRAWN,
             (SECRETARY, TOWNSHIP), form="ReasonForm", guard=can_withdraw, when=may_come_down, is_way_out=True),
        Move(UNDO, _("Undo what was just done"), DELIBERATED, S.DRAFTED, ENTERERS,
             others=(S.RETURNED, S.PROPOSED, S.DISCUSSED, S.EXAMINED), choose=where_it_was, form="UndoForm",
             guard=is_just_typed, effect=forget_step, when=typed_just_now, is_way_out=True),
    ),
)  # fmt: skip

GOAL = Workflow(
    "plans.Goal",
    rights=rights_of,
    states=GoalState,
    enterers=ENTERERS,
    for_another=FOR_ANOTHER,
    related=("plan__village", "plan__cycle", "group__zone"),
    moves=(
        Move("finish", _("Record as done"), (G.OPEN,), G.DONE, (LEADER, *ENTERERS),
             form="FinishForm", guard=is_public, effect=keep_result),
        Move("drop", _("Adjust with a reason"), (G.OPEN,), G.DROPPED, (SECRETARY, TOWNSHIP),
             form="DropForm", guard=is_public, effect=keep_result, is_way_out=True),
        Move("reopen", _("Take up again"), (G.DONE, G.DROPPED), G.OPEN, (SECRETARY,),
             form="ReasonForm", guard=is_before_report, effect=take_result_back, is_way_out=True),
    ),
)  # fmt: skip
