"""The admin of a town of two villages, and how the tests of its doors name pages and rows."""

from django.apps import apps
from django.urls import reverse

from tests.access.admin_table import KINDS

OPENERS = ("maintainer", "township", "secretary-a", "secretary-b")
VILLAGES = sorted(kind for kind, row in KINDS.items() if row.startswith("V"))
FOREIGN = "南平庄"
"""Every row of village B bears this name somewhere; no page of A's secretary may."""


def model_of(kind):
    return apps.get_model(kind)


def page(kind, name, *args):
    """The address of a page of a kind of row."""
    return reverse(f"admin:{kind.replace('.', '_')}_{name}", args=args)


def row_of(town, kind, where="a"):
    """A row of the kind, in village A where it belongs to one."""
    village, thing = (town.a, town.things) if where == "a" else (town.b, town.others)
    named = {
        "accounts.user": village.clerk, "exchange.batch": thing.batch, "groups.application": thing.application,
        "groups.group": village.groups["culture"], "groups.post": thing.post, "meetings.meeting": thing.meeting,
        "members.branch": village.branch, "members.mandate": thing.mandate, "members.member": thing.member,
        "members.transfer": thing.transfer,
        "plans.goal": thing.promises.goal, "plans.plan": thing.promises.plan, "pledges.pledge": thing.promises.pledge,
        "pledges.pledgeitem": thing.promises.item, "pledges.responsibilityletter": thing.promises.letter,
        "members.village": village.village, "notices.notice": thing.notice, "notices.objection": thing.objection,
    }  # fmt: skip
    if kind in named:
        return named[kind]
    rows = model_of(kind)._default_manager.all()
    paths = {
        "groups.placement": "post__group__village",
        "groups.scheme": "village",
        "members.office": "member__branch__village",
    }
    return rows.filter(**{paths[kind]: village.village}).first() if kind in paths else rows.first()


def outcome(answer):
    """What a page of the admin said, in a word."""
    if answer.status_code == 302:
        to = answer.url.split("?")[0]
        return {"/accounts/login/": "sign in", "/accounts/password/": "first password"}.get(to, "yes")
    return {200: "yes", 403: "no", 404: "missing"}.get(answer.status_code, answer.status_code)


def member_form(member, **more):
    """What the admin's page of a member sends."""
    fields = (
        "name", "sex", "nation", "born", "education", "category", "joined", "confirmed", "job", "phone", "presence",
        "exempt", "public_label", "left_how",
    )  # fmt: skip
    sent = {field: getattr(member, field) for field in fields}
    sent |= {"branch": member.branch_id, "lives_in": member.lives_in_id or "", "left_on": ""}
    return sent | {"offices-TOTAL_FORMS": 0, "offices-INITIAL_FORMS": 0} | more
