"""Verbs of groups and posts: the catalogue copied, a scheme published, a post changed, an application written down."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from simple_history.utils import bulk_create_with_history

from groups.models import Application, Ballot, Cycle, Group, Placement, Post, PostTemplate, Scheme, Wish, Zone
from groups.moves import APPLICATION
from groups.words import leader_words
from members.actions import open_leader_mandate
from members.erasing import take_names_out, where_named
from members.models import Village
from members.public import tells_nobody
from members.scope import must_see
from tools import clock
from tools.workflow.errors import Conflict, NotMade, Refused
from tools.workflow.models import StateChange


@dataclass(frozen=True)
class Copied:
    """How many groups and posts were missing and are there now."""

    groups: int
    posts: int


@transaction.atomic
def ensure_groups(villages: Iterable[Village], user: Any = None) -> int:
    """Every village has one group per zone afterwards; the number of those that were missing."""
    villages = list(villages)
    there = set(Group.objects.filter(village__in=villages).values_list("village_id", "zone_id"))
    zones = list(Zone.objects.all())
    missing = [Group(village=v, zone=z) for v in villages for z in zones if (v.pk, z.pk) not in there]
    bulk_create_with_history(missing, Group, default_user=user, default_date=clock.now())
    return len(missing)


@transaction.atomic
def copy_catalogue(villages: Iterable[Village], user: Any = None) -> Copied:
    """Give villages the groups and posts that they lack, from the town's catalogue; what is there stays as it is.

    A post is there if its group has, or had, one of that name: what a village took out of its scheme does not come back. Each
    group gets a leader's post, also where the catalogue names none.
    """
    villages = list(villages)
    groups = ensure_groups(villages, user)
    templates: dict[str, list[PostTemplate]] = {zone.pk: [] for zone in Zone.objects.all()}
    for template in PostTemplate.objects.all():
        templates[template.zone_id].append(template)
    named, led = set(), set()
    for group_id, name, is_leader, retired_on in Post.objects.filter(group__village__in=villages).values_list(
        "group_id", "name", "is_leader", "retired_on"
    ):
        named.add((group_id, name))
        if is_leader and retired_on is None:
            led.add(group_id)
    missing = []
    for group in Group.objects.filter(village__in=villages).order_by("pk"):
        wanted = templates[group.zone_id]
        if group.pk not in led and not any(template.is_leader for template in wanted):
            name, duties = leader_words()
            wanted = [PostTemplate(name=name, duties=duties, is_leader=True), *wanted]
        for template in wanted:
            if group.pk in led if template.is_leader else (group.pk, template.name) in named:
                continue
            missing.append(
                Post(
                    group=group, name=template.name, duties=template.duties, suits=template.suits,
                    is_leader=template.is_leader,
                    seats=1 if template.is_leader else template.seats, position=template.position,
                )
            )  # fmt: skip
    bulk_create_with_history(missing, Post, default_user=user, default_date=clock.now())
    return Copied(groups, len(missing))


@transaction.atomic
def publish_scheme(village: Village, cycle: Cycle, on: dt.date, user: Any, note: str = "") -> Scheme:
    """Record that the two committees published the village's posts for a year; nobody can have applied before.

    A day typed wrong is corrected the same way, unless somebody has applied before the new day already.
    """
    if not Post.objects.offered().filter(group__village=village).exists():
        raise Refused(_("There is no post to publish. Enter the village's posts first."))
    must_tell_nobody(village)
    first = Application.objects.filter(post__group__village=village, cycle=cycle).first_applied_on()
    if first and first < on:
        raise Refused(
            _("Somebody applied on %(first)s already, so the scheme cannot have been published on %(on)s.")
            % {"first": first, "on": on}
        )
    # One village after the other: two who publish at once write one scheme.
    Village.objects.select_for_update(no_key=True).get(pk=village.pk)
    scheme = Scheme.objects.filter(village=village, cycle=cycle).first() or Scheme(village=village, cycle=cycle)
    if scheme.pk and (scheme.published_on, scheme.note) == (on, note):
        return scheme  # Sent twice.
    scheme.published_on, scheme.note, scheme.typed_by, scheme.typed_at = on, note, user, clock.now()
    scheme._history_user = user
    scheme.save()
    return scheme


def must_tell_nobody(village: Village) -> None:
    """What the village's groups and posts say was perhaps typed before it was looked through, or came with the catalogue;
    it goes up with nobody's number in it. `Refused` names the post or the group, and what was found."""
    groups = Group.objects.filter(village=village).select_related("village", "zone")
    posts = Post.objects.offered().filter(group__village=village)
    texts = [(str(group), f"{group.duties} {group.requirements}") for group in groups]
    texts += [(name, f"{name} {duties}") for name, duties in posts.values_list("name", "duties")]
    for what, text in texts:
        try:
            tells_nobody(text)
        except ValidationError as error:
            raise Refused(f"{what}：{error.messages[0]}") from error


@transaction.atomic
def save_post(post: Post, user: Any) -> Post:
    """Keep a new or changed post. Fewer seats than are taken are refused; holders move up into the lower numbers."""
    if post.pk:
        Post.objects.select_for_update().get(pk=post.pk)
        taken = list(post.placements.open().select_related("member").order_by("seat"))
        if len(taken) > post.seats:
            raise Refused(
                _(
                    "%(count)s seats are taken, by %(names)s: there cannot be fewer. Somebody has to leave the post first."
                )
                % {"count": len(taken), "names": "、".join(placement.member.public_name for placement in taken)}
            )
        free = [seat for seat in range(1, post.seats + 1) if seat not in {placement.seat for placement in taken}]
        for placement, seat in zip([p for p in taken if p.seat > post.seats], free, strict=False):
            placement.seat = seat
            placement.save(update_fields=["seat"])
    try:
        with transaction.atomic():
            post.save()
    except IntegrityError as error:
        raise Refused(_("There is a post “%(name)s” in this group already.") % {"name": post.name}) from error
    must_see(user, post)
    return post


@transaction.atomic
def retire_post(post: Post, on: dt.date) -> None:
    """Take a post out of the scheme; refused while somebody holds it or is on the way to it. Its history stays."""
    Post.objects.select_for_update().get(pk=post.pk)
    if post.is_leader:
        raise Refused(_("Every group has its leader's post; it stays."))
    people = {p.member.public_name for p in post.placements.open().select_related("member")}
    people |= {a.member.public_name for a in post.applications.open().select_related("member")}
    if people:
        raise Refused(
            _("It cannot be taken out of the scheme: %(names)s hold it or have applied for it.")
            % {"names": "、".join(sorted(people))}
        )
    post.retired_on = on
    post.save()


def write_application(
    application: Application, user: Any, *, apply_on: dt.date | None = None, request_id: uuid.UUID | None = None
) -> Application:
    """Keep a new draft, or write anew what is a draft or was sent back (`Conflict` where it is on its way again).

    With `apply_on` it is handed in in the same breath, as of that day. All or nothing.
    """
    is_new = application.pk is None
    try:
        with transaction.atomic():
            if not is_new:
                if not Application.objects.select_for_update().get(pk=application.pk).is_editable:
                    raise Conflict(_("Nothing was changed: this application is on its way again."))
                application.save(update_fields=["post", "source", "consent_on", "statement", "two_groups"])
            else:
                application.save()
            must_see(user, application)
            if apply_on:
                APPLICATION.perform(application, "apply", actor=user, happened_on=apply_on, request_id=request_id)
    except (IntegrityError, NotMade) as error:
        if is_new:
            application.pk = None  # nothing was kept: the page still shows a new application
        if "application_one_open" in str(error) or "groups_application.member_id" in str(error):
            sentence = _("%(name)s has an open application for this post already.") % {"name": application.member}
            raise Refused(sentence) from error
        raise
    return application


def record_consent(application: Application, on: dt.date) -> None:
    """Whom others proposed has agreed; asked for before the review."""
    application.consent_on = on
    application.save(update_fields=["consent_on"])


@transaction.atomic
def note_wishes(member: Any, village: Village, posts: Iterable[Post], user: Any) -> None:
    """Keep which of a village's posts a member would like, in place of what was noted before."""
    chosen = {post.pk for post in posts}
    noted = Wish.objects.select_for_update().filter(member=member, post__group__village=village)
    noted.exclude(post__in=chosen).delete()
    there = set(noted.values_list("post", flat=True))
    for post in sorted(chosen - there):
        must_see(user, Wish.objects.create(member=member, post_id=post))


def lead_with_account(member: Any) -> None:
    """Open the mandates of the groups that he leads already, for a leader who gets his account after he was seated."""
    held = Placement.objects.in_office().filter(member=member, post__is_leader=True)
    for placement in held.select_related("post__group__village"):
        group = placement.post.group
        open_leader_mandate(member.user, group.village, group.zone_id, placement.held_from)


def forget_words(member: Any, names: list[str]) -> None:
    """Take out what somebody wrote in his applications and would have liked, and what was written of them, once his data are
    erased; the steps stay."""
    own = Application.objects.filter(member=member)
    keys = list(own.values_list("pk", flat=True))
    own.update(statement="", two_groups="")
    Wish.objects.filter(member=member).delete()
    Placement.objects.filter(member=member).update(over_reason="")
    for village, his in where_named(member, names).items():
        take_names_out(Ballot.objects.filter(meeting__village=village), ("reason",), his)
        take_names_out(Scheme.objects.filter(village=village), ("note",), his)
    StateChange.objects.forget_notes("groups.application", keys)
