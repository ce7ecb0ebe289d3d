"""What goes out of applications, groups and posts: the columns of their pages, one press on the list.

The village goes along also where the page of one village need not say it: the sheet travels.
"""

from dataclasses import replace
from typing import Any

from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.utils.functional import lazy
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from groups.models import Application, Ballot, Group, Placement, Post
from groups.moves import ApplicationState
from members.models import Village
from members.partial_dates import shown, year_of
from members.scope import reach
from tools.exchange.outgoing import Offer, Outgoing, day, yes_or_no
from tools.workflow.models import StateChange


def with_steps(rows: QuerySet[Application]) -> QuerySet[Application]:
    """With all that the columns ask for, however many rows there are."""
    handed_in = StateChange.objects.filter(
        model="groups.application", move="apply", object_id=OuterRef("pk")
    ).standing()
    return (
        rows.select_related("cycle", "member__branch", "placement")
        .prefetch_related("nominations", Prefetch("ballots", queryset=Ballot.objects.current()))
        .annotate(applied_on=Subquery(handed_in.order_by("-pk").values("happened_on")[:1]))
    )


def _nominators(application: Application) -> str:
    counted = (n.nominators for n in application.nominations.all() if n.round == application.round)
    return next(map(str, counted), "")


def _ballot(application: Application, step: str) -> str:
    """The vote of the present round, in the words of the application's page."""
    for ballot in application.ballots.all():
        if (ballot.round, ballot.step) == (application.round, step):
            sentence = _t(
                "%(entitled)s entitled, %(present)s present; %(favour)s in favour, %(against)s against, %(abstained)s abstained"
            )
            counted = {name: getattr(ballot, name) for name in ("entitled", "present", "against", "abstained")}
            return sentence % (counted | {"favour": ballot.in_favour})
    return ""


def _of_placement(application: Application, name: str) -> str:
    placement = getattr(application, "placement", None)
    return day(getattr(placement, name)) if placement else ""


APPLICATIONS = Outgoing(
    "applications",
    _("Register of applications"),
    (
        Offer("member", _("member"), lambda a: a.member.public_name),
        Offer("born", _("born"), lambda a: shown(a.member.born)),
        Offer("branch", _("branch"), lambda a: a.member.branch, 26, usual=False),
        Offer("post", _("post"), lambda a: a.post, 18),
        Offer("village", _("village"), lambda a: a.post.group.village, 14),
        Offer("zone", _("zone"), lambda a: a.post.group.zone),
        Offer("state", _("state"), lambda a: a.get_state_display(), 14, ApplicationState.labels),
        Offer("cycle", _("year's procedure"), lambda a: a.cycle, 16, usual=False),
        Offer("applied_on", _("applied on"), lambda a: day(a.applied_on), usual=False),
        Offer("source", _("whose idea"), lambda a: a.get_source_display(), 14, Application.Source.labels, usual=False),
        Offer("consent_on", _("agreed on"), lambda a: day(a.consent_on), usual=False),
        Offer("statement", _("statement"), lambda a: a.statement, 40, usual=False),
        Offer("nominators", _("number of nominators"), _nominators, usual=False),
        Offer("review", _("vote of the review"), lambda a: _ballot(a, "review"), 36, usual=False),
        Offer("confirm", _("vote of the branch"), lambda a: _ballot(a, "confirm"), 36, usual=False),
        Offer("held_from", _("on the post from"), lambda a: _of_placement(a, "held_from"), usual=False),
        Offer("term", _("last day of the term"), lambda a: _of_placement(a, "term_ends_on"), usual=False),
    ),
)


def applications(user: Any) -> Outgoing:
    """The register for one person: who does not work with people gets of a birth the year."""
    if reach(user).sees_contacts:
        return APPLICATIONS
    year = [replace(o, value=lambda a: year_of(a.member.born)) if o.key == "born" else o for o in APPLICATIONS.columns]
    return replace(APPLICATIONS, columns=tuple(year))


def with_posts(rows: QuerySet[Group], user: Any) -> QuerySet[Group]:
    """With `offered`: the posts of each group, and on them the `holders` whom `user` sees."""
    posts = Post.objects.visible_to(user).offered().with_holders(user).order_by("-is_leader", "position", "pk")
    return rows.prefetch_related(Prefetch("posts", queryset=posts, to_attr="offered"))


def holder_words(holder: Placement) -> str:
    """Somebody on a post as the scheme names him: also who is not there yet, and whose term is over."""
    name = holder.member.public_name
    if holder.held_from is None:
        return f"{name}（{_t('not on the post yet')}）"
    return f"{name}（{_t('term over')}）" if holder.is_past_term else name


def _holders(post: Post) -> str:
    return "、".join(map(holder_words, post.holders))


def _people(group: Group) -> str:
    """Each once, though he may be on two posts of the group; on one and not yet on the other is on his post."""
    people: dict[int, str] = {}
    for holder in (holder for post in group.offered for holder in post.holders):
        if holder.member_id not in people or holder.held_from:
            people[holder.member_id] = holder_words(holder)
    return "、".join(people.values())


def _people_by_post(group: Group) -> str:
    return "；".join(f"{post}：{_holders(post)}" for post in group.offered if post.holders)


def _acts(group: Group) -> bool:
    """Whether the list shows somebody as leading for the time being."""
    return not group.leader_name and group.is_led_for_now


REGISTER = Outgoing(
    "groups",
    _("Register of groups"),
    (
        Offer("village", _("village"), lambda g: g.village, 14),
        Offer("zone", _("zone"), lambda g: g.zone),
        Offer("leader", _("leader"), lambda g: g.leader_name),
        Offer("acting", _("acting leader"), lambda g: g.acting_leader.public_name if _acts(g) else ""),
        Offer("acting_until", _("acting until"), lambda g: day(g.acting_until) if _acts(g) else "", usual=False),
        Offer("posts", _("posts"), lambda g: "、".join(f"{post}（{post.seats}）" for post in g.offered), 40),
        Offer("seats", _("seats"), lambda g: g.seats, 8),
        Offer("taken", _("seats filled"), lambda g: g.taken, 8),
        Offer("people", _("members of the group"), _people, 40),
        Offer("by_post", _("who is on which post"), _people_by_post, 50, usual=False),
        Offer("duties", _("duties"), lambda g: g.duties or g.zone.duties, 40, usual=False),
        Offer("requirements", _("task requirements"), lambda g: g.requirements or g.zone.requirements, 40, usual=False),
    ),
)


def posts_of(village: Village) -> Outgoing:
    """A village's scheme, called by its name."""
    return Outgoing(
        "posts",
        lazy(lambda: _t("Scheme of posts of %(village)s") % {"village": village}, str)(),
        (
            Offer("village", _("village"), lambda p: p.group.village, 14),
            Offer("zone", _("zone"), lambda p: p.group.zone),
            Offer("post", _("post"), lambda p: p, 18),
            Offer("is_leader", _("leads the group"), lambda p: yes_or_no(p.is_leader), 10, (_("yes"), _("no"))),
            Offer("duties", _("duties"), lambda p: p.duties, 40),
            Offer("seats", _("seats"), lambda p: p.seats, 8),
            Offer("taken", _("seats filled"), lambda p: p.taken, 8),
            Offer("people", _("holders of posts"), _holders, 40),
        ),
    )
