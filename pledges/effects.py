"""What follows when a letter, a pledge or an item has moved: signatures, days and results written down."""

from simple_history.utils import bulk_update_with_history

from tools import clock
from tools.workflow.engine import Case


def keep_signatures(cases: list[Case]) -> None:
    """Both signatures as facts with their days, and who signed for the branch."""
    names = ["member_signed_on", "branch_signed_on", "signed_by"]
    for case in cases:
        for name in names:
            setattr(case.obj, name, case.data[name])
    type(cases[0].obj).objects.bulk_update([case.obj for case in cases], names)


def keep_publication(cases: list[Case]) -> None:
    """Since when everybody may read it."""
    for case in cases:
        case.obj.published_on = case.happened_on
    type(cases[0].obj).objects.bulk_update([case.obj for case in cases], ["published_on"])


def keep_result(cases: list[Case]) -> None:
    """What came of an item, or why nothing did; with the reply, where there is one."""
    for case in cases:
        item = case.obj
        item.result, item.settled_on = case.data.get("result") or case.data.get("reason", ""), case.happened_on
        item.reply = case.data.get("reply", "")
    _keep(cases, ["result", "settled_on", "reply"])


def keep_adjustment(cases: list[Case]) -> None:
    """The item as it reads from now on, and why; the words before stay in its history."""
    for case in cases:
        item = case.obj
        item.content, item.due_on, item.adjusted_because = (
            case.data["content"],
            case.data["due_on"],
            case.data["reason"],
        )
        item.save(update_fields=["content", "due_on", "adjusted_because"])


def keep_reply(cases: list[Case]) -> None:
    """What the one who pledged says to it."""
    for case in cases:
        case.obj.reply = case.data["reply"]
        case.obj.save(update_fields=["reply"])


def take_result_back(cases: list[Case]) -> None:
    """An item that is taken up again has no result yet."""
    for case in cases:
        case.obj.result, case.obj.settled_on, case.obj.reply = "", None, ""
        case.obj.save(update_fields=["result", "settled_on", "reply"])


def _keep(cases: list[Case], fields: list[str]) -> None:
    """Write the items of a whole list at once, each with its version."""
    told = {"default_user": cases[0].actor, "default_date": clock.now()}
    items = [case.obj for case in cases]
    bulk_update_with_history(items, type(items[0]), fields, **told)
