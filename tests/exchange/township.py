"""The township of the samples (tests/data): its real villages and branches, and who acts there."""

import io
import json
from pathlib import Path
from typing import Any

from django.core.management import call_command
from openpyxl import Workbook

from members.models import Branch, Village
from members.resources import RosterResource
from members.search import search_key
from tests.people import account, mandate
from zhenzi.demo.township import rows

SAMPLES = Path(__file__).resolve().parents[1] / "data"


def found() -> dict[str, Village]:
    """61 villages and 108 branches; villages by their code."""
    Village.objects.bulk_create(
        Village(
            code=row["code"],
            name=row["name"],
            short_name=row["short_name"],
            kind=row["kind"],
            search_key=search_key(row["short_name"]),
        )
        for row in rows("villages.csv")
    )
    villages = {village.code: village for village in Village.objects.all()}
    Branch.objects.bulk_create(
        Branch(name=row["name"], kind=row["kind"], village=villages.get(row["village_code"]))
        for row in rows("branches.csv")
    )
    return villages


def person(username: str, role: str, village: Village | None = None, **more: Any) -> Any:
    """An account with one mandate."""
    user = account(username, username)
    mandate(user, role, village, **more)
    return user


def sample(name: str) -> bytes:
    """A sample sheet."""
    return (SAMPLES / name).read_bytes()


WU, NAN = "130284105211", "130284105219"
HEADINGS = ["姓名", "性别", "出生日期", "人员类别", "所在党支部", "入党日期"]
ZHANG = ["张三", "男", "1957.03", "正式党员", "吴庄子村党支部", "1985.07"]
NUMBER, SAME_PERSON_BORN = "13020019821016879X", "1982-10-16"


class Town:
    """The township of the samples, and who acts there."""

    def __init__(self):
        self.villages = found()
        self.town = person("town", "township")
        self.secretary = person("sec-130284105211", "secretary", self.villages[WU])
        self.wu = Branch.objects.get(name="吴庄子村党支部")
        self.nan = Branch.objects.get(name="南平庄村党支部")


def book(*lines, headings=HEADINGS, title="党员花名册"):
    made = Workbook()
    made.active.title = title
    for line in (headings, *lines):
        made.active.append(line)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def bring(data, user, name="a.xlsx", **more):
    resource = RosterResource()
    _book, content = resource.read(data, name)
    return resource.apply(content, user, **more)


def codes(plan):
    return [(problem.row, problem.field, problem.code) for problem in plan.errors]


def remarks(plan):
    return [(problem.row, problem.field, problem.code) for problem in plan.warnings]


def command(*words):
    """Run a command with --json; returns its exit code and what it said."""
    out, code = io.StringIO(), 0
    try:
        call_command(*map(str, words), "--json", stdout=out, stderr=io.StringIO())
    except SystemExit as ended:
        code = ended.code
    return code, json.loads(out.getvalue())
