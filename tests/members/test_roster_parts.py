"""A long text file by command: part by part where nothing in it needs a second look, as a whole otherwise; never half of it."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from members import roster_match
from members.models import Member, Office
from members.resources import RosterResource
from members.roster import hash_of
from tests import build
from tests.exchange.township import HEADINGS, NUMBER, SAME_PERSON_BORN, Town, command
from tools.exchange import parts, runs
from tools.exchange.models import Batch
from tools.exchange.undo import undo

HEADS = [*HEADINGS, "特长", "党内职务", "公民身份号码"]
NAMES = "甲乙丙丁戊己庚辛"


@pytest.fixture
def town(db, clock, monkeypatch):
    monkeypatch.setattr(parts, "AT_A_TIME", 3)
    return Town()


@pytest.fixture
def tried(monkeypatch):
    """How many rows each part had that was planned."""
    found, plan = [], RosterResource.plan_part
    monkeypatch.setattr(
        RosterResource,
        "plan_part",
        lambda self, content, user: found.append(len(content.rows)) or plan(self, content, user),
    )
    return found


def line(name, born="1957.03", branch="吴庄子", *more):
    return [f"王{name}", "男", born, "正式", branch, "1985.7", *more]


LINES = [line(name) for name in NAMES]


def send(tmp_path, lines, *more, name="a.csv", encoding="utf-8"):
    out = io.StringIO(newline="")
    csv.writer(out).writerows([HEADS, *lines])
    path = tmp_path / name
    path.write_bytes(out.getvalue().encode(encoding))
    return command("import_roster", path, "--as", "town", *more)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_new_people_go_in_part_by_part_and_once(town, tmp_path, tried, encoding):
    lines = [[*one, "木工、电工", "支委", ""] for one in LINES]
    code, said = send(tmp_path, lines, encoding=encoding)
    assert (code, said["created"], said["errors"], tried) == (0, 8, [], [3, 3, 2, 0])
    assert Member.objects.count() == Member.history.count() == Office.objects.count() == 8
    version = Member.history.get(name="王辛")
    assert sorted(link.speciality.name for link in version.specialities.all()) == ["木工", "电工"]
    assert Batch.objects.get().written.keys() == {"members.member", "members.office"}
    assert version.history_change_reason == "a.csv"
    code, said = send(tmp_path, lines, encoding=encoding)
    assert (code, said["created"], said["unchanged"]) == (0, 0, 8)
    assert Member.history.count() == 8


def test_what_came_in_part_by_part_is_recorded_and_taken_back(town, tmp_path, tried):
    build.member(town.wu, "王甲", born="1957-03", joined="1985-07")
    send(tmp_path, LINES)
    batch = Batch.objects.get()
    assert tried == [3, 3, 2, 0]
    assert (batch.counts["rows"], batch.counts["created"], batch.counts["unchanged"]) == (8, 7, 1)
    versions = set(Member.history.exclude(name="王甲").values_list("history_id", flat=True))
    assert batch.marks() == {"members.member": dict.fromkeys(versions, {})}
    assert len(batch.written["members.member"]) == 1
    undo(batch, RosterResource(), town.town)
    assert [member.name for member in Member.objects.all()] == ["王甲"]


@pytest.mark.parametrize("number", range(5))
def test_what_is_said_of_headings_and_of_rows_that_are_no_records_is_said_once(town, tmp_path, number):
    lines = [[*one, "木工", "", "", "说明"] for one in LINES[:number]]
    out = "\n".join(",".join(one) for one in [[*HEADS, "备用"], *lines, ["合计", "8 人"], ["备注：打印两份"]])
    path = tmp_path / "a.csv"
    path.write_text(out, "utf-8")
    by_parts = command("import_roster", path, "--as", "town")
    looked_at = command("import_roster", path, "--as", "town", "--dry-run")[1]
    assert by_parts[1]["warnings"] == looked_at["warnings"]
    assert [problem["code"] for problem in looked_at["warnings"]] == ["extra_column", "row_left_out", "row_left_out"]
    assert (by_parts[0], by_parts[1]["rows"], by_parts[1]["created"]) == (0, number, number)


def test_two_of_one_name_and_another_birth_are_two_people(town, tmp_path, tried):
    assert send(tmp_path, [*LINES, line("甲", "1962")])[1]["created"] == 9
    assert tried == [3, 3, 3, 0]


ODD = {
    "somebody who stands in a part before": (line("甲", "1957"), "same_person_twice"),
    "a number of a part before": ([*line("壬", SAME_PERSON_BORN[:4]), "", "", NUMBER], "same_person_twice"),
    "no such day": (line("壬", "2008.02.30"), "impossible_date"),
    "no such branch": (line("壬", "1957", "火星"), "branch_unknown"),
    "an empty cell": (line("壬", ""), "required"),
}


@pytest.mark.parametrize("case", ODD)
def test_what_is_wrong_in_the_last_part_stops_all_and_is_named_as_ever(town, tmp_path, tried, case):
    odd, code = ODD[case]
    first = [*line("癸", SAME_PERSON_BORN), "", "", NUMBER]
    exit_code, said = send(tmp_path, [first, *LINES, odd])
    assert exit_code == 1
    assert code in {problem["code"] for problem in said["errors"]}
    assert len(tried) in (4, 5)
    assert not Member.objects.exists()
    assert not Member.history.exists()
    assert not Batch.objects.exists()
    if code == "same_person_twice":
        assert len(said["errors"]) == 2


def test_a_change_is_judged_beside_the_whole_file(town, tmp_path, tried):
    """The finer birth of one would hide that the last row means the same person."""
    member = build.member(town.wu, "王甲", born="1957", joined="1985-07")
    code, said = send(tmp_path, [*LINES, line("甲", "1957.04")])
    assert (code, {problem["code"] for problem in said["errors"]}) == (1, {"same_person_twice"})
    code, said = send(tmp_path, LINES)
    assert (code, said["updated"], said["created"]) == (0, 1, 7)
    member.refresh_from_db()
    assert member.born == "1957-03"
    assert tried == [3, 3]


def test_a_number_of_somebody_whom_the_database_knows_is_found_in_every_part(town, tmp_path, tried):
    build.member(town.wu, "王壬", born=SAME_PERSON_BORN, joined="1985-07", number_hash=hash_of(NUMBER))
    code, said = send(tmp_path, [*LINES, [*line("壬", SAME_PERSON_BORN), "", "", NUMBER]])
    assert (code, said["created"], said["unchanged"], tried) == (0, 8, 1, [3, 3, 3, 0])


def test_a_dry_run_and_a_report_look_at_the_whole_file(town, tmp_path, tried):
    assert send(tmp_path, LINES, "--dry-run")[1]["created"] == 8
    assert not Member.objects.exists()
    assert send(tmp_path, LINES, "--report", tmp_path / "report.xlsx")[1]["created"] == 8
    assert tried == []


def test_characters_that_are_damaged_far_below_stop_all(town, tmp_path, tried):
    path = tmp_path / "a.csv"
    lines = [line(f"{one}{other}", str(year)) for one in NAMES for other in NAMES for year in (1940, 1950, 1960, 1962)]
    path.write_bytes("\n".join(",".join(one) for one in [HEADS, *lines]).encode() + b"\n\xff\xfe\xfa,\xff")
    code, said = command("import_roster", path, "--as", "town")
    assert (code, said["errors"][0]["code"]) == (2, "encoding")
    assert len(tried) > 10
    assert not Member.objects.exists()


@pytest.mark.parametrize("headings", [HEADS, ["随便", "什么"]])
def test_a_file_without_a_row_is_told_as_ever(town, tmp_path, headings):
    path = tmp_path / "a.csv"
    path.write_text(",".join(headings), "utf-8")
    told = [command("import_roster", path, "--as", "town", *more) for more in ((), ("--dry-run",))]
    assert told[0] == told[1]


def test_namesakes_in_one_part_are_told_apart_there(town, tmp_path, tried):
    lines = [line("甲", "1957.03"), line("甲", "1957.04"), *LINES[1:]]
    assert send(tmp_path, lines)[1]["created"] == 9
    assert tried == [3, 3, 3, 0]


def test_one_name_again_and_again_is_one_row_copied(town, tmp_path, monkeypatch):
    monkeypatch.setattr(roster_match, "MOST_OF_ONE_NAME", 4)
    lines = [line("甲", str(year)) for year in range(1940, 1945)]
    assert send(tmp_path, lines[:4])[1]["created"] == 4
    Member.objects.all().delete()
    code, said = send(tmp_path, lines)
    assert (code, {problem["code"] for problem in said["errors"]}) == (1, {"same_person_twice"})


def test_what_the_database_refuses_in_a_part_is_tried_as_a_whole(town, tmp_path, tried, monkeypatch):
    write = RosterResource.write

    def refused_once(self, plan, user, reason):
        write(self, plan, user, reason)
        if self.seen is not None and len(tried) == 2:
            Member.objects.create(uuid=Member.objects.first().uuid, branch=town.wu, born="1957", joined="1985")

    monkeypatch.setattr(RosterResource, "write", refused_once)
    code, said = send(tmp_path, LINES)
    assert (code, said["created"], tried) == (0, 8, [3, 3])
    assert Member.objects.count() == Member.history.count() == 8


def test_marks_of_a_sheet_that_came_in_before_are_read_as_they_were_kept():
    written = {"members.member": {"7": {}, "9": {"number_hash": "x"}, "11-13": {}}}
    assert Batch(written=written).marks() == {
        "members.member": {7: {}, 9: {"number_hash": "x"}, 11: {}, 12: {}, 13: {}}
    }


@given(st.sets(st.integers(1, 60)))
def test_keys_are_the_same_before_and_after_they_were_kept_as_runs(keys):
    words = list(runs.packed(sorted(keys)))
    assert sorted(runs.unpacked(words)) == sorted(keys)
    assert len(words) == sum(key - 1 not in keys for key in keys)
