"""Small files put together, files that nothing needs any more removed, and rows that are kept no longer."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from delta.tables import DeltaTable
from pyspark.sql import Column as Where
from pyspark.sql import functions as F

from dti_spark.columns import Column
from dti_spark.lake import hadoop, released
from dti_spark.lake.delta import Lake
from dti_spark.lake.failures import told
from dti_spark.lake.marks import crash_mark
from dti_spark.tables import Table

USER_METADATA = "spark.databricks.delta.commitInfo.userMetadata"
SHORT_RETENTION = "spark.databricks.delta.retentionDurationCheck.enabled"
LISTING_TASKS = "spark.sql.sources.parallelPartitionDiscovery.parallelism"
TASKS = 4
"""Tasks that list files, for each core; as shipped Delta starts 10,000 of them, which takes half a minute."""


def files(lake: Lake, table: Table[Any]) -> tuple[int, int]:
    """How many files a table has as it is now, and their bytes."""
    with told(f"looking at {table.name}"):
        detail = DeltaTable.forPath(lake.spark, lake.path(table)).detail().select("numFiles", "sizeInBytes").first()
    return (int(detail[0]), int(detail[1])) if detail else (0, 0)


def blank(lake: Lake, table: Table[Any], column: Column, *, where: Where) -> None:
    """Forget what a column says in some rows."""
    lake.fence()
    with told(f"forgetting {column.name} of {table.name}"), _set(lake, {USER_METADATA: _said(lake, table)}):
        DeltaTable.forPath(lake.spark, lake.path(table)).update(where, {column.name: F.lit(None)})


def delete(lake: Lake, table: Table[Any], *, where: Where) -> None:
    """Remove some rows."""
    lake.fence()
    with told(f"removing rows of {table.name}"), _set(lake, {USER_METADATA: _said(lake, table)}):
        DeltaTable.forPath(lake.spark, lake.path(table)).delete(where)


def compact(lake: Lake, table: Table[Any]) -> None:
    """Put small files of a table together, in one commit that says what the last one said."""
    lake.fence()
    with told(f"compacting {table.name}"), _set(lake, {USER_METADATA: _said(lake, table)}):
        DeltaTable.forPath(lake.spark, lake.path(table)).optimize().executeCompaction()
    crash_mark(f"{table.name}.compacted")


def vacuum(lake: Lake, table: Table[Any], *, hours: float) -> None:
    """Remove files that no version of a table has needed for so many hours.

    Delta refuses less than its 168 hours, to protect files of commits that are under way; here the lease does.
    """
    lake.fence()
    tasks = str(TASKS * lake.spark.sparkContext.defaultParallelism)
    settings = {SHORT_RETENTION: "false", LISTING_TASKS: tasks, USER_METADATA: _said(lake, table)}
    with told(f"vacuuming {table.name}"), _set(lake, settings):
        DeltaTable.forPath(lake.spark, lake.path(table)).vacuum(hours)
    crash_mark(f"{table.name}.vacuumed")


def drop_unpublished(lake: Lake) -> None:
    """Remove folders of releases that no pointer names: what runs left that died before they published."""
    named = {publication.folder for publication in released.publications(lake)}
    with told(f"removing unpublished releases of {lake.root}"):
        for status in hadoop.matching(lake.spark, f"{hadoop.escaped(released.place(lake, ''))}[!_]*"):
            name = str(status.getPath().getName())
            if name not in named:
                lake.fence()
                hadoop.remove(lake.spark, released.place(lake, name))


def _said(lake: Lake, table: Table[Any]) -> str:
    """What the table's last commit says of itself, for the next to say as well: runs rest on it."""
    return json.dumps(lake.note(table), sort_keys=True)


@contextmanager
def _set(lake: Lake, settings: dict[str, str]) -> Iterator[None]:
    """Settings of the session for as long as the context lasts."""
    before: dict[str, str | None] = {name: lake.spark.conf.get(name, None) for name in settings}
    for name, value in settings.items():
        lake.spark.conf.set(name, value)
    try:
        yield
    finally:
        for name, old in before.items():
            if old is None:
                lake.spark.conf.unset(name)
            else:
                lake.spark.conf.set(name, old)
