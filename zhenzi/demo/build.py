"""The demo's stages in their order, all in one transaction: the whole township is there afterwards, or nothing."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction

from groups.models import Application, Group, Placement, Post
from members.models import Branch, Member, Village
from notices.models import Notice
from plans.models import Plan
from pledges.models import Pledge, ResponsibilityLetter
from tools import clock
from zhenzi.demo.late import tell_the_rest
from zhenzi.demo.procedure import walk_everybody
from zhenzi.demo.promises import lay_letters_aside, promise
from zhenzi.demo.roster import enrol
from zhenzi.demo.timetable import Timetable
from zhenzi.demo.township import Town, set_up

STAGES = ("township", "roster", "applied", "nominated", "reviewed", "confirmed", "posted", "seated", "year")


@transaction.atomic
def build(*, year: int, seed: int, stage: str, scale: int) -> dict[str, Any]:
    """Build the town as far as `stage`; how many of what there are now."""
    town = Town(year, seed, scale, Timetable.of(year, stage, clock.today()))
    set_up(town)
    if stage != "township":
        enrol(town)
        if stage != "roster":
            walk_everybody(town, stage)
            if stage == "year":
                promise(town)
                tell_the_rest(town)
                lay_letters_aside(town)
    return {"stage": stage, "year": year, "seed": seed, "scale": scale} | counts()


def counts() -> dict[str, int]:
    """What the database holds."""
    held = Placement.objects.held_on(clock.today())
    return {
        "villages": Village.objects.count(),
        "branches": Branch.objects.count(),
        "members": Member.objects.count(),
        "rural_members": Member.objects.filter(branch__in=Branch.objects.rural()).count(),
        "groups": Group.objects.count(),
        "posts": Post.objects.count(),
        "applications": Application.objects.count(),
        "notices": Notice.objects.count(),
        "plans": Plan.objects.count(),
        "letters": ResponsibilityLetter.objects.count(),
        "pledges": Pledge.objects.count(),
        "members_in_groups": held.values("member").distinct().count(),
        "accounts": get_user_model().objects.count(),
    }
