"""P4: a roster in, with validation, difference, history and errors; beside it the database's limit and the library's default."""

import contextlib

from benchmarks import limits, rosters
from benchmarks.figures import Figure, told
from benchmarks.town import Statements, at_stage, ready, timed

TOWN, MANY, TIMES = 2_659, 20_000, 2
"""What takes seconds is done so many times, in turn with the limit, and the fastest counts."""


def main() -> None:
    """A town's roster, then twenty thousand rows by all three."""
    ready()
    told([*_of_a_town(), *_of_many()])


def _of_a_town() -> list[Figure]:
    from members.models import Branch
    from members.resources import RosterResource

    with at_stage("township") as town:
        data = rosters.sheet(rosters.people(TOWN, list(Branch.objects.all())))
        resource = RosterResource()
        preview, content = timed(lambda: _previewed(resource, data, town))
        apply, _plan = timed(lambda: resource.apply(content, town))
    return [
        Figure("P4", f"{TOWN:,} rows, preview", f"{preview:.2f} s", "under 5 s", preview < 5),
        Figure("P4", f"{TOWN:,} rows, apply", f"{apply:.2f} s", "under 5 s", apply < 5),
    ]


def _previewed(resource, data, town):
    _book, content = resource.read(data, "roster.xlsx")
    resource.plan(content, town)
    return content


def _of_many() -> list[Figure]:
    from django.db import connection

    from members.models import Branch, Member
    from members.resources import RosterResource

    def bring_in(ending, town):
        _book, content = resource.read(sheets[ending], f"roster.{ending}")
        plan = resource.apply(content, town)
        return len(plan.new), len(plan.same), len(plan.errors)

    resource, statements, best = RosterResource(), Statements(), {}
    with at_stage("township"):
        rows = rosters.people(MANY, list(Branch.objects.all()))
    sheets = {ending: rosters.sheet(rows, as_csv=ending == "csv") for ending in ("xlsx", "csv")}
    for ending in ("csv", "xlsx") * TIMES:
        with at_stage("township") as town:
            seconds, counts = timed(lambda: bring_in(ending, town))  # noqa: B023
            assert (*counts, Member.history.count()) == (MANY, 0, 0, MANY)
            best[ending] = min(seconds, best.get(ending, seconds))
            if ending == "xlsx":
                statements.said.clear()
                with connection.execute_wrapper(statements):
                    seconds, counts = timed(lambda: bring_in("xlsx", town))  # noqa: B023
                assert counts == (0, MANY, 0)
                best["again"] = min(seconds, best.get("again", seconds))
            seconds = limits.put_in(Member._meta.db_table)
            best["limit"] = min(seconds, best.get("limit", seconds))
    limit, from_csv, from_xlsx, again = (best[key] for key in ("limit", "csv", "xlsx", "again"))
    with_history = _with_history_alone(rows)
    default = _by_default(rows)
    name, aim = ("COPY", "at least 6 %") if connection.vendor == "postgresql" else ("a bare INSERT", "")
    return [
        Figure("P4", f"{MANY:,} new rows by {name}, no check", f"{MANY / limit:,.0f} rows/s"),
        Figure("P4", f"{MANY:,} new rows by bulk_create_with_history, no check", f"{MANY / with_history:,.0f} rows/s"),
        Figure("P4", f"{MANY:,} new rows by django-import-export as it comes", f"{MANY / default:,.0f} rows/s"),
        Figure("P4", f"{MANY:,} new rows from .xlsx, ours", f"{MANY / from_xlsx:,.0f} rows/s"),
        Figure("P4", "  against the default", f"{default / from_xlsx:.1f} x", "at least 8 x", default >= 8 * from_xlsx),
        Figure("P4", f"  against {name}", f"{limit / from_xlsx:.1%}", aim, limit >= 0.06 * from_xlsx if aim else None),
        Figure("P4", f"{MANY:,} new rows from .csv, ours", f"{MANY / from_csv:,.0f} rows/s"),
        Figure("P4", f"  against {name}", f"{limit / from_csv:.1%}", aim, limit >= 0.06 * from_csv if aim else None),
        Figure("P4", "the same .xlsx again", f"{again / from_xlsx:.2f} of the first", "no slower", again <= from_xlsx),
        Figure("P4", "  what it writes", str(statements.written), "nothing", statements.written == 0),
    ]


def _with_history_alone(rows: list[dict[str, str]]) -> float:
    """What rows and their history cost through the ORM, without reading a sheet and without a check."""
    from simple_history.utils import bulk_create_with_history

    from members.models import Branch, Member

    with at_stage("township"):
        branches = {branch.name: branch for branch in Branch.objects.all()}
        members = [Member(**{**row, "branch": branches[row["branch"]]}) for row in rows]
        return timed(lambda: bulk_create_with_history(members, Member, batch_size=500))[0]


def _by_default(rows: list[dict[str, str]]) -> float:
    """The package's own importer on the same model with its history, otherwise as its documentation begins."""
    from import_export import fields, resources, widgets
    from tablib import Dataset

    from members.models import Branch, Member

    class DefaultResource(resources.ModelResource):
        branch = fields.Field("branch", "branch", widgets.ForeignKeyWidget(Branch, "name"))

        class Meta:
            model = Member
            fields = tuple(rows[0])
            import_id_fields = ("name", "born")

    dataset = Dataset(*[list(row.values()) for row in rows], headers=list(rows[0]))
    with at_stage("township"), contextlib.redirect_stdout(None):
        seconds, result = timed(lambda: DefaultResource().import_data(dataset, raise_errors=True))
        assert result.totals["new"] == len(rows) == Member.history.count()
    return seconds


if __name__ == "__main__":
    main()
