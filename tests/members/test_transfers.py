"""A member goes over to another branch when that branch takes him in; or reports in where he lives."""

import datetime as dt

import pytest

from groups.models import Placement
from groups.upkeep import relieve_gone, settle_left
from members.models import Member, Office, Transfer
from members.moves import TRANSFER
from members.transfers import ask
from tests import build
from tests.access.promises import seat
from tests.people import account, mandate
from tools.upkeep.management.commands.check_invariants import Command as Invariants
from tools.workflow.errors import Conflict, Forbidden, Refused
from tools.workflow.models import StateChange

DAY = dt.date(2026, 11, 20)


def asked(cast, member=None, to=None, kind="move", user=None):
    """A transfer from A to B that waits."""
    member = member or cast.a.members[0]
    return ask(member, kind, to or cast.b.branch, user or cast.a.secretary, on=DAY, reason="婚嫁迁居")


def teacher(cast):
    """A member of the school's branch, which is no village's."""
    return build.member(cast.school, "教师甲")


def test_the_receiving_secretary_finds_it_on_his_desk_and_takes_him_in(cast):
    member = cast.a.members[0]
    Office.objects.create(member=member, kind="committee", starts_on="2024-03-01")
    sender, receiver = cast.client(cast.a.secretary), cast.client(cast.b.secretary)
    page = sender.get(f"/roster/{member.pk}/transfer/").context["form"]
    sent = {"to_branch": cast.b.branch.pk, "happened_on": "2026-11-20", "reason": "婚嫁迁居",
            "request_id": page["request_id"].value()}  # fmt: skip
    answer = sender.post(f"/roster/{member.pk}/transfer/", sent)
    transfer = Transfer.objects.get()
    assert answer.url == transfer.get_absolute_url()
    assert sender.post(f"/roster/{member.pk}/transfer/", sent).url == answer.url  # A double click.
    assert transfer.get_absolute_url() in receiver.get("/desk/").content.decode()
    assert "婚嫁迁居" in receiver.get(transfer.get_absolute_url()).content.decode()
    assert receiver.get(member.get_absolute_url()).status_code == 404
    path = f"/moves/members.transfer/{transfer.pk}/accept/"
    form = receiver.get(path).context["form"].initial
    assert receiver.post(path, form | {"happened_on": "2026-11-21"}).status_code == 302
    member.refresh_from_db()
    assert (member.branch, member.lives_in) == (cast.b.branch, None)
    assert str(Office.objects.get(member=member).ends_on) == "2026-11-21"
    assert receiver.get(member.get_absolute_url()).status_code == 200
    assert sender.get(member.get_absolute_url()).status_code == 404
    assert sender.get(transfer.get_absolute_url()).status_code == 200
    assert member.history.first().history_user == cast.b.secretary


def test_his_posts_in_the_old_village_are_settled_by_the_clock(cast):
    seat(cast.a)
    placement = Placement.objects.get()
    build.walk(build.draft(placement.member, cast.a.posts["economy"]), "nominated", cast.a.secretary)
    other = build.walk(build.draft(cast.a.members[1], cast.a.posts["culture"]), "applied", cast.a.secretary)
    assert settle_left() == 0
    TRANSFER.perform(asked(cast, placement.member), "accept", actor=cast.b.secretary)
    assert settle_left() == 2
    assert settle_left() == 0
    assert sorted(placement.member.applications.values_list("state", flat=True)) == ["ended", "withdrawn"]
    placement.refresh_from_db()
    assert placement.over_on == dt.date(2026, 11, 23)
    other.refresh_from_db()
    assert other.state == "applied"


@pytest.mark.parametrize("kind", ["report_in", "move"])
def test_a_teacher_who_goes_elsewhere_keeps_no_post_where_she_reported_in(cast, kind):
    member = teacher(cast)
    TRANSFER.perform(asked(cast, member, cast.a.branch, "report_in", cast.township), "accept", actor=cast.a.secretary)
    member.refresh_from_db()
    group = cast.a.groups["culture"]
    group.acting_leader, group.acting_from, group.acting_until = member, DAY, dt.date(2027, 1, 1)
    group.save()
    application = build.walk(build.draft(member, cast.a.posts["economy"]), "applied", cast.a.secretary)
    assert (settle_left(), relieve_gone()) == (0, 0)
    TRANSFER.perform(asked(cast, member, cast.b.branch, kind, cast.township), "accept", actor=cast.b.secretary)
    assert (settle_left(), relieve_gone()) == (1, 1)
    assert (settle_left(), relieve_gone()) == (0, 0)
    application.refresh_from_db()
    group.refresh_from_db()
    assert (application.state, group.acting_leader, group.acting_until) == ("withdrawn", None, None)


def test_who_came_back_meanwhile_keeps_his_post(cast):
    seat(cast.a)
    member = Placement.objects.get().member
    TRANSFER.perform(asked(cast, member), "accept", actor=cast.b.secretary)
    member.refresh_from_db()
    TRANSFER.perform(asked(cast, member, cast.a.branch, user=cast.b.secretary), "accept", actor=cast.a.secretary)
    assert settle_left() == 0


def test_a_teacher_reports_in_where_he_lives_and_may_take_a_post(cast):
    member = teacher(cast)
    transfer = asked(cast, member, cast.a.branch, "report_in", cast.township)
    TRANSFER.perform(transfer, "accept", actor=cast.a.secretary)
    member.refresh_from_db()
    assert (member.branch, member.lives_in) == (cast.school, cast.a.village)
    build.walk(build.draft(member, cast.a.posts["economy"]), "applied", cast.a.secretary)


def test_where_a_branch_has_no_village_the_township_decides(cast):
    transfer = asked(cast, to=cast.school)
    with pytest.raises(Forbidden):
        TRANSFER.perform(transfer, "accept", actor=cast.b.secretary)
    TRANSFER.perform(transfer, "accept", actor=cast.township)
    assert Member.objects.get(pk=transfer.member_id).branch == cast.school


def person(cast, word):
    if word == "clock":
        return None
    name, _dash, letter = word.partition("-")
    return getattr(cast, name) if not letter else getattr(getattr(cast, letter), name)


EVERYBODY = ("township", "viewer", "liaison", "maintainer", "secretary-a", "clerk-a", "leader-a", "member-a",
             "secretary-b", "clerk-b", "leader-b", "member-b", "clock")  # fmt: skip
MAY = {
    "accept": {"secretary-b"},
    "decline": {"secretary-b"},
    "withdraw": {"secretary-a", "clerk-a", "liaison", "township"},
    "request": set(),
}


@pytest.mark.parametrize("move", MAY)
@pytest.mark.parametrize("who", EVERYBODY)
def test_each_may_what_the_table_says(cast, who, move):
    transfer = asked(cast)
    if who in MAY[move]:
        TRANSFER.perform(transfer, move, actor=person(cast, who), data={"reason": "x"})
        return
    with pytest.raises((Forbidden, Conflict)):
        TRANSFER.perform(transfer, move, actor=person(cast, who), data={"reason": "x"})
    transfer.refresh_from_db()
    assert (transfer.state, StateChange.objects.of(transfer).count()) == ("requested", 1)
    assert Member.objects.get(pk=transfer.member_id).branch == cast.a.branch


@pytest.mark.parametrize("who", ["viewer", "leader-a", "member-a", "secretary-b", "clerk-b", "member-b"])
def test_nobody_else_asks(cast, who):
    before = Transfer.objects.count()
    with pytest.raises(Forbidden):
        asked(cast, user=person(cast, who))
    assert Transfer.objects.count() == before


def test_nobody_takes_himself_in(cast):
    """The secretary of B was on A's roster all along."""
    member = cast.a.members[0]
    Member.objects.filter(user=cast.b.secretary).update(user=None)
    Member.objects.filter(pk=member.pk).update(user=cast.b.secretary)
    member.refresh_from_db()
    transfer = asked(cast, member)
    with pytest.raises(Forbidden):
        TRANSFER.perform(transfer, "accept", actor=cast.b.secretary)
    TRANSFER.perform(transfer, "accept", actor=cast.township)


def test_one_transfer_waits_at_a_time(cast):
    asked(cast)
    with pytest.raises(Conflict):
        asked(cast, to=cast.school)
    assert Transfer.objects.count() == 1


@pytest.mark.parametrize("over", ["decline", "withdraw"])
def test_after_a_no_it_can_be_asked_again(cast, over):
    actor = cast.b.secretary if over == "decline" else cast.a.secretary
    TRANSFER.perform(asked(cast), over, actor=actor, data={"reason": "材料不全"})
    assert Member.objects.get(pk=cast.a.members[0].pk).branch == cast.a.branch
    assert asked(cast).state == "requested"


def test_what_makes_no_sense_is_refused(cast):
    with pytest.raises(Refused, match="已经在这个党支部"):
        asked(cast, to=cast.a.branch)
    with pytest.raises(Refused):
        asked(cast, kind="report_in")
    with pytest.raises(Refused):
        asked(cast, teacher(cast), cast.school, "report_in", cast.township)


def test_who_left_meanwhile_is_not_taken_in(cast):
    transfer = asked(cast)
    Member.objects.filter(pk=transfer.member_id).update(left_on=DAY, left_how="died")
    with pytest.raises(Refused):
        TRANSFER.perform(transfer, "accept", actor=cast.b.secretary)


def test_who_still_acts_for_the_village_is_relieved_first(cast):
    user = account("acting", "代理")
    mandate(user, "clerk", cast.a.village)
    Member.objects.filter(pk=cast.a.members[0].pk).update(user=user)
    cast.a.members[0].refresh_from_db()
    with pytest.raises(Refused):
        asked(cast)
    user.mandates.update(taken_at=build.moment("2026-11-22"))
    assert asked(cast).state == "requested"


def test_the_pages_ask_as_often_for_three_as_for_one(cast, django_assert_num_queries, django_assert_max_num_queries):
    client = cast.client(cast.b.secretary)
    asked(cast, cast.a.members[0])
    client.get("/roster/transfers/")
    with django_assert_max_num_queries(30) as one:
        client.get("/roster/transfers/")
    for member in cast.a.members[1:3]:
        asked(cast, member)
    with django_assert_num_queries(len(one)):
        client.get("/roster/transfers/")


def test_no_invariant_breaks(cast, capsys):
    transfer = asked(cast)
    TRANSFER.perform(transfer, "accept", actor=cast.b.secretary)
    Invariants().handle(json=True)
    assert '"broken": []' in capsys.readouterr().out
