"""What the stories of papers share: a sheet is printed, a photo is sent."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests import build
from tests.papers import photos
from tools.papers.models import Scan, Sheet


def who(cast, name):
    return getattr(cast.a, name, None) or getattr(cast, name)


def applied(cast, where=None):
    where = where or cast.a
    return build.walk(build.draft(where.members[0], where.posts["economy"]), "applied", where.secretary)


def at(thing):
    return f"/papers/of/{thing._meta.label_lower}/{thing.pk}/"


def printed(client, thing, kind, variant=""):
    answer = client.post(f"{at(thing)}{kind}/print/", {"variant": variant})
    assert answer.status_code == 302, answer.content.decode()
    return Sheet.objects.get(serial=answer.url.split("/")[2])


def send(client, path, data=None, name="IMG_1.jpg", **more):
    file = SimpleUploadedFile(name, photos.jpeg() if data is None else data)
    return client.post(path, {"file": file} | more)


def sent(client, path, data=None, **more):
    answer = send(client, path, data, **more)
    assert answer.status_code == 302, answer.content.decode()
    return Scan.objects.latest("pk")


def files_in(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())
