"""Rows of gold as series over periods."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

import pyarrow as pa
import pyarrow.compute as pc

from dti_spark.report.site.script import number, plain

Series = dict[str, list[object]]
"""Measures, each with a value for every period, in their order; null where a period has no row."""
Slots = list[int | None]
"""The row of each period."""


class Panel:
    """A table with one row per key and period, asked for series.

    Columns become Python values once, when they are first asked for: texts, whole numbers, doubles or booleans.
    """

    def __init__(self, table: pa.Table, periods: Sequence[str], **only: object) -> None:
        for column, value in only.items():
            table = table.filter(pc.field(column) == value)
        self._table = table
        self._columns: dict[str, list[object]] = {}
        self._periods = {period: place for place, period in enumerate(periods)}

    def rows(self, outer: Sequence[str], inner: str) -> dict[tuple[object, ...], dict[str, Slots]]:
        """Rows by period, under the values of some columns and then of one more; all in the order of their keys."""
        found: dict[tuple[object, ...], dict[str, Slots]] = {}
        keys = zip(*(self.column(name) for name in outer), strict=True) if outer else [()] * self._table.num_rows
        for row, (key, last, place) in enumerate(zip(keys, self.column(inner), self._places, strict=True)):
            if place is not None:
                slots = found.setdefault(key, {}).setdefault(str(last), [None] * len(self._periods))
                slots[place] = row
        return {key: dict(sorted(found[key].items())) for key in sorted(found, key=str)}

    def series(self, slots: Slots | None, measures: Sequence[str]) -> Series:
        """Measures of the rows; none without rows, and none that is null throughout."""
        if slots is None:
            return {}
        columns = ((name, self.column(name)) for name in measures)
        found = {name: [None if row is None else column[row] for row in slots] for name, column in columns}
        return {name: values for name, values in found.items() if any(value is not None for value in values)}

    def each(self, slots: Mapping[str, Slots] | None, measures: Sequence[str]) -> dict[str, Series]:
        """The series of several members."""
        return {member: self.series(rows, measures) for member, rows in (slots or {}).items()}

    def column(self, name: str) -> list[object]:
        """A column as data files have it."""
        if name not in self._columns:
            cells = self._table.column(name)
            values = cells.to_pylist()
            self._columns[name] = [number(value) for value in values] if pa.types.is_floating(cells.type) else values
        return self._columns[name]

    @cached_property
    def _places(self) -> list[int | None]:
        return [self._periods.get(str(period)) for period in self.column("period")]


def records(table: pa.Table) -> Iterator[dict[str, object]]:
    """The rows of a small table, in the order in which its members are to be listed."""
    if "sort_order" in table.column_names:
        table = table.sort_by("sort_order")
    for row in table.to_pylist():
        yield {name: plain(value) for name, value in row.items()}
