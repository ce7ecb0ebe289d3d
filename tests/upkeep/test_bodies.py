"""What is sent is measured first, and a wrong method is answered in words."""

import io
import logging

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tools.upkeep.logs import MaskNumbers


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/language/"])
def test_a_stranger_sends_no_thirty_megabytes(db, path, monkeypatch):
    monkeypatch.setattr("django.http.HttpRequest.parse_file_upload", lambda *_a: pytest.fail("it was read"))
    file = SimpleUploadedFile("a.bin", b"0" * 30 * 1024 * 1024)
    answer = Client(enforce_csrf_checks=True).post(path, {"file": file})
    assert answer.status_code == 413
    assert "太大" in answer.content.decode()


def test_a_roster_has_its_own_measure(cast):
    file = SimpleUploadedFile("a.csv", ("姓名\n" + "x" * 3 * 1024 * 1024).encode())
    answer = cast.client(cast.a.secretary).post("/roster/import/", {"file": file})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "address", ["/?q=%00", "/villages/%00/", "/desk/search/?q=a%00b", "/admin/members/member/?q=%00"]
)
def test_an_address_with_a_nul_is_answered_in_words(cast, address):
    answer = cast.client(cast.township).get(address)
    assert answer.status_code in (400, 404)
    assert "请" in answer.content.decode()


def test_a_wrong_method_is_answered_in_words(cast):
    answer = cast.client(cast.township).get(f"/roster/accounts/{cast.a.clerk.pk}/reset/")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    assert "按钮" in answer.content.decode()


def test_no_number_reaches_the_log_not_even_in_a_traceback():
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(MaskNumbers("%(message)s"))
    logger = logging.getLogger("tests.masks")
    logger.addHandler(handler)
    try:
        raise ValueError("row of 19900012345, 130284195703041234")
    except ValueError:
        logger.exception("could not save 13812345678")
    logger.removeHandler(handler)
    told = out.getvalue()
    assert "199****2345" in told and "138****5678" in told and "Traceback" in told
    assert "19900012345" not in told and "195703041234" not in told
