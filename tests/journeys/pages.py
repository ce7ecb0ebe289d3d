"""People at their browsers without one: they read a page, fill in the form that stands on it, and send it."""

from html.parser import HTMLParser

from tests.people import PASSWORD


class Forms(HTMLParser):
    """The forms of a page that are sent by POST, each as the values that a browser would send unchanged."""

    def __init__(self, text):
        super().__init__()
        self.forms, self._form, self._select, self._text = [], None, None, None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        name, value = attrs.get("name"), attrs.get("value", "")
        if tag == "form":
            self._form = {} if attrs.get("method", "").lower() == "post" else None
            if self._form is not None:
                self.forms.append(self._form)
        elif self._form is None:
            return
        elif tag == "input" and name and attrs.get("type") not in ("submit", "image"):
            if attrs.get("type") == "file":
                self._form[name] = []
            elif attrs.get("type") not in ("checkbox", "radio") or "checked" in attrs:
                self._form.setdefault(name, []).append(value)
        elif tag == "textarea":
            self._text = name
            self._form[name] = [""]
        elif tag == "select":
            self._select = name
            self._form[name] = []
        elif tag == "option" and self._select and "selected" in attrs:
            self._form[self._select] = [value]

    def handle_data(self, data):
        if self._text:
            self._form[self._text][0] += data.strip()

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None
        elif tag == "textarea":
            self._text = None


class Person:
    """Somebody at his browser. He signs in through the door whenever the day has changed."""

    def __init__(self, cast, username=""):
        self.cast, self.username = cast, username
        self.arrive()

    def arrive(self):
        self.client = self.cast.client()
        if self.username:
            self.send("/accounts/login/", username=self.username, password=PASSWORD)

    def read(self, path, status=200):
        answer = self.client.get(path)
        assert answer.status_code == status, (path, answer.status_code)
        return answer.content.decode()

    def form_at(self, path, having):
        forms = [form for form in Forms(self.read(path)).forms if set(having) <= set(form)]
        assert len(forms) == 1, f"{path}: {len(forms)} forms with {sorted(having)}"
        return forms[0]

    def send(self, path, *, status=302, having=None, **fields):
        """Fill in the one form of a page that has these fields, and send it."""
        known = having if having is not None else [name for name in fields if name not in ("apply", "stated")]
        sent = self.form_at(path, known) | fields
        answer = self.client.post(path, sent)
        assert answer.status_code == status, f"{path}: {answer.status_code}\n{answer.content.decode()[:3000]}"
        return answer

    def press(self, thing, move, **fields):
        """The page behind a button, which the thing's own page offers."""
        path = f"/moves/{thing._meta.label_lower}/{thing.pk}/{move}/"
        assert path in self.read(thing.get_absolute_url()), f"no button for {move}"
        return self.send(path, having=["request_id", "version"], **fields)
