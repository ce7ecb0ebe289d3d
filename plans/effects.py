"""What follows when a plan or a goal has moved: the vote frozen, the publication kept, the result written down."""

from simple_history.utils import bulk_update_with_history

from meetings.votes import frozen
from tools import clock
from tools.workflow.engine import Case


def keep_resolution(cases: list[Case]) -> None:
    """Freeze the vote with the numbers by which it was decided, and who attended from the township."""
    _keep(cases)


def start_again(cases: list[Case]) -> None:
    """What was recorded keeps its round; the next one starts with none. A vote that failed is kept like one that passed."""
    voted = [case for case in cases if "meeting" in case.data]
    if voted:
        _keep(voted)
    type(cases[0].obj).objects.next_round([case.obj.pk for case in cases])


def _keep(cases: list[Case]) -> None:
    model = cases[0].obj.resolutions.model
    model.objects.bulk_create(
        model(
            plan=case.obj, round=case.obj.round, step=case.change.move, attended_by=case.data.get("attended_by", ""),
            **frozen(case),
        )
        for case in cases
    )  # fmt: skip


def forget_step(cases: list[Case]) -> None:
    """What the step had recorded goes with it; the trail keeps that it was typed and taken back."""
    for case in cases:
        case.obj.resolutions.filter(step=case.before.move, round=case.obj.round).delete()


def keep_publication(cases: list[Case]) -> None:
    """When and how decision or result were published, and what those who supervise said."""
    model = cases[0].obj.publications.model
    model.objects.bulk_create(
        model(
            plan=case.obj, step=case.change.move, published_on=case.happened_on, how=case.data["how"],
            opinion=case.data.get("opinion", ""), result=case.data.get("result", ""),
        )
        for case in cases
    )  # fmt: skip


def keep_result(cases: list[Case]) -> None:
    """What came of a goal, in a sentence that everybody may read."""
    for case in cases:
        case.obj.result, case.obj.settled_on = case.data.get("result") or case.data.get("reason", ""), case.happened_on
    goals = [case.obj for case in cases]
    told = {"default_user": cases[0].actor, "default_date": clock.now()}
    bulk_update_with_history(goals, type(goals[0]), ["result", "settled_on"], **told)


def take_result_back(cases: list[Case]) -> None:
    """A goal that is taken up again has no result yet."""
    for case in cases:
        case.obj.result, case.obj.settled_on = "", None
        case.obj.save(update_fields=["result", "settled_on"])
