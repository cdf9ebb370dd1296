"""Tables in the lake: reading them, and writing them so that nothing that breaks a contract is ever committed."""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from delta.tables import DeltaTable
from pyspark.sql import DataFrame, Row, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.types import StructType

from dti_spark.columns import Column
from dti_spark.errors import StorageError
from dti_spark.lake import commits, frames
from dti_spark.lake.failures import told
from dti_spark.lake.marks import crash_mark
from dti_spark.tables import Table

Note = dict[str, Any]
"""What a commit says of itself (Delta's userMetadata), as JSON."""


@dataclass(frozen=True)
class Lake:
    """A folder of Delta tables, LAKE/<schema>/<table>, and the session to read and write them."""

    spark: SparkSession
    root: str

    def path(self, table: Table[Any]) -> str:
        """Where a table lies."""
        return f"{self.root.rstrip('/')}/{table.name.replace('.', '/')}"

    def exists(self, table: Table[Any]) -> bool:
        """Whether the table has been written."""
        return self.version(table) >= 0

    def read(self, table: Table[Any]) -> DataFrame:
        """The table as it is now; no rows where it has not been written."""
        if not self.exists(table):
            return self.empty(table)
        with told(f"opening {table.name}"):
            return self.spark.read.format("delta").load(self.path(table))

    @contextmanager
    def kept(self, table: Table[Any]) -> Iterator[DataFrame]:
        """The table, held by the executors while several others are made from it."""
        frame = self.read(table).persist()
        try:
            yield frame
        finally:
            frame.unpersist()

    def empty(self, table: Table[Any]) -> DataFrame:
        """No rows of a table."""
        return frames.frame(self.spark, [], table.schema)

    def rows(self, table: Table[Any], *columns: Column) -> list[Row]:
        """Some columns of a small table on the driver."""
        with told(f"reading {table.name}"):
            return self.read(table).select(*(column.name for column in columns)).collect()

    def frame(self, rows: Sequence[Mapping[str, object]], schema: str | StructType) -> DataFrame:
        """Rows of the driver as a frame."""
        return frames.frame(self.spark, rows, schema)

    def members(self, table: Table[[DataFrame]], rows: Sequence[Mapping[str, object]]) -> DataFrame:
        """A table whose rows the driver holds."""
        return table(frames.frame(self.spark, rows, table.schema))

    def append(self, table: Table[Any], rows: DataFrame, note: Note) -> None:
        """Add rows in one commit."""
        self._commit(table, rows, note, mode="append", options={})

    def overwrite(self, table: Table[Any], rows: DataFrame, note: Note) -> None:
        """Put rows in place of all that the table holds, in one commit."""
        self._commit(table, rows, note, mode="overwrite", options={})

    def replace(
        self, table: Table[Any], rows: DataFrame, note: Note, *, where: tuple[Column, Sequence[object]] | None = None
    ) -> None:
        """Put rows in place of the whole table, or of its rows where a column has one of some values.

        One commit; doing it twice is doing it once. The rows are computed once, their key is checked before.
        """
        options = {}
        if where:
            column, values = where
            options["replaceWhere"] = f"{column.name} in ({', '.join(repr(value) for value in values)})"
        kept = rows.persist()
        try:
            self._refuse_repeated_keys(table, kept)
            self._commit(table, kept, note, mode="overwrite", options=options)
        finally:
            kept.unpersist()

    def version(self, table: Table[Any]) -> int:
        """Number of the table's last commit; -1 where there is none."""
        with told(f"opening {table.name}"):
            return commits.last(self.spark, self.path(table))

    def note(self, table: Table[Any]) -> Note:
        """What the table's last commit says of itself; empty where it says nothing."""
        with told(f"opening {table.name}"):
            text = commits.info(self.spark, self.path(table)).get("userMetadata")
        return dict(json.loads(str(text))) if text else {}

    def _refuse_repeated_keys(self, table: Table[Any], rows: DataFrame) -> None:
        key = [column.name for column in table.key]
        if not key:
            return
        with told(f"computing {table.name}"):
            # grouping by one number is several times cheaper than by the key itself, and equal keys have equal hashes
            hashes = rows.groupBy(F.xxhash64(*key).alias("hash")).count().where(F.col("count") > 1).limit(9).collect()
            if not hashes:
                return
            suspects = rows.where(F.xxhash64(*key).isin([row["hash"] for row in hashes]))
            twice = suspects.groupBy(*key).count().where(F.col("count") > 1).limit(1).collect()
        if twice:
            raise StorageError(f"{table.name} would hold the key {twice[0].asDict()} more than once; nothing written")

    def _commit(self, table: Table[Any], rows: DataFrame, note: Note, *, mode: str, options: dict[str, str]) -> None:
        crash_mark(f"{table.name}.before")
        if not self.exists(table):
            self._create(table)
            # nothing is there to be replaced, and Delta need not look for it
            mode, options = "append", {}
        with told(f"writing {table.name}"):
            (
                _in_few_files(table, table.conform(rows))
                .write.format("delta")
                .mode(mode)
                .option("userMetadata", json.dumps(note, sort_keys=True))
                .options(**options)
                .save(self.path(table))
            )
        crash_mark(f"{table.name}.after")

    def _create(self, table: Table[Any]) -> None:
        """An empty table with its columns, comments and constraints."""
        with told(f"creating {table.name}"):
            builder = DeltaTable.createIfNotExists(self.spark).location(self.path(table)).comment(table.comment)
            builder = builder.addColumns(table.schema).partitionedBy(*(c.name for c in table.partition_by))
            for name, condition in table.constraints.items():
                builder = builder.property(f"delta.constraints.{name}", condition)
            if table.skipping is not None:
                names = ",".join(column.name for column in table.skipping)
                builder = builder.property("delta.dataSkippingStatsColumns", names)
            builder.execute()


def _in_few_files(table: Table[Any], rows: DataFrame) -> DataFrame:
    """Rows laid out so that a table with a key, which is small, gets one file, or one for each partition."""
    if not table.key:
        return rows
    return rows.repartition(*(column.name for column in table.partition_by)) if table.partition_by else rows.coalesce(1)
