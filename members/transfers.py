"""Verb of a transfer: it is asked for. What comes after are moves (members/moves.py)."""

import datetime as dt
import uuid

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from members.models import Branch, Member, Transfer
from members.moves import TRANSFER
from members.scope import must_see
from tools.accounts.models import User
from tools.workflow.errors import Conflict


def ask(
    member: Member, kind: str, to_branch: Branch, user: User, *, on: dt.date, reason: str = "",
    request_id: uuid.UUID | None = None,
) -> Transfer:  # fmt: skip
    """Ask the receiving branch to take him in. Refused where it makes no sense, `Conflict` where one waits already."""
    try:
        with transaction.atomic():
            transfer = Transfer.objects.create(
                member=member,
                kind=kind,
                from_branch=member.branch,
                to_branch=to_branch,
                uuid=request_id or uuid.uuid4(),
            )
            TRANSFER.perform(
                transfer, "request", actor=user, happened_on=on, request_id=request_id, data={"reason": reason}
            )
            must_see(user, transfer)
    except IntegrityError as error:
        raise Conflict(_("A transfer of this member waits already.")) from error
    transfer.refresh_from_db()
    return transfer
