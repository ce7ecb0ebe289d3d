"""A stranger's form as it was handed out: what keeps machines and double clicks away without a captcha or an account."""

from dataclasses import dataclass
from uuid import UUID, uuid4, uuid5

from django.conf import settings
from django.core import signing

from tools import clock

QUICKEST = 1
"""Seconds: nobody reads the page, writes a sentence and sends it in less."""
OLDEST = 24 * 60 * 60
"""Seconds: what is older is handed out anew."""
SEAL = signing.Signer(salt="front.board.opened")


@dataclass(frozen=True)
class Opened:
    """A form as it was handed out: when, and the seed of the name under which what comes back with it is kept once."""

    about: str
    at: float
    uuid: UUID

    @classmethod
    def now(cls, about: str) -> "Opened":
        """Handed out this moment."""
        return cls(about, clock.now().timestamp(), uuid4())

    @classmethod
    def of(cls, about: str, sealed: str) -> "Opened":
        """The form that comes back; where it is not this one, or too old, one handed out this moment."""
        try:
            subject, at, name = SEAL.unsign_object(sealed)
        except signing.BadSignature:
            return cls.now(about)
        is_good = subject == about and clock.now().timestamp() - at < OLDEST
        return cls(about, at, UUID(name)) if is_good else cls.now(about)

    @property
    def sealed(self) -> str:
        """What stands in the form's hidden field."""
        return SEAL.sign_object([self.about, self.at, str(self.uuid)])

    def name_for(self, *said: object) -> UUID:
        """The name of what was sent with it: the same sending again is the same, another text from the same page another."""
        return uuid5(self.uuid, "\0".join(map(str, said)))

    @property
    def is_hurried(self) -> bool:
        """Machines send at once; people need a moment. Where the clock stands still for a rehearsal nothing can be measured."""
        return clock.now().timestamp() - self.at < QUICKEST and not settings.NOW_OVERRIDE
