"""A sheet goes out with its number, its photo comes back by telephone to its step, and is kept, moved and removed."""

import datetime as dt
import errno
import hashlib
import stat
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from members.erasing import erase
from members.models import Member
from notices.actions import receive_objection
from tests import build
from tests.board.stories import text_of
from tests.papers import photos
from tests.papers.stories import applied, at, files_in, printed, send, sent, who
from tests.people import PASSWORD
from tools.papers import store
from tools.papers.models import Scan, Sheet


def test_from_the_printer_to_the_telephone_and_back_to_the_step(cast, settings, files):
    settings.PUBLIC_ADDRESS = "https://zhenzi.example"
    application, clerk = applied(cast), cast.client(cast.a.clerk)
    sheet = printed(clerk, application, "application_form")
    paper = text_of(clerk.get(f"/papers/{sheet.serial}/print/"))
    assert str(sheet) in paper and "data:image/svg+xml" in paper and "吴庄子党员甲" in paper
    page = clerk.get(f"/papers/{sheet.serial.lower()}/")
    assert "capture" in text_of(page) and "申报表" in text_of(page)
    assert send(clerk, f"/papers/{sheet.serial}/").url == f"/papers/{sheet.serial}/"
    scan = Scan.objects.get()
    assert (scan.sheet, scan.step, scan.added_by, scan.object_id) == (sheet, "apply", cast.a.clerk, application.pk)
    [file] = files_in(files)
    assert file.name == scan.file and stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "申报" not in str(file) and "IMG" not in str(file)
    assert hashlib.sha256(file.read_bytes()).hexdigest() == scan.sha256
    assert f"/papers/scans/{scan.uuid}/" in text_of(clerk.get(application.get_absolute_url()))
    assert "editable" not in text_of(clerk.get(scan.get_absolute_url()))


def test_who_is_not_signed_in_comes_back_to_the_sheet_and_sends_nothing(cast, files):
    sheet = printed(cast.client(cast.a.clerk), applied(cast), "application_form")
    address, stranger = sheet.get_absolute_url(), Client()
    asked = stranger.get(address)
    assert asked.status_code == 302 and asked.url == f"/accounts/login/?next={address}"
    assert send(stranger, address).status_code == 302
    assert not files_in(files)
    cast.a.clerk.set_password(PASSWORD)
    cast.a.clerk.save()
    done = stranger.post(asked.url, {"username": cast.a.clerk.username, "password": PASSWORD, "next": address})
    assert done.url == address


def test_the_file_is_handed_over_so_that_nothing_in_it_runs(cast):
    application, clerk = applied(cast), cast.client(cast.a.clerk)
    scan = sent(clerk, at(application), kind="application_form")
    answer = clerk.get(f"/papers/scans/{scan.uuid}/")
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert (
        "sandbox" in answer.headers["Content-Security-Policy"] and "'none'" in answer.headers["Content-Security-Policy"]
    )
    assert "no-store" in answer.headers["Cache-Control"] and answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"] == f'inline; filename="{scan.uuid}.jpg"'
    whole = b"".join(answer.streaming_content)
    assert Image.open(BytesIO(whole)).size == (640, 480) and b"Exif" not in whole
    little = clerk.get(f"/papers/scans/{scan.uuid}/?small=1").content
    assert max(Image.open(BytesIO(little)).size) <= 360
    pdf = sent(clerk, at(application), photos.pdf(), name="x.html", kind="application_form")
    answer = clerk.get(f"/papers/scans/{pdf.uuid}/")
    assert (
        answer.headers["Content-Disposition"].startswith("attachment") and answer["Content-Type"] == "application/pdf"
    )


def test_the_same_photo_is_kept_once_for_a_thing(cast, files):
    first, clerk = applied(cast), cast.client(cast.a.clerk)
    for _ in range(2):
        assert send(clerk, at(first), kind="application_form").status_code == 302
    assert Scan.objects.count() == len(files_in(files)) == 1
    assert "已经有了" in text_of(clerk.get(at(first)))
    other = build.draft(cast.a.members[1], cast.a.posts["culture"])
    sent(clerk, at(other), kind="application_form")
    assert Scan.objects.count() == 2


@pytest.mark.parametrize("name", ["maintainer", "viewer", "member", "leader"])
def test_who_only_reads_sends_and_prints_nothing(cast, name, files):
    application, client = applied(cast), cast.client(who(cast, name))
    sheet = printed(cast.client(cast.a.clerk), application, "application_form")
    wanted = 404 if name == "leader" else 403
    assert send(client, at(application), kind="application_form").status_code == wanted
    assert send(client, sheet.get_absolute_url()).status_code == wanted
    assert client.post(f"{at(application)}application_form/print/").status_code == wanted
    assert not files_in(files) and Sheet.objects.count() == 1


@pytest.mark.parametrize("name", ["viewer", "member", "leader"])
def test_slips_and_sign_in_sheets_are_the_offices_alone(cast, name):
    application, clerk = applied(cast), cast.client(cast.a.clerk)
    meeting = build.meeting(cast.a.village, held_on=dt.date(2026, 11, 20))
    client = cast.client(who(cast, name))
    for thing, kind in ((application, "nomination_slip"), (meeting, "sign_in"), (cast.a.village, "application_form")):
        sheet = printed(clerk, thing, kind)
        scan = sent(clerk, sheet.get_absolute_url())
        for path in (sheet.get_absolute_url(), f"{sheet.get_absolute_url()}print/", f"/papers/scans/{scan.uuid}/",
                     scan.get_absolute_url()):  # fmt: skip
            assert client.get(path).status_code == 404, path
            for other in (cast.township, cast.liaison, cast.a.secretary):
                assert cast.client(other).get(path).status_code == 200
            assert cast.client(cast.b.clerk).get(path).status_code == 404
        page = client.get(thing.get_absolute_url())
        assert str(scan.uuid) not in page.content.decode()


def test_another_village_learns_nothing_from_a_number(cast):
    sheet = printed(cast.client(cast.a.clerk), applied(cast), "application_form")
    theirs = cast.client(cast.b.clerk)
    known, unknown = (theirs.get("/papers/", {"serial": number}) for number in (sheet.serial, "22222222" + "22"))
    assert known.status_code == unknown.status_code == 200
    assert "没有找到" in text_of(known)
    assert theirs.get(sheet.get_absolute_url()).status_code == theirs.get("/papers/ABCDE/").status_code == 404
    assert send(theirs, sheet.get_absolute_url()).status_code == 404
    mine = cast.client(cast.a.clerk).get("/papers/", {"serial": f" {str(sheet).lower()} "})
    assert mine.url == sheet.get_absolute_url()


def test_a_blank_form_of_a_village_finds_its_application(cast):
    """Filled by hand in the field, photographed at once, or given to the application when that is typed."""
    application, clerk = applied(cast), cast.client(cast.a.clerk)
    sheet = printed(clerk, cast.a.village, "application_form")
    scan = sent(clerk, sheet.get_absolute_url())
    assert (scan.model, scan.object_id) == ("members.village", cast.a.village.pk)
    theirs = applied(cast, cast.b)
    for forged in (f"groups.application:{theirs.pk}", f"members.village:{cast.b.village.pk}", "x", ""):
        assert clerk.post(scan.get_absolute_url(), {"belongs": forged}).status_code == 422
    place = f"groups.application:{application.pk}"
    assert clerk.post(scan.get_absolute_url(), {"belongs": place}).status_code == 302
    scan.refresh_from_db()
    assert (scan.model, scan.object_id, scan.step) == ("groups.application", application.pk, "apply")
    assert sent(clerk, sheet.get_absolute_url(), photos.jpeg(seed=1), belongs=place).object_id == application.pk
    assert cast.client(cast.a.member).get(f"/papers/scans/{scan.uuid}/").status_code == 200


def test_a_removed_photo_leaves_day_person_and_reason(cast, files, django_capture_on_commit_callbacks):
    application, clerk = applied(cast), cast.client(cast.a.clerk)
    scan = sent(clerk, at(application), kind="application_form")
    path = f"/papers/scans/{scan.uuid}/remove/"
    assert clerk.post(path, {"reason": " "}).status_code == 422
    assert cast.client(cast.viewer).post(path, {"reason": "x"}).status_code == 403
    assert cast.client(cast.b.clerk).post(path, {"reason": "x"}).status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        assert clerk.post(path, {"reason": "拍糊了"}).status_code == 302
    scan.refresh_from_db()
    assert (scan.removed_on, scan.removed_by, scan.removal_reason) == (dt.date(2026, 11, 23), cast.a.clerk, "拍糊了")
    assert not files_in(files)
    assert clerk.get(f"/papers/scans/{scan.uuid}/").status_code == 404
    assert "拍糊了" in text_of(clerk.get(scan.get_absolute_url()))
    assert str(scan.uuid) not in text_of(clerk.get(application.get_absolute_url()))
    assert sent(clerk, at(application), kind="application_form").pk != scan.pk


def test_who_is_erased_takes_the_photos_of_his_papers_along(cast, files, clock, django_capture_on_commit_callbacks):
    application = applied(cast)
    clerk = cast.client(cast.a.clerk)
    scan = sent(clerk, at(application), kind="application_form")
    other = sent(clerk, at(build.draft(cast.a.members[1], cast.a.posts["culture"])), kind="application_form")
    Member.objects.filter(pk=application.member_id).update(left_on="2026-11-20", left_how="moved")
    clock.move_to("2031-11-24")
    with django_capture_on_commit_callbacks(execute=True):
        erase(application.member)
    scan.refresh_from_db()
    assert scan.removed_on and scan.removal_reason == "本人资料已按规定删除"
    assert [file.name for file in files_in(files)] == [other.file]


def test_a_photo_whose_row_does_not_come_about_leaves_no_file(cast, files, monkeypatch):
    clerk, application = cast.client(cast.a.clerk), applied(cast)
    clerk.raise_request_exception = False

    def fails(**_values):
        assert len(files_in(files)) == 1  # on the disk before the row
        raise RuntimeError

    monkeypatch.setattr(Scan.objects, "create", fails)
    assert send(clerk, at(application), kind="application_form").status_code == 500
    assert not files_in(files) and not Scan.objects.exists()


def test_a_full_disk_is_told_in_words(cast, files, monkeypatch):
    def full(_handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    clerk, application = cast.client(cast.a.clerk), applied(cast)
    monkeypatch.setattr(store.os, "fsync", full)
    answer = send(clerk, at(application), kind="application_form")
    assert answer.status_code == 503 and "磁盘已满" in text_of(answer) and answer.headers["Retry-After"]
    assert not files_in(files) and not Scan.objects.exists()


def test_what_is_too_long_is_not_even_read(cast, monkeypatch):
    clerk, application = cast.client(cast.a.clerk), applied(cast)
    monkeypatch.setattr("django.http.HttpRequest.parse_file_upload", lambda *_a: pytest.fail("it was read"))
    answer = send(clerk, at(application), b"\xff\xd8" + b"0" * 11_000_000)
    assert answer.status_code == 413 and "10 MB" in text_of(answer)


@pytest.mark.parametrize("data", [b"<html><script>alert(1)</script>" * 2000, b"", photos.jpeg()[:50_000]])
def test_what_is_no_photo_is_refused_on_the_page(cast, files, data):
    clerk, application = cast.client(cast.a.clerk), applied(cast)
    answer = send(clerk, at(application), data, kind="application_form")
    assert answer.status_code == 422 and 'role="alert"' in text_of(answer)
    assert not files_in(files)


def test_the_notice_on_the_wall_and_the_letter_that_only_the_town_reads(cast):
    application = build.walk(build.draft(cast.a.members[0], cast.a.posts["economy"]), "confirmed", cast.a.secretary)
    notice = build.posted(cast.a, [application], dt.date(2026, 11, 23))
    clerk, town = cast.client(cast.a.clerk), cast.client(cast.township)
    wall = sent(clerk, at(notice))
    assert wall.step == "open" and f"/papers/scans/{wall.uuid}/" in text_of(clerk.get(notice.get_absolute_url()))
    assert str(wall.uuid) not in text_of(Client().get(f"/notices/{notice.uuid}/"))
    assert Client().get(f"/papers/scans/{wall.uuid}/").status_code == 302
    objection = receive_objection(notice, notice.lines.get(), text="不符合条件", channel="letter")
    letter = sent(town, at(objection))
    for path in (at(objection), f"/papers/scans/{letter.uuid}/"):
        assert town.get(path).status_code == 200
        for user in (cast.a.secretary, cast.a.clerk, cast.liaison, cast.viewer):
            assert cast.client(user).get(path).status_code == 404


def test_a_page_with_papers_asks_as_much_for_three_as_for_one(cast):
    application, clerk = applied(cast), cast.client(cast.a.clerk)
    sheet = printed(clerk, application, "application_form")
    paths = (application.get_absolute_url(), at(application), sheet.get_absolute_url())

    def counts():
        found = []
        for path in paths:
            with CaptureQueriesContext(connection) as caught:
                assert clerk.get(path).status_code == 200
            found.append(len(caught))
        return found

    sent(clerk, sheet.get_absolute_url())
    clerk.get(paths[0])
    before = counts()
    for seed in (1, 2):
        sent(clerk, sheet.get_absolute_url(), photos.jpeg(seed=seed))
    clerk.get(paths[0])
    assert counts() == before
