"""The page of the procedures is the tables' own."""

from pathlib import Path

from tools.workflow.diagram import page


def test_the_committed_page_is_the_one_the_tables_draw():
    committed = Path(__file__).parents[2] / "docs" / "procedure.md"
    assert committed.read_text(encoding="utf-8") == page(), "run: manage.py diagram > docs/procedure.md"
