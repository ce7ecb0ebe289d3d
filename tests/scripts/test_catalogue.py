"""The catalogue is complete, or it is said what lacks."""

import polib
import pytest

from scripts import catalogue
from scripts.catalogue import Words

pytestmark = pytest.mark.no_database

IMPORT = "from django.utils.translation import gettext_lazy as _, ngettext\n"


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """A project of one source and no catalogue yet."""
    po = tmp_path / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
    monkeypatch.setattr(catalogue, "ROOT", tmp_path)
    monkeypatch.setattr(catalogue, "CATALOGUE", po)
    monkeypatch.setattr(catalogue, "COMPILED", po.with_suffix(".mo"))
    (tmp_path / "groups").mkdir()
    (tmp_path / "templates").mkdir()
    (tmp_path / "groups" / "models.py").write_text(IMPORT + '_("post")\nngettext("%(n)s seat", "%(n)s seats", n)\n')
    (tmp_path / "templates" / "page.html").write_text('{% trans "May" context "month" %}')
    return tmp_path


def translate(tree, text):
    sheet = tree / "words.tsv"
    sheet.write_text(text)
    catalogue.bring_in_step([sheet])
    return catalogue.complaints()


WHOLE = "post\t岗位\n%(n)s seat\t%(n)s个名额\nMay\t五月\n"


def test_a_sheet_of_translations_completes_it(tree):
    assert catalogue.complaints() == ["there is no locale/zh_Hans/LC_MESSAGES/django.po"]
    assert translate(tree, "post\t岗位\n") != []
    assert translate(tree, WHOLE) == []
    said = {Words.of(entry): entry.msgstr or entry.msgstr_plural[0] for entry in polib.mofile(str(catalogue.COMPILED))}
    assert said == {
        Words("", "post", ""): "岗位",
        Words("", "%(n)s seat", "%(n)s seats"): "%(n)s个名额",
        Words("month", "May", ""): "五月",
    }


def test_what_was_translated_stays_and_what_nobody_asks_for_goes(tree):
    translate(tree, WHOLE)
    (tree / "groups" / "models.py").write_text(IMPORT + '_("post")\n_("group")\n')
    assert {line.split(":")[0] for line in catalogue.complaints()} >= {
        "not in the catalogue",
        "no longer in any source",
    }
    catalogue.bring_in_step([])
    entries = {entry.msgid: entry.msgstr for entry in polib.pofile(str(catalogue.CATALOGUE))}
    assert entries["post"] == "岗位" and entries["group"] == "" and "%(n)s seat" not in entries


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (lambda po: setattr(po.find("post"), "msgstr", ""), "not translated: 'post'"),
        (lambda po: po.find("post").flags.append("fuzzy"), "fuzzy: 'post'"),
        (
            lambda po: po.find("%(n)s seat").msgstr_plural.update({0: "名额"}),
            "other placeholders than its source: '%(n)s seat'",
        ),
        (
            lambda po: setattr(po.find("post"), "msgstr", "位"),
            "the compiled catalogue is not in step with its source (make words)",
        ),
    ],
)
def test_what_lacks_is_said(tree, spoil, complaint):
    assert translate(tree, WHOLE) == []
    po = polib.pofile(str(catalogue.CATALOGUE))
    spoil(po)
    po.save(str(catalogue.CATALOGUE))
    assert complaint in catalogue.complaints()
