"""P6: one transition, beside the same transaction in raw SQL; and a list of fifty."""

import statistics
import uuid
from typing import Any

from django.db import connection, transaction

from benchmarks.figures import Figure, told
from benchmarks.town import at_stage, ready, timed

SINGLE, LIST, LISTS = 150, 50, 5
DATA = {"nominators": 12, "how": "slips"}


def main() -> None:
    """By turns, so that whatever else the machine does falls on both."""
    ready()
    from groups.models import Application

    with at_stage("applied") as town:
        waiting = list(Application.objects.filter(state="applied").order_by("pk")[: 2 * SINGLE + LIST * LISTS])
        assert len(waiting) == 2 * SINGLE + LIST * LISTS
        by_hand, by_engine = waiting[:SINGLE], waiting[SINGLE : 2 * SINGLE]
        pairs = [
            (timed(lambda one=one: _raw(one, town))[0], timed(lambda other=other: _moved([other], town))[0])
            for one, other in zip(by_hand, by_engine, strict=True)
        ]
        lists = [waiting[2 * SINGLE + n * LIST :][:LIST] for n in range(LISTS)]
        many = statistics.median(timed(lambda some=some: _moved(some, town))[0] / LIST for some in lists)
        assert Application.objects.filter(pk__in=[one.pk for one in waiting], state="nominated").count() == len(waiting)
    raw, ours = (statistics.median(column) for column in zip(*pairs, strict=True))
    told(
        [
            Figure("P6", "a transition in raw SQL", f"{raw * 1000:.2f} ms"),
            Figure("P6", "a transition by the engine", f"{ours * 1000:.2f} ms"),
            Figure("P6", "  against raw SQL", f"{ours / raw:.1f} x", "at most 2.5 x", ours <= 2.5 * raw),
            Figure("P6", f"a list of {LIST}, each", f"{many * 1000:.2f} ms"),
            Figure("P6", "  against a single one", f"{many / ours:.2f} x", "at most 0.2 x", many <= 0.2 * ours),
        ]
    )


def _moved(applications: list[Any], actor: Any) -> None:
    from groups.moves import APPLICATION

    APPLICATION.perform_many(applications, "nominate", actor=actor, data_for=lambda _application: DATA)


def _raw(application: Any, actor: Any) -> None:
    """Lock, ask for the right, swap, trail, and what the step records: the least that a transition can be."""
    from tools import clock

    now, request = clock.now(), uuid.uuid4()
    day = now.date()
    lock = " FOR UPDATE" if connection.vendor == "postgresql" else ""
    if connection.vendor == "sqlite":
        day, now, request = day.isoformat(), now.isoformat(), request.hex
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT state, version FROM groups_application WHERE id = %s{lock}", [application.pk])  # noqa: S608
        _state, version = cursor.fetchone()
        cursor.execute(
            "SELECT role FROM members_mandate WHERE user_id = %s AND starts_on <= %s AND taken_at IS NULL",
            [actor.pk, day],
        )
        assert cursor.fetchone()
        cursor.execute(
            "UPDATE groups_application SET state = 'nominated', version = version + 1"
            " WHERE id = %s AND state = 'applied' AND version = %s",
            [application.pk, version],
        )
        assert cursor.rowcount == 1
        cursor.execute(
            "INSERT INTO workflow_statechange (model, object_id, move, source, target, actor_id, acted_as, happened_on,"
            " typed_at, request_id, note) VALUES ('groups.application', %s, 'nominate', 'applied', 'nominated', %s,"
            " 'township', %s, %s, %s, '')",
            [application.pk, actor.pk, day, now, request],
        )
        cursor.execute(
            "INSERT INTO groups_nomination (application_id, round, nominators, how, happened_on)"
            " VALUES (%s, %s, 12, 'slips', %s)",
            [application.pk, application.round, day],
        )


if __name__ == "__main__":
    main()
