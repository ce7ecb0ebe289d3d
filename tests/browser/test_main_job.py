"""From the application to the seat by whoever has no mouse, and by whose telephone runs no script."""

import pytest

from tests.browser.by_keyboard import without_a_mouse
from tests.browser.without_javascript import without_a_script
from tests.people import gather
from tests.support.shares import my_share


@pytest.mark.parametrize("by", my_share([without_a_mouse, without_a_script]))
def test_a_secretary_takes_a_member_to_the_seat(live_workers, clock, new_page, by):
    by(gather(), new_page)
