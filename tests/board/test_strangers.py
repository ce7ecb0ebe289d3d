"""What strangers are given on every page that is open to them: allow-listed words, strict headers, nothing from elsewhere."""

import re
import uuid
from html.parser import HTMLParser
from io import BytesIO

import pytest
from django.db import OperationalError
from django.db.backends.utils import CursorWrapper
from django.test import Client

from front.board import reads
from groups.models import Group
from members.models import Member, Village
from tests.board.stories import held, posted, text_of
from zhenzi.errors import fault

SECRETS = {
    "phone": "13712345678",
    "born": "1957-04-05",
    "joined": "1983-07-01",
    "confirmed": "1984-07-01",
    "nation": "达斡尔族",
    "education": "秘密学历",
    "job": "秘密工作",
    "number_hash": "f00dfacef00dface" * 4,
    "search_key": "mimisoudejian",
}
"""Columns of a member, each with a value that can stand nowhere by chance."""


@pytest.fixture
def village(cast):
    """A village with a holder, an acting leader, a notice that is up, and members whose every private column is filled."""
    held(cast.a, cast, "culture", "在岗的人", public_label="大")
    notice = posted(cast.a, 2)
    Group.objects.filter(pk=cast.a.groups["harmony"].pk).update(
        acting_leader=cast.a.members[1], acting_from="2026-11-01", acting_until="2026-12-31"
    )
    secrets = {k: v for k, v in SECRETS.items() if k != "number_hash"}
    Member.objects.update(**secrets, exempt="health", presence="away")
    Member.objects.filter(name="在岗的人").update(number_hash=SECRETS["number_hash"])
    return notice


def public(cast, notice):
    """Every address that is open to strangers."""
    code = cast.a.village.code
    return [
        "/", "/?q=wu", "/figures/", f"/villages/{code}/", *(f"/villages/{code}/{zone}/" for zone in cast.a.groups),
        *(f"/notices/{notice.uuid}{end}" for end in ("/", "/print/", "/object/")),
        *(f"/villages/{code}/{paper}/" for paper in ("print", "qr", "cards", f"cards/{cast.a.posts['culture'].pk}/1")),
        "/accounts/login/",
    ]  # fmt: skip


def faults(cast, notice, monkeypatch):
    """The pages for what went wrong, each by its status."""
    stranger = Client(raise_request_exception=False)
    secretary = cast.client(cast.a.secretary)
    notice.refresh_from_db()
    move = f"/moves/notices.notice/{notice.pk}"
    stale = {"request_id": uuid.uuid4(), "version": 0, "reason": "重写"}
    yield 404, stranger.get(f"/notices/{uuid.uuid4()}/")
    yield 404, stranger.get("/nothing/")
    yield 400, stranger.get("/", HTTP_HOST="elsewhere.example")
    yield 403, Client(enforce_csrf_checks=True).post("/accounts/login/", {})
    yield 403, cast.client(cast.viewer).get(f"{move}/withdraw/")
    yield 409, secretary.post(f"{move}/withdraw/", stale)
    yield 422, secretary.post(f"{move}/withdraw/", stale | {"version": notice.version, "reason": ""})
    for _ in range(31):
        flood = stranger.post(f"/notices/{notice.uuid}/object/", {})
    yield 429, flood
    with monkeypatch.context() as broken:
        broken.setattr(reads, "village", lambda code: 1 / 0)
        yield 500, stranger.get("/villages/130284105211/")
    with monkeypatch.context() as broken:

        def away(request, code):
            raise OperationalError("no server")

        broken.setattr(reads, "village", away)
        yield 503, stranger.get("/villages/130284105211/")


class Fetched(HTMLParser):
    """What a browser would ask for or run while it shows the page."""

    def __init__(self, text):
        super().__init__()
        self.wanted, self.inline = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.inline += [f"{tag} {name}" for name in given if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in given):
            self.inline.append(tag)
        self.wanted += [
            given[name] for name in ("src", "srcset", "action", "formaction", "data", "poster") if given.get(name)
        ]
        if tag in ("link", "a", "use", "image") and given.get("href"):
            self.wanted.append(given["href"])


def looks_elsewhere(address):
    return re.match(r"(?i)\s*([a-z][a-z0-9+.-]*:|//)", address) and not address.startswith(("data:image/", "tel:"))


def check(answer):
    """The rules for every page of ours."""
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    page = Fetched(text_of(answer))
    assert page.inline == []
    assert [address for address in page.wanted if looks_elsewhere(address)] == []
    assert 'lang="zh-hans"' in text_of(answer)


def test_nothing_private_stands_on_any_public_page(cast, village):
    for address in public(cast, village):
        answer = Client().get(address)
        assert answer.status_code == 200, address
        text = text_of(answer)
        found = [column for column, value in SECRETS.items() if value in text]
        assert found == [], address
        for part in ("1957", "1983", "1984"):
            assert part not in text, address


def test_nothing_private_stands_in_the_pdf(cast, village, pango):
    from pypdf import PdfReader

    reader = PdfReader(BytesIO(Client().get(f"/notices/{village.uuid}.pdf").content))
    text = "".join(page.extract_text() for page in reader.pages)
    assert "公示人甲" in text
    assert not [value for value in SECRETS.values() if value in text]


def test_the_search_by_a_private_value_finds_nothing(cast, village):
    for value in (*SECRETS.values(), "在岗的人"):
        assert Client().get("/", {"q": value}).context["villages"] == []


def test_templates_are_given_values_and_never_a_member(cast, village):
    for address in public(cast, village):
        answer = Client().get(address)
        contexts = answer.context if isinstance(answer.context, list) else [answer.context]
        for layer in (layer for context in contexts for layer in context.dicts):
            for value in layer.values():
                rows = value if isinstance(value, (list, tuple)) else [value]
                assert not any(isinstance(row, Member) for row in rows), address


def test_every_public_page_keeps_the_rules(cast, village):
    for address in public(cast, village):
        check(Client().get(address))


def test_every_page_of_a_fault_keeps_the_rules_and_is_in_chinese(cast, village, monkeypatch):
    seen = set()
    for status, answer in faults(cast, village, monkeypatch):
        assert answer.status_code == status
        seen.add(status)
        check(answer)
        main = re.sub(r"(?s)<[^>]+>", "", text_of(answer).split("<main", 1)[1].split("</main", 1)[0])
        assert len(re.findall(r"[\u4e00-\u9fff]", main)) > 10, status
        assert "Traceback" not in text_of(answer)
        if status in (429, 503):
            assert int(answer.headers["Retry-After"]) > 0
    assert seen == {400, 403, 404, 409, 422, 429, 500, 503}


def test_the_pages_for_a_broken_machine_ask_it_for_nothing(cast, monkeypatch):
    def away(*args, **more):
        raise OperationalError("no server")

    secretary = cast.client(cast.a.secretary)
    secretary.raise_request_exception = False
    with monkeypatch.context() as broken:
        broken.setattr(CursorWrapper, "execute", away)
        with pytest.raises(OperationalError):
            Village.objects.count()
        assert fault(None).status_code == 500
        for address in ("/", "/villages/130284105211/", "/nothing/", "/accounts/login/"):
            answer = Client(raise_request_exception=False).get(address)
            assert answer.status_code == 503, address
            check(answer)
            # What a session or a user is read for lies in a middleware further in.
            assert secretary.get(address).status_code == 503, address


def test_the_first_visit_from_a_chat_needs_no_cookie_and_no_account(cast, village):
    """The code on the wall opens a browser inside a chat, which has never been here."""
    answer = Client().get(f"/notices/{village.uuid}/?size=l")
    assert answer.status_code == 200
    assert 'data-size="l"' in text_of(answer)
    assert "sessionid" not in answer.cookies
