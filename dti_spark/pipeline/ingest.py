"""From raw files to events: one batch, one atomic commit, one line in the ledger for each file."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import astuple
from functools import reduce

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from dti_spark import columns as c
from dti_spark.events.contested import contested, number
from dti_spark.events.events import events
from dti_spark.events.ingested_files import COUNTS, ingested_files
from dti_spark.events.records import records
from dti_spark.events.rejected_records import rejected_records
from dti_spark.events.verdicts import Verdict
from dti_spark.lake.delta import Lake, Note
from dti_spark.lake.failures import told
from dti_spark.lake.marks import crash_mark
from dti_spark.lake.raw_files import RawFile
from dti_spark.lake.staging import Staging, attempt, drop_all
from dti_spark.pipeline.plan import Entry
from dti_spark.pipeline.reading import Reader
from dti_spark.report.terminal import Rows

LISTING = "source string, file string, size bigint, modified_micros bigint, run string, batch bigint, reading string"


def ledger(lake: Lake) -> list[Entry]:
    """What the ledger holds, on the driver: one small row per file."""
    rows = (
        lake.read(ingested_files)
        .select(
            "source", "file", "size", F.unix_micros("modified"), "batch", "reading", "records", "rejected", "quarters"
        )
        .collect()
    )
    return [
        Entry(RawFile(source, file, size, modified), batch, read_with, records, rejected, tuple(quarters))
        for source, file, size, modified, batch, read_with, records, rejected, quarters in rows
    ]


def last_batch(lake: Lake, entries: Sequence[Entry]) -> int:
    """The number of the last batch that the ledger knows, also after it was emptied for a full run."""
    return max((entry.batch for entry in entries), default=int(lake.note(ingested_files).get("last_batch", 0)))


def start_over(lake: Lake, last: int) -> None:
    """Empty the ledger, so that the next batch replaces all events."""
    lake.overwrite(ingested_files, lake.empty(ingested_files), {"last_batch": last})


def recover(reader: Reader, last: int, listed: Iterable[RawFile], readings: dict[str, str]) -> bool:
    """Finish a batch whose events were committed by a run that then died; whether there was one.

    Texts of rejected records are read again only from files that are as they were, and by the definition that they
    were read with.
    """
    note = reader.lake.note(events)
    if int(note.get("batch", 0)) > last:
        there = {_entry(file, readings) for file in listed}
        _book(reader, note, there=[RawFile(*file[:-1]) for file in note["files"] if tuple(file) in there], again=True)
        return True
    drop_all(reader.lake)
    return False


def ingest(
    reader: Reader,
    files: Sequence[RawFile],
    *,
    run: str,
    batch: int,
    readings: dict[str, str],
    first: bool,
    direct_bytes: int,
) -> None:
    """Read files, judge their records, commit them, and enter the files in the ledger.

    A text log is read once, into a staging folder. A Parquet log of at least `direct_bytes` is cheaper to read again
    than to stage: once for the ids alone, once for everything. A crash before the commit of the events leaves nothing
    behind, a crash after it is finished by `recover`.
    """
    lake, staging = reader.lake, attempt(reader.lake, batch)
    direct = _direct(reader, files, direct_bytes)
    straight = [file for file in files if file.source in direct]
    so_far = lake.empty(events) if first else lake.read(events).where(F.col("verdict") == Verdict.ACCEPTED.value)
    ids, judged = [], []
    if len(straight) < len(files):
        staging.write(records, reader.records([file for file in files if file.source not in direct]))
        staged = staging.read(records)
        with_id = staged.where(F.col("verdict") == Verdict.ACCEPTED.value)
        ids.append(with_id.select(number(F.col("event_id")).alias("id_number")))
        judged.append(staged)
    if straight:
        ids.append(reader.id_numbers(straight))
    staging.write(contested, contested(reduce(DataFrame.union, ids), so_far))
    crash_mark("staging.after")
    compared = staging.read(contested)
    suspects = list(judged)
    if straight:
        judged.append(reader.records(straight))
        suspects.append(reader.records(straight, within=compared))
    frame = events(
        reduce(DataFrame.union, judged), reduce(DataFrame.union, suspects), compared, so_far, run=run, batch=batch
    )
    note: Note = {"run": run, "batch": batch, "files": [_entry(file, readings) for file in files], "direct": direct}
    note["staging"] = staging.name
    if first:
        lake.overwrite(events, frame, note)
    else:
        lake.append(events, frame, note)
    _book(reader, note, there=files, again=False)


def _direct(reader: Reader, files: Sequence[RawFile], direct_bytes: int) -> list[str]:
    """The sources of a batch to read without staging."""
    sizes: Counter[str] = Counter()
    for file in files:
        sizes[file.source] += file.size
    return sorted(s for s in sizes if reader.definition.source(s).format == "parquet" and sizes[s] >= direct_bytes)


def _entry(file: RawFile, readings: dict[str, str]) -> tuple[object, ...]:
    """A file as the commit of its events names it."""
    return (*astuple(file), readings[file.source])


def quarters_of(reader: Reader, files: Sequence[RawFile], *, first: bool) -> list[str]:
    """The quarters in which files have events that count; reads the files and writes nothing.

    Copies of accepted events do not count, unless it is the `first` batch, which replaces all events.
    """
    lake = reader.lake
    sound = reader.records(files).where(F.col("verdict") == Verdict.ACCEPTED.value)
    so_far = lake.empty(events) if first else lake.read(events).where(F.col("verdict") == Verdict.ACCEPTED.value)
    fresh = sound.join(so_far.select("event_id"), on="event_id", how="left_anti")
    with told("reading raw files"):
        return sorted(row["quarter"] for row in fresh.select("quarter").distinct().collect())


def records_of(lake: Lake, run: str) -> Rows:
    """Records that a run read, by source and verdict."""
    counts = [F.sum(column.name).alias(column.name) for column in (c.records, *COUNTS)]
    of_run = lake.read(ingested_files).where(F.col("run") == run)
    with told("reading the ledger"):
        return [row.asDict() for row in of_run.groupBy("source").agg(*counts).orderBy("source").collect()]


def summed(by_source: Rows) -> dict[str, int]:
    """Records by verdict over all sources."""
    return {column.name: sum(int(row[column.name] or 0) for row in by_source) for column in (c.records, *COUNTS)}


def _book(reader: Reader, note: Note, *, there: Sequence[RawFile], again: bool) -> None:
    """Everything that follows from a batch of committed events; `again` where a part of it may have been done.

    `there` are the files whose records can still be read.
    """
    lake, run, batch = reader.lake, str(note["run"]), int(note["batch"])
    staging = Staging(lake, str(note["staging"]))
    committed = lake.read(events).where(F.col("batch") == batch)
    names = ("source", "file", "size", "modified_micros", "reading")
    listing = [{**dict(zip(names, file, strict=True)), "run": run, "batch": batch} for file in note["files"]]
    with told("counting the records of each file"):
        lines = [row.asDict() for row in ingested_files(committed, lake.frame(listing, LISTING)).collect()]
    faulty = {line["file"] for line in lines if line["rejected"] and line["source"] in note["direct"]}
    texts = [file for file in there if file.file in faulty]
    judged = [reader.records(texts)] if texts else []
    if any(line["source"] not in note["direct"] for line in lines):
        judged.append(staging.read(records))
    rejected = rejected_records(
        reduce(DataFrame.union, judged, lake.empty(records)),
        committed,
        untold=faulty - {file.file for file in texts},
        run=run,
        batch=batch,
    )
    if again:
        lake.replace(rejected_records, rejected, {"run": run}, where=(c.batch, [batch]))
    else:
        lake.append(rejected_records, rejected, {"run": run})
    lake.append(ingested_files, lake.frame(lines, ingested_files.schema), {"run": run, "last_batch": batch})
    drop_all(lake)
