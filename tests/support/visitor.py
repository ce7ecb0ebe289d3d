"""Somebody at a real server without a browser: cookies and forms; a redirect is an answer. One for each thread."""

import http.cookiejar
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass

BETWEEN = "between-two-fields"


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        """The page."""
        return self.body.decode()


class _StaysHere(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer of its own."""

    def redirect_request(self, *_args: object) -> None:
        return None


class Visitor:
    """A browser's manners without a browser: keeps its cookies and hands the form's token back."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.cookies = http.cookiejar.CookieJar()
        handlers = [urllib.request.HTTPCookieProcessor(self.cookies), urllib.request.ProxyHandler({}), _StaysHere()]
        self._opener = urllib.request.build_opener(*handlers)

    def get(self, path: str) -> Answer:
        """Ask for a page."""
        return self._ask(urllib.request.Request(self.url + path))

    def post(self, path: str, data: dict[str, object]) -> Answer:
        """Send a form, with the token of the last page that carried one."""
        fields = urllib.parse.urlencode({"csrfmiddlewaretoken": self._token(), **data}, doseq=True)
        return self._ask(urllib.request.Request(self.url + path, data=fields.encode()))

    def upload(self, path: str, name: str, data: bytes) -> Answer:
        """Send a file as a form's field `file`."""
        lines = [
            f'--{BETWEEN}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{self._token()}\r\n',
            f'--{BETWEEN}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n',
        ]
        body = "".join(lines).encode() + data + f"\r\n--{BETWEEN}--\r\n".encode()
        kind = {"Content-Type": f"multipart/form-data; boundary={BETWEEN}"}
        return self._ask(urllib.request.Request(self.url + path, data=body, headers=kind))

    def sign_in(self, username: str, password: str) -> None:
        """Through the sign-in page, as everybody does."""
        self.get("/accounts/login/")
        answer = self.post("/accounts/login/", {"username": username, "password": password})
        if answer.status != 302:
            raise AssertionError(f"{username} could not sign in: {answer.status}\n{answer.text[:2000]}")

    def _token(self) -> str:
        return next((str(cookie.value) for cookie in self.cookies if cookie.name == "csrftoken"), "")

    def _ask(self, request: urllib.request.Request) -> Answer:
        try:
            with self._opener.open(request, timeout=60) as got:
                return Answer(got.status, dict(got.headers), got.read())
        except urllib.error.HTTPError as error:
            with error:
                return Answer(error.code, dict(error.headers), error.read())
