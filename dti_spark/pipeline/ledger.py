"""The ledger on the driver: which files were read, and what became of their records."""

from collections.abc import Collection, Sequence

from pyspark.sql import functions as F

from dti_spark import columns as c
from dti_spark.events.events import events
from dti_spark.events.ingested_files import COUNTS, ingested_files
from dti_spark.events.verdicts import Reason, Verdict
from dti_spark.lake.delta import Lake
from dti_spark.lake.failures import told
from dti_spark.lake.raw_files import RawFile
from dti_spark.pipeline.plan import Entry
from dti_spark.report.terminal import Rows


def entries(lake: Lake) -> list[Entry]:
    """What the ledger holds, on the driver: one small row per file and delivery, from the first batch on."""
    rows = (
        lake.read(ingested_files)
        .select(
            "source",
            "file",
            "size",
            F.unix_micros("modified"),
            "batch",
            "reading",
            "records",
            "rejected",
            "quarters",
            "state",
        )
        .collect()
    )
    found = [
        Entry(RawFile(source, file, size, modified), batch, read_with, records, rejected, tuple(quarters), state)
        for source, file, size, modified, batch, read_with, records, rejected, quarters, state in rows
    ]
    return sorted(found, key=lambda entry: (entry.batch, entry.file))


def last_batch(lake: Lake, held: Sequence[Entry]) -> int:
    """The number of the last batch that the ledger knows, also after it was emptied for a full run."""
    return max((entry.batch for entry in held), default=int(lake.note(ingested_files).get("last_batch", 0)))


def records_of(lake: Lake, run: str) -> Rows:
    """Records that a run read, by source and verdict."""
    counts = [F.sum(column.name).alias(column.name) for column in (c.records, *COUNTS)]
    of_run = lake.read(ingested_files).where(F.col("run") == run)
    with told("reading the ledger"):
        return [row.asDict() for row in of_run.groupBy("source").agg(*counts).orderBy("source").collect()]


def usual_reason(lake: Lake, batches: Collection[int]) -> str:
    """Why most records of some batches were rejected; of times outside the calendar, what they were read as."""
    rejected = lake.read(events).where(
        F.col("batch").isin(list(batches)) & (F.col("verdict") == Verdict.REJECTED.value)
    )
    # day by day as texts, since Python knows no year after 9999
    first, last = (F.date_format(edge("occurred_at"), "yyyy-MM-dd") for edge in (F.min, F.max))
    found = rejected.groupBy("source", "reason").agg(
        F.count("*").alias("records"), first.alias("first"), last.alias("last")
    )
    with told("looking for the reasons of rejects"):
        ((source, reason, records, first, last),) = found.orderBy(F.desc("records"), "source", "reason").head(1)
    said = f"{records} of {source} are {reason}"
    if reason != Reason.OUT_OF_PERIOD:
        return said
    return f"{said}, with times from {first} to {last}: are they in the unit that its expression in sources.yml takes?"


def summed(by_source: Rows) -> dict[str, int]:
    """Records by verdict over all sources."""
    return {column.name: sum(int(row[column.name] or 0) for row in by_source) for column in (c.records, *COUNTS)}
