"""Keys of the other village in every form and every filter, by everybody who may fill it in: refused, in the words for a key
that is nobody's; and nothing is written that its writer does not see."""

import copy
import re

import pytest
from django import forms
from django.apps import apps
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.access.cells import told
from tests.access.sendable import filled, pages
from tests.access.stage import undone
from tests.support.shares import my_share

WHO = ("liaison-a", "secretary-a", "clerk-a", "member-a", "secretary-b", "member-b")
MISSING = 987654
MAY_NAME = {("members:transfer_new", "to_branch")}
"""Where to: all branches are on offer, whose names the board shows to everybody."""
OF_KEYS = {"picked": "groups.application", "line": "notices.line", "member": "members.member"}
"""Fields that are no list of records to Django, and hold keys."""
NOT_ROWS = {"sessions", "contenttypes", "auth", "admin", "axes", "upkeep"}


def forged(thing):
    """Keys of a village's things, by kind."""
    where = thing.where
    return {
        "members.member": [thing.member.pk, where.secretary_member.pk], "members.village": [where.village.pk, where.village.code],
        "members.branch": [where.branch.pk], "groups.post": [thing.post.pk], "meetings.meeting": [thing.meeting.pk],
        "notices.objection": [thing.objection.pk], "notices.notice": [thing.notice.pk], "notices.line": [thing.line.pk],
        "groups.application": [thing.application.pk, thing.line.subject_id], "accounts.user": [where.clerk.pk],
        "groups.group": [where.groups["culture"].pk], "plans.goal": [thing.promises.goal.pk],
        "pledges.pledge": [thing.promises.pledge.pk],
    }  # fmt: skip


def keys_of(form):
    """The fields of a form that hold a key: name, kind of thing, whether several."""
    for name, field in form.fields.items():
        if isinstance(field, forms.ModelChoiceField):
            kind = field.queryset.model._meta.label_lower
            yield form.add_prefix(name), kind, isinstance(field, forms.ModelMultipleChoiceField)
        elif name in OF_KEYS:
            yield form.add_prefix(name), OF_KEYS[name], name == "picked"


def forms_of(context):
    """The form of a page, and each row of the set of forms below it: by what its fields are called when they are sent."""
    found = [context.get("form"), *(row for name in ("goals", "items") for row in rows_of(context.get(name)))]
    return [form for form in found if hasattr(form, "fields")]


def rows_of(several):
    return several.forms if isinstance(several, forms.BaseFormSet) else []


def body_of(context):
    """Everything that the page's forms send as they stand."""
    several = [context.get(name) for name in ("goals", "items")]
    managed = [one.management_form for one in several if isinstance(one, forms.BaseFormSet)]
    shown = [*forms_of(context), *managed]
    return {form.add_prefix(name): value for form in shown for name, value in filled(form).items()}


def looks(answer, key):
    """A page without its token, its ids of requests and the key that was sent."""
    text = re.sub(r'value="[A-Za-z0-9]{64}"|[0-9a-f]{8}-[0-9a-f-]{27}', "", answer.content.decode())
    return re.sub(rf"(?<![0-9])(?:{key}|{MISSING})(?![0-9])", "", text)


def rows():
    """Everything that stands in the records."""
    models = [m for m in apps.get_models() if m._meta.app_label not in NOT_ROWS and not m.__name__.startswith("Hist")]
    return {(m, columns[m._meta.pk.attname]): columns for m in models for columns in m._base_manager.values()}


def unseen(user, before, after):
    """Rows that were written, of things that their writer did not see before."""
    fresh = type(user).objects.get(pk=user.pk)
    for (model, key), columns in after.items():
        visible = getattr(model._default_manager, "visible_to", None)
        old = before.get((model, key), columns)
        if columns != old and visible and not visible(fresh).filter(pk=key).exists():
            yield f"wrote {model.__name__} {key}"


def sent(client, path, field, several, body, key, user):
    """One sending, taken back with what it said; what it wrote out of sight is returned with the answer."""
    cookies = copy.deepcopy(client.cookies)
    with transaction.atomic():
        answer = client.post(path, body | {field: [key] if several else key})
        done = answer.status_code == 302
        after = rows() if done else {}
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer, list(unseen(user, rows(), after)) if done else []


@pytest.mark.parametrize("person", my_share(WHO))
def test_a_key_of_elsewhere_is_a_key_of_nowhere(stage, person):
    near, far = (stage.b, stage.a) if person.endswith("-b") else (stage.a, stage.b)
    keys, user, wrong = forged(far), stage.people[person], {}
    client = Client(raise_request_exception=False)
    with undone():
        client.force_login(user, backend="tools.accounts.backends.AccountBackend")
        for name, path in pages(near):
            page = client.get(path)
            if page.status_code != 200 or page.context is None or name.startswith("board:"):
                continue
            asked = page.context.get("filter")
            for field, kind, _several in keys_of(asked) if hasattr(asked, "fields") else ():
                theirs = keys.get(kind, ())
                nothing = client.get(path, {field: MISSING}) if theirs else None
                for key in theirs:
                    found = client.get(path, {field: key})
                    if looks(found, key) != looks(nothing, key):
                        wrong[name, "filter", field, key] = "differs"
            body = body_of(page.context)
            for field, kind, several in (asked for form in forms_of(page.context) for asked in keys_of(form)):
                theirs = () if (name, field) in MAY_NAME else keys.get(kind, ())
                nothing = sent(client, path, field, several, body, MISSING, user)[0] if theirs else None
                for key in theirs:
                    found, wrote = sent(client, path, field, several, body, key, user)
                    stage.cells += 1
                    if wrote or found.status_code != nothing.status_code or looks(found, key) != looks(nothing, key):
                        wrong[name, path, field, key] = (found.status_code, nothing.status_code, wrote)
    assert not wrong, told(wrong)


def test_the_request_of_another_village_is_not_made_once_more(town):
    """A notice's id is public; whoever sends his own form under it is told so, and no page breaks."""
    client, path = town.client(town.b.secretary), reverse("meetings:meeting_new")
    meeting = {"kind": "villagers", "held_on": "2026-11-20", "entitled": 30, "present": 20}
    answer = client.post(path, meeting | {"request_id": str(town.things.meeting.uuid)})
    assert answer.status_code == 422
    assert "刷新" in answer.content.decode()
    draft = {"member": town.b.members[2].pk, "post": town.b.posts["harmony"].pk, "source": "own"}
    sent_again = client.post(
        reverse("groups:application_new"), draft | {"request_id": str(town.things.application.uuid)}
    )
    assert sent_again.status_code == 422


def test_a_null_character_is_no_question(town):
    """PostgreSQL compares no text with one: 400, and never a fault."""
    client = Client(raise_request_exception=False)
    asked = [
        "/?q=%00",
        "/villages/%00/",
        "/villages/%00/economy/",
        "/accounts/login/?next=%00",
        "/groups/applications/new/?village=%00",
    ]
    for path in asked:
        assert client.get(path).status_code in (400, 302), path
    assert client.post("/accounts/login/", {"username": "\0", "password": "x"}).status_code == 400
    client.force_login(town.township, backend="tools.accounts.backends.AccountBackend")
    assert client.get("/desk/search/?q=%00").status_code == 400
    assert client.get("/roster/mandates/new/?user=%00").status_code == 400
    assert client.post("/groups/catalogue/copy/", {"everywhere": "no", "villages": "\0"}).status_code == 400
    assert client.post("/roster/accounts/new/", {"username": "new-one", "member": "9" * 5000}).status_code == 422
