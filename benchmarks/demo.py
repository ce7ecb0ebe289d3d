"""P7: the demo township, as the command builds it."""

from benchmarks.figures import Figure, told
from benchmarks.town import ready, timed


def main() -> None:
    """The whole year, through the domain's verbs."""
    ready()
    from tests.support import databases
    from zhenzi.demo.build import build

    database = databases.pristine().copy("bench")
    try:
        with database.entered():
            seconds, made = timed(lambda: build(year=2026, seed=7, stage="year", scale=1))
    finally:
        database.drop()
    what = f"the demo township, {made['members']:,} members, {made['applications']:,} applications"
    told([Figure("P7", what, f"{seconds:.0f} s", "under 60 s", seconds < 60)])


if __name__ == "__main__":
    main()
