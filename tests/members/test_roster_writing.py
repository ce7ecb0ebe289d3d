"""What an import writes: no more than its rows say, whoever writes at the same time; and each change with its history."""

import datetime as dt
import threading
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from members.models import Member, Office, Speciality, Village
from members.office_sheet import OfficeResource
from members.organisation_sheets import VillageResource
from members.resources import RosterResource
from tests import build
from tests.exchange.township import HEADINGS, NAN, WU, ZHANG, Town, book, bring, command, sample
from tests.members.test_organisation_sheets import OFFICE
from tests.members.test_roster_pages import digest, send
from tools import clock
from tools.history import bulk
from tools.history.creating import create

WITH_JOB = [*HEADINGS, "手机号码", "工作岗位"]
LI = ["李四", *ZHANG[1:]]
LINES = [[*ZHANG, "19900000001", ""], [*LI, "", "电工"]]


@pytest.fixture
def town(db, clock):
    return Town()


def two(town):
    """张三 and 李四, of whose rows one changes the telephone and the other the job."""
    return [build.member(town.wu, name, born="1957-03", joined="1985-07", job="务农") for name in ("张三", "李四")]


def test_a_row_writes_its_own_fields_and_no_others(town, monkeypatch):
    zhang, li = two(town)
    write = RosterResource.write

    def late(self, *args):
        Member.objects.filter(pk=zhang.pk).update(job="村医")
        write(self, *args)

    monkeypatch.setattr(RosterResource, "write", late)
    bring(book(*LINES, headings=WITH_JOB), town.town)
    assert Member.objects.filter(pk=zhang.pk, phone="19900000001", job="村医").exists()
    assert Member.objects.filter(pk=li.pk, phone="", job="电工").exists()


def test_a_correction_made_during_an_import_waits_and_stands(own_database, clock, monkeypatch):
    """Somebody saves a job between the plan and the writing: he waits for the import, and what he saved stays."""
    town = Town()
    zhang, _li = two(town)
    write, planned, seen = RosterResource.write, threading.Event(), []

    def slow(self, *args):
        planned.set()
        time.sleep(1)
        seen.append(Member.objects.get(pk=zhang.pk).job)
        write(self, *args)

    def correct():
        planned.wait(20)
        Member.objects.filter(pk=zhang.pk).update(job="村医")
        connection.close()

    monkeypatch.setattr(RosterResource, "write", slow)
    other = threading.Thread(target=correct)
    other.start()
    bring(book(*LINES, headings=WITH_JOB), town.town)
    other.join()
    zhang.refresh_from_db()
    assert (zhang.phone, zhang.job, seen) == ("19900000001", "村医", ["务农"])
    assert zhang.history.first().job == "务农"


def test_specialities_of_a_sheet_are_in_the_history(town):
    headings = [*HEADINGS, "特长"]
    for words in ("电工、木工", "木工、书法"):
        bring(book([*ZHANG, words], headings=headings), town.town, reason="a.xlsx")
    versions = Member.objects.get().history.all()
    assert [sorted(link.speciality.name for link in version.specialities.all()) for version in versions] == [
        ["书法", "木工"],
        ["木工", "电工"],
    ]
    assert [(version.history_type, version.history_user) for version in versions] == [
        ("~", town.town),
        ("+", town.town),
    ]
    assert versions[0].diff_against(versions[1]).changed_fields == ["specialities"]
    bring(book([*ZHANG, "书记"], headings=[*HEADINGS, "党内职务"]), town.town)
    assert (versions.all().count(), Office.history.count()) == (2, 1)


def test_the_specialities_of_the_whole_town_are_in_the_history(town, django_assert_max_num_queries):
    began = time.process_time()
    with django_assert_max_num_queries(200):
        bring(sample("roster_town.xlsx"), town.town)
    assert time.process_time() - began < 5
    links = Member.specialities.through.objects.count()
    assert links == Member.history.model.specialities.count() > 100


def test_two_villages_that_change_names_are_a_sentence_and_no_false_alarm(town):
    wu, nan = Village.objects.get(code=WU), Village.objects.get(code=NAN)
    data = book([WU, nan.short_name], [NAN, wu.short_name], headings=["村代码", "村名"])
    resource = VillageResource()
    content = resource.read(data, "a.xlsx")[1]
    content.errors.clear()
    with pytest.raises(VillageResource.Broken, match="简称|short name"):
        resource.apply(content, town.town)


def late_office(monkeypatch, resource, member):
    """Somebody enters an open office between the plan and the writing."""
    write = resource.write

    def late(self, *args):
        Office.objects.create(member=member, kind="secretary")
        write(self, *args)

    monkeypatch.setattr(resource, "write", late)


def test_what_the_database_refuses_is_said_on_the_page(town, monkeypatch):
    member = build.member(town.wu, "张三")
    client = Client()
    client.force_login(town.secretary, backend="tools.accounts.backends.AccountBackend")
    data = book(["张三", "吴庄子", "书记", "2024.3.1", ""], headings=OFFICE)
    sent = client.post(reverse("members:roster_import") + "?kind=offices", {"file": SimpleUploadedFile("a.xlsx", data)})
    page = client.get(sent.url)
    late_office(monkeypatch, OfficeResource, member)
    answer = client.post(sent.url, {"digest": digest(page)})
    assert answer.status_code == 422 and not Office.objects.exists()
    assert str(_constraint("office_once_at_a_time").get_violation_error_message()) in answer.content.decode()


def test_what_the_database_refuses_is_said_by_the_command(town, tmp_path, monkeypatch):
    member = build.member(town.wu, "张三", born="1957-03", joined="1985-07")
    (tmp_path / "a.xlsx").write_bytes(book([*ZHANG, "书记"], headings=[*HEADINGS, "职务"]))
    late_office(monkeypatch, RosterResource, member)
    code, told = command("import_roster", tmp_path / "a.xlsx", "--as", "town")
    assert (code, told["errors"][0]["code"], Office.objects.count()) == (1, "contradiction", 0)
    assert told["errors"][0]["message"] == str(_constraint("office_once_at_a_time").get_violation_error_message())


def _constraint(name):
    return next(constraint for constraint in Office._meta.constraints if constraint.name == name)


def test_an_office_that_begins_later_is_the_office_that_the_roster_names(town):
    member = build.member(town.wu, "张三", born="1957-03", joined="1985-07")
    Office.objects.create(member=member, kind="secretary", starts_on="2027-01-01")
    client = Client()
    client.force_login(town.secretary, backend="tools.accounts.backends.AccountBackend")
    sent = send(client, book([*ZHANG, "书记"], headings=[*HEADINGS, "职务"]))
    assert "digest" not in client.get(sent.url).content.decode()
    assert bring(book([*ZHANG, "书记"], headings=[*HEADINGS, "职务"]), town.secretary).counts()["unchanged"] == 1
    assert Office.objects.count() == 1


def test_new_records_go_in_whole_whichever_way_they_go_in(town):
    """Keys, dates, numbers of rows, signs that mean something to the database, and what is left empty."""
    fields = [field for field in Member._meta.concrete_fields if field.attname not in ("id", "uuid")]
    values = {
        "sex": "female", "born": "1957", "category": "formal", "branch": town.wu, "joined": "1985-07-01",
        "job": "a\"b\\c'd{}%s\n=1", "lives_in": town.wu.village, "left_on": dt.date(2026, 3, 1), "left_how": "moved",
    }  # fmt: skip
    one_way = [Member(name=f"甲{n}", **values) for n in range(3)]
    other_way = [Member(name=f"甲{n}", **values) for n in range(3)]
    Member.objects.bulk_create(one_way)
    create(Member, other_way)
    assert all(member.pk and not member._state.adding for member in other_way)
    for one, other in zip(one_way, other_way, strict=True):
        kept, made = Member.objects.get(pk=one.pk), Member.objects.get(pk=other.pk)
        assert made.uuid == other.uuid
        assert [getattr(made, f.attname) for f in fields] == [getattr(kept, f.attname) for f in fields]


def test_the_versions_of_many_records_are_copies_of_them(town):
    members = two(town)
    apart = build.member(town.wu, "王五")
    build.member(town.wu, "赵六")
    members[0].specialities.add(Speciality.objects.create(name="木工"))
    for some in ([*members], [members[0], apart]):
        when = clock.now()
        keys = [member.pk for member in some]
        told = {"default_user": town.secretary, "default_change_reason": "名册.xlsx", "default_date": when}
        found = bulk.write(Member, keys, update=True, **told)
        assert found.keys() == set(keys)
        for member in some:
            version = Member.history.get(history_id=found[member.pk])
            assert (version.history_type, version.history_change_reason) == ("~", "名册.xlsx")
            assert (version.history_user, version.history_date) == (town.secretary, when)
            for field in Member.history.model.tracked_fields:
                assert getattr(version, field.attname) == getattr(member, field.attname)
            hung = [link.speciality.name for link in version.specialities.all()]
            assert hung == [word.name for word in member.specialities.all()]
