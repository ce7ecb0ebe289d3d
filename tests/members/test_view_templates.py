"""The township replaces a document's template: tried, kept, taken into use, taken back; a broken one changes nothing."""

from functools import partial
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from docx import Document as Word

from tests import build
from tests.board.stories import posted
from tests.papers import templates
from tools.history.kept import Kept
from tools.papers.template_models import PaperTemplate, TemplateUse, present
from tools.papers.word import keeping
from tools.papers.word.register import DOCUMENTS, faults
from tools.upkeep.invariants import find_broken
from tools.workflow.errors import Conflict

PAGE = "/roster/templates/notice/"
OWN = (
    "榛子镇专用",
    "{{ title }}",
    "{%p for line in ending %}",
    "{{ line }}",
    "{%p endfor %}",
    "{{ organ }}",
    "{{ day }}",
)


def send(client, content, name="公示模板.docx"):
    return client.post(PAGE, {"file": SimpleUploadedFile(name, content)})


def text_of(answer):
    assert answer.status_code == 200, answer.content.decode()
    return "\n".join(line.text for line in Word(BytesIO(answer.content)).paragraphs)


def test_a_template_of_ones_own_is_tried_taken_into_use_and_taken_back(cast):
    client, notice = cast.client(cast.township), posted(cast.a)
    page = client.get(PAGE).content.decode()
    assert "现在用的是系统自带模板" in page
    assert "{{ title }}" in page
    answer = send(client, templates.with_text(*OWN))
    assert answer.url == f"{PAGE}1/"
    page = client.get(answer.url).content.decode()
    assert "榛子镇专用" in page
    assert "某某村" in page
    assert "启用" in page
    clerk = cast.client(cast.a.clerk)
    address = f"/posting/{notice.pk}/notice.docx"
    assert "榛子镇专用" not in text_of(clerk.get(address)), "it is not in use before somebody says so"
    assert client.post(f"{PAGE}1/use/", {"seen": 0}).url == PAGE
    said = text_of(clerk.get(address))
    assert "榛子镇专用" in said
    assert "2026年11月23日" in said
    assert send(client, templates.with_text("第二版", *OWN)).url == f"{PAGE}2/"
    client.post(f"{PAGE}2/use/", {"seen": 1})
    assert "第二版" in text_of(clerk.get(address))
    client.post(f"{PAGE}1/use/", {"seen": 2})
    assert "第二版" not in text_of(clerk.get(address))
    client.post(f"{PAGE}0/use/", {"seen": 3})
    assert "榛子镇专用" not in text_of(clerk.get(address))
    assert [use.template and use.template.number for use in TemplateUse.objects.order_by("number")] == [1, 2, 1, None]
    assert {row.number for row in PaperTemplate.objects.all()} == {1, 2}
    assert find_broken() == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (lambda: templates.with_text("{{ titel }}"), ["{{ titel }}", "第 1 段", "是不是“title”"]),
        (lambda: b"PK\x03\x04nothing", ["不是 Word 文件"]),
        (lambda: b"", ["不是 Word 文件"]),
    ],
)
def test_a_broken_template_is_refused_by_name_and_the_old_one_stays(cast, content, said):
    client = cast.client(cast.township)
    send(client, templates.with_text(*OWN))
    client.post(f"{PAGE}1/use/", {"seen": 0})
    answer = send(client, content())
    assert answer.status_code == 422
    for words in said:
        assert words in answer.content.decode()
    assert PaperTemplate.objects.count() == 1
    assert present("notice")[1].template.number == 1


def test_the_very_same_file_is_not_kept_twice(cast):
    client, file = cast.client(cast.township), templates.with_text(*OWN)
    assert send(client, file).url == send(client, file, "另一个名字.docx").url == f"{PAGE}1/"
    assert PaperTemplate.objects.get().file_name == "公示模板.docx"


def test_of_two_who_choose_at_once_the_second_is_told(cast):
    client = cast.client(cast.township)
    for words in ("甲", "乙"):
        send(client, templates.with_text(words, *OWN))
    assert client.post(f"{PAGE}1/use/", {"seen": 0}).status_code == 302
    late = client.post(f"{PAGE}2/use/", {"seen": 0})
    assert late.status_code == 409
    assert "其间已有别人换了模板" in late.content.decode()
    with pytest.raises(Conflict, match="已经在用"):
        keeping.take(DOCUMENTS["notice"], 1, cast.township, 1)
    assert client.post(f"{PAGE}7/use/", {"seen": 1}).status_code == 404
    assert client.post("/roster/templates/nothing/1/use/", {"seen": 1}).status_code == 404


def test_files_come_and_go_as_they_are(cast):
    client, file = cast.client(cast.township), templates.with_text(*OWN)
    send(client, file)
    answer = client.get(f"{PAGE}1/template.docx")
    assert answer.content == file
    assert answer.headers["Content-Type"].endswith("wordprocessingml.document")
    assert "filename*=UTF-8''" in answer.headers["Content-Disposition"]
    assert "{{ title }}" in text_of(client.get(f"{PAGE}0/template.docx"))
    assert "拟任人选" in text_of(client.get(f"{PAGE}0/example.docx"))
    assert "榛子镇专用" in text_of(client.get(f"{PAGE}1/example.docx"))


def test_what_was_kept_is_not_changed(cast):
    client = cast.client(cast.township)
    send(client, templates.with_text(*OWN))
    client.post(f"{PAGE}1/use/", {"seen": 0})
    for row in (PaperTemplate.objects.get(), TemplateUse.objects.get()):
        for change in (
            row.save,
            row.delete,
            type(row).objects.all().delete,
            partial(type(row).objects.update, number=9),
        ):
            with pytest.raises(Kept):
                change()
    row = PaperTemplate.objects.get()
    for more in ({"number": 1, "sha256": "x"}, {"number": 2}, {"number": 0, "sha256": "y"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            fields = ("document", "file_name", "content", "sha256", "bytes", "added_by", "added_at")
            PaperTemplate.objects.create(**{name: getattr(row, name) for name in fields} | more)


def test_a_template_that_no_longer_fits_is_said_to_the_clerk_and_found_by_the_clock(cast, monkeypatch):
    """After an upgrade a document may have lost a name."""
    client, notice = cast.client(cast.township), posted(cast.a)
    send(client, templates.with_text("{{ phone }}", *OWN))
    client.post(f"{PAGE}1/use/", {"seen": 0})
    import dataclasses

    from notices import paper_views

    old = DOCUMENTS["notice"]
    fields = tuple(field for field in old.fields if field.name != "phone")

    def fewer(words):
        return {name: value for name, value in values(words).items() if name != "phone"}

    values = paper_views.values
    monkeypatch.setattr(paper_views, "values", fewer)
    new = dataclasses.replace(
        old, fields=fields, example=lambda: {n: v for n, v in old.example().items() if n != "phone"}
    )
    monkeypatch.setitem(DOCUMENTS, "notice", new)
    answer = cast.client(cast.a.clerk).get(f"/posting/{notice.pk}/notice.docx", follow=True)
    assert "没有“phone”这个字段" in answer.content.decode()
    assert [found.invariant for found in find_broken()] == ["papers.templates_can_be_filled"]


@pytest.mark.parametrize("code", sorted(DOCUMENTS))
def test_every_document_has_the_values_that_its_fields_name_and_a_template_that_uses_them(cast, code):
    document = DOCUMENTS[code]
    assert not list(faults(document.fields, keeping.sample(document)))
    file = document.builtin()
    assert keeping.tried(document, file)
    words = Word(BytesIO(file)).element.xml
    for field in document.fields:
        assert field.name in words or field.name == "phone", f"{field.name} stands in no built-in template"


def test_a_larger_file_is_not_read(cast, settings):
    client = cast.client(cast.township)
    settings.PAPERS_MAX_TEMPLATE_BYTES = 1000
    assert "MB" in send(client, templates.with_text(*OWN)).content.decode()
    settings.PAPERS_MAX_BYTES = 1000
    assert send(client, b"0" * 200_000).status_code == 413


def test_pages_ask_as_often_for_three_as_for_one(cast, django_assert_num_queries, django_assert_max_num_queries):
    client = cast.client(cast.township)
    pages = ("/roster/templates/", PAGE, f"{PAGE}1/", "/admin/papers/papertemplate/", "/admin/papers/templateuse/")
    send(client, templates.with_text(*OWN))
    client.post(f"{PAGE}1/use/", {"seen": 0})
    counts = {}
    for page in pages:
        client.get(page)
        with django_assert_max_num_queries(16) as found:
            client.get(page)
        counts[page] = len(found)
    for number in (2, 3):
        send(client, templates.with_text(str(number), *OWN))
        client.post(f"{PAGE}{number}/use/", {"seen": number - 1})
    for page in pages:
        client.get(page)
        with django_assert_num_queries(counts[page]):
            client.get(page)


def test_the_word_file_of_a_notice_asks_as_often_for_three_names_as_for_one(cast, django_assert_num_queries):
    client = cast.client(cast.a.clerk)
    first = posted(cast.a)
    applications = [
        build.walk(build.draft(member, cast.a.posts[zone]), "confirmed", cast.a.secretary)
        for member, zone in zip(cast.a.members[:3], ("harmony", "culture", "livelihood"), strict=True)
    ]
    from tests.notices.stories import TODAY

    second = build.posted(cast.a, applications, TODAY)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(f"/posting/{first.pk}/notice.docx")
    with CaptureQueriesContext(connection) as one:
        client.get(f"/posting/{first.pk}/notice.docx")
    with django_assert_num_queries(len(one)):
        client.get(f"/posting/{second.pk}/notice.docx")
