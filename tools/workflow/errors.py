"""Why a move was not made. Each carries a sentence for the person who pressed the button."""


class NotMade(Exception):
    """A move that was not made; `str()` is the sentence to show. Nothing was written."""

    status = 400


class Refused(NotMade):
    """What was typed, or what must hold, stands in the way (422)."""

    status = 422


class Forbidden(NotMade):
    """The object may be seen, but this move is not this person's (403)."""

    status = 403


class Conflict(NotMade):
    """Somebody was faster, or the page is stale (409)."""

    status = 409
