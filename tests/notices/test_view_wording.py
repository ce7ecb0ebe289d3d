"""The township words its notices: blanks from a closed list, tried before they are kept, used by every draft from then on."""

import pytest

from groups.words import notice_words
from notices.kinds import KINDS
from notices.models import Notice, NoticeWording
from notices.wording import BLANKS, filled, for_residents, tidy, unknown
from tests import build
from tests.notices.stories import TODAY, Signed, confirmed, draft, press

PAGE = "/posting/wording/"
WORDS = {
    "title": "关于{town}{village}{year}年上岗人选的公示",
    "basis": "依据本村方案。",
    "body": "经村民代表会议评议，共{count}人：",
    "ending": "自{from}至{to}，计{days}。电话{phone}，地点{place}，{branch}。",
}


def sent(version=0, **more):
    return WORDS | {"version": version, "village": "", "names": "8", "keep": "1"} | more


def test_blanks_are_a_closed_list():
    assert unknown("{village}{年}{ year }") == ["{年}"]
    assert unknown("{village") == ["{"]
    assert tidy("｛ village ｝") == "{village}"
    assert filled("{from}至{to}", {"from": "今天"}) == "今天至{to}"
    assert for_residents("本村村民代表会议、村民委员会、村委会") == "本社区居民代表会议、居民委员会、居委会"
    assert not unknown("".join("{" + blank + "}" for blank in BLANKS))


def test_words_are_kept_with_their_history_and_every_draft_begins_with_them(cast):
    client = cast.client(cast.township)
    assert client.post(PAGE, sent()).status_code == 302
    row = NoticeWording.objects.get()
    assert (row.kind, row.version) == ("placements", 1)
    begun = cast.client(cast.a.clerk).get(f"/groups/{cast.a.village.code}/notice/").context["form"].initial
    assert begun["title"] == "关于榛子镇吴庄子村2026年上岗人选的公示"
    assert "{from}" in begun["ending"]
    assert "中共榛子镇吴庄子村支部委员会" in begun["ending"]
    assert client.post(PAGE, sent(1, title="关于{village}的公示")).status_code == 302
    former = row.history.last()
    assert former.title == WORDS["title"]
    assert former.history_user == cast.township
    page = client.get(f"{PAGE}?version={former.history_id}")
    assert page.context["form"]["title"].value() == WORDS["title"]


@pytest.mark.parametrize(
    ("more", "named"),
    [
        ({"body": "共{人数}人"}, "{人数}"),
        ({"title": "{from}的公示"}, "{from}"),
        ({"ending": "自{from}至{to"}, "{"),
        ({"ending": "自{from}至{to}"}, "{phone}"),
        ({"body": "找张三，电话138 1234 5678"}, "138 1234 5678"),
        ({"basis": "卡号 6222 0212 3456 7890 123"}, "6222 0212 3456 7890 123"),
        ({"title": ""}, ""),
    ],
)
def test_what_is_refused_is_named_and_the_old_words_stay(cast, more, named):
    client = cast.client(cast.township)
    client.post(PAGE, sent())
    answer = client.post(PAGE, sent(1, **more))
    assert answer.status_code == 422
    assert named in str(answer.context["form"].errors)
    assert NoticeWording.objects.get().version == 1


def test_of_two_clerks_the_second_one_reads_that_he_was_second(cast):
    client = cast.client(cast.township)
    assert client.post(PAGE, sent()).status_code == 302
    assert client.post(PAGE, sent(title="另一个{village}标题")).status_code == 409
    assert NoticeWording.objects.get().title == WORDS["title"]


@pytest.mark.parametrize("button", ["preview", "paper"])
def test_words_are_tried_for_a_real_or_an_invented_village_and_nothing_is_kept(cast, button):
    client = cast.client(cast.township)
    trial = {key: value for key, value in sent().items() if key != "keep"} | {button: "1", "names": "15"}
    for village, said in (("", "某某村"), ("committee", "居民代表会议"), (cast.a.village.code, "榛子镇吴庄子村2026")):
        page = client.post(PAGE, trial | {"village": village})
        assert page.status_code == 200
        text = page.content.decode()
        shown = text.split("<article>")[1].split("</article>")[0] if button == "preview" else text.split("<body>")[1]
        assert said in shown.replace("<br>", "")
        assert "共15人" in shown
        assert "{" not in shown
    assert not NoticeWording.objects.exists()


def test_only_the_township_words_them(cast):
    for user in (cast.viewer, cast.liaison, cast.a.secretary, cast.a.clerk, cast.a.member):
        assert cast.client(user).get(PAGE).status_code == 403
        assert cast.client(user).post(PAGE, sent()).status_code == 403
    assert cast.client(cast.township).get(f"{PAGE}?kind=other").status_code == 404


def test_a_committee_is_told_of_residents(cast):
    village = build.village("130284105001", "宋家峪", "committee")
    words = notice_words(village, 2026)
    assert "居民代表会议" in words["body"]
    assert "村民" not in str(words)
    assert "村民代表会议" in KINDS["placements"].wording().body


def test_blanks_are_filled_when_it_goes_up_and_stay_filled(cast):
    NoticeWording.objects.create(kind="placements", **WORDS)
    ready = confirmed(cast, 2)
    clerk = Signed(cast, cast.a.clerk)
    words = notice_words(cast.a.village, 2026)
    made = draft(clerk, cast.a.village, ready, **words)
    notice = Notice.objects.get()
    assert "{" not in clerk.get(made.headers["Location"]).content.decode().split("<main")[1]
    assert press(cast.client(cast.a.secretary), notice, "open", opens_on="2026-11-23").status_code == 302
    notice.refresh_from_db()
    assert notice.body == "经村民代表会议评议，共2人："
    assert notice.ending.startswith("自2026年11月23日至11月27日，计5个工作日。电话0315-0000000，")
    NoticeWording.objects.update(ending="改了{from}{to}{phone}")
    assert "计5个工作日" in cast.client().get(f"/notices/{notice.uuid}/").content.decode()


def test_a_draft_with_a_blank_that_nobody_fills_is_refused(cast):
    answer = draft(cast.client(cast.a.clerk), cast.a.village, confirmed(cast, 1), body="共{几}人")
    assert answer.status_code == 422
    assert "{几}" in str(answer.context["form"].errors)


@pytest.mark.parametrize(
    ("field", "text", "status"),
    [
        ("body", "找书记，0315-7654321", 422),
        ("ending", "请打电话7654321", 422),
        ("basis", "账户6222021234567890123", 422),
        ("place", "张三家13812345678", 422),
        ("phone", "13812345678", 422),
        ("phone", "0315-7654321", 302),
        ("body", "监督电话0315-0000000，急事打119。", 302),
        ("body", "村里电话 0315 0000001；2026-11-23 至 2026-11-27", 302),
    ],
)
def test_only_official_telephones_stand_in_a_notice(cast, field, text, status):
    answer = draft(cast.client(cast.a.clerk), cast.a.village, confirmed(cast, 1), **{field: text})
    assert answer.status_code == status


def test_what_slipped_into_a_draft_is_found_before_it_goes_up(cast):
    ready = confirmed(cast, 1)
    client = cast.client(cast.a.secretary)
    draft(client, cast.a.village, ready)
    notice = Notice.objects.get()
    Notice.objects.filter(pk=notice.pk).update(body="收款130284195703041234")
    assert "130284195703041234" in client.get(notice.get_absolute_url()).context["warnings"][0]
    assert press(client, notice, "open", opens_on=TODAY.isoformat()).status_code == 422
    notice.refresh_from_db()
    assert notice.state == "drafted"


def test_the_red_head_is_the_townships_and_never_a_branchs(cast):
    one, two = confirmed(cast, 2)
    red = {"look": "red", "number": "榛党〔2026〕12号"}
    town = cast.client(cast.township)
    assert draft(town, cast.a.village, [one], **red).status_code == 422
    assert draft(town, cast.a.village, [one], organ="中共榛子镇委员会", **red).status_code == 302
    notice = Notice.objects.get()
    paper = town.get(f"/posting/{notice.pk}/print/").content.decode()
    assert "榛党〔2026〕12号" in paper
    assert 'class="redhead"' in paper
    # The village is not asked, and what it sends along is not taken.
    assert draft(cast.client(cast.a.clerk), cast.a.village, [two], **red).status_code == 302
    assert Notice.objects.latest("pk").look == "plain"
