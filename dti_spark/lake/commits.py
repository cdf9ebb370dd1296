"""What the log of a Delta table says of its last commit, read as the files that it is: Spark would start a job for it.

Source: Delta transaction log protocol, "Delta Log Entries" and "Commit Provenance Information".
"""

import json
from collections.abc import Iterator
from typing import Any

from py4j.java_gateway import JavaObject
from pyspark.sql import SparkSession
from pyspark.sql.types import StructType

from dti_spark.errors import StorageError
from dti_spark.lake.hadoop import absolute, escaped, java, located, matching

COMMIT = "[0-9]" * 20 + ".json"
"""Names of commits, as a pattern of Hadoop's."""


def last(spark: SparkSession, table: str) -> int:
    """Number of the last commit; -1 where there is no table."""
    newest = _newest(spark, table)
    return int(newest.getName().partition(".")[0]) if newest else -1


def info(spark: SparkSession, table: str) -> dict[str, object]:
    """What the last commit says of itself; empty where there is no table or it says nothing."""
    newest = _newest(spark, table)
    if newest is None:
        return {}
    file_system, _ = located(spark, table)
    stream = file_system.open(newest)
    try:
        reader = java(spark, "java.io.BufferedReader")(java(spark, "java.io.InputStreamReader")(stream, "UTF-8"))
        while line := reader.readLine():
            # one action a line, and this one comes first
            action = json.loads(line)
            if "commitInfo" in action:
                return dict(action["commitInfo"])
    finally:
        stream.close()
    return {}


def files(spark: SparkSession, table: str) -> list[str]:
    """The files that hold a table as it is now, below its folder.

    By Delta Kernel, which comes with Delta and replays a log without a job.

    Raises:
        StorageError: some rows of a file no longer count, which is not said in the file itself.
    """
    engine, snapshot = _snapshot(spark, table)
    said = java(spark, "io.delta.kernel.internal.InternalScanFileUtils")
    found, batches = [], snapshot.getScanBuilder().build().getScanFiles(engine)
    try:
        for row in (row for batch in _each(batches) for row in _each(batch.getRows())):
            address = said.getAddFileStatus(row).getPath()
            if said.getDeletionVectorDescriptorFromRow(row) is not None:
                raise StorageError(f"{address} has a deletion vector; rewrite {table} without (REORG TABLE ... PURGE)")
            found.append(address)
    finally:
        batches.close()
    root = absolute(spark, table)
    return [address.removeprefix(f"{root}/") for address in found]


def schema(spark: SparkSession, table: str) -> StructType:
    """The columns of a table as it is now, with their comments, likewise."""
    _, snapshot = _snapshot(spark, table)
    return StructType.fromJson(json.loads(snapshot.getMetadata().getSchemaString()))


def _snapshot(spark: SparkSession, table: str) -> tuple[Any, Any]:
    """Delta Kernel's engine, and a table as it is now."""
    context: Any = spark.sparkContext
    engine = java(spark, "io.delta.kernel.defaults.engine.DefaultEngine").create(context._jsc.hadoopConfiguration())
    return engine, java(spark, "io.delta.kernel.Table").forPath(engine, table).getLatestSnapshot(engine)


def _each(iterator: JavaObject) -> Iterator[JavaObject]:
    while iterator.hasNext():
        yield iterator.next()


def _newest(spark: SparkSession, table: str) -> JavaObject | None:
    """The file of the last commit; names are numbers of twenty digits."""
    found = matching(spark, f"{escaped(table)}/_delta_log/{COMMIT}")
    return found[-1].getPath() if found else None
