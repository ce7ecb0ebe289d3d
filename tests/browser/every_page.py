"""Every page that somebody may open, as the product sends it: found by the addresses and the access table, not by a list.

A page is looked at where it shows an element that was not yet looked at under the same address; so a page that three people
read alike is looked at once, and what only one of them sees is looked at too.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.access.addresses import ADDRESSES
from tests.access.admin_table import KINDS, SEES
from tests.access.cells import expected, path_of
from tests.access.records import page, row_of
from tests.access.stage import Stage
from tools.workflow.engine import REGISTRY

MORE = {
    "board:home": lambda t: ("/?q=wzz", "/?q=无此村", "/nowhere/", f"/villages/{t.where.village.code}/nowhere/"),
    "desk:search": lambda t: ("/desk/search/?q=wzz", "/desk/search/?q=无此人"),
    "groups:meeting_whole": lambda t: (f"/groups/{t.where.village.code}/meetings/new/?kind=assembly",),
    "workflow:bulk": lambda t: (
        f"/moves/groups.application/list/?move=return&pk={t.application.pk}",
        f"/moves/pledges.responsibilityletter/list/?move=sign&pk={t.promises.letter.pk}",
    ),
    "plans:plan_list": lambda t: ("/plans/?state=reported",),
    "pledges:pledge_list": lambda t: ("/pledges/?q=无此人",),
    "pledges:register_print": lambda t: ("/pledges/register/?state=closed",),
    "pledges:letters_print": lambda t: (f"/pledges/{t.where.village.code}/letters/print/?both=1",),
    "members:mandate_list": lambda t: ("/roster/mandates/",),
}
"""What an address has more to show when it is asked something; of the last, that it is not for everybody."""
WALKERS = ("township", "secretary-a", "member-a", "leader-a", "clerk-a", "liaison-a", "viewer", "stranger")
ELEMENT = re.compile(r"<([a-z]\w*)([^>]*)>")
TOLD_APART_BY = re.compile(r'\s(?:class|role|type)="[^"]*"|\s(?:aria-[a-z]+|disabled|readonly|multiple)\b')
FAULT = re.compile(r"error|invalid|notice-bad|wrong|alert")
OF_ONE_KIND = re.compile(r"\d+|\b(?:field|column|model|app|section)-[\w-]+")
"""Numbers, and the classes by which the admin tells its columns apart."""


@dataclass(frozen=True)
class Page:
    """What somebody got. `method` is POST for a form that was sent empty and came back with what is missing."""

    name: str
    person: str
    method: str
    path: str
    answer: Any

    def __str__(self) -> str:
        return f"{self.name} {self.method} as {self.person} ({self.path})"

    def elements(self) -> tuple[set[str], set[str]]:
        """What stands on it, in its main part and around it: each kind of element once."""
        before, _tag, rest = self.answer.body.decode().partition("<main")
        main, _tag, after = rest.partition("</main>")
        return _kinds(main), _kinds(before + after)


def _kinds(html: str) -> set[str]:
    return {
        OF_ONE_KIND.sub("", tag + "".join(sorted(TOLD_APART_BY.findall(attributes))))
        for tag, attributes in ELEMENT.findall(html)
    }


def unlike(pages: Iterator[Page]) -> Iterator[Page]:
    """Those that show something new. What says that a form was filled in wrongly looks the same on every page."""
    anywhere: set[str] = set()
    within: dict[str, set[str]] = {}
    for one in pages:
        main, rest = one.elements()
        wrong = {element for element in main if FAULT.search(element)}
        known = within.setdefault(one.name, set())
        if main - wrong - known or (wrong | rest) - anywhere:
            yield one
        known |= main
        anywhere |= wrong | rest


def pages(stage: Stage, names: list[str]) -> Iterator[Page]:
    """Of the addresses `names`, every page that is HTML; whoever may not open it is no concern of this walk."""
    for name in names:
        ways = _moves(stage) if name == "workflow:move" else _admin(stage) if name == "admin" else _table(stage, name)
        for person, method, path in ways:
            answer = stage.knock(person, method, path)
            if answer.status_code != 302 and answer.headers.get("Content-Type", "").startswith("text/html"):
                yield Page(name, person, method, path, answer)


def all_names() -> list[str]:
    """The addresses that send pages; the PDFs among them are printed elsewhere."""
    return [name for name in ADDRESSES if not name.endswith("_pdf")] + ["admin"]


def _table(stage: Stage, name: str) -> Iterator[tuple[str, str, str]]:
    path = path_of(name, stage.a)
    for more in MORE.get(name, lambda _things: ())(stage.a):
        yield from ((person, "GET", more) for person in ("township", "member-a", "stranger"))
    for person in WALKERS:
        if expected(name, "GET")[person] == 200:
            yield person, "GET", path
    for person in [person for person in WALKERS if expected(name, "POST")[person] == 422][:1]:
        yield person, "POST", path


def _moves(stage: Stage) -> Iterator[tuple[str, str, str]]:
    """Every form of every table that somebody's buttons lead to, asked for and sent empty: of each state one thing."""
    sent = set()
    for person in ("township", "secretary-a", "member-a"):
        user = stage.people[person]
        for label, workflow in REGISTRY.items():
            things = {thing.state: thing for thing in workflow.model.objects.visible_to(user).order_by("-pk")}
            for thing, move in [(t, move) for t in things.values() for move in workflow.available(user, t)]:
                for method in ("GET", "POST") if (label, move.name) not in sent else ():
                    yield person, method, f"/moves/{label}/{thing.pk}/{move.name}/"
                sent.add((label, move.name))


def _admin(stage: Stage) -> Iterator[tuple[str, str, str]]:
    """The index, every list, and a record of each kind."""
    for person in ("township", "secretary-a"):
        yield person, "GET", "/admin/"
        for kind, row in KINDS.items():
            if person in SEES[row[0]]:
                yield person, "GET", page(kind, "changelist")
                if found := row_of(stage.cast, kind):
                    yield person, "GET", page(kind, "change", found.pk)
