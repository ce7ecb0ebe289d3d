"""Uploads to which nobody said yes are forgotten by the clock; what was applied or taken along stays recorded."""

import pytest
from django.test import Client

from tests.exchange.township import ZHANG, Town, book, command
from tests.members.test_roster_pages import send
from tools.exchange.models import Batch
from tools.upkeep.jobs import JOBS, run_due


@pytest.fixture
def town(db, clock):
    return Town()


def test_after_thirty_days_an_upload_is_forgotten(town, clock, tmp_path):
    client = Client()
    client.force_login(town.secretary, backend="tools.accounts.backends.AccountBackend")
    send(client, book(ZHANG))
    (tmp_path / "a.xlsx").write_bytes(book(ZHANG))
    command("import_roster", tmp_path / "a.xlsx", "--as", "town")
    command("export_roster", "--as", "town", "--out", tmp_path / "b.xlsx")
    clock.forward(days=30)
    assert "members.forget_uploads" in JOBS
    assert run_due()["members.forget_uploads"] == 0
    clock.forward(minutes=1)
    assert run_due()["members.forget_uploads"] == 1
    assert run_due()["members.forget_uploads"] == 0
    assert sorted(Batch.objects.values_list("kind", "uploaded_by__username")) == [
        ("roster", "town"),
        ("roster_export", "town"),
    ]
