"""A disk that is full is 503 in words that say what to do, and nothing half is left where there is no room."""

import errno
import tempfile

import pytest
from django.db import OperationalError
from django.db.backends.utils import CursorWrapper
from django.urls import reverse
from openpyxl import Workbook

from tools.exchange import sheets
from tools.upkeep.middleware import FULL_DATABASE


def no_room(*_args, **_more):
    raise OSError(errno.ENOSPC, "No space left on device")


def told(answer):
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    return "磁盘满了" in answer.content.decode()


@pytest.fixture
def secretary(cast):
    client = cast.client(cast.a.secretary)
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_no_room_for_a_sheet(secretary, monkeypatch, tmp_path, kind):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(Workbook, "save", no_room)
    monkeypatch.setattr(sheets, "write_csv", no_room)
    assert told(secretary.get(reverse("members:roster_export"), {"format": kind}))
    assert list(tmp_path.iterdir()) == []


def test_no_room_for_an_upload(secretary, monkeypatch):
    monkeypatch.setattr("django.http.HttpRequest.parse_file_upload", no_room)
    assert told(secretary.post(reverse("members:roster_import"), {}))


@pytest.mark.parametrize("name", FULL_DATABASE)
def test_no_room_for_the_database(secretary, monkeypatch, name):
    class Full(Exception):
        pass

    setattr(Full, name, FULL_DATABASE[name])

    def full(*_args, **_more):
        raise OperationalError("database or disk is full") from Full()

    with monkeypatch.context() as broken:
        broken.setattr(CursorWrapper, "execute", full)
        assert told(secretary.get("/desk/"))


def test_a_database_that_is_away_is_no_full_disk(secretary, monkeypatch):
    def away(*_args, **_more):
        raise OperationalError("no server")

    with monkeypatch.context() as broken:
        broken.setattr(CursorWrapper, "execute", away)
        assert not told(secretary.get("/desk/"))
