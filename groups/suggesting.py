"""A village's people and its free seats, read for the suggestions of `matching.py`, and those put into words."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from groups import matching
from groups.models import Application, Post, Wish
from members.models import Member, Township, Village

MOST = 5
"""So many people are shown for a post, and so many posts for a person."""
IN_THE_VILLAGE = ("here", "seasonal", "")


@dataclass(frozen=True)
class Suggestion:
    """A member for a post, or the reverse, with the reasons in words."""

    member: Member
    post: Post
    why: str


@dataclass(frozen=True)
class Suggestions:
    """The two lists of a village; `unasked` are those for whom nothing is known that suits."""

    posts: list[tuple[Post, list[Suggestion]]]
    people: list[tuple[Member, list[Suggestion]]]
    unasked: list[Member]


def suggest(user: Any, village: Village) -> Suggestions:
    """Free seats and who might like them. Who is not placed for now, away for long, or has as many posts as the town allows,
    is left in peace."""
    posts = list(
        Post.objects.visible_to(user).offered().filter(group__village=village).with_taken().select_related("group__zone").in_order()
    )  # fmt: skip
    free = [post for post in posts if post.taken < post.seats]
    people = _people(user, village)
    wishes: dict[int, set[int]] = {}
    for member_id, post_id in Wish.objects.filter(post__in=free, member__in=people).values_list("member", "post"):
        wishes.setdefault(member_id, set()).add(post_id)
    asked: dict[int, set[int]] = {}
    for member_id, post_id in Application.objects.taking_room().filter(member__in=people).values_list("member", "post"):
        asked.setdefault(member_id, set()).add(post_id)
    words = _suiting(posts)
    found = matching.pairs(
        [
            matching.Person(
                member.pk, tuple(word.name for word in member.specialities.all()), member.job,
                frozenset(wishes.get(member.pk, ())), member.posts,
            )
            for member in people
        ],
        [matching.Offer(post.pk, words[post.pk]) for post in free],
    )  # fmt: skip
    found = [pair for pair in found if pair.post not in asked.get(pair.person, ())]
    member_of, post_of = {m.pk: m for m in people}, {p.pk: p for p in free}

    def said(pairs: list[matching.Pair]) -> list[Suggestion]:
        return [Suggestion(member_of[p.person], post_of[p.post], in_words(p.reasons)) for p in pairs]

    for_post, for_person = matching.by_post(found, MOST), matching.by_person(found, MOST)
    without = [member for member in people if not member.posts]
    return Suggestions(
        [(post, said(for_post.get(post.pk, []))) for post in free],
        [(member, said(for_person[member.pk])) for member in without if member.pk in for_person],
        [member for member in without if member.pk not in for_person],
    )


def _people(user: Any, village: Village) -> list[Member]:
    """Who could take one more post, by name."""
    room = Q(applications__state__in=("applied", "nominated", "reviewed", "confirmed", "posted", "returned", "seated"))
    people = Member.objects.visible_to(user).here().of_village(village.pk)
    people = people.filter(exempt="", presence__in=IN_THE_VILLAGE)
    people = people.annotate(posts=Count("applications__post", filter=room, distinct=True))
    most = Township.objects.current().max_posts
    return list(people.filter(posts__lt=most).select_related("branch").prefetch_related("specialities").by_sound())


def _suiting(posts: list[Post]) -> dict[int, tuple[str, ...]]:
    """The words that suit each post; who leads a group may bring what suits any of its posts."""
    own = {post.pk: matching.words_of(post.suits) for post in posts}
    of_group: dict[int, list[str]] = {}
    for post in posts:
        of_group.setdefault(post.group_id, []).extend(own[post.pk])
    return {
        post.pk: tuple(dict.fromkeys(of_group[post.group_id])) if post.is_leader else own[post.pk] for post in posts
    }


def in_words(reasons: tuple[matching.Reason, ...]) -> str:
    """Why somebody is suggested, as the office would say it."""
    words = {
        matching.WISH: _("would like it"),
        matching.SPECIALITY: _("good at %(word)s"),
        matching.TRADE: _("works as %(word)s"),
    }
    return "，".join(
        words[reason.code] % {"word": reason.word} if reason.word else words[reason.code] for reason in reasons
    )
