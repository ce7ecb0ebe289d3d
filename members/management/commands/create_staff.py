"""`manage.py create_staff`: the first account of a real township."""

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from members.actions import create_account, give_mandate
from members.roles import TOWNSHIP, VIEWER
from tools.workflow.errors import Refused


class Command(BaseCommand):
    """Makes an account with a mandate of the whole town and prints its one-time password, which must be changed at once."""

    help = "Make an account of the township's staff; prints a one-time password."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who, and as what."""
        parser.add_argument("username")
        parser.add_argument("--role", required=True, choices=[TOWNSHIP, VIEWER])
        parser.add_argument("--name", default="", help="姓名")
        parser.add_argument("--json", action="store_true", help="One JSON object instead of words.")
        parser.add_argument("--no-input", action="store_true", help="Never asks anything; it does not anyway.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit 0 done, 1 refused and nothing written."""
        try:
            with transaction.atomic():
                user, password = create_account(options["username"], options["name"])
                give_mandate(user, options["role"])
        except (Refused, ValidationError) as error:
            sentence = str(error) if isinstance(error, Refused) else " ".join(error.messages)
            if options["json"]:
                self.stdout.write(json.dumps({"error": sentence}, ensure_ascii=False))
            raise CommandError(sentence, returncode=1) from error
        if options["json"]:
            found = {"username": user.username, "role": options["role"], "password": password}
            self.stdout.write(json.dumps(found, ensure_ascii=False))
        else:
            self.stdout.write(f"{user.username}  {password}")
