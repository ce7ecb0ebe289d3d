"""A key that no column can hold is the key of nothing: Django sees to it for one, and among several SQLite breaks on it."""

from typing import Any

from django.db.models import IntegerField
from django.db.models.lookups import In


class IntegerIn(In):
    """`pk__in` without the numbers that lie outside the column's range."""

    def process_rhs(self, compiler: Any, connection: Any) -> Any:
        """As the numbers that are left are compared; nothing is found where none is."""
        if self.rhs_is_direct_value():
            kind = self.lhs.output_field.get_internal_type()
            least, most = connection.ops.integer_field_range(kind)
            self.rhs = [
                number
                for number in self.rhs
                if not isinstance(number, int)
                or ((least is None or number >= least) and (most is None or number <= most))
            ]
        return super().process_rhs(compiler, connection)


def register() -> None:
    """For every column of numbers, keys among them."""
    IntegerField.register_lookup(IntegerIn)
