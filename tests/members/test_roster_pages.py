"""A roster comes by page: send, look at the difference, say yes."""

import io
import json
import re
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from members.models import Member
from tests import build
from tests.exchange.township import (
    ZHANG,
    Town,
    book,
    sample,
)
from tools.exchange.models import Batch


@pytest.fixture
def town(db, clock):
    return Town()


@pytest.fixture
def secretary(town):
    client = Client()
    client.force_login(town.secretary, backend="tools.accounts.backends.AccountBackend")
    return client


def send(client, data, name="花名册(最终).xlsx"):
    return client.post(reverse("members:roster_import"), {"file": SimpleUploadedFile(name, data)})


def digest(response):
    return re.search(r'name="digest" value="(\w+)"', response.content.decode())[1]


def test_send_look_say_yes(town, secretary):
    assert secretary.get(reverse("members:roster_import")).status_code == 200
    build.member(town.wu, "李四", born="1960", joined="1990")
    sent = send(secretary, book(ZHANG, ["李四", "男", "1960.05", "正式", "吴庄子", "1990"]))
    batch = Batch.objects.get()
    assert sent.status_code == 302 and sent.url == reverse("members:roster_preview", args=[batch.pk])
    page = secretary.get(sent.url)
    assert "1960.05" in page.content.decode() and Member.objects.count() == 1
    assert "张三" in secretary.get(sent.url, {"show": "new"}).content.decode()
    assert secretary.post(sent.url, {"digest": digest(page)}).status_code == 302
    batch.refresh_from_db()
    assert (Member.objects.count(), batch.applied_by, batch.counts["created"]) == (2, town.secretary, 1)
    assert "张三" not in json.dumps(batch.content(), ensure_ascii=False)
    assert secretary.get(sent.url, follow=True).status_code == 200
    again = send(secretary, book(ZHANG))
    assert "digest" not in secretary.get(again.url).content.decode()


def test_a_roster_that_changed_meanwhile(town, secretary):
    sent = send(secretary, book(ZHANG))
    page = secretary.get(sent.url)
    build.member(town.wu, "张三", born="1957-03")
    answer = secretary.post(sent.url, {"digest": digest(page)})
    assert (answer.status_code, Member.objects.count()) == (409, 1)


def test_a_wrong_row_stops_the_page_too(town, secretary):
    sent = send(secretary, book([*ZHANG[:2], "2008.02.30", *ZHANG[3:]]))
    page = secretary.get(sent.url).content.decode()
    assert "出生日期" in page and 'name="digest"' not in page
    assert secretary.post(sent.url, {"digest": "x"}).status_code in (409, 422)
    assert not Member.objects.exists()
    report = secretary.get(reverse("members:roster_report", args=[Batch.objects.get().pk]))
    sheet = load_workbook(io.BytesIO(b"".join(report.streaming_content))).active
    assert sheet["C2"].value == "2008.02.30" and sheet["C2"].fill.fgColor.rgb.endswith("F8C9C4")


def test_a_question_is_answered_on_the_page(town, secretary):
    sent = send(secretary, book([*ZHANG[:2], 1957.1, *ZHANG[3:]]))
    page = secretary.get(sent.url).content.decode()
    assert "1957-10" in page
    assert secretary.post(sent.url, {"answer": "1", "a:党员花名册|2|born": "1957-10"}).status_code == 302
    page = secretary.get(sent.url)
    secretary.post(sent.url, {"digest": digest(page)})
    assert Member.objects.get().born == "1957-10"


def test_an_answer_to_what_was_never_asked_is_left_out(town, secretary):
    sent = send(secretary, book([*ZHANG[:2], 1957.1, *ZHANG[3:]]))
    for forged, status in (({"a:党员花名册|2|born": "1957\0"}, 400), ({"a:other|9|born": "1957-10"}, 302)):
        assert secretary.post(sent.url, {"answer": "1", **forged}).status_code == status
    assert Batch.objects.get().answers == {}


def test_somebody_who_chose_no_file_is_told_to(town, secretary):
    answer = secretary.post(reverse("members:roster_import"), {})
    assert (answer.status_code, "请先选择" in answer.content.decode()) == (422, True)


def test_a_long_name_of_a_file_is_kept_from_its_end(town, secretary):
    assert send(secretary, book(ZHANG), f"{'长' * 240}.xlsx").status_code == 302
    assert Batch.objects.get().file_name.endswith("长.xlsx")


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"", b"PK\x03\x04", book(["x"], headings=["y"])])
def test_a_file_that_is_refused(town, secretary, data):
    answer = send(secretary, data)
    assert (answer.status_code, Batch.objects.count()) == (422, 0)
    assert b"<form" in answer.content


def test_a_long_body_is_not_even_read(town, secretary, settings):
    settings.IMPORT_MAX_BYTES = 1000
    answer = send(secretary, bytes(200_000))
    assert (answer.status_code, Batch.objects.count()) == (422, 0)


def test_the_token_is_asked_for(town):
    client = Client(enforce_csrf_checks=True)
    client.force_login(town.secretary, backend="tools.accounts.backends.AccountBackend")
    assert send(client, book(ZHANG)).status_code == 403


def test_an_upload_is_its_owners(town, secretary):
    sent = send(secretary, book(ZHANG))
    other = Client()
    other.force_login(town.town, backend="tools.accounts.backends.AccountBackend")
    assert other.get(sent.url).status_code == 404
    assert other.post(sent.url, {"digest": "x"}).status_code == 404
    assert Client().get(sent.url).status_code == 302


def test_every_download_is_recorded(town, secretary):
    build.member(town.wu, "张三")
    answer = secretary.get(reverse("members:roster_export"))
    assert load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active["A2"].value == "张三"
    assert Batch.objects.filter(kind="roster_export", uploaded_by=town.secretary, counts__rows=1).count() == 1


def test_a_long_preview_has_few_queries(town, django_assert_max_num_queries):
    client = Client()
    client.force_login(town.town, backend="tools.accounts.backends.AccountBackend")
    began = time.process_time()
    sent = send(client, sample("roster_town.xlsx"))
    uploaded = time.process_time() - began
    with django_assert_max_num_queries(25):
        page = client.get(sent.url)
    began = time.process_time()
    assert client.post(sent.url, {"digest": digest(page)}).status_code == 302
    applied = time.process_time() - began
    assert Member.objects.count() == 2659
    assert uploaded < 5 and applied < 5
