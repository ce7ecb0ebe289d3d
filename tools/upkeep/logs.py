"""Telephone and citizens' numbers never reach a log file."""

import logging
import re

NUMBERS = re.compile(
    r"(?<![0-9])(1[0-9]{2})[0-9]{4}([0-9]{4})(?![0-9])|(?<![0-9])([0-9])[0-9]{13,16}([0-9Xx])(?![0-9])"
)


def masked(text: str) -> str:
    """`text` with every such number masked: 138****1234, 1****************4."""
    return NUMBERS.sub(lambda m: f"{m[1]}****{m[2]}" if m[1] else f"{m[3]}{'*' * 16}{m[4]}", text)


class MaskNumbers(logging.Formatter):
    """Masks whatever is written: the message, and the traceback of an error that quotes a row."""

    def format(self, record: logging.LogRecord) -> str:
        """The finished lines, without numbers."""
        return masked(super().format(record))
