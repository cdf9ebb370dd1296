"""Where the records of one batch lie between being read and being committed."""

from dataclasses import dataclass
from typing import Any

from pyspark.sql import DataFrame

from dti_spark.lake.delta import Lake
from dti_spark.lake.failures import told
from dti_spark.lake.hadoop import remove
from dti_spark.tables import Table


@dataclass(frozen=True)
class Staging:
    """A folder of Parquet files, LAKE/_staging/<batch>/<table>, that lives until the batch is in the ledger."""

    lake: Lake
    batch: int

    @property
    def path(self) -> str:
        """Where the folder lies."""
        return f"{self.lake.root.rstrip('/')}/_staging/{self.batch:06d}"

    def write(self, table: Table[Any], frame: DataFrame) -> None:
        """Put rows of a batch here, in place of what a dead run may have left."""
        with told("reading raw files"):
            frame.write.mode("overwrite").parquet(self._of(table))

    def read(self, table: Table[Any]) -> DataFrame:
        """The rows again."""
        with told("opening the staged records"):
            return self.lake.spark.read.schema(table.schema).parquet(self._of(table))

    def drop(self) -> None:
        """Remove the folder, if it is there."""
        with told("removing staged records"):
            remove(self.lake.spark, self.path)

    def _of(self, table: Table[Any]) -> str:
        return f"{self.path}/{table.name.rpartition('.')[2]}"
