"""Small files put together, and files that nothing needs any more removed; no row changes."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from delta.tables import DeltaTable

from dti_spark.lake import hadoop, released
from dti_spark.lake.delta import Lake
from dti_spark.lake.failures import told
from dti_spark.lake.marks import crash_mark
from dti_spark.tables import Table

USER_METADATA = "spark.databricks.delta.commitInfo.userMetadata"
SHORT_RETENTION = "spark.databricks.delta.retentionDurationCheck.enabled"


def files(lake: Lake, table: Table[Any]) -> tuple[int, int]:
    """How many files a table has as it is now, and their bytes."""
    with told(f"looking at {table.name}"):
        detail = DeltaTable.forPath(lake.spark, lake.path(table)).detail().select("numFiles", "sizeInBytes").first()
    return (int(detail[0]), int(detail[1])) if detail else (0, 0)


def compact(lake: Lake, table: Table[Any]) -> None:
    """Put small files of a table together, in one commit that says what the last one said."""
    lake.fence()
    with told(f"compacting {table.name}"), _saying(lake, table):
        DeltaTable.forPath(lake.spark, lake.path(table)).optimize().executeCompaction()
    crash_mark(f"{table.name}.compacted")


def vacuum(lake: Lake, table: Table[Any], *, hours: float) -> None:
    """Remove files that no version of a table has needed for so many hours.

    Delta refuses less than its 168 hours, to protect files of commits that are under way; here the lease does.
    """
    lake.fence()
    with told(f"vacuuming {table.name}"), _saying(lake, table):
        lake.spark.conf.set(SHORT_RETENTION, "false")
        try:
            DeltaTable.forPath(lake.spark, lake.path(table)).vacuum(hours)
        finally:
            lake.spark.conf.unset(SHORT_RETENTION)
    crash_mark(f"{table.name}.vacuumed")


def unpublished(lake: Lake) -> list[str]:
    """Folders of releases that no pointer names: what runs left that died before they published."""
    named = {publication.folder for publication in released.publications(lake)}
    with told(f"listing the releases of {lake.root}"):
        found = hadoop.matching(lake.spark, f"{hadoop.escaped(released.place(lake, ''))}[!_]*")
        names = [str(status.getPath().getName()) for status in found]
    return [name for name in names if name not in named]


def drop_unpublished(lake: Lake) -> list[str]:
    """Remove those folders; their names."""
    names = unpublished(lake)
    for name in names:
        lake.fence()
        with told(f"removing {name}"):
            hadoop.remove(lake.spark, released.place(lake, name))
    return names


@contextmanager
def _saying(lake: Lake, table: Table[Any]) -> Iterator[None]:
    """Commits inside say of themselves what the table's last one says: runs rest on it."""
    lake.spark.conf.set(USER_METADATA, json.dumps(lake.note(table), sort_keys=True))
    try:
        yield
    finally:
        lake.spark.conf.unset(USER_METADATA)
