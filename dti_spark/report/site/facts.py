"""What a site is made from: the tables of a release, and what else is known of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pyarrow as pa

from dti_spark.errors import UsageError
from dti_spark.report.site.series import Panel, records

Record = dict[str, object]
INDEX, BY_INDUSTRY = "dti", "industry"
"""The indices that the pages are about: the whole, and the one that goes by industry."""
ALL = "all"


@dataclass(frozen=True)
class Facts:
    """A release: what it says of itself, its tables by name, and the words about its method.

    `release` has release, its folder in the lake, finished, methodology, code_version, definition and run. Of large
    tables there are the rows that pages show. `quality` and `check` tell of the records that the release rests on and
    of what `dti verify` found, `sources` and `measured` of the logs and of what indicators count in them, `places` of
    where indicators belong in the DIO window, `dictionary` of tables and columns.
    """

    release: Record
    tables: Mapping[str, pa.Table]
    synthetic: bool = False
    quality: Record = field(default_factory=dict)
    check: Record | None = None
    sources: Sequence[Record] = ()
    measured: Mapping[str, Record] = field(default_factory=dict)
    places: Sequence[Record] = ()
    dictionary: Sequence[Record] = ()
    _read: dict[str, list[Record]] = field(default_factory=dict, init=False, repr=False)

    def rows(self, name: str) -> list[Record]:
        """The rows of a small table."""
        if name not in self._read:
            self._read[name] = list(records(self.tables[name]))
        return self._read[name]

    def panel(self, name: str, **only: object) -> Panel:
        """A table as series, cut to the rows where columns have some values."""
        return Panel(self.tables[name], self.periods, **only)

    @cached_property
    def periods(self) -> list[str]:
        """Quarters and years, in the order of every series."""
        return [str(row["period"]) for row in self.rows("gold.periods")]

    @cached_property
    def latest(self) -> str:
        """The last quarter."""
        quarters = [row for row in self.rows("gold.periods") if row["period_type"] == "quarter"]
        if not quarters:
            raise UsageError(f"release {self.release['release']} has no quarter, so that there is nothing to show")
        return max(str(row["period"]) for row in quarters)

    @cached_property
    def nodes(self) -> list[Record]:
        """The trees of the indices.

        Raises:
            UsageError: one of the indices that the pages are about is missing.
        """
        rows = self.rows("gold.nodes")
        there = list(dict.fromkeys(str(row["index"]) for row in rows))
        if missing := [index for index in (INDEX, BY_INDUSTRY) if index not in there]:
            raise UsageError(
                f"release {self.release['release']} has no index {' and no index '.join(missing)}, which the pages are "
                f"about; it has {', '.join(there)}"
            )
        return rows

    @cached_property
    def layers(self) -> set[str]:
        """The whole index and its layers."""
        return {str(row["node"]) for row in self.nodes if row["index"] == INDEX and row["level"] in (0, 1)}
