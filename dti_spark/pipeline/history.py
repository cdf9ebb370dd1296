"""What is known of past runs: how each ended, what it changed and what it cost."""

from datetime import UTC, datetime
from typing import Any

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from dti_spark.errors import StorageError, UsageError
from dti_spark.events.events import events
from dti_spark.events.ingested_files import ingested_files
from dti_spark.index.index_values import index_values
from dti_spark.indicators.indicator_values import indicator_values
from dti_spark.lake.delta import Lake
from dti_spark.lake.failures import told
from dti_spark.lake.inbox import Inbox
from dti_spark.ops.run_steps import COSTS, run_steps
from dti_spark.ops.runs import runs

Record = dict[str, Any]
"""A row as the driver has it, its instants as text in UTC."""


def past(lake: Lake, top: int) -> list[Record]:
    """The last runs that ended, newest first: the columns of ops.runs, and the sums over their steps of `COSTS`."""
    inbox = Inbox(lake, "ops")
    spent = inbox.read(run_steps).groupBy("run", F.col("run_started").alias("started"))
    costs = spent.agg(*(F.sum(cost.name).alias(cost.name) for cost in COSTS))
    ended = inbox.read(runs).join(costs, on=["run", "started"], how="left")
    return _records(ended.orderBy(F.desc("started")).limit(top))


def state(lake: Lake, run: str | None) -> tuple[Record, list[Record]]:
    """How a run ended the last time it did, and its steps in order; by default the run that began last.

    Raises:
        UsageError: the lake knows of no such run.
        StorageError: it has traces of the run, but not of its end.
    """
    inbox = Inbox(lake, "ops")
    ended = inbox.read(runs)
    chosen = ended if run is None else ended.where(F.col("run") == run)
    latest = _records(chosen.orderBy(F.desc("started")).limit(1))
    if not latest:
        raise _no_end(lake, run)
    steps = _records(inbox.read(run_steps).where(F.col("run") == latest[0]["run"]).orderBy("step"))
    return latest[0], [step for step in steps if step["run_started"] == latest[0]["started"]]


def _no_end(lake: Lake, run: str | None) -> StorageError | UsageError:
    """Why the end of a run is not known: it has left its id on what it wrote, or it is not known at all."""
    if run is None:
        return UsageError(f"no run has ended in {lake.root}; dti run writes its end to ops.runs")
    wrote = {lake.note(table).get("run") for table in (events, indicator_values, index_values)}
    with told("reading the ledger"):
        read = lake.read(ingested_files).where(F.col("run") == run).limit(1).collect()
    if read or run in wrote:
        return StorageError(f"run {run} has begun and not ended: it is at work, or was killed; then start it again")
    return UsageError(f"{lake.root} knows of no run {run}; dti runs lists those that ended")


def _records(rows: DataFrame) -> list[Record]:
    with told("reading ops.runs"):
        return [{name: _told(cell) for name, cell in row.asDict().items()} for row in rows.collect()]


def _told(cell: object) -> object:
    """A cell, an instant as text; Spark gives instants in the time zone of the machine."""
    return cell.astimezone(UTC).isoformat(timespec="milliseconds") if isinstance(cell, datetime) else cell
