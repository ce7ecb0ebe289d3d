"""A file for every row and a row for every file; a backup takes the photos along, and one of yesterday stays good."""

import os

import pytest
from django.core.management import call_command

from tests.papers import photos
from tests.papers.stories import applied, at, files_in, sent
from tests.people import gather
from tests.upkeep.backups import run
from tools import clock as product_clock
from tools.papers import store
from tools.papers.actions import remove, take_in
from tools.papers.models import Scan
from tools.papers.prepare import prepared
from tools.upkeep.invariants import find_broken


def age(path, hours):
    moment = product_clock.now().timestamp() - hours * 3600
    os.utime(path, (moment, moment))


@pytest.fixture
def scan(cast):
    return sent(cast.client(cast.a.clerk), at(applied(cast)), kind="application_form")


def names():
    return [(broken.invariant, broken.pk) for broken in find_broken()]


def test_a_missing_or_cut_file_is_found(scan, files):
    assert names() == []
    [path] = files_in(files)
    path.write_bytes(path.read_bytes()[:-1])
    assert names() == [("papers.every_scan_has_its_file", scan.pk)]
    path.unlink()
    assert names() == [("papers.every_scan_has_its_file", scan.pk)]


def test_a_file_without_a_row_is_found_and_swept_one_that_is_on_its_way_is_left(scan, files, capsys):
    [kept] = files_in(files)
    age(kept, 5)
    lost = store.place(store.put(b"lost", "jpg"))
    age(lost, 0)
    assert names() == []
    call_command("tick")
    assert lost.is_file()
    age(lost, 2)
    assert names() == [("papers.every_file_has_its_scan", lost.name)]
    call_command("tick")
    assert files_in(files / "papers") == [kept] and names() == []
    [aside] = files_in(store.aside())
    assert aside.read_bytes() == b"lost"
    age(aside, 31 * 24)
    call_command("tick")
    assert files_in(files) == [kept]


def test_a_removal_cut_short_is_finished_by_the_clock(scan, files, capsys):
    remove([scan], "拍糊了", scan.added_by)  # the test's transaction never commits, so the file stays
    [path] = files_in(files)
    age(path, 2)
    assert names() == [("papers.every_scan_has_its_file", scan.pk)]
    call_command("tick")
    assert not files_in(files) and names() == []


def test_a_photo_of_nothing_is_found(scan):
    Scan.objects.filter(pk=scan.pk).update(object_id=987654)
    assert names() == [("papers.every_scan_has_its_thing", scan.pk)]


def test_a_name_never_leads_elsewhere(scan):
    for name in ("../../etc/passwd", "a/b.jpg", "..", "", "/etc/passwd"):
        with pytest.raises(ValueError):
            store.place(name)


def test_a_backup_carries_the_photos_and_stays_good_after_one_was_removed(own_database, clock, tmp_path, files):
    cast = gather()
    application = applied(cast)
    scan, _is_new = take_in("application_form", application, prepared(photos.jpeg()), cast.a.clerk)
    content = store.place(scan.file).read_bytes()
    assert run("backup", tmp_path / "x")["files"] == 1
    remove([scan], "拍糊了", cast.a.clerk)
    assert not files_in(files)
    assert run("verify_backup", tmp_path / "x")["broken"] == []
    run("restore", tmp_path / "x", force=True)
    assert Scan.objects.here().get().file == scan.file
    assert store.place(scan.file).read_bytes() == content
    assert find_broken() == []
    store.take_away(scan.file)
    with pytest.raises(SystemExit):
        call_command("check_invariants", "--json")
