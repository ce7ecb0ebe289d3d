"""What holds for every page of the board: headings, landmarks, words of the reader's language, size, what a chat shows."""

import gzip
import re
from html.parser import HTMLParser

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from front.board import views
from front.board.running import running_notices
from groups.models import Cycle, Group, Post, Zone
from members.models import Member, Township, Village
from notices.models import Notice
from tests import build
from tests.board.stories import held, posted, text_of

HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+")
LIMIT = 60 * 1024


@pytest.fixture
def pages(cast):
    """Addresses of all the board's pages, with a holder, an acting leader, a running notice and all that a footer may say."""
    held(cast.a, cast, "culture", "在岗的人")
    Group.objects.filter(pk=cast.a.groups["harmony"].pk).update(
        acting_leader=cast.a.members[1], acting_from="2026-11-01", acting_until="2026-12-31"
    )
    Township.objects.update(
        organizer="某镇委员会", icp="冀ICP备00000000号", site_code="1302000001", address="某街 1 号 063000"
    )
    code, notice = cast.a.village.code, posted(cast.a, 2)
    return [
        "/", "/?q=wu", "/?q=nothing", "/figures/", f"/villages/{code}/", f"/villages/{code}/culture/",
        f"/villages/{code}/harmony/",
        f"/notices/{notice.uuid}/", f"/notices/{notice.uuid}/object/", "/notices/00000000-0000-4000-8000-000000000000/",
        *(f"/villages/{code}/{paper}/" for paper in ("print", "qr", "cards", f"cards/{cast.a.posts['culture'].pk}/1")),
        "/accounts/login/",
    ]  # fmt: skip


class Outline(HTMLParser):
    """Headings, landmarks and names of a page, in the order in which they are read."""

    def __init__(self, text):
        super().__init__()
        self.levels, self.names, self.landmarks, self.metas = [], [], [], {}
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if re.fullmatch("h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if tag in ("main", "header", "footer", "nav"):
            self.landmarks.append((tag, given.get("aria-label")))
        if "id" in given:
            self.names.append(given["id"])
        if tag == "meta" and "content" in given:
            self.metas[given.get("property") or given.get("name")] = given["content"]


def test_headings_go_down_step_by_step_and_landmarks_have_names(pages):
    for address in pages:
        page = Outline(text_of(Client().get(address)))
        is_cards = address.endswith("cards/")
        assert page.levels[0] == 1, address
        assert page.levels.count(1) == 1 or is_cards, address
        assert all(after <= before + 1 for before, after in zip(page.levels, page.levels[1:], strict=False)), address
        assert len(page.names) == len(set(page.names)), address
        tags = [tag for tag, name in page.landmarks]
        assert tags.count("main") == 1, address
        labels = [name for tag, name in page.landmarks if tag == "nav"]
        assert all(labels), address
        assert len(labels) == len(set(labels)), address


def test_no_landmark_is_empty(pages):
    for address in pages:
        assert not re.search(r"<(nav|section|main|footer)\b[^>]*>\s*</\1>", text_of(Client().get(address))), address


def typed():
    """Everything in Chinese that the town typed, the longest first."""
    words = set()
    for model in (Township, Village, Zone, Group, Post, Member, Notice, Cycle):
        for row in model.objects.all():
            words |= {str(v) for v in row.__dict__.values() if isinstance(v, str) and HAN.search(v)}
    for text in list(words):
        words |= set(text.split())
    return sorted(words, key=len, reverse=True)


def test_in_english_nothing_is_chinese_but_what_the_town_typed(pages):
    words, client = typed(), Client()
    client.cookies.load({"lang": "en"})
    for address in pages:
        text = text_of(client.get(address))
        assert '<html lang="en"' in text, address
        text = re.sub(r'<button name="lang" value="zh-hans" lang="zh-hans">中文</button>', "", text)
        for word in words:
            text = text.replace(word, "")
        assert HAN.findall(text) == [], address
        assert not re.search("[：（），；。]", re.sub(r"<[^>]+>", "", text)), address


def test_a_chat_shows_title_sentence_and_picture_with_whole_addresses_of_ours(pages, settings):
    settings.PUBLIC_ADDRESS = "https://town.example"
    seen = 0
    for address in pages[:8]:
        metas = Outline(text_of(Client().get(address))).metas
        assert metas["og:type"] == "website"
        assert metas["og:site_name"] == "榛子镇"
        assert metas["og:url"] == f"https://town.example{address.split('?')[0]}"
        assert metas["og:image"] == "https://town.example/static/img/share.png"
        assert metas["og:description"] == metas["description"]
        assert metas["og:title"]
        assert "在岗的人" not in metas["og:description"] + metas["og:title"], "a chat keeps what it once showed"
        seen += 1
    assert seen == 8
    picture = open(finders.find("img/share.png"), "rb").read()  # noqa: SIM115
    assert picture.startswith(b"\x89PNG")
    assert all(int.from_bytes(picture[at : at + 4], "big") >= 300 for at in (16, 20))


def weight(text):
    """Bytes of a page and of all that it fetches but pictures: the page as it is, our files as they are sent (compressed)."""
    files = re.findall(r'(?:href|src)="/static/([^"]+\.(?:css|js))"', text)
    sent = [gzip.compress(open(finders.find(name), "rb").read()) for name in files]  # noqa: SIM115
    return len(text.encode()) + sum(map(len, sent))


def test_every_page_stays_under_sixty_kilobytes(pages, cast, monkeypatch):
    """A town of 200 villages of which 100 have a notice up, a village of forty posts and twenty-five holders."""
    Village.objects.bulk_create(
        Village(code=f"130284107{n:03}", name=f"村{n}", short_name=f"东新立庄子{n}村", search_key=f"d{n}")
        for n in range(198)
    )
    monkeypatch.setattr(views, "running_notices", lambda: running_notices() * 100)
    for group in cast.a.groups.values():
        Post.objects.bulk_create(
            Post(
                group=group,
                name=f"公共设施维护岗{n}",
                duties="看护水井、路灯和渠道，发现损坏当天报修。" * 3,
                position=9 + n,
            )
            for n in range(6)
        )
    for number, post in enumerate(Post.objects.filter(group__village=cast.a.village, position__gte=9)[:25]):
        cast.a.posts["new"] = post
        held(cast.a, cast, "new", f"在岗人{'一二三四五六七八九十'[number % 10]}{'甲乙丙'[number // 10]}")
    heavy = {address: weight(text_of(Client().get(address))) for address in pages}
    assert max(heavy.values()) < LIMIT, heavy


def test_villages_stand_under_the_first_letter_of_their_sound_and_the_alike_are_told_apart(cast):
    for number, name in enumerate(["于家坨村", "于家庄村", "于家营村", "大贺庄子村", "小贺庄子村", "贾家营村"]):
        build.village(f"13028410540{number}", name)
    answer = Client().get("/")
    letters = {letter: [village["short_name"] for village in rows] for letter, rows in answer.context["letters"]}
    assert list(letters) == ["D", "J", "N", "W", "X", "Y"]
    assert letters["Y"] == ["于家坨村", "于家营村", "于家庄村"]
    for name in ("于家<b>坨</b>村", "于家<b>营</b>村", "于家<b>庄</b>村"):
        assert name in text_of(answer)
    assert "<b>贾</b>" not in text_of(answer)
    found = text_of(Client().get("/?q=贺"))
    assert "<b>大</b>贺庄子村" in found
    assert "<b>小</b>贺庄子村" in found


def test_many_notices_are_listed_by_the_day_on_which_they_end(cast, monkeypatch):
    posted(cast.a)
    assert Client().get("/").context["days"] == []
    assert "还剩 5 个工作日" in text_of(Client().get("/"))
    posted(cast.a, names="庚辛")
    posted(cast.b)
    monkeypatch.setattr(views, "ROWS", 2)
    [(day, rows)] = Client().get("/").context["days"]
    assert day["left"] == "还剩 5 个工作日"
    assert [row["is_one_of_many"] for row in rows] == [True, True, False]


def test_the_last_day_is_said_in_words(cast, clock):
    posted(cast.a)
    clock.move_to("2026-11-27T23:00")
    assert "今天是最后一天" in text_of(Client().get("/"))


def test_the_footer_says_what_the_town_set_and_nothing_where_it_set_nothing(pages):
    text = text_of(Client().get("/"))
    for said in ("主办单位：某镇委员会", "冀ICP备00000000号", "网站标识码：1302000001", "地址：某街 1 号 063000"):
        assert said in text
    Township.objects.update(organizer="", icp="", site_code="", address="")
    text = text_of(Client().get("/"))
    for unsaid in ("主办单位", "网站标识码", "地址：", "<p></p>"):
        assert unsaid not in text


def test_reading_aloud_is_offered_by_a_script_file_and_hidden_without_it(pages):
    text = text_of(Client().get(pages[4]))
    assert re.search(r'<button type="button" class="aloud" hidden data-stop="停止朗读">朗读</button>', text)
    script = open(finders.find("js/aloud.js"), encoding="utf-8").read()  # noqa: SIM115
    assert "localService" in script, "a voice from elsewhere would be sent the page"
