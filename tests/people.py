"""The cast: two villages and everybody who has a part in the procedure. Always there, the outsider included.

吴庄子 (`a`) and 南平庄 (`b`) each have a secretary, a clerk, a leader of the culture group and three plain members, the first of
whom has an account. The town has its administrator, a viewer, a liaison (of `a` alone) and a maintainer (superuser).
"""

from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password

from groups.models import Cycle, Group, Post, Scheme, Zone
from members.models import Branch, Mandate, Member, Office, Township, Village
from members.zones import ZoneCode
from tests import build

PASSWORD = "right-horse-7788"
ZONE_NAMES = {"economy": "经济", "environment": "环境", "livelihood": "民生", "culture": "文化", "harmony": "维稳"}


@dataclass
class VillageCast:
    """A village with its people. Accounts are users; `members` are roster rows, the first tied to the account `member`."""

    village: Village
    branch: Branch
    secretary: Any = None
    clerk: Any = None
    leader: Any = None
    member: Any = None
    secretary_member: Member | None = None
    members: list[Member] = field(default_factory=list)
    groups: dict[str, Group] = field(default_factory=dict)
    posts: dict[str, Post] = field(default_factory=dict)


@dataclass
class Cast:
    """The whole town of the tests."""

    township: Any
    viewer: Any
    liaison: Any
    maintainer: Any
    a: VillageCast
    b: VillageCast
    school: Branch
    cycle: Cycle

    def client(self, user: Any = None) -> Any:
        """A browser signed in as `user`; without one, a stranger's."""
        from django.test import Client

        client = Client()
        if user is not None:
            client.force_login(user, backend="tools.accounts.backends.AccountBackend")
        return client


def account(username: str, name: str, **more: Any) -> Any:
    """An account that signs in with PASSWORD."""
    return get_user_model().objects.create(username=username, name=name, password=_hash(), **more)


def _hash() -> str:
    return make_password(PASSWORD, hasher="md5")


def gather() -> Cast:
    """Put the cast on the stage: rows that the township would have typed before the procedure begins."""
    Township.objects.filter(pk=1).update(name="榛子镇", county="滦州市", phone="0315-0000000")
    for position, code in enumerate(ZoneCode.values, 1):
        Zone.objects.get_or_create(code=code, defaults={"name": ZONE_NAMES[code], "position": position})
    cycle = Cycle.objects.create(year=2026, name="2026年度选岗", starts_on="2026-01-01", term_ends_on="2027-12-31")
    a = _village("130284105211", "吴庄子", "a", cycle)
    b = _village("130284105219", "南平庄", "b", cycle)
    school = Branch.objects.create(name="榛子镇初级中学党支部", kind="school")
    cast = Cast(
        township=account("town", "王镇管"),
        viewer=account("viewer", "查看员"),
        liaison=account("liaison", "李包村"),
        maintainer=account("root", "维护员", is_superuser=True, is_staff=True),
        a=a, b=b, school=school, cycle=cycle,
    )  # fmt: skip
    mandate(cast.township, "township")
    mandate(cast.viewer, "viewer")
    mandate(cast.liaison, "liaison", a.village)
    return cast


def mandate(user: Any, role: str, village: Village | None = None, zone: str = "", **dates: Any) -> Mandate:
    """A right that began at the start of the year."""
    return Mandate.objects.create(
        user=user, role=role, village=village, zone=zone, **({"starts_on": "2026-01-01"} | dates)
    )


def _village(code: str, name: str, letter: str, cycle: Cycle) -> VillageCast:
    village = build.village(code, name)
    branch = Branch.objects.create(name=f"{name}村党支部", kind="village", village=village)
    found = VillageCast(village, branch)
    found.secretary_member = build.member(branch, f"{name}书记")
    Office.objects.create(member=found.secretary_member, kind="secretary")
    leader_member = build.member(branch, f"{name}组长")
    found.members = [build.member(branch, f"{name}党员{n}") for n in "甲乙丙"]
    for role, person in (
        ("secretary", found.secretary_member),
        ("clerk", None),
        ("leader", leader_member),
        ("member", found.members[0]),
    ):
        user = account(f"{role}-{letter}", person.name if person else f"{name}经办")
        setattr(found, role, user)
        if person:
            Member.objects.filter(pk=person.pk).update(user=user)
            person.user = user
    mandate(found.secretary, "secretary", village)
    mandate(found.clerk, "clerk", village)
    mandate(found.leader, "leader", village, "culture")
    for code_ in ZoneCode.values:
        group = Group.objects.create(village=village, zone_id=code_)
        found.groups[code_] = group
        found.posts[f"{code_}-leader"] = Post.objects.create(
            group=group, name="组长", duties="带领本组", is_leader=True
        )
        found.posts[code_] = Post.objects.create(
            group=group, name=f"{ZONE_NAMES[code_]}岗", duties="按岗位职责服务群众", seats=2, position=1
        )
    Scheme.objects.create(village=village, cycle=cycle, published_on="2026-02-01", typed_at=build.moment("2026-02-01"))
    return found
