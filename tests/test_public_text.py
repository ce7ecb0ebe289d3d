"""Whatever a stranger reads that somebody typed is looked through: no column comes to the board without it."""

import pytest
from django.db import models
from django.urls import reverse

from groups.actions import publish_scheme
from groups.models import Group, Post, Scheme
from members.models import Township, Village
from members.public import PublicLine, PublicText
from notices.models import Notice
from notices.querysets import PUBLIC
from plans.models import Goal, Plan, Publication
from plans.querysets import PUBLIC_IN_SHORT
from pledges.models import PledgeItem
from tools.workflow.errors import Refused

NUMBER = "13812345678"
READ = {
    Village: lambda: Village.objects.public().query.values_select,
    Group: lambda: Group.objects.public().query.values_select,
    Notice: lambda: PUBLIC,
    Plan: lambda: (*Plan.objects.public().query.values_select, *PUBLIC_IN_SHORT.values()),
    Publication: lambda: ("result",),
    Goal: lambda: Goal.objects.public().query.values_select,
    PledgeItem: lambda: PledgeItem.objects.public().query.values_select,
    Township: lambda: (
        "name",
        "county",
        "organizer",
        "phone",
        "office_place",
        "address",
        "icp",
        "site_code",
        "urgent_numbers",
    ),
}
"""What the board reads of each, from the very lists by which it reads."""
OTHERWISE = {
    "Village.code": "twelve digits, checked",
    "Village.phone": "the branch's own number, there to be rung",
    "Township.phone": "the town's own number",
    "Township.icp": "a number that the law wants shown",
    "Township.site_code": "another",
    "Township.urgent_numbers": "numbers to be rung",
    "Member.name": "a name, from the roster's form",
    **dict.fromkeys(
        (
            "Notice.title",
            "Notice.basis",
            "Notice.body",
            "Notice.ending",
            "Notice.phone",
            "Notice.place",
            "Notice.organ",
        ),
        "the draft's form looks, with the village's own telephones, and so does the move that posts it (test_view_wording)",
    ),
    "Notice.kind": "one of the registered kinds",
    "Notice.correction": "the form that takes it down looks",
}
"""Text columns that are looked through otherwise, or hold what is meant to be rung."""


def field_at(model, path):
    """The model's field behind a lookup path; an alias of a join stands for what it joins."""
    parts = path.replace("held__", "posts__placements__", 1).split("__")
    for part in parts[:-1]:
        model = model._meta.get_field(part).related_model
    name = parts[-1]
    return (
        model._meta.pk if name == "pk" else next(f for f in model._meta.concrete_fields if name in (f.name, f.attname))
    )


def test_every_text_that_a_stranger_reads_is_looked_through():
    unseen, used = [], set()
    for model, columns in READ.items():
        for path in columns():
            field = field_at(model, path)
            if not isinstance(field, models.CharField | models.TextField) or field.choices:
                continue
            label = f"{field.model.__name__}.{field.name}"
            used.add(label)
            if not isinstance(field, PublicLine | PublicText) and label not in OTHERWISE:
                unseen.append(label)
    assert not unseen
    assert {"Plan.body", "Goal.result", "PledgeItem.reply", "Publication.result", "Zone.name"} <= used
    assert {"Post.duties", "Group.requirements", "Zone.duties", "Member.public_label", "Village.contact_place"} <= used
    assert set(OTHERWISE) <= used


@pytest.mark.parametrize("field", ["name", "duties"])
def test_a_post_says_nobodys_number(cast, field):
    post = cast.a.posts["economy"]
    page = reverse("groups:post_edit", args=[post.pk])
    client = cast.client(cast.a.clerk)
    form = client.get(page).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {field: f"找{NUMBER}"}
    answer = client.post(page, sent)
    assert answer.status_code == 422
    assert f"手机号“{NUMBER}”" in answer.context["form"].errors[field][0]


def test_what_was_typed_before_stops_the_scheme_and_names_the_post(cast):
    Scheme.objects.all().delete()
    post = cast.a.posts["culture"]
    Post.objects.filter(pk=post.pk).update(duties="排节目，一三八一二三四五六七八")
    with pytest.raises(Refused, match=f"{post.name}.*手机号“一三八一二三四五六七八”"):
        publish_scheme(cast.a.village, cast.cycle, cast.cycle.starts_on, cast.a.secretary)
    Post.objects.filter(pk=post.pk).update(duties="排节目")
    Group.objects.filter(pk=cast.a.groups["culture"].pk).update(requirements="账号6222021234567890")
    with pytest.raises(Refused, match="银行卡号"):
        publish_scheme(cast.a.village, cast.cycle, cast.cycle.starts_on, cast.a.secretary)


def test_the_town_and_its_zones_and_groups_say_nobodys_number_either(cast):
    town = Township.objects.current()
    town.address, zone, group = f"镇政府 {NUMBER}", cast.a.groups["culture"].zone, cast.a.groups["culture"]
    zone.requirements = group.duties = f"联系{NUMBER}"
    for thing, field in ((town, "address"), (zone, "requirements"), (group, "duties")):
        with pytest.raises(Exception, match=NUMBER) as told:
            thing.full_clean()
        assert set(told.value.message_dict) == {field}
