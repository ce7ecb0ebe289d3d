"""What is taken as a photo or a PDF, and what is refused: told by content, kept without place and time."""

from io import BytesIO

import pytest
from PIL import Image, ImageFile

from tests.papers import photos
from tools.papers import pdf, pictures, serials
from tools.papers.limits import Unusable
from tools.papers.pdf import to_pdf
from tools.papers.prepare import prepared

pytestmark = pytest.mark.no_database


def refused(data: bytes) -> str:
    with pytest.raises(Unusable) as caught:
        prepared(data)
    assert caught.value.message
    return caught.value.code


def test_a_photo_comes_back_without_the_place_where_it_was_taken():
    sent = photos.jpeg()
    assert Image.open(BytesIO(sent)).getexif().get_ifd(0x8825)[2] == (39.0, 50.0, 12.0)
    found = prepared(sent)
    kept = Image.open(BytesIO(found.content))
    assert (kept.format, dict(kept.getexif()), kept.info.get("comment")) == ("JPEG", {}, None)
    assert b"Exif" not in found.content and b"somebody" not in found.content and b"secret" not in found.content
    assert (found.kind, found.width, found.height) == ("jpeg", 640, 480)


@pytest.mark.parametrize(("orientation", "size"), [(1, (640, 480)), (3, (640, 480)), (6, (480, 640)), (8, (480, 640))])
def test_a_photo_is_turned_as_the_telephone_was_held(orientation, size):
    found = prepared(photos.jpeg(orientation=orientation))
    assert (found.width, found.height) == size == Image.open(BytesIO(found.content)).size


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "MPO"])
def test_other_pictures_become_a_jpeg(kind):
    picture = photos.noise((500, 400))
    more = {"save_all": True, "append_images": [picture]} if kind == "MPO" else {}
    found = prepared(photos.saved(picture, kind, **more))
    assert Image.open(BytesIO(found.content)).format == "JPEG"


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "CMYK"])
def test_every_sort_of_pixels_is_read_and_what_is_clear_is_white(mode):
    picture = (
        Image.new("RGBA", (60, 60), (255, 255, 255, 0)) if mode in ("RGBA", "LA") else Image.new("L", (60, 60), 255)
    )
    data = photos.saved(picture.convert(mode), "JPEG" if mode == "CMYK" else "PNG")
    content, _size = pictures.kept(data)
    assert min(Image.open(BytesIO(content)).convert("L").getextrema()) > 245


def test_a_large_photo_is_made_small_and_its_memory_is_bounded():
    """50 million pixels, as new telephones take them: JPEG is read at a fraction of its size."""
    flat = Image.new("RGB", (8160, 6144), "white")
    data = photos.saved(flat, "JPEG", quality=40)
    assert prepared_size(data) == (2000, 1506)


def prepared_size(data: bytes) -> tuple[int, int]:
    return pictures.kept(data)[1]


@pytest.mark.parametrize(
    ("code", "data"),
    [
        ("too_many_pixels", photos.bomb()),
        ("too_many_pixels", photos.bomb(6000, 6000)),
        ("too_many_pixels", photos.jpeg().replace(b"\x01\xe0\x02\x80", b"\xff\xff\xff\xff")),  # its height and width
        ("no_paper", b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>' * 400),
        ("no_paper", b"<!doctype html><script>alert(1)</script>" * 1000),
        ("incomplete", photos.jpeg()[:60_000]),
        ("no_paper", photos.saved(photos.noise((300, 300)), "GIF", save_all=True, append_images=[photos.noise((300, 300), 1)])),
        ("no_paper", photos.saved(photos.noise((300, 300)), "WEBP", save_all=True, append_images=[photos.noise((300, 300), 1)])),
        ("no_paper", photos.saved(photos.noise((300, 300)), "BMP")),
        ("no_paper", photos.saved(photos.noise((300, 300)), "TIFF")),
        ("heic", b"\x00\x00\x00\x24ftypheic\x00\x00\x00\x00" + b"0" * 40_000),
        ("no_paper", b"\x00\x00\x00\x24ftypavif\x00\x00\x00\x00" + b"0" * 40_000),
        ("no_paper", b"MZ" + b"\x00" * 40_000),
        ("no_paper", b""),
        ("too_small", photos.jpeg((120, 90))),
        ("too_large", b"\xff\xd8" + b"0" * (10 * 1024 * 1024)),
        ("no_paper", photos.jpeg() + b"\xff\xda" * 200),
    ],
)  # fmt: skip
def test_what_is_no_readable_photo_is_refused_in_one_sentence(code, data):
    assert refused(data) == code


def test_what_hides_behind_a_picture_is_not_kept():
    """A file that is a picture and a web page and an archive: the pixels alone stay."""
    found = prepared(photos.jpeg() + b"<script>alert(1)</script>PK\x03\x04" * 10)
    assert b"script" not in found.content and b"PK\x03\x04" not in found.content


def test_a_pdf_is_kept_as_it_is():
    data = photos.pdf(3)
    found = prepared(data)
    assert (found.kind, found.content, found.pages) == ("pdf", data, 3)


@pytest.mark.parametrize(
    ("code", "data"),
    [
        ("active", photos.pdf(more=b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>")),
        ("active", photos.pdf(more=b"/OpenAction << /S /Java#53cript >>")),
        ("active", photos.pdf(packed=b"5 0 << /S /JavaScript /JS (x) >>")),
        ("active", photos.pdf(packed=b"5 0 << /S /J#61vaScript >>")),
        ("active", photos.pdf(more=b"/Names << /EmbeddedFiles 5 0 R >>")),
        ("active", photos.pdf(more=b"/AA << /O << /S /Launch /F (cmd.exe) >> >>")),
        ("locked", photos.pdf(trailer=b"/Encrypt 9 0 R")),
        ("too_long", photos.pdf(21)),
        ("incomplete", photos.pdf(0)),
        ("incomplete", photos.pdf()[:-20]),
        ("incomplete", photos.pdf() + b"PK\x03\x04 an archive behind it"),
        ("incomplete", b"%PDF-" + b"<" * 200_000),
        ("incomplete", photos.pdf(packed=b"0" * 70_000_000)),
        ("incomplete", photos.pdf(packed=b"5 0 << >>").replace(b"/FlateDecode", b"/LZWDecode  ").replace(b"x\x9c", b"zz")),
    ],
)  # fmt: skip
def test_a_pdf_that_does_more_than_show_pages_is_refused(code, data):
    assert refused(data) == code


def test_a_pdf_of_ours_is_no_danger(pango):
    assert prepared(to_pdf("<p>甲</p>")).pages == 1


def test_a_photo_cut_off_is_refused_after_a_pdf_was_made_too(pango):
    """WeasyPrint, once it is loaded, lets the whole process read pictures that were cut off."""
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    pdf._weasyprint.cache_clear()
    to_pdf("<p>乙</p>")
    assert refused(photos.jpeg()[:60_000]) == "incomplete"


def test_the_number_is_read_however_it_is_typed_and_a_slip_is_seen():
    for serial in (serials.new() for _ in range(50)):
        assert serials.read(serials.shown(serial)) == serial == serials.read(f" {serial.lower()[:4]} {serial[4:]}")
        for at in range(10):
            for other in serials.ALPHABET:
                wrong = serial[:at] + other + serial[at + 1 :]
                assert (serials.read(wrong) == serial) == (other == serial[at])
            swapped = serial[:at] + serial[at : at + 2][::-1] + serial[at + 2 :]
            assert serials.read(swapped) in ((serial,) if swapped == serial else ("",))
    assert not serials.read("") and not serials.read("0000000000") and not serials.read("é" * 10)
