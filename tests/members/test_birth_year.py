"""The day of birth is for those who keep the record, and for oneself; who only looks through the lists sees the year."""

import pytest
from django.urls import reverse

from members.models import Member
from tests import build
from tests.support.sheets import rows


@pytest.fixture
def pages(cast):
    member = cast.a.members[0]
    Member.objects.filter(pk=member.pk).update(born="1957-03-04")
    application = build.walk(build.draft(member, cast.a.posts["culture"]), "applied", cast.a.secretary)
    return (
        reverse("members:member_list") + f"?village={cast.a.village.code}",
        member.get_absolute_url(),
        reverse("groups:application_list") + f"?village={cast.a.village.code}",
        application.get_absolute_url(),
        reverse("desk:search") + f"?q={member.name}",
    )


def test_the_viewer_reads_the_year_and_who_keeps_the_roster_the_day(cast, pages):
    for page in pages:
        seen = cast.client(cast.viewer).get(page).content.decode()
        assert "1957" in seen and "1957.03" not in seen, page
        for user in (cast.a.secretary, cast.a.clerk, cast.township, cast.liaison):
            assert "1957.03.04" in cast.client(user).get(page).content.decode(), (page, user)


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_so_do_the_sheets_that_they_take_along(cast, pages, ending):
    for address in (reverse("members:member_export"), reverse("groups:application_export")):
        for user, wanted in ((cast.viewer, "1957"), (cast.a.secretary, "1957.03.04")):
            cells = {cell for row in rows(cast.client(user), address, None, ending) for cell in row}
            assert wanted in cells, (address, user)
            assert (wanted == "1957.03.04") is ("1957.03.04" in cells), (address, user)


def test_the_whole_roster_of_a_viewer_holds_no_day_of_birth(cast, pages):
    found = {}
    for user in (cast.viewer, cast.a.secretary):
        answer = cast.client(user).get(reverse("members:roster_export") + "?format=csv")
        found[user] = b"".join(answer.streaming_content).decode()
    assert "1957" in found[cast.viewer] and "1957.03" not in found[cast.viewer]
    assert "1957.03.04" in found[cast.a.secretary]
