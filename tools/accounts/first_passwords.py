"""First passwords: read from a slip, used once, changed at once."""

import secrets
from dataclasses import dataclass, field

from django.contrib.auth.hashers import PBKDF2PasswordHasher, get_hasher

# Read aloud and typed by hand: nothing that looks like something else.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
ITERATIONS = 60_000
"""Enough for what no dictionary holds: twelve letters drawn by chance are 59 bits. A password that somebody chose himself gets
the full number. So the slips of sixty villages are ready in two seconds, not in thirty."""


@dataclass(frozen=True)
class FirstPassword:
    """What the slip shows, and what the database keeps of it."""

    shown: str = field(repr=False)
    kept: str = field(repr=False)


def first_password() -> FirstPassword:
    """A new one. To be made before a transaction begins: hashing takes time, and nobody else could write meanwhile."""
    shown = "-".join("".join(secrets.choice(LETTERS) for _n in range(4)) for _g in range(3))
    hasher = get_hasher()
    if isinstance(hasher, PBKDF2PasswordHasher):
        return FirstPassword(shown, hasher.encode(shown, hasher.salt(), iterations=ITERATIONS))
    return FirstPassword(shown, hasher.encode(shown, hasher.salt()))
