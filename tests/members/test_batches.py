"""A file that was taken over: what it changed is read there, and it is taken back as long as nobody touched its rows."""

import pytest
from django.test import Client
from django.urls import reverse

from members.models import Member, Office, Speciality
from tests import build
from tests.exchange.township import NUMBER, SAME_PERSON_BORN, ZHANG, book, command, person
from tests.members.test_roster_pages import digest, secretary, send, town  # noqa: F401  fixtures
from tools.exchange.models import Batch

WIDE = (
    "姓名",
    "性别",
    "出生日期",
    "人员类别",
    "所在党支部",
    "入党日期",
    "手机号码",
    "特长",
    "党内职务",
    "公民身份号码",
)
LI = ["李四", "男", "1960.05", "正式", "吴庄子", "1990"]


def client_of(user):
    client = Client()
    client.force_login(user, backend="tools.accounts.backends.AccountBackend")
    return client


def taken(client, data):
    """Send and say yes; the batch."""
    sent = send(client, data)
    assert client.post(sent.url, {"digest": digest(client.get(sent.url))}).status_code == 302
    return Batch.objects.latest("pk")


def page(client, batch):
    answer = client.get(reverse("members:batch_detail", args=[batch.pk]))
    return answer.content.decode() if answer.status_code == 200 else answer.status_code


def undo(client, batch):
    return client.post(reverse("members:batch_undo", args=[batch.pk]))


@pytest.fixture
def zhang(town):  # noqa: F811
    """张三 as he stands before the file: a telephone, a speciality, no office, no hash."""
    member = build.member(town.wu, "张三", born=SAME_PERSON_BORN, joined="2003-07", phone="19900000001")
    member.specialities.add(Speciality.objects.create(name="瓦工"))
    member.save()
    return member


def changed_zhang():
    born, joined = SAME_PERSON_BORN.replace("-", "."), "2003.07"
    return ["张三", "男", born, "正式", "吴庄子", joined, "19900000002", "电工、音乐", "支部委员", NUMBER]


def test_what_a_file_changed_is_read_there_in_words(town, secretary, zhang):  # noqa: F811
    batch = taken(secretary, book(changed_zhang(), [*LI, "", "", "", ""], headings=WIDE))
    told = page(secretary, batch)
    assert "<del>199****0001</del> → <ins>199****0002</ins>" in told
    assert "<del>瓦工</del> → <ins>电工、音乐</ins>" in told
    assert "李四" in told and "职务" in told


def test_taken_back_everything_says_again_what_it_said_before(town, secretary, zhang):  # noqa: F811
    batch = taken(secretary, book(changed_zhang(), [*LI, "", "", "", ""], headings=WIDE))
    zhang.refresh_from_db()
    assert zhang.number_hash and zhang.offices.count() == 1
    assert undo(secretary, batch).status_code == 302
    zhang.refresh_from_db()
    assert (zhang.phone, zhang.number_hash, zhang.offices.count()) == ("19900000001", "", 0)
    assert [word.name for word in zhang.specialities.all()] == ["瓦工"]
    assert not Member.objects.filter(name="李四").exists()
    assert not Member.history.filter(name="李四").exists(), "nothing tells any more of whom the file brought by mistake"
    assert "已撤回" in page(secretary, batch)
    assert Member.history.filter(id=zhang.pk).latest("history_id").history_user == town.secretary
    again = send(secretary, book(changed_zhang(), [*LI, "", "", "", ""], headings=WIDE))
    assert secretary.get(again.url).context["counts"]["created"] == 1, "it may be brought in anew"


def test_who_was_touched_since_stops_it_and_is_named(town, secretary, zhang):  # noqa: F811
    batch = taken(secretary, book(changed_zhang(), [*LI, "", "", "", ""], headings=WIDE))
    zhang.refresh_from_db()
    zhang.job = "村医"
    zhang.save()
    answer = undo(secretary, batch)
    assert answer.status_code == 422 and "张三" in answer.content.decode()
    assert Member.objects.filter(name="李四").exists()


def test_who_has_applied_since_stops_it(cast):
    client = client_of(cast.a.secretary)
    batch = taken(client, book(["新来人", "男", "1960.05", "正式", cast.a.branch.name, "1990"]))
    build.draft(Member.objects.get(name="新来人"), cast.a.posts["culture"])
    answer = undo(client, batch)
    assert answer.status_code == 422 and "新来人" in answer.content.decode()
    assert Member.objects.filter(name="新来人").exists()


def test_it_is_taken_back_once(town, secretary):  # noqa: F811
    batch = taken(secretary, book(ZHANG))
    assert [undo(secretary, batch).status_code for _n in range(2)] == [302, 422]
    assert not Member.objects.exists()


def test_a_renamed_member_is_found_by_his_old_name_again(town, secretary):  # noqa: F811
    build.member(town.wu, "李四", born="1960-05", joined="1990")
    rows = list(Member.objects.values_list("uuid", flat=True))
    renamed = ["行标识", "姓名", "性别", "出生日期", "人员类别", "所在党支部", "入党日期"]
    batch = taken(secretary, book([str(rows[0]), "李思", *LI[1:]], headings=renamed))
    assert Member.objects.matching("李思").exists()
    undo(secretary, batch)
    assert [m.name for m in Member.objects.matching("ls")] == ["李四"] and not Member.objects.matching("李思").exists()


def test_the_township_reads_and_takes_back_what_a_secretary_brought(town, secretary):  # noqa: F811
    batch = taken(secretary, book(ZHANG))
    office = client_of(town.town)
    assert "张三" in page(office, batch)
    assert batch.file_name in office.get(reverse("members:batch_list")).content.decode()
    assert undo(office, batch).status_code == 302


def test_another_village_neither_reads_nor_takes_it_back(town, secretary):  # noqa: F811
    batch = taken(secretary, book(ZHANG))
    other = client_of(person("sec-nan", "secretary", town.nan.village))
    assert page(other, batch) == 404 and undo(other, batch).status_code == 404
    assert batch.file_name not in other.get(reverse("members:batch_list")).content.decode()
    waiting = send(secretary, book(ZHANG, LI)).url
    assert client_of(town.town).get(waiting).status_code == 404, "what nobody said yes to is its sender's alone"


def test_a_file_of_the_command_is_taken_back_on_the_page(town, tmp_path):  # noqa: F811
    (tmp_path / "a.xlsx").write_bytes(book(ZHANG, LI))
    command("import_roster", tmp_path / "a.xlsx", "--as", "town")
    assert undo(client_of(town.town), Batch.objects.get()).status_code == 302
    assert not Member.objects.exists()


def test_an_office_of_a_sheet_is_taken_back(town):  # noqa: F811
    build.member(town.wu, "张三")
    client = client_of(town.town)
    headings = ["姓名", "所在党支部", "职务", "任职日期", "离任日期"]
    data = book(["张三", "吴庄子", "书记", "2024.3.1", ""], headings=headings)
    batch = taken_kind(client, data, "offices")
    assert Office.objects.count() == 1
    assert undo(client, batch).status_code == 302 and not Office.objects.exists()


def test_new_people_with_their_offices_are_taken_back_together(town, secretary):  # noqa: F811
    data = book([*ZHANG[:6], "", "木工", "支委", ""], [*LI, "", "", "", ""], headings=WIDE)
    batch = taken(secretary, data)
    assert (Member.objects.count(), Office.objects.count()) == (2, 1)
    assert undo(secretary, batch).status_code == 302
    assert not Member.objects.exists() and not Office.objects.exists()


def test_a_file_with_a_long_name_is_taken_back(town, tmp_path):  # noqa: F811
    build.member(town.wu, "张三", born="1957", joined="1985-07")
    path = tmp_path / f"{'a' * 150}.xlsx"
    path.write_bytes(book(ZHANG))
    assert command("import_roster", path, "--as", "town")[1]["updated"] == 1
    assert undo(client_of(town.town), Batch.objects.get()).status_code == 302
    assert Member.objects.get().born == "1957"


def taken_kind(client, data, kind):
    from django.core.files.uploadedfile import SimpleUploadedFile

    path = f"{reverse('members:roster_import')}?kind={kind}"
    sent = client.post(path, {"file": SimpleUploadedFile("表.xlsx", data)})
    client.post(sent.url, {"digest": digest(client.get(sent.url))})
    return Batch.objects.latest("pk")


@pytest.mark.parametrize("rows", [1, 3])
def test_the_pages_ask_as_much_for_one_row_as_for_three(town, secretary, rows, django_assert_num_queries):  # noqa: F811
    people = [[f"张{'一二三'[n]}", *ZHANG[1:]] for n in range(rows)]
    batch = taken(secretary, book(*people))
    for _n in range(rows - 1):
        send(secretary, book(*people))
    for path in (reverse("members:batch_list"), reverse("members:batch_detail", args=[batch.pk])):
        secretary.get(path)
    with django_assert_num_queries(7):
        secretary.get(reverse("members:batch_list"))
    with django_assert_num_queries(11):
        secretary.get(reverse("members:batch_detail", args=[batch.pk]))
