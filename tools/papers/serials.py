"""The number printed on a sheet: short, without characters that look alike, guessed by nobody, and a slip of the pen is seen."""

import secrets
import unicodedata

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""31 characters, a prime: by a weighted sum every single wrong character and every swapped pair is noticed."""
LENGTH = 10


def new() -> str:
    """Nine characters by chance (2.6e13 of them) and the one that checks them."""
    first = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return first + _check(first)


def read(text: str) -> str:
    """The number in what somebody typed or a code said, blanks, dashes and small letters allowed; "" where it is none."""
    found = "".join(c for c in unicodedata.normalize("NFKC", text).upper() if c.isalnum())
    if len(found) != LENGTH or set(found) - set(ALPHABET) or _check(found[:-1]) != found[-1]:
        return ""
    return found


def shown(serial: str) -> str:
    """As it is printed: two halves, easier to type."""
    return f"{serial[:5]}-{serial[5:]}"


def _check(text: str) -> str:
    """The character that brings the weighted sum to a multiple of 31."""
    whole = sum((LENGTH - n) * ALPHABET.index(c) for n, c in enumerate(text))
    return ALPHABET[-whole % len(ALPHABET)]
