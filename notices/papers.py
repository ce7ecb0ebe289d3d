"""A notice on paper: what stands on the sheet that is put up on the wall."""

from typing import Any

from django.urls import reverse

from members.models import Township
from notices.kinds import KINDS
from notices.models import Notice
from tools.papers.qr import qr_image
from tools.papers.titles import title_lines


def sheet(notice: Notice, site: str) -> dict[str, Any]:
    """The words of the sheet. `site` is the address under which the board is reached, for the QR code and the line below it.

    Only what is public of each line stands on it; a draft shows what would be frozen if it went up now.
    """
    kind = KINDS[notice.kind]
    lines = list(notice.lines.select_related("member"))
    columns = {line.pk: line.columns for line in lines} if notice.opened_on else kind.freeze(notice, lines)
    address = f"{site}{reverse('board:notice', args=[notice.uuid])}"
    return {
        "notice": notice,
        "title_lines": title_lines(notice.title),
        "headings": list(kind.columns.values()),
        "rows": [[columns[line.pk].get(key, "") for key in kind.columns] for line in lines],
        "phone": notice.phone or Township.objects.current().phone,
        "address": address,
        "qr": qr_image(address),
        "is_draft": not notice.opened_on,
    }
