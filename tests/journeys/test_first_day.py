"""The guide of the first day (docs/guide/first-day.md), walked on an empty database: pages and commands, nothing else."""

import io
import json
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command, get_commands
from django.test import Client

from groups.models import Group, Placement
from groups.placement_sheet import PlacementSheet
from members.models import Branch, Member, Office, Village
from tests.groups.test_placing import ROW
from tests.journeys.pages import Person
from tests.people import PASSWORD
from tools.accounts.models import User

GUIDE = Path(settings.BASE_DIR, "docs/guide/first-day.md").read_text(encoding="utf-8")
VILLAGES = """村代码,村委会全称,村名,类别,支部电话,代表人数
130284105211,吴庄子村村民委员会,吴庄子,村,0315-0000001,30
130284105219,南平庄村村民委员会,南平庄,村,0315-0000002,27
"""
BRANCHES = """党支部名称,类别,所在村
吴庄子村党支部,农村,吴庄子
南平庄村党支部,农村,南平庄
榛子镇初级中学党支部,学校,
"""
ROSTER = """姓名,性别,出生日期,人员类别,所在党支部,入党日期
单春暖,女,1961.03,正式党员,吴庄子村党支部,1988.07
邢守田,男,1968.05,正式党员,吴庄子村党支部,1995.07
于立秋,男,1959.08,正式党员,南平庄村党支部,1986.07
"""
OFFICES = """姓名,所在党支部,职务,任职日期
邢守田,吴庄子村党支部,党支部书记,2024.03.01
"""


@pytest.fixture
def township(db, clock):
    """The first account, by the guide's first command, with its own password."""
    out = io.StringIO()
    call_command("create_staff", "zhenban", "--role", "township", "--name", "镇党建办", stdout=out)
    person = Person(SimpleNamespace(client=Client))
    person.send("/accounts/login/", username="zhenban", password=out.getvalue().split()[-1])
    assert person.client.get("/desk/").url.startswith("/accounts/password/")
    old = out.getvalue().split()[-1]
    person.send("/accounts/password/", old_password=old, new_password1=PASSWORD, new_password2=PASSWORD)
    return person


def bring(person, kind, text):
    """A sheet by page: sent, looked over, taken over."""
    sent = SimpleUploadedFile(f"{kind}.csv", text.encode("utf-8-sig"))
    answer = person.send(f"/roster/import/?kind={kind}", having=["file"], file=sent)
    person.send(answer.url, having=["digest"])


def placements(path):
    """Two who are on their posts, in the empty form's columns."""
    columns = {key: column.column_name for key, column in PlacementSheet.fields.items()}
    rows = [
        ROW | {"zone": "文化", "post": "组长", "name": "单春暖", "scheme_on": "2026.2.20"},
        ROW | {"village": "南平庄", "zone": "环境", "post": "组长", "name": "于立秋", "scheme_on": "2026.2.20"},
    ]
    lines = [columns.values(), *([row.get(key, "") for key in columns] for row in rows)]
    path.write_text("\n".join(",".join(map(str, line)) for line in lines), encoding="utf-8-sig")


def test_the_empty_desk_says_what_comes_first(township):
    page = township.read("/desk/")
    assert "第一天先做什么" in page and "已完成" not in page


def test_a_town_begins_in_the_order_of_the_guide(township, tmp_path):
    township.send(
        "/admin/groups/cycle/add/", having=["year", "name"],
        year="2026", name="2026年度选岗", starts_on="2026-01-05", term_ends_on="2027-12-31",
    )  # fmt: skip
    for kind, text in (("villages", VILLAGES), ("branches", BRANCHES), ("roster", ROSTER), ("offices", OFFICES)):
        bring(township, kind, text)
    page = township.read("/desk/")
    assert page.count("已完成") == 5 and "/roster/mandates/term/" in page and "/groups/catalogue/" in page
    counted = (Village.objects.count(), Branch.objects.count(), Member.objects.count(), Office.objects.count())
    assert counted == (2, 3, 3, 1)
    copy = township.form_at("/groups/catalogue/", ["everywhere"])
    assert township.client.post("/groups/catalogue/copy/", copy).status_code == 302
    assert Group.objects.count() == 10
    sheet = tmp_path / "在岗人员.csv"
    placements(sheet)
    out = io.StringIO()
    call_command("import_placements", str(sheet), "--as", "zhenban", "--dry-run", "--json", stdout=out)
    assert json.loads(out.getvalue())["created"] == 2
    assert not Placement.objects.exists()
    call_command("import_placements", str(sheet), "--as", "zhenban", stdout=out)
    assert Placement.objects.count() == 2
    given = township.send("/roster/accounts/new/", status=200, having=["username"], username="wu-shuji", name="邢守田")
    assert given
    village = Village.objects.get(code="130284105211")
    more = {"user": User.objects.get(username="wu-shuji").pk, "role": "secretary", "village": village.pk}
    township.send("/roster/mandates/new/", having=["user", "role"], starts_on="2026-11-23", **more)
    call_command("check_invariants", stdout=out)
    stranger = Person(SimpleNamespace(client=Client))
    assert "单春暖" in stranger.read("/villages/130284105211/")
    assert "于立秋" in stranger.read("/villages/130284105219/")


def test_every_command_of_the_guide_exists():
    named = re.findall(r"manage\.py (\w+)", GUIDE)
    assert set(named) >= {
        "create_staff",
        "import_roster",
        "import_placements",
        "check_invariants",
        "backup",
        "verify_backup",
    }
    assert set(named) <= set(get_commands())
