"""What strangers read, put in the order in which they look for it. Only `.public()` values come in here, never instances."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Subquery
from django.http import HttpRequest
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from front.board.running import with_days_left
from groups.models import Group, Placement, Scheme, Zone
from members.models import Branch, Member, Township, Village
from members.zones import ZoneCode
from notices.models import Notice
from plans.models import Plan
from tools import clock


class Named:
    """What a template asks for by name: found at the first try, where it would look for a key before an attribute."""

    def __getitem__(self, name: str) -> Any:
        return getattr(self, name)


@dataclass
class Post(Named):
    """A post and who holds it."""

    pk: int
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
class ZoneGroup(Named):
    """A group with its texts and posts; its leader, or who leads it for the time being, and from when to when."""

    zone: str
    name: str
    duties: str
    requirements: str
    acting: str
    acting_from: dt.date | None
    acting_until: dt.date | None
    posts: list[Post] = field(default_factory=list)

    @property
    def leader(self) -> str:
        """The leader's name, or the acting one's."""
        held = [holder["name"] for post in self.posts if post.is_leader for holder in post.holders]
        return held[0] if held else self.acting

    @property
    def is_led_for_now(self) -> bool:
        """Whether the leader is an acting one, whose days are shown."""
        return bool(self.acting) and not any(post.is_leader and post.holders for post in self.posts)

    @property
    def title(self) -> str:
        """Its zone as the reader calls it: the town's own name, which is Chinese; beside it the English word in English."""
        return self.name if get_language() != "en" else f"{self.name} {ZoneCode(self.zone).label}"

    @property
    def free(self) -> int:
        """Seats of the group that nobody holds."""
        return sum(post.free for post in self.posts)

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
                acting_from=row["acting_from"] if acts else None,
                acting_until=row["acting_until"] if acts else None,
            )
        if row["posts__pk"] is None or (row["posts__retired_on"] and not row["held__seat"]):
            continue
        post = posts.get(row["posts__pk"])
        if post is None:
            post = posts[row["posts__pk"]] = Post(
                row["posts__pk"], row["posts__name"], row["posts__duties"], row["posts__seats"], row["posts__is_leader"]
            )
            group.posts.append(post)
        if row["held__seat"]:
            over = row["held__term_ends_on"] is not None and row["held__term_ends_on"] < today
            name = labelled(row["held__member__name"], row["held__member__public_label"])
            post.holders.append({"name": name, "seat": row["held__seat"], "is_past_term": over})
    return list(groups.values())


def village(request: HttpRequest, code: str) -> dict[str, Any] | None:
    """The village, with the day on which its newest scheme of posts was published and its newest `plan`; in the same query the
    town, of which every page says something."""
    newest = Scheme.objects.newest_of_village()
    rows = Village.objects.filter(code=code).public()
    found = rows.annotate(
        scheme_on=newest.values("published_on")[:1],
        scheme_year=newest.values("cycle__name")[:1],
        plan=Subquery(Plan.objects.newest_of_village()),
        town=Subquery(Township.objects.as_one_value()),
    ).first()
    if found:
        request.town = Township(**found.pop("town"))
    return found


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
        {
            "code": code,
            "name": name,
            "english": ZoneCode(code).label,
            "people": counts.get(code, 0),
            "width": round(300 * counts.get(code, 0) / most),
        }
        for code, name in Zone.objects.order_by("position").values_list("code", "name")
    ]


def in_a_sentence(village: dict[str, Any], groups: list[ZoneGroup]) -> str:
    """What a chat shows of a village or a group: how many serve there, and the branch's number."""
    people = {holder["name"] for group in groups for post in group.posts for holder in post.holders}
    if not village["scheme_on"]:
        words = _t("The scheme of posts is not published yet.")
    elif len(groups) > 1:
        words = ngettext(
            "Five responsibility groups, %(people)s member on posts.",
            "Five responsibility groups, %(people)s members on posts.",
            len(people),
        ) % {"people": len(people)}
    else:
        words = ngettext("%(people)s member on posts.", "%(people)s members on posts.", len(people)) % {
            "people": len(people)
        }
    if not village["phone"]:
        return words
    return _t("%(words)s The branch’s telephone: %(phone)s.") % {"words": words, "phone": village["phone"]}
