"""Tables in the lake: reading them, and writing them so that nothing that breaks a contract is ever committed."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from delta.tables import DeltaTable
from pyspark.sql import DataFrame, Row, SparkSession, Window
from pyspark.sql import functions as F
from pyspark.sql.types import StructType

from dti_spark.columns import Column
from dti_spark.errors import StorageError, UsageError
from dti_spark.lake import commits, frames
from dti_spark.lake.failures import told
from dti_spark.lake.marks import crash_mark
from dti_spark.tables import Table

Note = dict[str, Any]
"""What a commit says of itself (Delta's userMetadata), as JSON."""


@dataclass(frozen=True)
class Lake:
    """A folder of Delta tables, LAKE/<schema>/<table>, and the session to read and write them.

    `fence` is called before each commit, and raises where this process must not write.
    """

    spark: SparkSession
    root: str
    fence: Callable[[], None] = lambda: None

    def path(self, table: Table[Any]) -> str:
        """Where a table lies."""
        return f"{self.root.rstrip('/')}/{table.name.replace('.', '/')}"

    def exists(self, table: Table[Any]) -> bool:
        """Whether the table has been written."""
        return self.version(table) >= 0

    def read(self, table: Table[Any]) -> DataFrame:
        """The table as it is now; no rows where it has not been written.

        Raises:
            UsageError: its columns are not those of the contract.
        """
        if not self.exists(table):
            return self.empty(table)
        with told(f"opening {table.name}"):
            frame = self.spark.read.format("delta").load(self.path(table))
            schema = frame.schema
        self._refuse_other(table, schema)
        return frame

    def schema(self, table: Table[Any]) -> StructType:
        """The columns of the table as its log has them, for which no job is needed.

        Raises:
            UsageError: they are not those of the contract.
        """
        with told(f"opening {table.name}"):
            schema = commits.schema(self.spark, self.path(table))
        self._refuse_other(table, schema)
        return schema

    def _refuse_other(self, table: Table[Any], schema: StructType) -> None:
        if others := [*table.wrong(schema), *table.unknown(schema)]:
            raise UsageError(
                f"{table.name} in {self.root} was written by another version of dti_spark: {'; '.join(others)}; use "
                "that version, or let --lake name a new folder, into which dti run reads all logs again"
            )

    def refuse_others(self, tables: Sequence[Table[Any]]) -> None:
        """Stop before anything is written to a lake of another version: Delta would fill columns it does not get."""
        with ThreadPoolExecutor() as pool:
            for _ in pool.map(self.read, tables):
                pass

    @contextmanager
    def kept(self, table: Table[Any], column: Column, values: Sequence[object]) -> Iterator[DataFrame]:
        """The rows of a table where a column has one of some values, held while several others are made from them."""
        frame = self.read(table).where(F.col(column.name).isin(list(values))).persist()
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
        self._commit(table, _in_few_files(table, rows), note, mode="append", options={})

    def overwrite(self, table: Table[Any], rows: DataFrame, note: Note) -> None:
        """Put rows in place of all that the table holds, in one commit."""
        self._commit(table, _in_few_files(table, rows), note, mode="overwrite", options={})

    def replace(
        self, table: Table[Any], rows: DataFrame, note: Note, *, where: tuple[Column, Sequence[object]] | None = None
    ) -> None:
        """Put rows in place of the whole table, or of its rows where a column has one of some values.

        One commit; doing it twice is doing it once. A key that occurs twice among the rows fails the commit.
        """
        options = {}
        if where:
            column, values = where
            options["replaceWhere"] = f"{column.name} in ({', '.join(repr(value) for value in values)})"
        self._commit(table, _each_key_once(table, rows), note, mode="overwrite", options=options)

    def put(self, table: Table[Any], rows: Sequence[Mapping[str, object]], note: Note) -> None:
        """Put rows of the driver in place of all that a table with a key holds; no commit where it holds just these."""
        key = [column.name for column in table.key]
        ordered = sorted(rows, key=lambda row: [str(row[name]) for name in key])
        keys = Counter(tuple(row[name] for name in key) for row in ordered)
        for values, times in keys.items():
            if times > 1:
                raise StorageError(f"{_repeated(table)} {json.dumps(dict(zip(key, values, strict=True)))}")
        said = json.dumps([table.schema.jsonValue(), ordered], sort_keys=True, default=str)
        held = hashlib.sha256(said.encode()).hexdigest()
        if self.note(table).get("rows") != held:
            self.overwrite(table, self.frame(ordered, table.schema), note | {"rows": held})

    def version(self, table: Table[Any]) -> int:
        """Number of the table's last commit; -1 where there is none."""
        with told(f"opening {table.name}"):
            return commits.last(self.spark, self.path(table))

    def note(self, table: Table[Any]) -> Note:
        """What the table's last commit says of itself; empty where it says nothing."""
        with told(f"opening {table.name}"):
            text = commits.info(self.spark, self.path(table)).get("userMetadata")
        return dict(json.loads(str(text))) if text else {}

    def _commit(self, table: Table[Any], rows: DataFrame, note: Note, *, mode: str, options: dict[str, str]) -> None:
        crash_mark(f"{table.name}.before")
        self.fence()
        if not self.exists(table):
            self._create(table)
            # nothing is there to be replaced, and Delta need not look for it
            mode, options = "append", {}
        with told(f"writing {table.name}"):
            (
                table.conform(rows)
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
            if kept := [column.name for column in table.chosen_by if column not in table.partition_by]:
                builder = builder.property("delta.dataSkippingStatsColumns", ",".join(kept))
            builder.execute()


def _repeated(table: Table[Any]) -> str:
    return f"{table.name} would hold a key more than once, so nothing was written:"


def _each_key_once(table: Table[Any], rows: DataFrame) -> DataFrame:
    """Rows as they are to lie in files, in the order of the key; computing them fails where a key occurs again.

    Rows of a partition are brought together for the check, and so lie in one file; Spark shuffles them for that only
    where they are not together yet.
    """
    names = [column.name for column in table.key]
    if not names:
        return rows
    ordered = Window.partitionBy(*(column.name for column in table.partition_by)).orderBy(*names)
    key = F.struct(*names)
    again = F.raise_error(F.concat(F.lit(f"{_repeated(table)} "), F.to_json(key))).cast("boolean")
    laid = rows if table.partition_by else rows.coalesce(1)
    numbered = table.conform(laid).select("*", F.lag(key).over(ordered).alias("key_before"))
    return numbered.where(F.when(F.col("key_before") == key, again).otherwise(F.lit(True))).drop("key_before")


def _in_few_files(table: Table[Any], rows: DataFrame) -> DataFrame:
    """Rows laid out so that a table with a key, which is small, gets one file, or one for each partition."""
    if not table.key:
        return rows
    return rows.repartition(*(column.name for column in table.partition_by)) if table.partition_by else rows.coalesce(1)
