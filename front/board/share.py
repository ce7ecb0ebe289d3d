"""What a chat shows of a link: title, sentence, address and the town's own picture. All of it as whole addresses, from here."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.templatetags.static import static

from tools.papers.address import on_paper


@dataclass(frozen=True)
class Share:
    """A page as it is shown where somebody sends it on."""

    title: str
    description: str
    address: str
    picture: str

    @classmethod
    def of(cls, request: HttpRequest, title: str, description: str) -> "Share":
        """The page of this request, without its query: a search or the type of one reader is not sent on."""
        title, description = str(title), " ".join(str(description).split())
        return cls(title, description, on_paper(request, request.path), on_paper(request, static("img/share.png")))
