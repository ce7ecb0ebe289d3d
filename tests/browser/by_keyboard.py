"""From signing in to the seat without a mouse, on a page of an office PC."""

from groups.models import Application
from meetings.models import Meeting
from tests.browser.keyboard import Keyboard
from tests.people import PASSWORD, Cast
from tests.support.browser import type_of_page


def without_a_mouse(cast: Cast, new_page: type_of_page) -> None:
    """The whole procedure by Tab, Enter, Space and the arrows."""
    page = new_page()
    hands, member, post = Keyboard(page), cast.a.members[1], cast.a.posts["culture-leader"]
    page.goto("/accounts/login/")
    hands.write("main [name=username]", cast.a.secretary.username)
    hands.write("main [name=password]", PASSWORD)
    hands.press("main [type=submit]", "Space")

    def move(name, **fields):
        hands.press(f"main a[href*='/{name}/']")
        for field, value in fields.items():
            hands.write(f"main [name={field}]", value)
        hands.press("main form button[type=submit]")

    def meeting(kind, **fields):
        page.goto(f"/groups/{cast.a.village.code}/meetings/new/?kind={kind}")
        for field, value in fields.items():
            hands.write(f"main [name={field}]", value)
        hands.press("main form button[type=submit]")
        assert Meeting.objects.filter(kind=kind).exists(), page.inner_text("main")

    hands.press("header a[href='/groups/applications/']")
    hands.press("main a[href^='/groups/applications/new/']")
    hands.write("main [name=member]", str(member.pk))
    hands.write("main [name=post]", str(post.pk))
    hands.write("main [name=happened_on]", "2026-10-08")
    hands.press("main form button[name=apply]")
    application = Application.objects.get(member=member)
    assert application.state == "applied"
    move("nominate", nominators="18", how="slips", happened_on="2026-10-10")
    meeting("villagers", held_on="2026-10-12", entitled="30", present="20")
    meeting("assembly", held_on="2026-10-14", entitled="5", present="5")
    application.refresh_from_db()
    assert application.state == "confirmed"

    page.goto(f"/groups/{cast.a.village.code}/notice/")
    hands.press("main form button[type=submit]")
    move("open", opens_on="2026-10-15")
    hands.press("main a[href*='/conclude/']")
    hands.tick("main [name=stated]")
    hands.write("main [name=happened_on]", "2026-10-22")
    hands.press("main form button[type=submit]")
    application.refresh_from_db()
    assert application.state == "seated"
    assert hands.presses < 300
