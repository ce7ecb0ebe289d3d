"""Only the right rows now: the others stay as a list of their own, to be answered or mended and sent again."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from members.models import Member
from tests import build
from tests.exchange.township import ZHANG, book
from tests.members.test_roster_pages import digest, secretary, send, town  # noqa: F401  fixtures
from tools.exchange.models import Batch

LI = ["李四", "男", "1960.05", "正式", "吴庄子", "1990"]
WANG = ["王五", "男", "2008.02.30", "正式", "吴庄子", "1990"]


def take_right(client, address):
    return client.post(address, {"digest": digest(client.get(address)), "right": "1"})


def names():
    return set(Member.objects.values_list("name", flat=True))


def test_the_right_rows_go_in_and_the_wrong_ones_become_a_list_of_their_own(town, secretary):  # noqa: F811
    sent = send(secretary, book(ZHANG, WANG, LI))
    assert "先导入正确的2行" in secretary.get(sent.url).content.decode()
    answer = take_right(secretary, sent.url)
    first, rest = Batch.objects.order_by("pk")
    assert answer.url == reverse("members:roster_preview", args=[rest.pk])
    assert names() == {"张三", "李四"}
    assert (first.applied_by, first.counts["created"], first.counts["errors"]) == (town.secretary, 2, 1)
    assert (rest.applied_at, rest.counts["rows"]) == (None, 1)
    page = secretary.get(answer.url).content.decode()
    assert "1行未导入" in page and "王五" not in names()
    report = secretary.get(reverse("members:roster_report", args=[rest.pk]))
    cells = [
        [cell.value for cell in row] for row in load_workbook(io.BytesIO(b"".join(report.streaming_content))).active
    ]
    told = [row for row in cells if row[0]]
    assert [row[0] for row in told[1:]] == ["王五"] and told[1][2] == "2008.02.30" and told[1][-1]


def test_a_question_among_the_rest_is_answered_there(town, secretary):  # noqa: F811
    build.member(town.wu, "李四", born="1960", joined="1990")
    build.member(town.wu, "李四", born="1960", joined="1991")
    sent = send(secretary, book(ZHANG, LI))
    rest = take_right(secretary, sent.url).url
    assert names() == {"张三", "李四"} and Member.objects.count() == 3
    page = secretary.get(rest)
    [problem] = page.context["plan"].errors
    secretary.post(rest, {"answer": "1", f"a:{problem.key}": "new"})
    assert secretary.post(rest, {"digest": digest(secretary.get(rest))}).status_code == 302
    assert Member.objects.filter(name="李四", born="1960-05").count() == 1


def test_two_rows_that_are_wrong_because_of_each_other_both_stay_out(town, secretary):  # noqa: F811
    take_right(secretary, send(secretary, book(ZHANG, LI, LI)).url)
    assert names() == {"张三"}
    assert Batch.objects.get(applied_at=None).counts["rows"] == 2


@pytest.mark.parametrize(
    "headings",
    [
        ("姓名", "性别", "出生日期", "人员类别", "所在党支部", "姓名"),
        ("姓名", "性别", "出生日期", "人员类别", "所在党支部"),
    ],
)
def test_of_a_file_that_is_wrong_itself_nothing_is_taken(town, secretary, headings):  # noqa: F811
    sent = send(secretary, book(ZHANG, LI, headings=headings))
    page = secretary.get(sent.url)
    assert page.context["plan"].bars_all and "先导入" not in page.content.decode()
    answer = secretary.post(sent.url, {"digest": page.context["digest"], "right": "1"})
    assert answer.status_code == 422
    assert not Member.objects.exists()


def test_whoever_presses_twice_takes_nothing_twice(town, secretary):  # noqa: F811
    sent = send(secretary, book(ZHANG, WANG))
    said = {"digest": digest(secretary.get(sent.url)), "right": "1"}
    assert [secretary.post(sent.url, said).status_code for _n in range(2)] == [302, 302]
    assert (Member.objects.count(), Batch.objects.count()) == (1, 2)


def test_without_the_wish_one_wrong_row_still_stops_all(town, secretary):  # noqa: F811
    sent = send(secretary, book(ZHANG, WANG))
    assert secretary.post(sent.url, {"digest": digest(secretary.get(sent.url))}).status_code == 422
    assert not Member.objects.exists()
