"""What several stories about notices begin with."""

import pytest

from tests import build
from tests.notices.stories import TODAY, confirmed


@pytest.fixture
def eight(cast):
    """Eight confirmed members on a notice that went up this morning."""
    applications = confirmed(cast, 8)
    return applications, build.posted(cast.a, applications, TODAY)
