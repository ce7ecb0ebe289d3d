"""What stands on the papers of the procedure, and where each may be printed."""

import datetime as dt
from io import BytesIO

import pytest
from pypdf import PdfReader

from members.models import Member, Village
from tests import build
from tests.board.stories import text_of
from tests.papers.stories import applied, at, printed
from tools.papers.models import Sheet
from tools.papers.qr import qr_image


def paper(client, thing, kind, variant=""):
    sheet = printed(client, thing, kind, variant)
    return text_of(client.get(f"/papers/{sheet.serial}/print/"))


def test_an_application_form_is_filled_from_the_records_without_a_telephone(cast, settings):
    settings.PUBLIC_ADDRESS = "https://zhenzi.example"
    Member.objects.filter(pk=cast.a.members[0].pk).update(phone="19900012345")
    application, clerk = applied(cast), cast.client(cast.a.clerk)
    text = paper(clerk, application, "application_form")
    for said in (
        "吴庄子村2026年",
        "吴庄子党员甲",
        "1968.05",
        "汉族",
        "正式党员",
        "经济责任区 · 经济岗",
        "☑本人申报",
        "按岗位职责服务群众",
    ):
        assert said in text
    assert "19900012345" not in text
    sheet = Sheet.objects.get()
    assert qr_image(f"https://zhenzi.example/papers/{sheet.serial}/") in text
    blank = paper(clerk, cast.a.village, "application_form")
    assert "吴庄子党员甲" not in blank and "□环境" in blank and "☑" not in blank


def test_slips_bear_who_applied_and_six_fit_on_a_sheet(cast):
    clerk, application = cast.client(cast.a.clerk), applied(cast)
    own = paper(clerk, application, "nomination_slip")
    assert own.count("吴庄子村举荐票") == own.count("吴庄子党员甲") == 6
    for person, zone in zip(cast.a.members[1:], ("culture", "harmony"), strict=True):
        build.walk(build.draft(person, cast.a.posts[zone]), "applied", cast.a.secretary)
    build.walk(build.draft(cast.a.members[1], cast.a.posts["economy"]), "nominated", cast.a.secretary)
    every = paper(clerk, cast.a.village, "nomination_slip", "waiting")
    assert every.count("吴庄子党员甲") == every.count("吴庄子党员乙") == 4
    assert "吴庄子党员" not in paper(clerk, cast.a.village, "nomination_slip", "blank")


def test_members_sign_by_name_representatives_on_numbered_lines(cast):
    clerk = cast.client(cast.a.clerk)
    Village.objects.filter(pk=cast.a.village.pk).update(representatives=41)
    people = paper(clerk, cast.a.village, "sign_in", "assembly")
    assert all(member.name in people for member in cast.a.members) and "南平庄" not in people
    lines = paper(clerk, cast.a.village, "sign_in", "representatives")
    assert "<td>41</td>" in lines and "<td>42</td>" not in lines and "吴庄子党员" not in lines
    meeting = build.meeting(cast.a.village, held_on=dt.date(2026, 11, 20), place="村委会")
    held = paper(clerk, meeting, "sign_in")
    assert "2026年11月20日" in held and "村委会" in held and "<td>30</td>" in held


def test_a_tally_sheet_lists_what_waits_for_that_meeting_or_was_decided_by_it(cast):
    clerk, meetings = cast.client(cast.a.clerk), {}
    build.walk(build.draft(cast.a.members[0], cast.a.posts["economy"]), "reviewed", cast.a.secretary, meetings=meetings)
    build.walk(build.draft(cast.a.members[1], cast.a.posts["culture"]), "nominated", cast.a.secretary)
    review, confirm = (paper(clerk, cast.a.village, "tally", step) for step in ("review", "confirm"))
    assert "吴庄子党员乙" in review and "吴庄子党员甲" not in review
    assert "吴庄子党员甲" in confirm and "吴庄子党员乙" not in confirm
    held = paper(clerk, meetings["review"], "tally")
    assert held.index("吴庄子党员甲") < held.index("吴庄子党员乙") and "应到30人" in held


def test_paper_is_in_the_towns_language_whoever_prints_it(cast):
    clerk = cast.client(cast.a.clerk)
    clerk.cookies["lang"] = "en"
    assert "申报人签名" in paper(clerk, applied(cast), "application_form")


def test_what_is_not_offered_is_not_printed(cast):
    clerk, application = cast.client(cast.a.clerk), applied(cast)
    for kind, variant in (("application_form", "x"), ("nomination_slip", "blank")):
        assert clerk.post(f"{at(application)}{kind}/print/", {"variant": variant}).status_code == 404
    assert clerk.post(f"{at(application)}tally/print/").status_code == 403  # belongs to no application
    assert clerk.get("/papers/of/members.member/1/").status_code == clerk.get("/papers/of/x/1/").status_code == 404
    assert not Sheet.objects.exists()


@pytest.mark.parametrize("kind", ["application_form", "sign_in", "tally", "nomination_slip"])
def test_every_paper_is_one_a4_with_its_number(cast, pango, kind):
    clerk = cast.client(cast.a.clerk)
    variant = {"sign_in": "representatives", "tally": "review", "nomination_slip": "blank"}.get(kind, "")
    sheet = printed(clerk, cast.a.village, kind, variant)
    answer = clerk.get(f"/papers/{sheet.serial}/print.pdf")
    [page] = PdfReader(BytesIO(answer.content)).pages
    assert [round(float(side) / 72 * 25.4) for side in (page.mediabox.width, page.mediabox.height)] == [210, 297]
    assert str(sheet) in page.extract_text().replace(" ", "")
