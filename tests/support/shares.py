"""What does not hang on the database is shared out between the two runs of `make test`.

Each page, each door, each method is asked in both of them; of what is the same everywhere (widths of a window, methods that
nobody answers) each run takes its part. `pytest` by itself, without TEST_SHARE, takes everything.
"""

import os
from collections.abc import Sequence
from typing import TypeVar

Thing = TypeVar("Thing")


def is_first_run() -> bool:
    """Whether this run takes what asks no database at all."""
    return os.environ.get("TEST_SHARE", "1/1").startswith("1/")


def my_share(things: Sequence[Thing]) -> list[Thing]:
    """Those that this run takes: TEST_SHARE is `1/2` or `2/2`, as scripts/run_tests.py sets it."""
    number, _slash, runs = os.environ.get("TEST_SHARE", "1/1").partition("/")
    return list(things)[int(number) - 1 :: int(runs)]
