"""What was done is added to and read: no code of the product changes or deletes it; and nothing that was done is left out."""

import datetime as dt

import pytest
from django.contrib.admin.models import DELETION, LogEntry
from django.db import transaction
from django.db.models import ProtectedError
from django.urls import reverse

from members.actions import create_account
from members.erasing import erase
from members.models import Mandate, Member
from tests import build
from tests.access.records import page
from tests.people import account, mandate
from tools.exchange.models import Batch
from tools.history import versions
from tools.history.kept import Kept
from tools.workflow.models import StateChange


def shown(cast, **asked):
    """What the township reads."""
    return cast.client(cast.township).get(reverse("desk:record_list"), asked).context["deeds"]


@pytest.fixture
def done(cast):
    """One row of every kind of record: a version, a move, a sheet that went out, a deed on an account."""
    build.walk(build.draft(cast.a.members[0], cast.a.posts["economy"]), "applied", cast.a.secretary)
    b"".join(cast.client(cast.a.secretary).get(reverse("members:roster_export"), {"format": "csv"}).streaming_content)
    create_account("new-one", "新人", by=cast.township)
    return [Member.history.first(), StateChange.objects.first(), Batch.objects.get(), LogEntry.objects.get()]


def test_no_row_of_it_is_deleted(done):
    for row in done:
        with pytest.raises(Kept), transaction.atomic():
            row.delete()
        with pytest.raises(Kept), transaction.atomic():
            type(row).objects.filter(pk=row.pk).delete()
        assert type(row).objects.filter(pk=row.pk).exists()
    with pytest.raises(Kept):
        Member.history.all().delete()


def test_no_version_move_or_entry_is_changed(done):
    version, move, _sheet, entry = done
    for row in (version, move, entry):
        with pytest.raises(Kept):
            row.save()
    for rows in (Member.history.all(), type(version).objects.all(), StateChange.objects.all()):
        with pytest.raises(Kept):
            rows.update(**{"history_user": None} if rows.model is not StateChange else {"note": "x"})
        with pytest.raises(Kept):
            rows.bulk_update([rows.first()], ["history_type" if rows.model is not StateChange else "note"])


def test_every_history_is_of_this_kind():
    for history in versions.histories().values():
        with pytest.raises(Kept):
            history.objects.none().delete()


def test_whose_deeds_stand_in_it_is_not_deleted(cast, done):
    with pytest.raises((ProtectedError, Kept)):
        cast.township.delete()


def test_the_admin_shows_no_way_to_it(cast, done):
    """Neither the log nor a version nor a move has a page where it could be changed; a sheet that went out is only read."""
    client = cast.client(cast.maintainer)
    for kind in ("admin/logentry", "workflow/statechange", "members/historicalmember"):
        assert client.get(f"/admin/{kind}/").status_code == 404
    path = page("exchange.batch", "change", done[2].pk)
    assert client.post(path, {"file_name": "x"}).status_code == 403
    assert client.post(page("exchange.batch", "delete", done[2].pk), {"post": "yes"}).status_code == 403


def test_a_draft_written_anew_names_its_fields_and_no_value(cast):
    draft = build.draft(cast.a.members[0], cast.a.posts["economy"], statement="原来的话")
    sent = {
        "post": draft.post_id,
        "source": "own",
        "statement": "改后的话",
        "consent_on": "",
        "happened_on": "2026-11-20",
    }
    cast.client(cast.a.clerk).post(reverse("groups:application_edit", args=[draft.pk]), sent)
    [deed] = shown(cast, kind="accounts")
    assert (deed.who, deed.fields) == (str(cast.a.clerk), ("申报理由",))
    assert cast.a.members[0].name in deed.what
    assert "的话" not in str(LogEntry.objects.values_list())


def test_a_list_written_anew_and_thrown_away_stand_in_it(cast):
    application = build.walk(build.draft(cast.a.members[0], cast.a.posts["economy"]), "confirmed", cast.a.secretary)
    client = cast.client(cast.a.secretary)
    path = reverse("groups:notice_new", args=[cast.a.village.code])
    form = client.get(path).context["form"]
    words = {name: form.get_initial_for_field(field, name) or "" for name, field in form.fields.items()}
    words |= {"picked": [application.pk]}
    edit = reverse("notices:notice_edit", args=[client.post(path, words).url.rstrip("/").rsplit("/", 1)[1]])
    client.post(edit, words | {"title": "另一个题目"})
    client.post(edit, {"discard": "1"})
    assert [(d.who, d.fields) for d in shown(cast, kind="accounts")] == [
        (str(cast.a.secretary), ()),
        (str(cast.a.secretary), ("标题",)),
    ]
    assert LogEntry.objects.filter(action_flag=DELETION).count() == 1


def test_an_account_closed_by_a_handover_stands_in_it(cast):
    former = account("former", "前书记")
    mandate(former, "secretary", cast.b.village)
    Mandate.objects.filter(user=cast.b.secretary).update(ends_on=dt.date(2026, 11, 1))
    sent = {"member": cast.b.members[1].pk, "on": "2026-11-23"}
    cast.client(cast.township).post(reverse("members:handover", args=[cast.b.village.code]), sent)
    former.refresh_from_db()
    assert not former.is_active
    told = [(d.who, d.did) for d in shown(cast, kind="accounts") if "former" in d.what]
    assert told == [(str(cast.township), "关闭了账号")]


def test_the_fields_of_an_account_are_called_as_on_its_page(cast):
    cast.client(cast.township).post(page("accounts.user", "change", cast.b.clerk.pk), {"name": "新名"})
    [deed] = shown(cast, kind="accounts")
    assert (deed.did, set(deed.fields)) == ("已修改", {"姓名", "有效"})


def test_names_go_with_the_person(cast, clock):
    """His account, what was noted of it, and why a version was written, name nobody any more."""
    member = cast.a.members[0]
    create_account("his-own", member.name, by=cast.township, member=cast.a.members[2])
    gone = Member.objects.get(pk=cast.a.members[2].pk)
    gone.left_on, gone.left_how, gone._change_reason = dt.date(2026, 11, 1), "moved", f"与 {gone.name} 的记录合并"
    gone.save()
    clock.move_to("2040-01-02")
    erase(gone)
    account_of_his = gone.user or type(cast.township).objects.get(username="his-own")
    assert (account_of_his.name, account_of_his.is_active) == ("", False)
    assert not [why for why in Member.history.filter(id=gone.pk).values_list("history_change_reason", flat=True) if why]
