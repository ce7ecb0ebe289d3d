"""What the clock does with uploaded sheets, and what must be true of the organisation at any time."""

from collections.abc import Iterator

from members.models import Member, Township, Village
from members.sheet_kinds import KINDS
from tools import clock
from tools.exchange.models import Batch
from tools.upkeep.invariants import Finding


def forget_uploads() -> int:
    """Delete the sheets that were sent thirty days ago and never taken over: they hold names, births, telephones, hashes."""
    done, _by_kind = Batch.objects.forgotten(KINDS, clock.now()).delete()
    return done


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
