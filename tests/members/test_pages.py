"""The roster and the mandates at the desk: found, masked, given, taken, and each list with few questions."""

import datetime as dt
import json
import logging
import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.forms import DateInput
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings.models import Meeting
from members.models import Mandate, Member, Speciality
from tests import build
from tests.access.records import member_form
from tests.board.stories import text_of
from tests.people import account, mandate

LIST = reverse("members:member_list")
PHONE = "19900012345"
D = dt.date


def names(client, **asked):
    return [member.name for member in client.get(LIST, asked).context["page"]]


def test_the_roster_is_ones_own_village_and_for_the_town_all(cast):
    mine = names(cast.client(cast.a.clerk))
    assert mine
    assert all(name.startswith("吴庄子") for name in mine)
    assert len(names(cast.client(cast.township))) == Member.objects.count()
    assert names(cast.client(cast.a.member)) == ["吴庄子党员甲"]


@pytest.mark.parametrize("asked", ["党员甲", "wzzdyj", "wuzhuangzidangyuanjia", "ＷＺＺＤＹＪ"])
def test_people_are_found_by_characters_pinyin_and_initials(cast, asked):
    assert names(cast.client(cast.a.clerk), q=asked) == ["吴庄子党员甲"]


def test_the_roster_is_narrowed_by_the_address(cast):
    Member.objects.filter(pk=cast.a.members[0].pk).update(presence="seasonal", category="probationary")
    client = cast.client(cast.township)
    assert names(client, presence="seasonal") == ["吴庄子党员甲"]
    assert names(client, category="probationary") == ["吴庄子党员甲"]
    assert set(names(client, village=cast.b.village.code)) == {
        m.name for m in Member.objects.filter(branch=cast.b.branch)
    }
    assert len(names(client, village="nonsense", presence="nonsense")) == Member.objects.count()


def test_a_village_is_not_read_by_asking_for_it(cast):
    assert all(name.startswith("吴庄子") for name in names(cast.client(cast.a.clerk), village=cast.b.village.code))


def test_who_reports_in_stands_in_both_lists(cast):
    visitor = build.member(cast.school, "孙老师", lives_in=cast.a.village)
    assert visitor.name in names(cast.client(cast.a.clerk))
    assert visitor.name not in names(cast.client(cast.b.clerk))


def test_a_list_masks_telephones_and_the_viewer_has_none(cast):
    Member.objects.filter(pk=cast.a.members[0].pk).update(phone=PHONE, exempt="age")
    for user in (cast.a.secretary, cast.a.clerk, cast.liaison, cast.township):
        page = cast.client(user).get(LIST).content.decode()
        assert "199****2345" in page
        assert PHONE not in page
    page = cast.client(cast.viewer).get(LIST).content.decode()
    assert "199****2345" not in page
    assert "年事已高" not in page


def test_a_record_shows_the_telephone_to_whom_it_helps(cast):
    member = cast.a.members[0]
    Member.objects.filter(pk=member.pk).update(phone=PHONE, exempt="age")
    for user in (cast.a.secretary, cast.a.clerk, cast.liaison, cast.township, cast.a.member):
        page = cast.client(user).get(member.get_absolute_url()).content.decode()
        assert (PHONE in page) is (user == cast.a.member)
        assert PHONE in cast.client(user).post(member.get_absolute_url()).content.decode()
        assert "年事已高" in page
    assert cast.client(cast.viewer).post(member.get_absolute_url()).status_code == 403
    page = cast.client(cast.viewer).get(member.get_absolute_url()).content.decode()
    assert PHONE not in page
    assert "年事已高" not in page


def test_only_who_may_correct_a_record_is_led_to_it(cast):
    change = reverse("admin:members_member_change", args=[cast.a.members[0].pk])
    for user, may in ((cast.a.secretary, True), (cast.township, True), (cast.a.clerk, False), (cast.viewer, False)):
        page = cast.client(user).get(cast.a.members[0].get_absolute_url()).content.decode()
        assert (change in page) is may
        assert not may or cast.client(user).get(change).status_code == 200


def test_fifty_stand_on_a_page_and_the_link_keeps_what_was_asked(cast):
    for n in range(51):
        build.member(cast.a.branch, f"众人{chr(0x4E00 + n)}", presence="here")
    answer = cast.client(cast.a.clerk).get(LIST, {"presence": "here"})
    assert len(answer.context["page"]) == 50
    assert re.search(
        r'href="\?[^"]*presence=here[^"]*page=2|href="\?[^"]*page=2[^"]*presence=here', answer.content.decode()
    )
    assert len(cast.client(cast.a.clerk).get(LIST, {"presence": "here", "page": "2"}).context["page"]) == 1


@pytest.mark.parametrize("path", ["member_list", "mandate_list"])
def test_a_list_asks_as_much_with_many_rows_as_with_few(cast, path):
    client, path, counts = cast.client(cast.township), reverse(f"members:{path}"), []
    music = Speciality.objects.create(name="音乐")
    for round_ in range(2):
        for n in range(round_ * 3):
            build.member(cast.school, f"老师{chr(0x4E00 + n)}", lives_in=cast.a.village).specialities.add(music)
            mandate(account(f"new-{n}", "新人"), "clerk", cast.b.village)
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            client.get(path)
        counts.append(len(asked))
    assert counts[0] == counts[1]


# Mandates and accounts

GIVEN = {"role": "clerk", "zone": "", "starts_on": "2026-11-23", "ends_on": ""}


def test_the_day_stands_in_the_field_as_the_browser_reads_it(cast):
    page = cast.client(cast.township).get(reverse("members:mandate_new")).content.decode()
    assert 'type="date" name="starts_on" value="2026-11-23"' in page
    met = build.meeting(cast.a.village, held_on=D(2026, 10, 15))
    page = (
        cast.client(cast.a.clerk)
        .get(reverse("meetings:meeting_edit", args=[Meeting.objects.get(pk=met.pk).pk]))
        .content.decode()
    )
    assert 'value="2026-10-15"' in page
    assert DateInput().format_value(D(2026, 1, 5)) == "2026-01-05"


def test_a_right_that_begins_later_is_listed_and_can_be_taken_before(cast):
    later = mandate(cast.b.clerk, "clerk", cast.a.village, starts_on="2026-12-01")
    listed = {m.pk for m in cast.client(cast.township).get(reverse("members:mandate_list")).context["page"]}
    assert later.pk in listed
    assert cast.client(cast.township).post(reverse("members:mandate_take", args=[later.pk])).status_code == 302
    listed = {m.pk for m in cast.client(cast.township).get(reverse("members:mandate_list")).context["page"]}
    assert later.pk not in listed


def test_mandates_are_found_by_account_village_and_role(cast):
    def found(**asked):
        return {
            m.user.username
            for m in cast.client(cast.township).get(reverse("members:mandate_list"), asked).context["page"]
        }

    assert found(q="clerk-a") == {"clerk-a"}
    assert found(q="王镇") == {"town"}
    assert found(role="secretary") == {"secretary-a", "secretary-b"}
    assert found(village=cast.a.village.code, role="clerk") == {"clerk-a"}


def test_the_same_right_is_not_given_twice(cast):
    before = Mandate.objects.count()
    sent = GIVEN | {"user": cast.a.clerk.pk, "village": cast.a.village.pk}
    assert cast.client(cast.township).post(reverse("members:mandate_new"), sent).status_code == 422
    Mandate.objects.filter(user=cast.a.clerk).update(ends_on="2026-11-22")
    assert cast.client(cast.township).post(reverse("members:mandate_new"), sent).status_code == 302
    assert Mandate.objects.count() == before + 1


def test_the_maintainer_is_given_no_right_to_act(cast):
    sent = {
        "role": "township",
        "zone": "",
        "village": "",
        "starts_on": "2026-11-23",
        "ends_on": "",
        "user": cast.maintainer.pk,
    }
    assert cast.client(cast.township).post(reverse("members:mandate_new"), sent).status_code == 422
    assert not cast.maintainer.mandates.exists()


def test_what_a_right_allowed_ends_with_it(cast):
    given = mandate(cast.b.clerk, "clerk", cast.a.village)
    client, path = cast.client(cast.b.clerk), cast.a.members[0].get_absolute_url()
    assert client.get(path).status_code == 200
    cast.client(cast.township).post(reverse("members:mandate_take", args=[given.pk]))
    assert client.get(path).status_code == 404
    assert Mandate.history.filter(id=given.pk).first().history_user == cast.township


def slip(answer):
    return re.search(r"<strong>([a-z2-9-]{14})</strong>", answer.content.decode())[1]


def test_a_member_gets_an_account_tied_to_his_record_and_the_slip_is_nowhere_else(cast, caplog):
    member, client = cast.a.members[1], cast.client(cast.township)
    path = f"{reverse('members:account_new')}?member={member.pk}"
    assert client.get(path).context["form"].initial["name"] == member.name
    with caplog.at_level(logging.DEBUG):
        answer = client.post(path, {"username": "dangyuan-yi", "name": member.name, "member": member.pk})
    password = slip(answer)
    assert "no-store" in answer.headers["Cache-Control"]
    member.refresh_from_db()
    assert member.user.username == "dangyuan-yi"
    assert member.user.check_password(password)
    assert member.user.must_change_password
    assert password not in caplog.text
    assert password not in json.dumps(list(member.user.__class__.objects.values()), default=str)
    assert password not in json.dumps(list(Member.history.values()), default=str)
    assert password not in client.get(member.get_absolute_url()).content.decode()


def test_a_members_slip_is_given_again_from_his_record(cast):
    client, member = cast.client(cast.township), cast.a.members[0]
    reset = reverse("members:account_reset", args=[cast.a.member.pk])
    assert reset in client.get(member.get_absolute_url()).content.decode()
    assert client.get(reset).status_code == 405
    first, second = slip(client.post(reset)), slip(client.post(reset))
    assert first != second
    cast.a.member.refresh_from_db()
    assert cast.a.member.check_password(second)
    assert reset not in cast.client(cast.a.secretary).get(member.get_absolute_url()).content.decode()


def test_a_member_has_one_account(cast):
    path = f"{reverse('members:account_new')}?member={cast.a.members[0].pk}"
    assert cast.client(cast.township).get(path).status_code == 404


@pytest.mark.parametrize("username", ["Z", "a b", "张三", "a" * 41, "-a", "../x"])
def test_an_account_name_can_be_typed_by_everybody(cast, username):
    before = cast.township.__class__.objects.count()
    answer = cast.client(cast.township).post(reverse("members:account_new"), {"username": username, "name": "某人"})
    assert answer.status_code == 422
    assert cast.township.__class__.objects.count() == before


def test_the_first_account_as_one_object_for_a_machine(cast):
    printed = StringIO()
    call_command("create_staff", "zhangli", role="township", name="张丽", json=True, stdout=printed)
    found = json.loads(printed.getvalue())
    user = cast.township.__class__.objects.get(username="zhangli")
    assert (found["username"], found["role"], user.name) == ("zhangli", "township", "张丽")
    assert user.check_password(found["password"])
    refused = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("create_staff", "zhangli", role="viewer", json=True, stdout=refused)
    assert error.value.returncode == 1
    assert json.loads(refused.getvalue())["error"]
    assert user.mandates.count() == 1


def test_a_wrong_role_is_wrong_use(cast):
    with pytest.raises(CommandError) as error:
        call_command("create_staff", "x", "--role", "secretary")
    assert error.value.returncode != 0


def test_a_right_is_renewed_before_it_runs_out(cast):
    Mandate.objects.filter(user=cast.a.clerk).update(ends_on="2026-12-31")
    sent = GIVEN | {"user": cast.a.clerk.pk, "village": cast.a.village.pk}
    assert cast.client(cast.township).post(reverse("members:mandate_new"), sent).status_code == 422
    later = sent | {"starts_on": "2027-01-01"}
    assert cast.client(cast.township).post(reverse("members:mandate_new"), later).status_code == 302
    assert cast.client(cast.township).post(reverse("members:mandate_new"), later).status_code == 422


def test_a_viewer_who_is_also_some_villages_clerk_reads_telephones_of_that_village_alone(cast):
    mandate(cast.viewer, "clerk", cast.a.village)
    for person, at in ((cast.a.members[0], True), (cast.b.members[0], False)):
        Member.objects.filter(pk=person.pk).update(phone="19900000001", exempt="mobility")
        page = text_of(cast.client(cast.viewer).get(person.get_absolute_url()))
        assert ("0001" in page, "行动不便" in page) == (at, at)
    assert "0001" not in text_of(cast.client(cast.viewer).get(reverse("members:member_list")))
    sent = cast.client(cast.viewer).get(reverse("members:roster_export"), {"format": "csv"})
    assert b"19900000001" not in b"".join(sent.streaming_content)


def test_who_had_a_telephone_shown_stands_in_the_record(cast):
    member = cast.a.members[0]
    Member.objects.filter(pk=member.pk).update(phone=PHONE)
    record = cast.client(cast.township)
    cast.client(cast.a.clerk).get(member.get_absolute_url())
    assert "查看了手机号码" not in record.get("/desk/record/").content.decode()
    cast.client(cast.a.clerk).post(member.get_absolute_url())
    record.post("/desk/telephones/")
    page = record.get("/desk/record/").content.decode()
    assert re.search(rf"{cast.a.clerk.name}.*?查看了手机号码.*?{member.name}", page, re.S)
    assert "查看了 2 个村书记的手机号码" in page
    assert PHONE not in page


def test_a_record_is_corrected_without_reading_its_telephone(cast):
    member = cast.a.members[0]
    Member.objects.filter(pk=member.pk).update(phone=PHONE)
    member.refresh_from_db()
    path, client = reverse("admin:members_member_change", args=[member.pk]), cast.client(cast.a.secretary)
    page = client.get(path).content.decode()
    assert "199****2345" in page and PHONE not in page
    for written, kept in (("199****2345", PHONE), ("13800000001", "13800000001"), ("138****9999", "13800000001")):
        client.post(path, member_form(member, phone=written, job="木匠"))
        member.refresh_from_db()
        assert (member.phone, member.job) == (kept, "木匠")
    told = client.get(reverse("admin:members_member_history", args=[member.pk])).content.decode()
    assert "199****2345" in told and "138****0001" in told and PHONE not in told
    told = client.get(reverse("members:member_history", args=[member.pk])).content.decode()
    assert "199****2345" in told and "138****0001" in told and PHONE not in told
