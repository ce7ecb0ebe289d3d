"""The record of what was done: who changed which fields, who moved what, who took along which sheet; no values."""

import datetime as dt

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from members.models import Member, Speciality
from notices.models import CalendarYear
from tests import build
from tests.board.stories import text_of
from tests.papers import templates
from tools.exchange.models import Batch
from tools.history import versions
from tools.workflow.models import StateChange

D = dt.date
RECORD = reverse("desk:record_list")


def shown(client, **asked):
    return client.get(RECORD, asked).context["deeds"]


def corrected(member, user, **facts):
    for name, value in facts.items():
        setattr(member, name, value)
    member._history_user = user
    member.save()


def test_a_correction_names_its_fields_and_neither_value(cast):
    corrected(cast.a.members[2], cast.a.secretary, phone="19900012345", job="木匠")
    answer = cast.client(cast.township).get(RECORD)
    [deed] = [d for d in answer.context["deeds"] if d.did == "已修改"]
    assert (deed.who, deed.what) == (str(cast.a.secretary), f"党员 {cast.a.members[2].name}")
    assert set(deed.fields) == {"手机号码", "工作岗位"}
    assert "19900012345" not in text_of(answer) and "木匠" not in text_of(answer)


def test_a_correction_is_told_by_the_version_just_before_it(cast, clock):
    member = cast.a.members[2]
    corrected(member, cast.a.secretary, phone="19900012345")
    clock.forward(days=1)
    corrected(member, cast.a.clerk, job="木匠")
    told = [(d.who, d.fields) for d in shown(cast.client(cast.township)) if d.did == "已修改"]
    assert told == [(str(cast.a.clerk), ("工作岗位",)), (str(cast.a.secretary), ("手机号码",))]


def test_a_record_that_is_called_by_its_year_stands_in_it_too(cast, clock):
    clock.forward(days=1)
    year = CalendarYear.objects.create(year=2031)
    year.provisional = True
    year.save()
    told = [(d.did, d.what) for d in shown(cast.client(cast.township)) if d.what.endswith("2031")]
    assert len(told) == 2 and told[0][0] == "已修改"


def test_every_step_of_the_procedure_stands_in_it(cast):
    application = build.draft(cast.a.members[0], cast.a.posts["economy"])
    build.walk(application, "nominated", cast.a.secretary)
    told = [(d.did, d.what) for d in shown(cast.client(cast.township), kind="moves")]
    assert told == [("登记举荐", f"申报 {application}"), ("提交申报", f"申报 {application}")]


def test_whoever_takes_a_sheet_along_is_named(cast):
    list(cast.client(cast.a.secretary).get(reverse("members:roster_export"), {"format": "csv"}).streaming_content)
    [deed] = shown(cast.client(cast.township), kind="sheets")
    assert (deed.who, deed.did) == (str(cast.a.secretary), "导出")
    assert deed.what.startswith("党员花名册-20261123.csv")


def test_the_clocks_deeds_are_the_clocks(cast):
    StateChange.objects.create(
        model="groups.application", object_id=7, move="end", source="seated", target="ended", actor=None, acted_as="clock",
        happened_on=D(2026, 11, 23), typed_at=build.moment("2026-11-23"), request_id="6f9619ff-8b86-d011-b42d-00c04fc964ff",
    )  # fmt: skip
    [deed] = shown(cast.client(cast.township), kind="moves")
    assert (deed.who, deed.did) == ("系统", "办理离岗")


def test_what_happened_to_an_account_stands_in_it(cast):
    LogEntry.objects.log_actions(cast.township.pk, [cast.a.clerk], CHANGE, "重发了密码条", single_object=True)
    [deed] = shown(cast.client(cast.township), kind="accounts")
    assert (deed.who, deed.did) == (str(cast.township), "重发了密码条")
    assert str(cast.a.clerk) in deed.what


def test_a_template_that_was_sent_in_and_taken_into_use_stands_in_it(cast):
    town, page = cast.client(cast.township), "/roster/templates/notice/"
    lines = ("{{ title }}", "{%p for line in ending %}", "{{ line }}", "{%p endfor %}", "{{ organ }}", "{{ day }}")
    town.post(page, {"file": SimpleUploadedFile("公示模板.docx", templates.with_text(*lines))})
    town.post(f"{page}1/use/", {"seen": 0})
    last, first = shown(town, kind="accounts")
    assert (first.who, first.did, last.did) == (str(cast.township), "上传了文书模板", "启用了文书模板")
    assert "公示" in first.what and "公示" in last.what


def test_it_is_narrowed_by_kind_day_and_person(cast, clock):
    corrected(cast.a.members[0], cast.a.secretary, job="木匠")
    clock.move_to("2026-11-25 10:00")
    corrected(cast.b.members[0], cast.b.secretary, job="瓦匠")
    town = cast.client(cast.township)

    def who(**asked):
        return {d.who for d in shown(town, kind="records", **asked) if d.did == "已修改"}

    assert who() == {str(cast.a.secretary), str(cast.b.secretary)}
    assert who(since="2026-11-25") == {str(cast.b.secretary)}
    assert who(until="2026-11-24") == {str(cast.a.secretary)}
    assert who(who=cast.a.secretary.username) == {str(cast.a.secretary)}
    assert shown(town, since="2026-12-01") == []
    assert shown(town, since="yesterday", kind="nonsense")


def test_it_is_the_townships_alone(cast):
    for user in (cast.viewer, cast.liaison, cast.a.secretary, cast.a.clerk, cast.a.leader, cast.a.member):
        assert cast.client(user).get(RECORD).status_code == 403
    assert cast.client().get(RECORD).status_code == 302
    assert cast.client(cast.maintainer).get(RECORD).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_questions_does_not_grow_with_the_rows(cast, rows):
    before = {h: m._base_manager.all().delete() for h, m in versions.histories().items()}
    assert before
    for number in range(rows):
        corrected(cast.a.members[number], cast.a.secretary, job="木匠")
        corrected(cast.a.members[number], cast.a.secretary, job="瓦匠")
        Batch.objects.create(
            kind="roster_export", file_name="a.xlsx", sha256="0", uploaded_by=cast.a.clerk,
            uploaded_at=dt.datetime(2026, 11, 23, tzinfo=dt.UTC), payload=b"", counts={"rows": 1},
        )  # fmt: skip
    client = cast.client(cast.township)
    client.get(RECORD)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert len(client.get(RECORD).context["deeds"]) == 3 * rows
    assert len(asked) <= 14


def test_a_new_speciality_alone_is_a_change_too(cast):
    member = cast.a.members[2]
    member.specialities.add(Speciality.objects.get_or_create(name="木工")[0])
    assert Member.objects.get(pk=member.pk).specialities.count()
    assert [d.fields for d in shown(cast.client(cast.township), kind="records") if d.did == "已修改"] == [("特长",)]
