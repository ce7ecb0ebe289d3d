"""Whatever a form lets through and the database refuses is said in words that tell what to mend."""

import re

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models

from members.models import Branch
from tests import build

APPS = ("members", "meetings", "notices", "groups", "plans", "pledges")
OURS = [
    pytest.param(constraint, id=constraint.name)
    for label in APPS
    for model in apps.get_app_config(label).get_models()
    for constraint in model._meta.constraints
]


@pytest.mark.parametrize("constraint", OURS)
def test_every_constraint_says_what_is_wrong(constraint):
    message = str(constraint.get_violation_error_message())
    assert message != str(models.BaseConstraint.default_violation_error_message) % {"name": constraint.name}
    assert constraint.name not in message and not re.search("[a-z]_[a-z]", message)


def test_a_schools_branch_in_a_village_is_refused_in_words(cast):
    with pytest.raises(ValidationError) as refused:
        Branch(name="新党支部", kind="school", village=cast.a.village).full_clean()
    assert "branch_of" not in str(refused.value)


def test_a_joining_before_birth_is_refused_by_the_database_too(cast):
    member = build.member(cast.a.branch, "张三")
    member.joined = "1950"
    with pytest.raises(ValidationError) as refused:
        member.validate_constraints()
    assert refused.value.messages == ["入党日期早于出生日期。"]
