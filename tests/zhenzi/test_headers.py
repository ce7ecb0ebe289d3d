"""Every answer of every status bears the headers of safety; no refusal and nothing for somebody signed in is kept."""

from pathlib import Path

import pytest
from django.conf import settings as product
from django.db import OperationalError
from django.test import Client

HEADERS = {
    "Content-Security-Policy": "default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
STYLE = f"/static/css/{sorted(p.name for p in Path(product.BASE_DIR, 'static', 'css').iterdir())[0]}"
TOO_LONG = {"CONTENT_LENGTH": str(10**9), "content_type": "application/x-www-form-urlencoded"}


def bare(answer):
    return [name for name, value in HEADERS.items() if value not in answer.headers.get(name, "")]


@pytest.fixture(params=["stranger", "township"])
def door(request, cast):
    found = Client(raise_request_exception=False)
    if request.param == "township":
        found.force_login(cast.township, backend="tools.accounts.backends.AccountBackend")
    return found


@pytest.mark.parametrize(
    ("status", "knock"),
    [
        (200, lambda door: door.get("/")),
        (200, lambda door: door.get(STYLE)),
        (200, lambda door: door.get("/healthz/live")),
        (200, lambda door: door.get("/healthz/ready")),
        (301, lambda door: door.get("/desk")),
        (302, lambda door: door.get("/admin/login/")),
        (400, lambda door: door.get("/", HTTP_HOST="elsewhere.example")),
        (400, lambda door: door.get("/?q=%00")),
        (404, lambda door: door.get("/nowhere/")),
        (404, lambda door: door.get("/static/nothing.css")),
        (404, lambda door: door.get("/notices/6f9619ff-8b86-d011-b42d-00c04fc964ff/")),
        (405, lambda door: door.post("/")),
        (405, lambda door: door.post(STYLE)),
        (413, lambda door: door.generic("POST", "/accounts/language/", b"x", **TOO_LONG)),
    ],
)
def test_every_status_bears_them(door, status, knock):
    answer = knock(door)
    assert (answer.status_code, bare(answer)) == (status, [])
    if status >= 400 and "/static/css" not in answer.request["PATH_INFO"]:
        assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(("fault", "status"), [(RuntimeError, 500), (OperationalError, 503)])
def test_a_fault_bears_them(door, monkeypatch, fault, status):
    def breaks(*args, **more):
        raise fault("broken")

    monkeypatch.setattr("front.board.views.reads.named_figures", breaks)
    answer = door.get("/")
    assert (answer.status_code, bare(answer)) == (status, [])
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_refusal_bears_them(cast):
    away = Client(enforce_csrf_checks=True)
    refused = away.post("/accounts/login/", {"username": "x", "password": "y"})
    for _n in range(6):
        locked = Client().post("/accounts/login/", {"username": "x", "password": "y"})
    unfit = cast.client(cast.a.clerk).post("/meetings/new/", {})
    stale = cast.client(cast.a.clerk).get("/desk/record/")
    answers = [refused, locked, unfit, stale]
    assert [answer.status_code for answer in answers] == [403, 429, 422, 403]
    assert [bare(answer) for answer in answers] == [[], [], [], []]
    assert all("no-store" in answer.headers["Cache-Control"] for answer in answers)


def test_the_way_to_https_bears_them_too(cast, settings):
    settings.SECURE_SSL_REDIRECT = True
    for host, status in (("testserver", 301), ("elsewhere.example", 400)):
        answer = Client(raise_request_exception=False).get("/", HTTP_HOST=host)
        assert answer.status_code == status
        assert not {"Content-Security-Policy", "X-Frame-Options"} - set(answer.headers)
