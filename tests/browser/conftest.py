"""The town whose pages are looked at: the one of the access tests, with everybody at his door."""

from tests.access.conftest import stage  # noqa: F401
