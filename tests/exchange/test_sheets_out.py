"""Any list of the desk as a sheet: the file, the columns picked, what is refused, who took it; by the list of meetings."""

import datetime as dt
import io
import tracemalloc

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from meetings.models import Meeting
from tests import build
from tests.support.sheets import guide, rows, sent, taken
from tools.exchange.models import Batch

LIST, OUT = reverse("meetings:meeting_list"), reverse("meetings:meeting_export")
D = dt.date


@pytest.fixture
def meeting(cast):
    return build.meeting(cast.a.village, held_on=D(2026, 10, 15), place="村委会", note="一\n二")


def test_the_list_leads_to_the_columns_and_back_as_it_was_narrowed(cast, meeting):
    client = cast.client(cast.township)
    asked = f"?village={cast.a.village.code}&kind=villagers"
    assert f'href="{OUT}{asked.replace("&", "&amp;")}"' in client.get(LIST + asked).content.decode()
    page = client.get(OUT + asked)
    assert page.context["count"] == 1
    assert page.context["back"] == LIST + asked
    assert [str(value) for _label, value in page.context["narrowed"]] == ["吴庄子", "村民代表会议"]
    ticked = [tick.data["value"] for tick in page.context["form"]["columns"] if tick.data["selected"]]
    assert ticked == ["held_on", "village", "kind", "entitled", "present"]


def test_an_empty_list_has_nothing_to_take_along(cast):
    assert OUT not in cast.client(cast.township).get(LIST).content.decode()
    assert len(rows(cast.client(cast.township), OUT)) == 1


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_the_usual_columns_are_those_of_the_page(cast, meeting, ending):
    assert rows(cast.client(cast.a.clerk), OUT, ending=ending) == [
        ["会议日期", "村（居）", "类型", "应到", "实到"],
        ["2026-10-15", "吴庄子", "村民代表会议", "30", "24"],
    ]


def test_a_nought_is_a_nought_and_not_an_empty_cell(cast):
    build.meeting(cast.a.village, held_on=D(2026, 10, 15), present=0)
    assert rows(cast.client(cast.a.clerk), OUT)[1][4] == "0"


def test_the_columns_are_picked_and_keep_the_order_of_the_sheet(cast, meeting):
    assert rows(cast.client(cast.a.clerk), OUT, ["place", "held_on"]) == [
        ["会议日期", "地点"],
        ["2026-10-15", "村委会"],
    ]


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"columns": ["held_on"]},
        {"format": "xlsx"},
        {"columns": ["held_on"], "format": "exe"},
        {"columns": ["typed_by"], "format": "xlsx"},
        {"columns": ["held_on", "village__phone"], "format": "csv"},
        {"usual": "pdf"},
    ],
)
def test_what_is_not_on_offer_is_not_taken(cast, meeting, asked):
    answer = cast.client(cast.township).post(OUT, asked)
    assert answer.status_code == 422
    assert answer.headers["Content-Type"].startswith("text/html")
    assert 'role="alert"' in answer.content.decode()
    assert not Batch.objects.exists()


def test_reading_the_page_records_nothing_and_a_stranger_takes_nothing(cast, meeting):
    assert cast.client(cast.township).get(OUT, {"usual": "xlsx", "format": "csv"}).status_code == 200
    for answer in (cast.client().get(OUT), sent(cast.client(), OUT)):
        assert (answer.status_code, answer.headers["Location"].startswith("/accounts/login/")) == (302, True)
    assert not Batch.objects.exists()


def test_every_download_is_recorded_with_who_when_and_how_many(cast, meeting):
    answer = sent(cast.client(cast.a.secretary), OUT, ["held_on"], "csv")
    assert "%E4%BC%9A%E8%AE%AE%E5%8F%B0%E8%B4%A6-20261123.csv" in answer.headers["Content-Disposition"]
    batch = Batch.objects.get()
    assert (batch.kind, batch.file_name, batch.counts) == ("meetings_export", "会议台账-20261123.csv", {"rows": 1})
    assert (batch.uploaded_by, batch.uploaded_at) == (cast.a.secretary, build.moment("2026-11-23"))
    assert len(batch.sha256) == 64


def test_the_book_helps_to_read_it(cast, meeting):
    client = cast.client(cast.a.secretary)
    book = load_workbook(io.BytesIO(taken(client, OUT)))
    sheet = book["会议台账"]
    assert sheet.freeze_panes == "B2"
    assert all(cell.data_type == "s" for row in sheet.iter_rows() for cell in row)
    assert sheet["D2"].number_format == "@"
    [rule] = sheet.data_validations.dataValidation
    assert rule.formula1.strip('"').split(",") == Meeting.Kind.labels
    assert str(rule.sqref).startswith("C2:")
    said = guide(client, f"{OUT}?kind=villagers")
    assert "不能再导入" in said
    assert cast.a.secretary.name in said and "2026-11-23 10:00" in said
    assert "村民代表会议" in said


def test_whoever_reads_english_takes_the_towns_own_words(cast, meeting):
    client = cast.client(cast.a.clerk)
    client.post(reverse("accounts:language"), {"lang": "en", "next": "/"})
    assert "Export: Register of meetings" in client.get(OUT).content.decode()
    answer = sent(client, OUT)
    assert "%E4%BC%9A%E8%AE%AE" in answer.headers["Content-Disposition"]
    head, line = rows(client, OUT)
    assert (head[0], line[2]) == ("会议日期", "村民代表会议")


@pytest.mark.parametrize("words", ["=1+1", "+86", "-1", "@SUM(A1)", "＝1+1", "\t=1", "\r=1", '=HYPERLINK("http://x")'])
def test_nothing_that_goes_out_is_run(cast, words):
    build.meeting(cast.a.village, held_on=D(2026, 10, 15), observers="人")
    Meeting.objects.update(observers=words)
    client = cast.client(cast.a.clerk)
    cell = load_workbook(io.BytesIO(taken(client, OUT, ["observers"]))).active["A2"]
    assert cell.data_type == "s"
    assert str(cell.value).strip() == words.strip()
    data = taken(client, OUT, ["observers"], "csv")
    assert data.startswith(b"\xef\xbb\xbf")
    assert rows(client, OUT, ["observers"], "csv")[1] == [f"'{words}"]


def test_control_characters_stay_here(cast):
    build.meeting(cast.a.village, held_on=D(2026, 10, 15))
    Meeting.objects.update(observers="张\x01三\x0b\x1f")
    client = cast.client(cast.a.clerk)
    for ending in ("xlsx", "csv"):
        assert rows(client, OUT, ["observers"], ending)[1] == ["张三"]


@pytest.mark.parametrize("ending", ["xlsx", "csv"])
def test_three_times_the_rows_need_no_more_memory(cast, ending):
    client = cast.client(cast.township)

    def peak(number):
        Meeting.objects.bulk_create(
            Meeting(
                village=cast.a.village,
                kind="joint",
                held_on=D(2026, 10, 1),
                entitled=30,
                present=n % 30,
                note="议" * 200,
            )
            for n in range(number)
        )
        tracemalloc.start()
        try:
            answer = sent(client, OUT, ["held_on", "note"], ending)
            most = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert b"".join(answer.streaming_content)
        return most

    few = peak(2_100)  # More than the database is asked for at once.
    many = peak(4_200)
    assert many < few * 1.2
    assert list(Batch.objects.order_by("pk").values_list("counts", flat=True)) == [{"rows": 2_100}, {"rows": 6_300}]
