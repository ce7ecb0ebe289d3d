"""How much of a sheet is read is set in one place, and the page says what is in force."""

import pytest

from members.import_forms import RosterUploadForm
from members.resources import RosterResource
from tools.exchange.limits import DEFAULTS, MIB, megabytes, of_command, of_page

pytestmark = pytest.mark.no_database


def in_force():
    page, command = of_page(), of_command()
    return [page.size, page.rows, command.size, command.rows]


def test_the_usual_limits_and_others(settings):
    assert in_force() == [DEFAULTS[name] for name in DEFAULTS] == [10 * MIB, 50_000, 200 * MIB, 250_000]
    for number, name in enumerate(DEFAULTS, 1):
        setattr(settings, name, number)
    assert in_force() == [1, 2, 3, 4]


def test_the_page_says_the_limits_in_force(settings):
    assert "10" in _help() and "50000" in _help()
    settings.IMPORT_MAX_BYTES, settings.IMPORT_MAX_ROWS = 5 * MIB // 2, 1234
    assert "2.5" in _help() and "1234" in _help() and "50000" not in _help()


def _help() -> str:
    return str(RosterUploadForm(resource=RosterResource()).fields["file"].help_text)


def test_a_size_as_a_person_reads_it():
    assert [megabytes(size) for size in (10 * MIB, 3 * MIB // 2, 200 * MIB)] == ["10", "1.5", "200"]
