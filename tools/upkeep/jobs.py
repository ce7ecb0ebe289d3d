"""What the clock does by itself: jobs that apps register when they start, and `tick` runs."""

from collections.abc import Callable

from django.db import transaction

Job = Callable[[], int]
"""Does everything that is due at `clock.now()` and answers how many things it did; done again at once, it does none."""

JOBS: dict[str, Job] = {}


def register(name: str, job: Job) -> None:
    """Make a job known, called `app.what_it_does`; once, from the app's `ready()`."""
    JOBS[name] = job


def run_due() -> dict[str, int]:
    """Run every job in the order of their names, each in a transaction of its own; how many things each did."""
    done = {}
    for name in sorted(JOBS):
        with transaction.atomic():
            done[name] = JOBS[name]()
    return done
