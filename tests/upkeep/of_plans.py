"""What a hand in the database breaks of a plan: the invariant, the harm, and the model and row that must be named."""

from django.db import connection


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount == 1, "nothing was broken"


BREAKS = [
    (
        "plans.plans_have_their_votes",
        lambda t: sql("DELETE FROM plans_resolution WHERE step = 'discuss' AND plan_id = %s", t.plan.pk),
        lambda t: ("plans.plan", t.plan.pk),
    ),
    (
        "plans.plans_have_their_votes",
        lambda t: sql("UPDATE plans_resolution SET round = 2 WHERE step = 'decide' AND plan_id = %s", t.plan.pk),
        lambda t: ("plans.plan", t.plan.pk),
    ),
    (
        "plans.plans_have_their_votes",
        lambda t: sql("DELETE FROM plans_publication WHERE plan_id = %s", t.plan.pk),
        lambda t: ("plans.plan", t.plan.pk),
    ),
    (
        "plans.goals_are_settled_with_a_day",
        lambda t: sql("UPDATE plans_goal SET settled_on = NULL WHERE id = %s", t.goals[2]),
        lambda t: ("plans.goal", t.goals[2]),
    ),
    (
        "plans.goals_are_settled_with_a_day",
        lambda t: sql("UPDATE plans_goal SET settled_on = '2026-10-08' WHERE id = %s", t.goals[1]),
        lambda t: ("plans.goal", t.goals[1]),
    ),
    (
        "plans.goals_are_settled_with_a_day",
        lambda t: sql("UPDATE plans_plan SET state = 'decided' WHERE id = %s", t.plan.pk),
        lambda t: ("plans.goal", t.goals[2]),
    ),
    (
        "plans.goals_are_given_within_the_village",
        lambda t: sql("UPDATE plans_goal SET group_id = %s WHERE id = %s", t.b.groups["culture"].pk, t.goals[2]),
        lambda t: ("plans.goal", t.goals[2]),
    ),
    (
        "workflow.trail_agrees",
        lambda t: sql("UPDATE plans_plan SET state = 'decided' WHERE id = %s", t.plan.pk),
        lambda t: ("plans.plan", t.plan.pk),
    ),
]
