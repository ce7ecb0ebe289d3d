"""The code on a sheet, read by a telephone: one press sends the photo; without scripts two do."""

from tests.access.people import things
from tests.papers import photos
from tests.people import PASSWORD, gather


def test_a_photo_is_sent_from_the_telephone(live_workers, clock, new_page, tmp_path):
    cast = gather()
    thing = things(cast.a)
    for number, with_script in enumerate((True, False), 1):
        photo = tmp_path / f"{number}.jpg"
        photo.write_bytes(photos.jpeg(seed=number))
        page = new_page(390, javascript=with_script)
        page.goto(thing.sheet.get_absolute_url())
        page.fill("[name=username]", cast.a.clerk.username)
        page.fill("[name=password]", PASSWORD)
        page.click("main [type=submit]")
        page.wait_for_url(f"**{thing.sheet.get_absolute_url()}")
        assert page.locator(".photos img").count() == number
        if with_script:
            with page.expect_navigation():
                page.set_input_files("#id_camera", photo)
        else:
            page.set_input_files("#id_file", photo)
            page.click(".photo-send button")
        page.wait_for_selector(f".photos li:nth-child({number + 1})")
        page.wait_for_load_state("load")
        assert page.evaluate("[...document.querySelectorAll('.photos img')].every(i => i.naturalWidth > 0)")
