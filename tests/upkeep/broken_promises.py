"""What a hand in the database breaks of plans, letters and pledges: the invariant, the harm, and what is named for it."""

from tests.pledges.paths import goal_of
from tests.upkeep.by_hand import sql

BREAKS = [
    (
        "plans.plans_have_their_votes",
        lambda t: sql("DELETE FROM plans_resolution WHERE step = 'decide' AND plan_id = %s", t.promises.plan.pk),
        lambda t: ("plans.plan", t.promises.plan.pk),
    ),
    (
        "plans.plans_have_their_votes",
        lambda t: sql("DELETE FROM plans_publication WHERE step = 'publish' AND plan_id = %s", t.promises.plan.pk),
        lambda t: ("plans.plan", t.promises.plan.pk),
    ),
    (
        "plans.goals_are_settled_with_a_day",
        lambda t: sql("UPDATE plans_goal SET settled_on = '2026-11-01' WHERE id = %s", t.promises.goal.pk),
        lambda t: ("plans.goal", t.promises.goal.pk),
    ),
    (
        "plans.goals_are_settled_with_a_day",
        lambda t: sql(
            "UPDATE plans_goal SET state = 'done', settled_on = '2026-11-01' WHERE number = 1 AND plan_id = %s",
            t.promises.draft_plan.pk,
        ),
        lambda t: ("plans.goal", t.promises.draft_plan.goals.get(number=1).pk),
    ),
    (
        "plans.goals_are_given_within_the_village",
        lambda t: sql(
            "UPDATE plans_goal SET group_id = %s WHERE id = %s", t.b.groups["culture"].pk, t.promises.goal.pk
        ),
        lambda t: ("plans.goal", t.promises.goal.pk),
    ),
    (
        "pledges.letters_are_signed_by_both",
        lambda t: sql("UPDATE pledges_responsibilityletter SET state = 'signed' WHERE id = %s", t.promises.letter.pk),
        lambda t: ("pledges.responsibilityletter", t.promises.letter.pk),
    ),
    (
        "pledges.items_fit_their_pledges",
        lambda t: sql("UPDATE pledges_pledgeitem SET state = 'done' WHERE id = %s", t.promises.item.pk),
        lambda t: ("pledges.pledgeitem", t.promises.item.pk),
    ),
    (
        "pledges.items_fit_their_pledges",
        lambda t: sql(
            "UPDATE pledges_pledgeitem SET state = 'adjusted' WHERE number = 1 AND pledge_id = %s",
            t.promises.draft_pledge.pk,
        ),
        lambda t: ("pledges.pledgeitem", t.promises.draft_pledge.items.get(number=1).pk),
    ),
    (
        "pledges.public_pledges_were_published",
        lambda t: sql("UPDATE pledges_pledge SET published_on = NULL WHERE id = %s", t.promises.pledge.pk),
        lambda t: ("pledges.pledge", t.promises.pledge.pk),
    ),
    (
        "pledges.letters_are_signed_by_both",
        lambda t: sql(
            "UPDATE pledges_responsibilityletter SET member_signed_on = '2026-11-01', branch_signed_on = '2026-11-01', "
            "signed_by = '书记' WHERE id = %s",
            t.promises.letter.pk,
        ),
        lambda t: ("pledges.responsibilityletter", t.promises.letter.pk),
    ),
    (
        "pledges.items_fit_their_pledges",
        lambda t: sql(
            "UPDATE pledges_pledgeitem SET goal_id = %s WHERE id = %s", goal_of(t.b, t).pk, t.promises.item.pk
        ),
        lambda t: ("pledges.pledgeitem", t.promises.item.pk),
    ),
    (
        "pledges.public_pledges_were_published",
        lambda t: [
            sql("DELETE FROM pledges_pledgeitem WHERE number = %s AND pledge_id = %s", number, t.promises.pledge.pk)
            for number in (1, 2)
        ],
        lambda t: ("pledges.pledge", t.promises.pledge.pk),
    ),
]
