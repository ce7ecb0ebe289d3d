"""The township's own Word template of letter and pledge: tried, taken into use, printed; a broken one changes nothing."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document as Word

from pledges.documents import BOTH_FIELDS, LETTER_FIELDS, PLEDGE_FIELDS
from tests.papers import templates
from tests.pledges.paths import WORDS, holder, letter_of, pledge_of
from tools.papers.template_models import PaperTemplate, present
from tools.papers.word.register import DOCUMENTS
from tools.upkeep.invariants import find_broken

LETTER = (
    "镇里自己的责任书",
    "{{ member }}：{{ zone }}{{ post }}",
    "{%p for line in duties %}",
    "{{ line }}",
    "{%p endfor %}",
)
ITEMS = ("{%p for item in items %}", "{{ item.number }}、{{ item.content }}，{{ item.due }}", "{%p endfor %}")
OWN = {
    "letter": (LETTER, "任岗人甲：经济经济岗", "按岗位职责服务群众"),
    "pledge": (("镇里自己的承诺书", "{{ whose }}", *ITEMS), "吴庄子党员甲", f"1、{WORDS['content']}，2026年10月31日"),
    "letter_and_pledge": ((*LETTER, *ITEMS), "任岗人甲：经济经济岗", "1、，"),
}


@pytest.fixture
def papers(cast):
    """Where each of the documents is printed, as a Word file."""
    letter, pledge = letter_of(holder(cast.a, cast)), pledge_of(member=cast.a.members[0])
    return {
        "letter": f"/pledges/letters/{letter.pk}/print.docx",
        "pledge": f"/pledges/{pledge.pk}/print.docx",
        "letter_and_pledge": f"/pledges/{cast.a.village.code}/letters/print.docx?both=1",
    }


def send(client, code, *lines):
    file = SimpleUploadedFile("模板.docx", templates.with_text(*lines))
    return client.post(f"/roster/templates/{code}/", {"file": file})


def lines_of(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return [line.text for line in Word(io.BytesIO(answer.content)).paragraphs]


@pytest.mark.parametrize("code", OWN)
def test_the_towns_own_template_is_taken_into_use_and_printed_and_taken_back(cast, papers, code):
    town, clerk = cast.client(cast.township), cast.client(cast.a.clerk)
    lines, *said = OWN[code]
    builtin = lines_of(clerk, papers[code])
    assert send(town, code, *lines).status_code == 302
    assert lines_of(clerk, papers[code]) == builtin, "it is not in use before somebody says so"
    town.post(f"/roster/templates/{code}/1/use/", {"seen": 0})
    found = lines_of(clerk, papers[code])
    assert found[0] == lines[0]
    for line in said:
        assert any(one.startswith(line) for one in found), line
    others = [path for other, path in papers.items() if other != code]
    assert all(lines[0] not in lines_of(clerk, path) for path in others)
    town.post(f"/roster/templates/{code}/0/use/", {"seen": 1})
    assert lines_of(clerk, papers[code]) == builtin
    assert not [found for found in find_broken() if found.model == "papers.templateuse"]


@pytest.mark.parametrize("code", OWN)
@pytest.mark.parametrize(
    ("line", "name"), [("{{ 电话号码 }}", "电话号码"), ("{{ membr }}", "membr"), ("{{ items }}", "items")]
)
def test_a_broken_one_is_refused_by_the_name_of_the_field_and_the_old_one_stays(cast, papers, code, line, name):
    town, clerk = cast.client(cast.township), cast.client(cast.a.clerk)
    lines, *_said = OWN[code]
    send(town, code, *lines)
    town.post(f"/roster/templates/{code}/1/use/", {"seen": 0})
    answer = send(town, code, "某某", line)
    assert answer.status_code == 422
    assert name in answer.content.decode()
    assert PaperTemplate.objects.count() == 1
    assert present(code)[1].template.number == 1
    assert lines_of(clerk, papers[code])[0] == lines[0]


@pytest.mark.parametrize("who", ["secretary", "clerk", "member"])
def test_a_village_changes_no_template(cast, who):
    assert send(cast.client(getattr(cast.a, who)), "letter", *LETTER).status_code == 403
    assert not PaperTemplate.objects.exists()


@pytest.mark.parametrize(
    ("code", "fields"), [("letter", LETTER_FIELDS), ("pledge", PLEDGE_FIELDS), ("letter_and_pledge", BOTH_FIELDS)]
)
def test_the_file_that_comes_along_uses_every_field_but_those_left_to_the_town(code, fields):
    words = Word(io.BytesIO(DOCUMENTS[code].builtin())).element.xml
    unused = {field.name for field in fields if field.name not in words}
    assert unused <= {"phone"}
    assert "goal" not in words
