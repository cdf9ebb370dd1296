"""Where the records of one batch lie between being read and being committed."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from pyspark.sql import DataFrame

from dti_spark.lake.delta import Lake
from dti_spark.lake.failures import told
from dti_spark.lake.hadoop import remove
from dti_spark.tables import Table


@dataclass(frozen=True)
class Staging:
    """Folders of Parquet files, LAKE/_staging/<name>/<table>, that live until the batch is in the ledger.

    Each attempt has a name of its own: tasks of a dead one may still be writing.
    """

    lake: Lake
    name: str

    def write(self, table: Table[Any], frame: DataFrame) -> None:
        """Put rows of a batch here."""
        with told("reading raw files"):
            frame.write.parquet(self._of(table))

    def read(self, table: Table[Any]) -> DataFrame:
        """The rows again."""
        with told("opening the staged records"):
            return self.lake.spark.read.schema(table.schema).parquet(self._of(table))

    def _of(self, table: Table[Any]) -> str:
        return f"{_folder(self.lake)}/{self.name}/{table.name.rpartition('.')[2]}"


def attempt(lake: Lake, batch: int) -> Staging:
    """A place for a batch that nobody else has."""
    return Staging(lake, f"{batch:06d}-{uuid4().hex[:12]}")


def drop_all(lake: Lake) -> None:
    """Remove what is staged, also by runs that died."""
    with told("removing staged records"):
        remove(lake.spark, _folder(lake))


def _folder(lake: Lake) -> str:
    return f"{lake.root.rstrip('/')}/_staging"
