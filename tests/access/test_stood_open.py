"""A page that stood open while somebody else changed what it shows: nothing is written over unseen, nothing typed is lost."""

import pytest
from django.urls import reverse

from tests.access.addresses import ADDRESSES
from tests.access.stage import undone
from tests.access.test_sent_twice import SENT, body_of, browser_of, changed, rows

EDITED = {
    "meetings:meeting_edit": ("chair", "他人主持", "note", "补记一句"),
    "notices:notice_edit": ("organ", "别的落款", "title", "改过的标题"),
    "groups:post_edit": ("name", "别人改的名", "duties", "新职责"),
    "groups:application_edit": ("statement", "别人写的", "statement", "我写的"),
    "plans:plan_edit": ("goals-0-content", "别人写的目标", "goals-1-measure", "我写的做法"),
    "pledges:pledge_edit": ("items-0-content", "别人写的事项", "items-1-measure", "我写的做法"),
    "notices:wording": ("title", "关于{village}人选的公示", "title", "关于{village}拟任人选的公示"),
}
"""What somebody else changes while the page stands open, and what is then sent from it."""


@pytest.mark.parametrize("name", EDITED)
def test_what_somebody_changed_while_the_page_stood_open_is_not_written_over_unseen(stage, name):
    field, theirs, mine, words = EDITED[name]
    person, path = SENT[name].person, reverse(name, args=ADDRESSES[name](stage.a))
    with undone():
        other, client = browser_of(stage, person), browser_of(stage, person)
        base = body_of(client.get(path))
        assert other.post(path, base | {field: theirs}).status_code == 302
        before = rows()
        answer = client.post(path, base | {mine: words})
        assert answer.status_code in (409, 422)
        assert not changed(before, rows())
        if answer.status_code == 422:
            page = answer.content.decode()
            assert words in page, "what was typed is gone"
            assert "别人" in page or "有人" in page
            # Looked at and saved again it goes through.
            assert client.post(path, body_of(answer) | {mine: words}).status_code == 302
