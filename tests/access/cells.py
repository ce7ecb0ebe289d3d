"""What a cell of the matrix has to be: its status by the table, the headers of its answer, what may stand on its page."""

from typing import Any

from django.urls import reverse

from tests.access.addresses import ADDRESSES
from tests.access.people import EVERYBODY, LIKE, PEOPLE, Things
from tests.access.stage import EXEMPT, OFFICE, PHONE, SIGHTED, SIGNED, SIGNS, TEXT, Stage
from tests.access.table import TABLE_ROWS

OPEN = {
    "admin_sign_in", "accounts:login", "accounts:language", "board:home", "board:figures", "board:village", "board:group",
    "board:my_village", "board:short", "board:village_print", "board:village_print_pdf", "board:village_qr",
    "board:village_qr_pdf", "board:qr_picture", "board:village_cards", "board:village_cards_pdf", "board:card", "board:card_pdf",
    "board:plan", "board:pledges",
    "board:notice", "board:notice_pdf", "board:notice_print", "board:objection_new", "upkeep:live", "upkeep:ready",
}  # fmt: skip
UNSIGNED = ("stranger", "disabled", "first-password")
ABOUT_A_THING = sorted(name for name, made in ADDRESSES.items() if made.__code__.co_names)
SHOWS_TELEPHONES = ("members:member_detail", "desk:progress", "desk:telephones")
"""Which show them whole after a button was pressed."""
OTHER_METHODS = ("PUT", "PATCH", "DELETE", "OPTIONS")
VILLAGERS = tuple(person for person in EVERYBODY if person[-2:] in ("-a", "-b"))
"""Who has one village and not the other."""
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'",
}


def path_of(name: str, thing: Things) -> str:
    """The address for a thing."""
    return reverse(name, args=ADDRESSES[name](thing))


def expected(name: str, method: str) -> dict[str, int]:
    """A row of the table; none means that the address does not answer this method."""
    row = TABLE_ROWS.get((name, method))
    if row is None:
        shut = set(UNSIGNED) if name not in OPEN else set()
        row = [302 if person in shut else 405 for person in PEOPLE]
    found = dict(zip(PEOPLE, row, strict=True))
    return found | {person: found[other] for person, other in LIKE.items()}


def elsewhere(row: dict[str, int]) -> dict[str, int]:
    """The same row for a thing of village B: A's and B's people change places, the liaison has A alone."""
    swapped = {p: row[p[:-1] + ("b" if p.endswith("-a") else "a")] for p in row if p in VILLAGERS and p != "liaison-a"}
    return row | swapped | {"liaison-a": row["secretary-b"]}


def letter_of(person: str) -> str:
    """The village in which the person has something to do; none for the town's and for strangers."""
    return person[-1] if person in VILLAGERS else ""


def bare(person: str, answer: Any) -> list[str]:
    """Which rules the headers of an answer break."""
    missing = [name for name, value in HEADERS.items() if value not in answer.headers.get(name, "")]
    if person != "stranger" and "no-store" not in answer.headers.get("Cache-Control", ""):
        missing.append("Cache-Control")
    return missing


def leaks(stage: Stage, person: str, text: str, public: bool = False, asked: bool = False) -> list[str]:
    """What stands on a page that this person may not read. On a public page nobody's number, reason or objection stands.

    Telephones are masked, to whom they are not his own; `asked`: he pressed the button that shows them and is written down.
    """
    known = stage.phones[person] if asked else stage.own_phones(person)
    found = sorted(set(PHONE.findall(text)) - (set() if public else known))
    secret = () if person in SIGHTED and not public else (TEXT, SIGNED)
    if public or person not in SIGHTED and person.split("-")[0] not in (*OFFICE, "member"):
        secret = (*secret, EXEMPT)
    if not public and person not in (*SIGHTED, "viewer"):
        others = [signs for letter, signs in SIGNS.items() if letter != letter_of(person)]
        secret = (*secret, *(sign for signs in others for sign in signs))
    return found + [word for word in secret if word in text]


def told(wrong: dict[Any, Any]) -> str:
    """The wrong cells, each by its name."""
    lines = [f"{' '.join(map(str, cell))}: {what}" for cell, what in wrong.items()]
    return f"{len(lines)} wrong cells\n" + "\n".join(lines[:60])
