"""Tables of a release from the files that its manifest names.

Spark need not open them as tables of Delta's, which takes several jobs each: of many small tables most of the time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from dti_spark.errors import UsageError
from dti_spark.lake.delta import Lake
from dti_spark.lake.failures import told
from dti_spark.tables import Table


@dataclass(frozen=True)
class Sealed:
    """The lake of a release, and the files of its manifest, by their path within it."""

    lake: Lake
    files: tuple[str, ...]

    def read(self, table: Table[Any]) -> DataFrame:
        """The rows of a table, in the columns of its contract.

        Raises:
            UsageError: its columns are not those of the contract.
        """
        root, within = self.lake.path(table), f"{table.name.replace('.', '/')}/"
        paths = [f"{root}/{name.removeprefix(within)}" for name in self.files if _is_of(name, within)]
        with told(f"opening {table.name}"):
            found = self.lake.spark.read.option("basePath", root).parquet(*paths)
            # the folders of a partition say no type
            typed = found.withColumns({c.name: F.col(c.name).cast(c.type) for c in table.partition_by})
            schema = typed.schema
        if others := [*table.wrong(schema), *table.unknown(schema)]:
            raise UsageError(
                f"{table.name} in {self.lake.root} was written by another version of dti_spark: {'; '.join(others)}; "
                "use that version"
            )
        return table.conform(typed)


def sealed(lake: Lake, files: Iterable[str]) -> Sealed:
    """The lake of a release, to be read from files."""
    return Sealed(lake, tuple(sorted(files)))


def _is_of(name: str, within: str) -> bool:
    return name.startswith(within) and name.endswith(".parquet") and "_delta_log" not in name
