"""What strangers read, put in the order in which they look for it. Only `.public()` values come in here, never instances."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from groups.models import Group, Placement, Scheme, Zone
from members.models import Branch, Member, Village
from notices import calendar
from notices.models import Notice
from notices.words import left_in_words
from tools import clock


@dataclass
class Post:
    """A post and who holds it."""

    name: str
    duties: str
    seats: int
    is_leader: bool
    holders: list[dict[str, Any]] = field(default_factory=list)

    @property
    def free(self) -> int:
        """Seats that nobody holds: 待选岗."""
        return max(self.seats - len(self.holders), 0)


@dataclass
class ZoneGroup:
    """A group with its texts and posts; its leader, or who leads it for the time being."""

    zone: str
    name: str
    duties: str
    requirements: str
    acting: str
    posts: list[Post] = field(default_factory=list)

    @property
    def leader(self) -> str:
        """The leader's name, or the acting one's."""
        held = [holder["name"] for post in self.posts if post.is_leader for holder in post.holders]
        return held[0] if held else self.acting

    @property
    def people(self) -> int:
        """How many different people serve in it."""
        return len({holder["name"] for post in self.posts for holder in post.holders})


def labelled(name: str | None, label: str | None) -> str:
    """A name with its label."""
    return f"{name}（{label}）" if name and label else name or ""


def groups_of(rows: Iterable[dict[str, Any]]) -> list[ZoneGroup]:
    """The flat rows of `Group.objects.public()` as groups with posts with holders."""
    groups: dict[str, ZoneGroup] = {}
    posts: dict[int, Post] = {}
    today = clock.today()
    for row in rows:
        group = groups.get(row["zone_id"])
        if group is None:
            acts = row["acting_from"] and row["acting_from"] <= today <= row["acting_until"]
            group = groups[row["zone_id"]] = ZoneGroup(
                zone=row["zone_id"],
                name=row["zone__name"],
                duties=row["duties"] or row["zone__duties"],
                requirements=row["requirements"] or row["zone__requirements"],
                acting=labelled(row["acting_leader__name"], row["acting_leader__public_label"]) if acts else "",
            )
        if row["posts__pk"] is None or (row["posts__retired_on"] and not row["held__seat"]):
            continue
        post = posts.get(row["posts__pk"])
        if post is None:
            post = posts[row["posts__pk"]] = Post(
                row["posts__name"], row["posts__duties"], row["posts__seats"], row["posts__is_leader"]
            )
            group.posts.append(post)
        if row["held__seat"]:
            over = row["held__term_ends_on"] is not None and row["held__term_ends_on"] < today
            post.holders.append(
                {"name": labelled(row["held__member__name"], row["held__member__public_label"]), "is_past_term": over}
            )
    return list(groups.values())


def village(code: str) -> dict[str, Any] | None:
    """The village, with the day on which its newest scheme of posts was published."""
    found = Village.objects.filter(code=code).public()
    newest = Scheme.objects.newest_of_village()
    return found.annotate(
        scheme_on=newest.values("published_on")[:1], scheme_year=newest.values("cycle__name")[:1]
    ).first()


def village_groups(pk: int) -> list[ZoneGroup]:
    """The five groups of a village."""
    return groups_of(Group.objects.filter(village_id=pk).public())


def village_notices(pk: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Running notices, and those taken down lately whose correction is to be seen; one query."""
    rows = list(Notice.objects.filter(village_id=pk).public_or_corrected())
    return with_days_left([row for row in rows if row["state"] == "open"]), [
        row for row in rows if row["state"] == "withdrawn"
    ]


def named_figures() -> list[tuple[str, Any, int]]:
    """The town's counts, each from its records: key, name and number."""
    here = Member.objects.here()
    return [
        ("villages", _("Villages and residents' committees"), Village.objects.count()),
        ("branches", _("Party branches"), Branch.objects.count()),
        ("members", _("Party members"), here.count()),
        ("groups", _("Responsibility groups"), Group.objects.count()),
        ("members_in_groups", _("Members on posts"), Placement.objects.in_office().values("member").distinct().count()),
    ]


def zone_figures() -> list[dict[str, Any]]:
    """How many members serve in each zone, over the whole town."""
    counts = dict(
        Placement.objects.in_office()
        .order_by()
        .values_list("post__group__zone")
        .annotate(n=Count("member", distinct=True))
    )
    most = max(counts.values(), default=0) or 1
    return [
        {"name": name, "people": counts.get(code, 0), "width": round(300 * counts.get(code, 0) / most)}
        for code, name in Zone.objects.order_by("position").values_list("code", "name")
    ]


def with_days_left(notices: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Running notices, each with the days of its own unit from today to its last day, as `days_left` and in `left_words`."""
    today = clock.today()
    for notice in notices:
        if notice["unit"] == "working":
            left = calendar.weekdays_left(today, notice["ends_on"], notice["worked"], notice["off"])
        else:
            left = (notice["ends_on"] - today).days + 1
        notice |= {"days_left": left, "left_words": left_in_words(notice["ends_on"], notice["unit"], left)}
    return notices
