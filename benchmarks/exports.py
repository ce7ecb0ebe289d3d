"""P5: the roster out, beside the database's limit and the library's own export."""

import io

from benchmarks import limits, rosters
from benchmarks.figures import Figure, told
from benchmarks.town import at_stage, ready, timed

MANY, TIMES = 20_000, 3
"""What takes a fraction of a second is done three times, and the fastest counts."""


def main() -> None:
    """The same rows by all of them."""
    ready()
    from django.db import connection

    from members.models import Member
    from members.roster_files import write_roster

    with at_stage("township") as town:
        _come_in(town)
        table = Member._meta.db_table
        limit = min(limits.take_out(table) for _time in range(TIMES))
        csv = min(timed(lambda: write_roster(town, io.BytesIO(), as_csv=True))[0] for _time in range(TIMES))
        xlsx, rows = timed(lambda: write_roster(town, io.BytesIO()))
        assert rows == MANY
        its_own = Member.objects.select_related("branch").prefetch_related("specialities").order_by("branch_id", "pk")
        default, _book = timed(lambda: _by_default().export(its_own).xlsx)
    name, aim = ("COPY TO", "at least 15 %") if connection.vendor == "postgresql" else ("a bare SELECT", "")
    told(
        [
            Figure("P5", f"{MANY:,} rows by {name}", f"{MANY / limit:,.0f} rows/s"),
            Figure("P5", f"{MANY:,} rows by django-import-export to .xlsx", f"{MANY / default:,.0f} rows/s"),
            Figure("P5", f"{MANY:,} rows to .csv, ours", f"{MANY / csv:,.0f} rows/s"),
            Figure("P5", f"  against {name}", f"{limit / csv:.1%}", aim, limit >= 0.15 * csv if aim else None),
            Figure("P5", f"{MANY:,} rows to .xlsx, ours", f"{MANY / xlsx:,.0f} rows/s"),
            Figure("P5", "  against the library's", f"{default / xlsx:.1f} x", "at least 2 x", default >= 2 * xlsx),
        ]
    )


def _come_in(town) -> None:
    """The rows are in the database, what was read of them is out of memory, and statistics are gathered, as in every township."""
    from django.db import connection

    from members.models import Branch
    from members.resources import RosterResource

    resource = RosterResource()
    _book, content = resource.read(rosters.sheet(rosters.people(MANY, list(Branch.objects.all()))), "roster.xlsx")
    resource.apply(content, town)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _by_default():
    """The package's own export of the same columns."""
    from import_export import fields, resources, widgets

    from members.models import Member, Speciality

    class DefaultResource(resources.ModelResource):
        branch = fields.Field("branch__name", "branch")
        specialities = fields.Field("specialities", "specialities", widgets.ManyToManyWidget(Speciality, "、", "name"))

        class Meta:
            model = Member
            fields = (
                "name", "sex", "nation", "born", "education", "category", "branch", "joined", "confirmed", "job",
                "specialities", "phone", "presence", "uuid",
            )  # fmt: skip

    return DefaultResource()


if __name__ == "__main__":
    main()
