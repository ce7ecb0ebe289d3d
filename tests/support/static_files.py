"""The static files are looked up once in a process, not once for every browser of a test.

Each test client loads the middleware anew, and WhiteNoise asked the disk for every file whenever it did: a sixth of what a
page cost in a test. It still finds, serves and marks them itself, and no file comes or goes while tests run.
"""

from typing import Any

from whitenoise.middleware import WhiteNoiseMiddleware


class LookedUpOnce:
    """Stands for WhiteNoise's own `add_files_from_finders`; whoever comes later gets what the first one found."""

    def __init__(self) -> None:
        self._look_up = WhiteNoiseMiddleware.add_files_from_finders
        self._found: dict[str, Any] | None = None

    def __call__(self, whitenoise: WhiteNoiseMiddleware) -> None:
        if self._found is None:
            self._look_up(whitenoise)
            self._found = dict(whitenoise.files)
        whitenoise.files.update(self._found)
