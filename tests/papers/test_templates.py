"""A township's own Word template: what cannot be filled is refused by name and place, what could do harm is not opened."""

import contextlib
import random
import time

import pytest

from tests.papers import templates
from tools.papers.limits import Unusable
from tools.papers.word import archive, grammar
from tools.papers.word.keeping import tried
from tools.papers.word.outline import outline
from tools.papers.word.sandbox import environment

pytestmark = pytest.mark.no_database
LETTER = templates.LETTER
SECONDS = 2.0
"""So long at most may a file that is refused take; measured as time of the processor, since others share the machine."""


def refusal(file):
    with pytest.raises(Unusable) as refused:
        tried(LETTER, file)
    return refused.value.message


@pytest.mark.parametrize("name", templates.HOSTILE)
def test_a_hostile_file_is_refused_in_words_and_within_two_seconds(name):
    made, said = templates.HOSTILE[name]
    file = made()
    began = time.process_time()
    words = refusal(file)
    assert time.process_time() - began < SECONDS
    assert said in words
    assert "Traceback" not in words


@pytest.mark.parametrize("name", templates.MISTAKES)
def test_a_mistake_is_refused_with_its_name_and_its_place(name):
    made, said = templates.MISTAKES[name]
    words = refusal(made())
    for part in said:
        assert part in words, words


def test_the_longest_file_that_is_taken_is_filled_in_a_breath():
    file = templates.with_text(*["一二三四五六七八九十" * 40 + "{{ name }}"] * 700)
    began = time.process_time()
    assert len(outline(tried(LETTER, file))) == 700
    assert time.process_time() - began < 3 * SECONDS
    assert "太大" in refusal(templates.with_text(*["一二三四五六七八九十" * 40 + "{{ name }}"] * 790, "字" * 100_000))


def test_the_built_in_letter_is_filled():
    found = outline(tried(LETTER, templates.builtin()))
    assert {"text": "王堃同志："} in found
    assert {"rows": [["事项", "步骤"], ["清扫", "早、晚"], ["巡查", "周一"]]} in found
    assert not any("{" in part.get("text", "") for part in found)


@pytest.mark.parametrize(
    ("file", "text"),
    [
        (lambda: templates.with_text("{{name}}在"), "王堃在"),
        (lambda: templates.with_text("{% if note %}有{% else %}无{% endif %}{{ note|default(“—”, true) }}"), "无—"),
        (lambda: templates.with_text("{{ duties|length }}项：{{ duties|join('，') }}"), "2项：带头，包片"),
        (lambda: templates.with_text("{% for d in duties %}{{ loop.index }}.{{ d }} {% endfor %}"), "1.带头 2.包片"),
        (lambda: templates.with_text("{% for i in items %}{{ i.what }}{% for s in i.steps %}{{ s }}{% endfor %}；{% endfor %}"),
         "清扫早晚；巡查周一；"),
        (lambda: templates.with_text("{# 说明 #}{{ name if name else note }}"), "王堃"),
        (lambda: templates.with_text("{{ name }}", "{%p for d in duties %}", "{%p if loop.last %}", "末", "{%p endif %}",
                                     "{%p endfor %}", "完"), "末"),
    ],
)  # fmt: skip
def test_what_the_language_of_templates_has(file, text):
    assert {"text": text} in outline(tried(LETTER, file()))


def test_a_tag_that_word_cut_into_runs_is_still_one():
    from docx import Document as Word

    word = Word()
    line = word.add_paragraph()
    for piece in ("{", "{ na", "me ", "}", "}"):
        line.add_run(piece).bold = True
    assert {"text": "王堃"} in outline(tried(LETTER, templates.saved(word)))


def test_a_cell_that_loses_its_only_paragraph_keeps_an_empty_one():
    """Word calls a file damaged in which a cell has none."""
    import dataclasses

    empty = dataclasses.replace(LETTER, example=lambda: templates.values(duties=[]))
    word = templates.in_table(["前", "x"])
    from io import BytesIO

    from docx import Document as Word

    made = Word(BytesIO(word))
    cell = made.tables[0].rows[0].cells[1]
    cell.text = "{%p for d in duties %}"
    cell.add_paragraph("{{ d }}")
    cell.add_paragraph("{%p endfor %}")
    filled = Word(BytesIO(tried(empty, templates.saved(made))))
    assert [len(cell.paragraphs) for cell in filled.tables[0].rows[0].cells] == [1, 1]


def test_the_sandbox_has_no_functions_and_escapes():
    assert not environment().globals
    assert environment().from_string("{{ x }}").render(x='<&">') == "&lt;&amp;&#34;&gt;"
    assert environment().sandboxed


def test_whatever_is_written_between_braces_is_filled_or_refused():
    """Thousands of invented tags: none does anything but being filled or refused."""
    chance = random.Random(20261123)
    signs = """name items duties note item loop for in if else endfor endif range ( ) . [ ] | join default ' " 1 + *
        __class__ ~ , not is defined { }"""
    words = signs.split()
    stories = archive.opened(templates.with_text("x"))
    [root] = [root for root in stories.values() if root.tag == archive.W + "document"]
    text = next(root.iter(archive.W + "t"))
    refused = 0
    for _number in range(2000):
        inside = " ".join(chance.choices(words, k=chance.randint(1, 7)))
        shapes = ["{{ %s }}", "{%% %s %%}", "{%% if %s %%}x{%% endif %%}", "{%% for a in %s %%}{{ a }}{%% endfor %%}"]
        text.text = chance.choice(shapes) % inside
        try:
            grammar.check(LETTER, stories)
        except Unusable:
            refused += 1
            continue
        source = environment().from_string(text.text.replace("{%p", "{%"))
        with contextlib.suppress(TypeError):  # Of a number there is no length: the example says so before it is kept.
            source.render(**{**templates.values(), "qr": "x"})
    assert 0 < refused < 2000
