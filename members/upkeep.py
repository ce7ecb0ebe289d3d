"""What must be true of the organisation at any time."""

from collections.abc import Iterator

from members.models import Member, Township, Village
from tools.upkeep.invariants import Finding


def one_township() -> Iterator[Finding]:
    """The town has its one row."""
    rows = Township.objects.count()
    if rows != 1:
        yield "members.township", None, f"there are {rows} rows instead of one"


def people_can_be_found() -> Iterator[Finding]:
    """Whoever has a name has the key by which a search finds him; a bulk write may forget it."""
    for label, model in (("members.member", Member), ("members.village", Village)):
        for pk in model.objects.filter(search_key="").values_list("pk", flat=True):
            yield label, pk, "it has no search key"
