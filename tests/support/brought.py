"""A sheet of one kind that somebody brings in by the pages: sent, said yes to, taken back."""

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.exchange.township import book
from tools.exchange.models import Batch


class Sheets:
    """The pages of one kind of sheet, as `?kind=` names it."""

    def __init__(self, kind: str) -> None:
        self.address = f"{reverse('members:roster_import')}?kind={kind}"

    def send(self, client: Any, data: bytes, name: str = "表格.xlsx") -> Any:
        """The answer to a file."""
        return client.post(self.address, {"file": SimpleUploadedFile(name, data)})

    def accepted(self, client: Any, data: bytes) -> Batch:
        """Sent and said yes to; the batch."""
        sent = self.send(client, data)
        digest = re.search(r'name="digest" value="(\w+)"', client.get(sent.url).content.decode())[1]
        assert client.post(sent.url, {"digest": digest}).status_code == 302
        return Batch.objects.latest("pk")

    def undo(self, client: Any, batch: Batch) -> Any:
        """The answer to the press on “take back”."""
        return client.post(reverse("members:batch_undo", args=[batch.pk]))


def planned(resource: Any, user: Any, lines: Any, headings: list[str]) -> Any:
    """What a book of these lines would do."""
    return resource.plan(_content(resource, lines, headings), user)


def brought(resource: Any, user: Any, lines: Any, headings: list[str], **more: Any) -> Any:
    """The same, written."""
    return resource.apply(_content(resource, lines, headings), user, **more)


def _content(resource: Any, lines: Any, headings: list[str]) -> Any:
    return resource.read(book(*lines, headings=headings), "a.xlsx")[1]
