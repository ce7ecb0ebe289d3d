"""Jinja for templates that others write: sandboxed, without its functions, every value escaped for XML."""

from functools import cache

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

FILTERS = frozenset({"default", "join", "length", "trim"})
TESTS = frozenset({"defined", "none"})


@cache
def environment() -> ImmutableSandboxedEnvironment:
    """The one environment. A name that is not there is an error; `<` and `&` in a name stay what they are."""
    found = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    found.globals.clear()
    for own, kept in ((found.filters, FILTERS), (found.tests, TESTS)):
        for name in own.keys() - kept:
            del own[name]
    return found
