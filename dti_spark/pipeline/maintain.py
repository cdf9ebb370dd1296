"""Housekeeping: a lake after many small runs, made as quick to read as after one large run."""

from datetime import UTC, datetime, timedelta
from typing import Any

from pyspark.sql import functions as F

from dti_spark import columns as c
from dti_spark.definition.model import Profile, Retention
from dti_spark.errors import StorageError
from dti_spark.events.events import events
from dti_spark.events.rejected_records import rejected_records
from dti_spark.lake import upkeep
from dti_spark.lake.delta import Lake
from dti_spark.lake.failures import told
from dti_spark.lake.inbox import Inbox
from dti_spark.lake.lease import leased
from dti_spark.lake.staging import drop_all
from dti_spark.ops.run_steps import run_steps
from dti_spark.ops.runs import runs
from dti_spark.pipeline import ledger
from dti_spark.pipeline.tables import OPS, TABLES
from dti_spark.report.terminal import Rows
from dti_spark.tables import Table
from dti_spark.views.releases import releases


def maintain(lake: Lake, profile: Profile, *, hours: float, owner: str, wait: float) -> Rows:
    """Compact and vacuum every table, and remove what dead runs left; a row for each table that is there.

    What the profile keeps no longer is gone when `hours` have passed as well, since older versions hold it so long.
    Published releases stay as they are. Nothing is done to a lake in which a run died between two tables: the next run
    finishes that first.
    """
    with leased(lake, owner=owner, seconds=profile.lease_seconds, wait=wait) as lake:
        _refuse_unfinished(lake)
        Inbox(lake, "ops").settle(OPS, {"run": owner})
        drop_all(lake)
        upkeep.drop_unpublished(lake)
        _forget(lake, profile.retention_days, datetime.now(UTC))
        return [_kept_up(lake, table, hours) for table in TABLES if lake.exists(table)]


def _refuse_unfinished(lake: Lake) -> None:
    committed = int(lake.note(events).get("batch", 0))
    if committed > ledger.last_batch(lake, ledger.entries(lake)):
        raise StorageError(
            f"a run on {lake.root} died before it had entered batch {committed} in the ledger; start dti run once, "
            "which finishes that, and then dti maintain"
        )


def _forget(lake: Lake, days: Retention, now: datetime) -> None:
    """Texts of rejected records, runs and their steps that are kept no longer."""
    if days.rejected_texts is not None:
        since = now - timedelta(days=days.rejected_texts)
        with told(f"looking for releases before {since:%Y-%m-%d}"):
            published = lake.read(releases).where(F.col("finished") < since).agg(F.max("last_batch")).collect()[0][0]
        over = (F.col("batch") <= (published or 0)) & F.col("record").isNotNull()
        upkeep.blank(lake, rejected_records, c.record, where=over)
    if days.runs is not None:
        since = now - timedelta(days=days.runs)
        upkeep.delete(lake, runs, where=F.col("started") < since)
        upkeep.delete(lake, run_steps, where=F.col("run_started") < since)


def _kept_up(lake: Lake, table: Table[Any], hours: float) -> dict[str, str | int | float | None]:
    before, _ = upkeep.files(lake, table)
    upkeep.compact(lake, table)
    upkeep.vacuum(lake, table, hours=hours)
    after, size = upkeep.files(lake, table)
    return {"table": table.name, "files_before": before, "files_after": after, "bytes": size}
