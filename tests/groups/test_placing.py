"""Who was on his post before the system came: brought in from one sheet, through the same moves, on the days of the papers."""

import openpyxl
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from groups.models import Application, Placement, Scheme
from groups.placement_sheet import GUIDE, PlacementSheet
from meetings.models import Meeting
from notices.models import Notice
from tests import build
from tests.exchange.township import command
from tests.people import account, mandate
from tools.workflow.models import StateChange

COLUMNS = {key: column.column_name for key, column in PlacementSheet.fields.items()}
ROW = {
    "village": "吴庄子", "zone": "民生责任区", "post": "", "name": "",
    "applied_on": "2026.3.2", "nominated_on": "2026-03-05", "nominators": "12人", "how": "举荐票",
    "review_on": "2026年3月10日", "review_entitled": "30", "review_present": "24",
    "review_favour": "22", "review_against": "1", "review_abstained": "1",
    "confirm_on": "2026.3.12", "confirm_kind": "支部党员大会", "confirm_entitled": "20", "confirm_present": "15",
    "confirm_favour": "15", "confirm_against": "0", "confirm_abstained": "0",
    "posted_on": "2026.3.13", "seated_on": "2026.3.23", "basis": "榛镇党发〔2026〕3号",
}  # fmt: skip


@pytest.fixture
def bring(cast, tmp_path):
    """Bring rows in by command: exit code and what it said."""

    def brought(*rows, user="town-admin", **options):
        path = tmp_path / "在岗.xlsx"
        book = openpyxl.Workbook()
        book.active.append(list(COLUMNS.values()))
        for row in rows:
            book.active.append([row.get(key, "") for key in COLUMNS])
        book.save(path)
        return command("import_placements", path, "--as", user, *options.get("more", ()))

    return brought


def row_of(cast, number=0, zone="livelihood", **more):
    """A row about a member of A."""
    found = cast.a.posts[zone]
    words = {"name": cast.a.members[number].name, "post": found.name, "zone": f"{found.group.zone.name}责任区"}
    return ROW | words | more


def test_a_holder_comes_to_his_post_by_every_step_on_the_days_of_the_papers(cast, bring):
    code, said = bring(row_of(cast), user=cast.township.username)
    assert (code, said["created"], said["errors"]) == (0, 1, [])
    seat = Placement.objects.get()
    assert (seat.member, seat.post, str(seat.held_from)) == (
        cast.a.members[0],
        cast.a.posts["livelihood"],
        "2026-03-23",
    )
    trail = StateChange.objects.of(seat.application).order_by("pk")
    assert [(step.move, str(step.happened_on)) for step in trail] == [
        ("apply", "2026-03-02"), ("nominate", "2026-03-05"), ("review", "2026-03-10"), ("confirm", "2026-03-12"),
        ("post", "2026-03-13"), ("seat", "2026-03-23"),
    ]  # fmt: skip
    assert {(step.actor, step.acted_as) for step in trail} == {(cast.township, "township")}
    assert trail[0].note == "榛镇党发〔2026〕3号"
    assert (seat.application.state, seat.application.ballots.count()) == ("seated", 2)
    notice = Notice.objects.get()
    assert (notice.state, notice.basis, str(notice.ends_on)) == ("concluded", "榛镇党发〔2026〕3号", "2026-03-19")
    page = cast.client(cast.a.secretary).get(seat.application.get_absolute_url()).content.decode()
    assert "补录" in page
    assert "代录" in page


def test_people_of_one_day_share_meetings_and_list(cast, bring):
    rows = [row_of(cast, 0), row_of(cast, 1, "culture"), row_of(cast, 2, "economy")]
    code, said = bring(*rows, user=cast.township.username)
    assert (code, said["created"]) == (0, 3)
    assert (Meeting.objects.count(), Notice.objects.count(), Placement.objects.count()) == (2, 1, 3)


def test_the_same_sheet_again_changes_nothing(cast, bring):
    bring(row_of(cast), user=cast.township.username)
    before = list(StateChange.objects.order_by("pk").values())
    code, said = bring(row_of(cast), row_of(cast, 1, "culture"), user=cast.township.username)
    assert (code, said["created"], said["unchanged"]) == (0, 1, 1)
    assert Notice.objects.count() == 2
    assert list(StateChange.objects.order_by("pk").values())[: len(before)] == before
    assert StateChange.objects.of(Application.objects.earliest("pk")).count() == 6
    assert Meeting.objects.count() == 2


def test_a_trial_writes_nothing_and_says_the_same(cast, bring):
    code, said = bring(row_of(cast), user=cast.township.username, more=["--dry-run"])
    assert (code, said["created"]) == (0, 1)
    assert not Application.objects.exists()
    assert not Meeting.objects.exists()
    assert not StateChange.objects.exists()


def test_the_secretary_brings_in_his_own_village_and_nobody_elses(cast, bring):
    code, said = bring(row_of(cast), user=cast.a.secretary.username)
    assert (code, said["created"]) == (0, 1)
    code, said = bring(row_of(cast, 1, "culture"), user=cast.b.secretary.username)
    assert code == 1
    assert [(p["field"], p["code"]) for p in said["errors"]] == [("village", "village_unknown")]


@pytest.mark.parametrize("who", ["clerk", "liaison"])
def test_who_does_not_confirm_does_not_bring_in_what_was_confirmed(cast, bring, who):
    user = cast.liaison if who == "liaison" else cast.a.clerk
    code, said = bring(row_of(cast), user=user.username)
    assert code == 1
    assert [(p["row"], p["field"], p["code"]) for p in said["errors"]] == [(2, "confirm_on", "refused")]
    assert not Application.objects.exists()


@pytest.mark.parametrize("who", ["viewer", "member", "leader"])
def test_others_bring_nothing(cast, bring, who):
    user = cast.viewer if who == "viewer" else getattr(cast.a, who)
    code, said = bring(row_of(cast), user=user.username)
    assert (code, said["errors"][0]["code"]) == (1, "forbidden")


def test_the_table_gives_this_right_to_no_page(cast, bring):
    """The township still confirms nothing for a village by a button."""
    application = build.walk(build.draft(cast.a.members[0], cast.a.posts["economy"]), "reviewed", cast.a.secretary)
    client = cast.client(cast.township)
    assert (
        client.get(reverse("workflow:move", args=["groups.application", application.pk, "confirm"])).status_code == 403
    )


WRONG = {
    "the zone is none": ({"zone": "后勤"}, "zone", "zone_unknown"),
    "the post is none of this zone": ({"post": "飞行岗"}, "post", "post_unknown"),
    "nobody is called so": ({"name": "查无此人"}, "name", "no_such_member"),
    "the day of birth is another's": ({"born": "1930"}, "name", "no_such_member"),
    "a day is left out": ({"nominated_on": ""}, "nominated_on", "required"),
    "a day is half": ({"applied_on": "2026.3"}, "applied_on", "whole_day"),
    "no year had begun": ({"applied_on": "2019.3.2"}, "applied_on", "no_cycle"),
    "he applied before the scheme": ({"applied_on": "2026.1.5"}, "applied_on", "refused"),
    "the nomination was before": ({"nominated_on": "2026.3.1"}, "nominated_on", "refused"),
    "too few representatives came": ({"review_present": "19", "review_favour": "17"}, "review_on", "refused"),
    "the sum is wrong": ({"review_favour": "23"}, "review_on", "refused"),
    "half is no majority": ({"confirm_present": "20", "confirm_favour": "10", "confirm_against": "10"}, "confirm_on", "refused"),
    "more came than may": ({"confirm_present": "21", "confirm_favour": "21"}, "confirm_on", "refused"),
    "the list was no five days up": ({"seated_on": "2026.3.18"}, "seated_on", "refused"),
    "the list went up before": ({"posted_on": "2026.3.11"}, "posted_on", "refused"),
    "the day is to come": ({"seated_on": "2027.3.18"}, "seated_on", "refused"),
    "a villagers' kind in the branch": ({"confirm_kind": "村民代表会议"}, "confirm_kind", "bad_choice"),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_row_is_named_and_nothing_is_written(cast, bring, what):
    more, field, code = WRONG[what]
    exit_code, said = bring(row_of(cast), row_of(cast, 1, "culture") | more, user=cast.township.username)
    assert exit_code == 1
    assert [(p["row"], p["field"], p["code"]) for p in said["errors"]] == [(3, field, code)]
    assert said["created"] == 0
    assert not Application.objects.exists()
    assert not Meeting.objects.exists()


def test_every_wrong_row_is_said_at_once(cast, bring):
    rows = [row_of(cast), row_of(cast, 1, "culture", name="查无此人"), row_of(cast, 2, "economy", review_favour="10")]
    code, said = bring(*rows, user=cast.township.username)
    assert (code, [p["row"] for p in said["errors"]]) == (1, [3, 4])


def test_a_seat_is_given_once(cast, bring):
    post = cast.a.posts["economy"]
    post.seats = 1
    post.save()
    code, said = bring(row_of(cast, 0, "economy"), row_of(cast, 1, "economy"), user=cast.township.username)
    assert (code, [(p["row"], p["field"]) for p in said["errors"]]) == (1, [(3, "confirm_on")])


def test_a_scheme_that_was_not_published_here_is_with_its_day(cast, bring):
    Scheme.objects.filter(village=cast.a.village).delete()
    code, said = bring(row_of(cast), user=cast.township.username)
    assert (code, [(p["field"], p["code"]) for p in said["errors"]]) == (1, [("scheme_on", "refused")])
    code, said = bring(row_of(cast, scheme_on="2026.2.20"), user=cast.township.username)
    assert (code, said["created"]) == (0, 1)
    assert str(Scheme.objects.get(village=cast.a.village).published_on) == "2026-02-20"


def test_two_of_one_name_are_told_apart_by_birth(cast, bring):
    twin = build.member(cast.a.branch, cast.a.members[0].name, born="1950-01-01")
    code, said = bring(row_of(cast), user=cast.township.username)
    assert (code, said["errors"][0]["code"]) == (1, "ambiguous_person")
    code, said = bring(row_of(cast, born="1950.01"), user=cast.township.username)
    assert code == 0
    assert Placement.objects.get().member == twin


def test_numbers_of_one_meeting_are_the_same_in_every_row(cast, bring):
    other = row_of(cast, 1, "culture", review_present="25", review_favour="23")
    code, said = bring(row_of(cast), other, user=cast.township.username)
    assert (code, [(p["row"], p["field"]) for p in said["errors"]]) == (1, [(3, "review_on")])


def test_a_closed_account_brings_nothing(cast, bring):
    user = account("was", "前任", is_active=False)
    mandate(user, "township", None)
    assert bring(row_of(cast), user="was")[0] == 1
    assert not Application.objects.exists()


def test_the_empty_form_has_all_columns_and_says_how(cast, tmp_path):
    path = tmp_path / "表.xlsx"
    call_command("import_placements", str(path), "--as", cast.township.username, "--form")
    book = openpyxl.load_workbook(path)
    assert [cell.value for cell in book.worksheets[0][1]] == list(COLUMNS.values())
    assert [row[0].value for row in book.worksheets[1]] == list(GUIDE)


def test_the_form_is_written_over_nothing(cast, tmp_path):
    path = tmp_path / "表.xlsx"
    path.write_bytes(b"filled in")
    with pytest.raises(CommandError, match=r"表\.xlsx"):
        call_command("import_placements", str(path), "--as", cast.township.username, "--form")
    assert path.read_bytes() == b"filled in"
