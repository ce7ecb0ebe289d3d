"""Every address outside the admin x everybody x own and foreign thing x every method: status, headers, what stands there."""

import pytest
from django.http import HttpResponse

from tests.access.addresses import ADDRESSES
from tests.access.cells import (
    ABOUT_A_THING,
    LIKE,
    OPEN,
    OTHER_METHODS,
    SHOWS_TELEPHONES,
    UNSIGNED,
    VILLAGERS,
    bare,
    elsewhere,
    expected,
    leaks,
    path_of,
    told,
)
from tests.access.people import EVERYBODY
from tests.access.shows import shown
from tests.access.stage import SIGNS
from tests.support.shares import my_share
from tools.accounts.middleware import FirstPasswordMiddleware

MAY_SAY = {"members:transfer_new": {signs[0] for signs in SIGNS.values()}}
"""Where to: the names of all branches, which the board shows to everybody."""
ALSO = {("accounts:login", "OPTIONS"): 200, ("accounts:logout", "OPTIONS"): 200, ("accounts:login", "PUT"): 200}


@pytest.fixture(autouse=True)
def quick_papers(monkeypatch):
    """What a PDF looks like is tested elsewhere."""
    for views in ("front.board.views", "front.board.paper_views", "notices.paper_views", "tools.papers.views"):
        monkeypatch.setattr(f"{views}.to_pdf", lambda *args, **kwargs: b"%PDF-")
    monkeypatch.setattr("tools.papers.word.write.drawn_pdf", lambda *args, **kwargs: b"%PDF-")


def wrong_of(stage, person, name, method, thing, right, own=False):
    """What is wrong with one cell."""
    answer = stage.knock(person, method, path_of(name, thing))
    text, found = answer.body.decode(errors="replace"), []
    if answer.status_code not in right:
        found.append(f"{answer.status_code} instead of {right}")
    found += [f"without {header}" for header in bare(person, answer)]
    if not name.endswith("_pdf") and answer.headers.get("Content-Type", "").startswith("text/html"):
        found += [
            f"leaks {word}"
            for word in leaks(stage, person, text, name in OPEN, method == "POST" and name in SHOWS_TELEPHONES)
            if word not in MAY_SAY.get(name, ())
        ]
    if method == "GET" and answer.status_code == 200 and own:
        found += [f"lacks {marks}" for marks in shown(name, person, thing) if not any(m in text for m in marks)]
    return found


@pytest.mark.parametrize("person", my_share(EVERYBODY))
def test_each_gets_what_the_table_says_sees_his_own_and_nothing_else(stage, person):
    wrong = {}
    thing = stage.b if person.endswith("-b") else stage.a
    for name in ADDRESSES:
        for method in ("GET", "POST", "HEAD"):
            row = expected(name, "GET" if method == "HEAD" else method)
            if person.endswith("-b"):
                row = elsewhere(row)
            right = (row[person], 405) if method == "HEAD" else (row[person],)
            if found := wrong_of(stage, person, name, method, thing, right, own=True):
                wrong[name, method, person] = found
    assert not wrong, told(wrong)


@pytest.mark.parametrize("person", my_share([*VILLAGERS, "township", "ended", *LIKE]))
def test_a_thing_of_the_other_village_answers_the_other_village(stage, person):
    wrong = {}
    thing = stage.a if person.endswith("-b") else stage.b
    for name in (name for name in ABOUT_A_THING if not name.startswith("board:")):
        for method in ("GET", "POST"):
            row = expected(name, method)
            right = row if person.endswith("-b") else elsewhere(row)
            if found := wrong_of(stage, person, name, method, thing, (right[person],)):
                wrong[name, method, person, "foreign"] = found
    assert not wrong, told(wrong)


@pytest.mark.parametrize("person", my_share(EVERYBODY))
def test_no_other_method_does_anything(stage, person, monkeypatch):
    """405 for whoever is signed in; the words of that page are tested elsewhere."""
    monkeypatch.setattr("tools.upkeep.middleware.render", lambda *args, **more: HttpResponse("405", status=405))
    wrong, thing = {}, stage.b if person.endswith("-b") else stage.a
    for name in ADDRESSES:
        for method in OTHER_METHODS:
            shut = person in UNSIGNED and name not in OPEN
            right = 302 if shut or name == "admin_sign_in" else ALSO.get((name, method), 405)
            if name == "accounts:login" and person not in ("stranger", "disabled"):
                right = 302
            if name in FirstPasswordMiddleware.OPEN and person == "first-password":
                right = right if name == "accounts:login" else ALSO.get((name, method), 405)
            if found := wrong_of(stage, person, name, method, thing, (right,)):
                wrong[name, method, person] = found
    assert not wrong, told(wrong)
