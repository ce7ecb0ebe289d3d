"""`manage.py diagram`: print the page of the procedures, drawn from the tables."""

from typing import Any

from django.core.management.base import BaseCommand

from tools.workflow.diagram import page


class Command(BaseCommand):
    """Prints docs/procedure.md; a test compares the committed file with it."""

    help = "Print docs/procedure.md, drawn from the tables of moves."

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the page to standard output."""
        self.stdout.write(page(), ending="")
