"""The address that stands on paper: read months later, from a wall, by a telephone outside the office."""

from django.conf import settings
from django.http import HttpRequest


def on_paper(request: HttpRequest, path: str = "") -> str:
    """`path` under the town's public address; under the one by which the page was asked for where none is set."""
    return (settings.PUBLIC_ADDRESS or request.build_absolute_uri("/").rstrip("/")) + path
