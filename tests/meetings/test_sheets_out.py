"""Meetings as a sheet: the list's rows in its order, one's own villages alone. The file itself: tests/exchange."""

import datetime as dt

from django.urls import reverse

from meetings.sheets_out import MEETINGS
from tests import build
from tests.support.sheets import queries, rows

LIST, OUT = reverse("meetings:meeting_list"), reverse("meetings:meeting_export")
ALL = [offer.key for offer in MEETINGS.columns]
D = dt.date


def test_the_sheet_holds_the_rows_of_the_list_in_its_order(cast):
    build.meeting(cast.a.village, held_on=D(2026, 10, 15))
    build.meeting(cast.a.village, "assembly", held_on=D(2026, 10, 20))
    build.meeting(cast.b.village, held_on=D(2026, 9, 1))
    client = cast.client(cast.township)
    for asked in ("", "?kind=assembly", f"?village={cast.b.village.code}", "?kind=nonsense"):
        page = client.get(LIST + asked).context["page"]
        assert [line[0] for line in rows(client, OUT + asked)[1:]] == [m.held_on.isoformat() for m in page]


def test_meetings_of_another_village_are_in_nobodys_sheet(cast):
    build.meeting(cast.a.village, held_on=D(2026, 10, 15), note="只说吴庄子")
    for user in (cast.b.secretary, cast.b.clerk, cast.b.leader, cast.b.member):
        for asked in ("", f"?village={cast.a.village.code}"):
            assert rows(cast.client(user), OUT + asked, ALL)[1:] == []
    assert "只说吴庄子" in str(rows(cast.client(cast.liaison), OUT, ALL))


def test_one_meeting_or_three_cost_the_same(cast):
    client = cast.client(cast.township)
    build.meeting(cast.a.village, held_on=D(2026, 10, 15))
    one = queries(client, OUT, ALL)
    build.meeting(cast.a.village, held_on=D(2026, 10, 16))
    build.meeting(cast.b.village, held_on=D(2026, 10, 17))
    assert queries(client, OUT, ALL) == one
