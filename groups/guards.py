"""What must hold before an application moves on. Each raises `Refused` with a sentence that says how to mend it."""

from django.utils.translation import gettext as _

from meetings.words import votes_counted
from members.models import Township
from notices.moves import WAITING
from tools.workflow.engine import Case
from tools.workflow.errors import Refused

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
    has_room(case)


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
    _vote(case, case.before.happened_on, passed=True)


def confirm_passed(case: Case) -> None:
    """The branch met, its vote counts and passed."""
    _vote(case, case.before.happened_on, passed=True)


def vote_failed(case: Case) -> None:
    """A vote that counts, and did not pass."""
    _vote(case, None, passed=False)


def _vote(case: Case, not_before, *, passed: bool) -> None:
    meeting = case.data["meeting"]
    if meeting.village_id != case.obj.post.group.village_id:
        raise Refused(_("This meeting is another village's."))
    if meeting.held_on > case.happened_on:
        raise Refused(_("The meeting was held on %(day)s; its result cannot be older.") % {"day": meeting.held_on})
    if not_before and meeting.held_on < not_before:
        raise Refused(
            _(
                "The meeting was held on %(day)s, before the step that comes before it (%(before)s). Choose the right meeting."
            )
            % {"day": meeting.held_on, "before": not_before}
        )
    votes_counted(meeting, case.data, case.once(("rule", meeting.kind), meeting.rule), passed=passed)


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
