"""What the clock does by itself: jobs that apps register when they start, and `tick` runs."""

import logging
from collections.abc import Callable

from django.db import transaction

logger = logging.getLogger(__name__)

Job = Callable[[], int]
"""Does everything that is due at `clock.now()` and answers how many things it did; done again at once, it does none."""

JOBS: dict[str, Job] = {}


class NotAllDone(Exception):
    """Some jobs failed and are `failed`; what the others did stays and is `done`. The log says why."""

    def __init__(self, done: dict[str, int], failed: list[str]) -> None:
        super().__init__("、".join(failed))
        self.done, self.failed = done, failed


def register(name: str, job: Job) -> None:
    """Make a job known, called `app.what_it_does`; once, from the app's `ready()`."""
    JOBS[name] = job


def run_due() -> dict[str, int]:
    """Run every job in the order of their names, each in a transaction of its own; how many things each did.

    One that fails keeps none of the others from its work; raises NotAllDone once all had their turn.
    """
    done, failed = {}, []
    for name in sorted(JOBS):
        try:
            with transaction.atomic():
                done[name] = JOBS[name]()
        except Exception:
            logger.exception("clock: %s failed", name)
            failed.append(name)
    if failed:
        raise NotAllDone(done, failed)
    return done
