"""Hostile files: one clear sentence, at once and for little memory, never a traceback and never a dead worker."""

import csv
import io
import subprocess
import sys
import time
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from members.resources import RosterResource
from scripts.environment import ROOT
from tests.exchange import broken, hostile
from tests.support.shares import my_share
from tools.exchange import reader
from tools.exchange.limits import Unreadable

pytestmark = pytest.mark.no_database

HEADINGS = ("姓名", "性别", "出生日期")
SECONDS, MEGABYTES = 2, 64
SHARED = hostile.shared_book()
MEASURED = """
import resource, sys
from django.conf import settings
settings.configure(USE_I18N=False)
from tests.exchange import hostile
from tools.exchange import reader
from tools.exchange.limits import Unreadable
sys.setrecursionlimit(500)
def read(data, name):
    try:
        reader.read(data, name, ("姓名", "性别").__contains__)
    except Unreadable as error:
        return error.code
made = [open(path, "rb").read() for path in sys.argv[1:]]
read(hostile.plain_book(), "a.xlsx")
read("姓名,性别".encode(), "a.csv")
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for path, data in zip(sys.argv[1:], made):
    read(data, path)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


def refused(data, name):
    with pytest.raises(Unreadable) as found:
        reader.read(data, name, HEADINGS.__contains__)
    assert found.value.message
    return found.value.code


@pytest.mark.parametrize("name", hostile.BOOKS)
def test_a_hostile_book(name):
    make, code = hostile.BOOKS[name]
    data = make()
    began = time.process_time()
    assert refused(data, "a.xlsx") == code
    assert time.process_time() - began < SECONDS


@pytest.mark.parametrize("name", hostile.TEXTS_OF_OLD)
def test_a_hostile_text_file(name):
    make, code = hostile.TEXTS_OF_OLD[name]
    data = make()
    began = time.process_time()
    assert refused(data, "a.csv") == code
    assert time.process_time() - began < SECONDS


@pytest.mark.parametrize("name", hostile.OLD_BOOKS)
def test_a_hostile_old_book(name, monkeypatch):
    peaks, run = [], subprocess.run

    def measured(command, input, cwd, env, **_rest):
        peak = [sys.executable, "-m", "benchmarks.peak", *command]
        done = run(peak, input=input, cwd=cwd, env=env, capture_output=True, check=False)
        peaks.append(int(done.stdout))
        return subprocess.CompletedProcess(command, done.returncode, done.stderr.splitlines()[-1])

    monkeypatch.setenv("RUST_BACKTRACE", "1")
    monkeypatch.setattr(subprocess, "run", measured)
    began = time.monotonic()
    assert refused(hostile.OLD_BOOKS[name](), "a.xls") == "damaged"
    assert time.monotonic() - began < 5 * SECONDS  # Two starts of Python on a busy machine among them.
    assert max(peaks) < MEGABYTES * 1024


@pytest.mark.parametrize("pattern", hostile.PATTERNS)
def test_a_long_cell_keeps_no_pattern_busy(pattern):
    long = (pattern * 30_000)[:30_000]
    names = [column.column_name for column in RosterResource.fields.values()]
    lines = [[*names, long], *([long] * len(names) for _row in range(5)), [f"x{long}x"] * len(names)]
    out = io.StringIO()
    csv.writer(out).writerows(lines)
    began = time.process_time()
    RosterResource().read(out.getvalue().encode(), "a.csv")
    assert time.process_time() - began < SECONDS


def test_a_sheet_of_nothing_but_errors_is_given_up_early(monkeypatch):
    read, sheet = [], "姓名,性别\n" + "1,1\n" * 40_000
    usual = RosterResource._row
    monkeypatch.setattr(RosterResource, "_row", lambda *args: read.append(1) or usual(*args))
    with pytest.raises(Unreadable) as found:
        RosterResource().read(sheet.encode(), "a.csv")
    assert found.value.code == "too_many_errors"
    assert len(read) < 12_000


def test_a_refusal_costs_little_memory(tmp_path):
    for number, (make, _code) in enumerate(hostile.BOOKS.values()):
        (tmp_path / f"{number}.xlsx").write_bytes(make())
    for number, (make, _code) in enumerate(hostile.TEXTS_OF_OLD.values()):
        (tmp_path / f"{number}.csv").write_bytes(make())
    files = sorted(str(path) for path in tmp_path.iterdir())
    done = subprocess.run([sys.executable, "-c", MEASURED, *files], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout.split()[-1]) < MEGABYTES


@settings(max_examples=150)
@given(
    part=st.sampled_from(
        [*(n for n in zipfile.ZipFile(io.BytesIO(SHARED)).namelist() if n.endswith((".xml", ".rels")))]
    ),
    at=st.floats(0, 1),
    cut=st.integers(0, 30),
    put=st.binary(max_size=12) | st.sampled_from([b"<", b">", b'"', b"&#0;", b"</c>", b"-1", b"\xff"]),
)
def test_a_book_with_a_scratch_is_read_or_refused(part, at, cut, put):
    with zipfile.ZipFile(io.BytesIO(SHARED)) as book:
        text = book.read(part)
    place = int(at * len(text))
    scratched = hostile.with_parts({part: text[:place] + put + text[place + cut :]}, data=SHARED)
    try:
        reader.read(scratched, "a.xlsx", HEADINGS.__contains__)
    except Unreadable as error:
        assert error.message


@settings(max_examples=150)
@given(at=st.floats(0, 1), cut=st.integers(0, 300), put=st.binary(max_size=40))
def test_a_zip_with_a_scratch_is_read_or_refused(at, cut, put):
    data = hostile.plain_book()
    place = int(at * len(data))
    try:
        reader.read(data[:place] + put + data[place + cut :], "a.xlsx", HEADINGS.__contains__)
    except Unreadable as error:
        assert error.message


def test_whatever_else_breaks_is_refused_in_words():
    """All of them, the heavy ones too, go through a real worker in `python -m benchmarks.hostile`."""
    tried, wrong = 0, {}
    for name, file_name, made in my_share(list(broken.kinds())):
        if name in broken.HEAVY:
            continue
        data, began, tried = broken.bytes_of(made), time.process_time(), tried + 1
        try:
            _book, content = RosterResource().read(data, file_name)
            told = name in broken.READ or not content.rows and all(p.message for p in content.errors)
        except Unreadable as error:
            told = bool(error.message)
        if not told or time.process_time() - began > SECONDS:
            wrong[name] = time.process_time() - began
    assert tried > 50
    assert not wrong


def test_there_are_many_kinds_of_them():
    ours = {name for name, _file_name, _made in broken.kinds()}
    known = {*hostile.BOOKS, *hostile.TEXTS_OF_OLD, *hostile.OLD_BOOKS}
    assert len(ours | known) == len(ours) + len(known) >= 190
    assert ours >= broken.READ | broken.HEAVY


def rows_of(rows):
    book = hostile.with_parts({hostile.SHEET: hostile.sheet(rows)})
    return reader.read(book, "a.xlsx", HEADINGS.__contains__).sheets[0].rows


def test_what_is_odd_but_honest_is_read():
    assert len(reader.read(SHARED, "a.xlsx", HEADINGS.__contains__).sheets[0].rows) == 2
    without_places = '<row><c t="inlineStr"><is><t>姓名</t></is></c><c t="str"><v>性别</v></c></row>'
    assert rows_of(without_places) == [(1, ["姓名", "性别"])]
    far_but_empty = f'<row r="1">{hostile.NEAR}</row><row r="1048576"><c r="XFD1048576" s="1"/></row>'
    assert rows_of(far_but_empty) == [(1, [1.0])]
