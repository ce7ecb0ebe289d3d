"""What `backup`, `verify_backup` and `restore` have in common on the command line."""

import json
import os
import sqlite3
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import Error

from tools.upkeep.archive import Manifest
from tools.upkeep.refusal import NotDone, told


class BackupCommand(BaseCommand):
    """Exit 0 done, 1 refused and nothing changed, 2 wrong use or a file that cannot be opened."""

    def add_arguments(self, parser: CommandParser) -> None:
        """As every command of the house."""
        parser.add_argument("--json", action="store_true", help="one JSON object and nothing else")
        parser.add_argument("--no-input", action="store_true", help="never asks anyway")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and say what came of it; whatever is written on the way is this account's alone."""
        usual = os.umask(0o077)
        try:
            found, words = self.do(options)
        except (OSError, Error, sqlite3.Error, NotDone) as error:
            refusal = error if isinstance(error, NotDone) else told(error)
            if options["json"]:
                self.stdout.write(
                    json.dumps({"error": str(refusal), "code": refusal.code, **refusal.more}, ensure_ascii=False)
                )
            raise CommandError(str(refusal), returncode=refusal.returncode) from error
        finally:
            os.umask(usual)
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(words))

    def do(self, options: dict[str, Any]) -> tuple[dict[str, object], list[str]]:
        """The work itself: the JSON object, and the same in sentences."""
        raise NotImplementedError


def about(manifest: Manifest) -> dict[str, object]:
    """What every one of the commands tells of a backup."""
    return {
        "made_at": manifest.made_at,
        "version": manifest.version,
        "database": manifest.database,
        "tables": len(manifest.rows),
        "rows": sum(manifest.rows.values()),
        "files": manifest.files,
    }
