"""What must hold before an application moves on. Each raises `Refused` with a sentence that says how to mend it."""

from typing import Any

from django.utils.translation import gettext as _

from meetings.quorum import least
from meetings.votes import count_votes, meeting_of
from members.models import Township
from notices.moves import WAITING
from tools.workflow.engine import Case
from tools.workflow.errors import Refused
from tools.workflow.undoing import must_be_just_typed, was_just_typed

UNDOABLE = ("apply", "nominate", "review")
HOLDING = ("confirmed", "posted", "seated")
"""The states in which somebody has a seat of the post, reserved or held."""


def can_apply(case: Case) -> None:
    """The scheme is published, the post is offered, the member belongs here and has room for one more post."""
    application, member = case.obj, case.obj.member
    village = application.post.group.village
    schemes = application.cycle.schemes.filter(village=village)
    scheme = case.once(("scheme", application.cycle_id, village.pk), schemes.first)
    if scheme is None:
        raise Refused(_("The village's scheme of posts is not published yet; publish it first, then members apply."))
    if case.happened_on < scheme.published_on:
        raise Refused(
            _("The scheme of posts was published on %(day)s; nobody can have applied before that.")
            % {"day": scheme.published_on}
        )
    if application.post.retired_on:
        raise Refused(_("This post is no longer offered. Choose another one."))
    if member.left_on:
        raise Refused(
            _("%(name)s is no longer in the branch (%(how)s).") % {"name": member, "how": member.get_left_how_display()}
        )
    if member.village_id != village.pk:
        raise Refused(
            _("%(name)s belongs to another village. Who lives here reports in first: “reports in to” in his record.")
            % {"name": member}
        )
    lock_member(case)
    has_room(case)
    leads_few(case)


def lock_member(case: Case) -> None:
    """The member's own row is locked: of two applications that are handed in for him at once, the second counts the first."""
    member = case.obj.member
    rows = type(member).objects.select_for_update(of=("self",), no_key=True).filter(pk=member.pk)
    case.once(("locked", member.pk), lambda: list(rows.values_list("pk")))


def leads_few(case: Case) -> None:
    """Who leads a group leads one; a second one only with a reason, a third one never."""
    application, member = case.obj, case.obj.member
    if not application.post.is_leader:
        return
    others = member.applications.exclude(pk=application.pk).exclude(post=application.post).taking_room()
    led = others.filter(post__is_leader=True).values("post").distinct().count()
    if led > 1:
        raise Refused(_("%(name)s leads two groups already, or has applied to; nobody leads three.") % {"name": member})
    if led and not application.two_groups.strip():
        raise Refused(
            _("%(name)s leads a group already, or has applied to. Write why he would lead two, or choose another post.")
            % {"name": member}
        )


def has_room(case: Case) -> None:
    """A person takes so many posts at most: a setting of the town. What he holds counts, what is on its way, and this list."""
    member, post_id = case.obj.member, case.obj.post_id
    most = case.once("max_posts", lambda: Township.objects.current().max_posts)
    others = list(member.applications.exclude(pk=case.obj.pk).taking_room().values_list("post_id", "state"))
    if any(post == post_id and state in HOLDING for post, state in others):
        raise Refused(_("%(name)s holds this post already.") % {"name": member})
    in_this_list = case.once("handed in", dict).setdefault(member.pk, set())
    posts = {post for post, _state in others} | in_this_list
    in_this_list.add(post_id)
    count = len(posts - {post_id})
    if count >= most:
        raise Refused(
            _("%(name)s has %(count)s posts or applications already; %(most)s are allowed.")
            % {"name": member, "count": count, "most": most}
        )


def review_passed(case: Case) -> None:
    """The representatives met, their vote counts and passed, and whoever did not ask himself has agreed."""
    application = case.obj
    if application.source != application.Source.OWN and application.consent_on is None:
        raise Refused(
            _("%(name)s did not apply himself: enter the day on which he agreed, under “Edit”.")
            % {"name": application.member}
        )
    meeting = case.data["meeting"]
    if application.source != application.Source.OWN and application.consent_on > meeting.held_on:
        raise Refused(
            _("%(name)s agreed on %(day)s, after the meeting of %(held)s: only who has agreed before is reviewed.")
            % {"name": application.member, "day": application.consent_on, "held": meeting.held_on}
        )
    count_votes(case, case.obj.post.group.village_id, case.before.happened_on, passed=True)


def confirm_passed(case: Case) -> None:
    """The branch met, its vote counts and passed."""
    count_votes(case, case.obj.post.group.village_id, case.before.happened_on, passed=True)


def vote_failed(case: Case) -> None:
    """A vote that counts, and did not pass."""
    count_votes(case, case.obj.post.group.village_id, case.before.happened_on, passed=False)


def can_reassign(case: Case) -> None:
    """Another post of this village that is offered and not his yet; he agreed, and not after the day it is recorded for."""
    application, post = case.obj, case.data["post"]
    if post.pk == application.post_id:
        raise Refused(_("He has applied for this post already; choose another one."))
    if post.group.village_id != application.post.group.village_id or post.retired_on:
        raise Refused(_("Choose a post that this village offers."))
    if case.data["consent_on"] > case.happened_on:
        raise Refused(_("He agreed on %(day)s; the change cannot be older.") % {"day": case.data["consent_on"]})
    mine = application.member.applications.exclude(pk=application.pk).filter(post=post)
    if mine.open().exists() or mine.filter(state="seated").exists():
        raise Refused(
            _("%(name)s has an open application for this post, or holds it already.") % {"name": application.member}
        )
    lock_member(case)
    before, application.post = application.post, post
    try:
        leads_few(case)
    finally:
        application.post = before


def has_objection(case: Case) -> None:
    """Upholding needs an objection that waits, against this line or the list it stands on."""
    objection = case.data["objection"]
    if objection.state not in WAITING:
        raise Refused(_("This objection has been looked into already."))
    on_line = objection.line_id and objection.line.subject_id == case.obj.pk
    on_list = objection.line_id is None and objection.notice.lines.filter(subject_id=case.obj.pk).exists()
    if not (on_line or on_list):
        raise Refused(_("This objection is about somebody else's application."))


def has_left_for_clock(case: Case) -> None:
    """The clock takes back or ends only what belongs to somebody who has left, died or gone to another village; people may
    at any time."""
    member = case.obj.member
    if case.actor is None and not member.left_on and member.village_id == case.obj.post.group.village_id:
        raise Refused(_("The clock ends nothing for somebody who is here."))


def can_renew(case: Case) -> None:
    """The term runs out before that of this year's; a meeting of the village's branch that counts has decided it."""
    application, meeting, until = case.obj, meeting_of(case), case.data["until"]
    if not application.post.placements.ending_before(until).filter(application=application).exists():
        raise Refused(_("His term runs until %(until)s already; nothing is to be renewed.") % {"until": until})
    if meeting.village_id != application.post.group.village_id or not meeting.is_of_branch:
        raise Refused(_("Choose a meeting of this village's branch."))
    if meeting.held_on > case.happened_on:
        raise Refused(_("The meeting was held on %(day)s; its result cannot be older.") % {"day": meeting.held_on})
    if meeting.held_on < case.before.happened_on:
        raise Refused(
            _(
                "The meeting was held on %(day)s, before the step that comes before it (%(before)s). Choose the right meeting."
            )
            % {"day": meeting.held_on, "before": case.before.happened_on}
        )
    rule = case.once(("rule", meeting.kind), meeting.rule)
    needed = least(rule.present, meeting.entitled, rule.present_strict)
    if meeting.present < needed:
        raise Refused(_("%(lack)s too few came: no vote of this meeting counts.") % {"lack": needed - meeting.present})


def term_ends_early(application: Any, user: Any) -> bool:
    """The same, for the button: whether the year that runs now has a later term than his."""
    cycle = type(application.cycle).objects.current()
    rows = application.post.placements.filter(application=application)
    return bool(cycle) and rows.ending_before(cycle.term_ends_on).exists()


def is_just_typed(case: Case) -> None:
    """Only the last step, by whoever typed it, within ten minutes, and only while nothing was decided by it."""
    must_be_just_typed(case, UNDOABLE)


def typed_just_now(application: Any, user: Any) -> bool:
    """The same, for the button."""
    return was_just_typed(application, user, UNDOABLE)
