"""The real township of the samples: its villages and branches, and who acts there."""

import csv
from pathlib import Path
from typing import Any

from members.models import Branch, Mandate, Village
from members.search import search_key
from tests.people import account, mandate

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
SAMPLES = SHARED / "samples"


def rows(name: str) -> list[dict[str, str]]:
    """A table of the shared data."""
    with (SHARED / "data" / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def found() -> dict[str, Village]:
    """61 villages and 108 branches; villages by their code."""
    Village.objects.bulk_create(
        Village(
            code=row["code"], name=row["name"], short_name=row["short_name"], kind=row["kind"], search_key=search_key(row["short_name"])
        )
        for row in rows("zhenzi_villages.csv")
    )
    villages = {village.code: village for village in Village.objects.all()}
    Branch.objects.bulk_create(
        Branch(name=row["name"], kind=row["kind"], village=villages.get(row["village_code"])) for row in rows("zhenzi_branches.csv")
    )
    return villages


def person(username: str, role: str, village: Village | None = None, **more: Any) -> Any:
    """An account with one mandate."""
    user = account(username, username)
    mandate(user, role, village, **more)
    return user


def sample(name: str) -> bytes:
    """A sample sheet."""
    return (SAMPLES / name).read_bytes()


__all__ = ["SAMPLES", "Mandate", "found", "person", "sample"]
