"""From raw files to events: one batch, one atomic commit, one line in the ledger for each file."""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import astuple
from functools import reduce

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from dti_spark import columns as c
from dti_spark.definition.lookups import city_keys, industry_keys
from dti_spark.definition.model import Definition
from dti_spark.errors import UsageError
from dti_spark.events.events import events
from dti_spark.events.ingested_files import COUNTS, ingested_files
from dti_spark.events.records import records
from dti_spark.events.rejected_records import rejected_records
from dti_spark.events.verdicts import Verdict
from dti_spark.lake import raw_files
from dti_spark.lake.delta import Lake, Note
from dti_spark.lake.failures import told
from dti_spark.lake.marks import crash_mark
from dti_spark.lake.raw_files import RawFile
from dti_spark.lake.staging import Staging
from dti_spark.methods import pseudonym
from dti_spark.pipeline.plan import Entry
from dti_spark.quarters import between, shift, start
from dti_spark.report.terminal import Rows

LISTING = "source string, file string, size bigint, modified_micros bigint, run string, batch bigint, reading string"


def hash_key() -> bytes:
    """The key of the id hashes, from the environment (DTI_HASH_KEY, at most 64 bytes); empty where it is not set."""
    key = os.environ.get("DTI_HASH_KEY", "").encode()
    if len(key) > pseudonym.BLOCK:
        raise UsageError(f"DTI_HASH_KEY has {len(key)} bytes; give at most {pseudonym.BLOCK}")
    return key


def key_id(key: bytes) -> str:
    """A name for a key that does not tell the key."""
    return hashlib.sha256(b"dti_spark key id:" + key).hexdigest()[:16]


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


def recover(lake: Lake, last: int) -> bool:
    """Finish a batch whose events were committed by a run that then died; whether there was one."""
    note = lake.note(events)
    if int(note.get("batch", 0)) > last:
        _book(lake, note, again=True)
        return True
    for batch in (last, last + 1):
        Staging(lake, batch).drop()
    return False


def ingest(
    lake: Lake,
    definition: Definition,
    raw: str,
    files: Sequence[RawFile],
    *,
    run: str,
    batch: int,
    readings: dict[str, str],
    first: bool,
) -> None:
    """Read files, judge their records, commit them, and enter the files in the ledger.

    The raw files are read once, into a staging folder; a crash before the commit of the events leaves nothing behind,
    a crash after it is finished by `recover`.
    """
    staging = Staging(lake, batch)
    staging.write(_records(lake, definition, raw, files))
    note: Note = {"run": run, "batch": batch, "files": [[*astuple(file), readings[file.source]] for file in files]}
    crash_mark("staging.after")
    so_far = lake.empty(events) if first else lake.read(events).where(F.col("verdict") == Verdict.ACCEPTED.value)
    frame = events(staging.read(records), so_far, run=run, batch=batch)
    if first:
        lake.overwrite(events, frame, note)
    else:
        lake.append(events, frame, note)
    _book(lake, note, again=False)


def quarters_of(lake: Lake, definition: Definition, raw: str, files: Sequence[RawFile], *, first: bool) -> list[str]:
    """The quarters in which files have events that count; reads the files and writes nothing.

    Copies of accepted events do not count, unless it is the `first` batch, which replaces all events.
    """
    sound = _records(lake, definition, raw, files).where(F.col("verdict") == Verdict.ACCEPTED.value)
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


def _book(lake: Lake, note: Note, *, again: bool) -> None:
    """Everything that follows from a batch of committed events; `again` where a part of it may have been done."""
    run, batch = str(note["run"]), int(note["batch"])
    staging = Staging(lake, batch)
    committed = lake.read(events).where(F.col("batch") == batch)
    rejected = rejected_records(staging.read(records), committed, run=run, batch=batch)
    if again:
        lake.replace(rejected_records, rejected, {"run": run}, where=(c.batch, [batch]))
    else:
        lake.append(rejected_records, rejected, {"run": run})
    names = ("source", "file", "size", "modified_micros", "reading")
    files = [{**dict(zip(names, file, strict=True)), "run": run, "batch": batch} for file in note["files"]]
    listing = lake.frame(files, LISTING)
    lake.append(ingested_files, ingested_files(committed, listing), {"run": run, "last_batch": batch})
    staging.drop()


def _records(lake: Lake, definition: Definition, raw: str, files: Sequence[RawFile]) -> DataFrame:
    """The records of files of any sources, each read as its source is defined."""
    calendar = definition.index.calendar
    keys_of_cities, keys_of_industries = city_keys(definition), industry_keys(definition)
    cities = lake.frame(_pairs("city", keys_of_cities), "city_key string, city string")
    industries = lake.frame(_pairs("industry", keys_of_industries), "industry_key string, industry string")
    inner, outer = pseudonym.pads(hash_key())
    key = lake.frame([{"inner_pad": inner, "outer_pad": outer}], "inner_pad binary, outer_pad binary")
    quarters = between(calendar.first, shift(calendar.last, 1))
    by_source = [(source, [file.file for file in files if file.source == source.id]) for source in definition.sources]
    return reduce(
        DataFrame.union,
        (
            records(
                raw_files.read(lake.spark, raw, source, of_source),
                cities,
                industries,
                key,
                source=source,
                kinds={kind: "sum" in measures for kind, measures in definition.kinds(source.id).items()},
                city_codes=_codes(keys_of_cities),
                industry_codes=_codes(keys_of_industries),
                quarter_starts={quarter: start(quarter, calendar.timezone) for quarter in quarters},
                out_of_scope=definition.index.out_of_scope,
            )
            for source, of_source in by_source
            if of_source
        ),
    )


def _codes(keys: dict[str, str]) -> list[str]:
    return [key for key in keys if key.isascii() and key.isdigit()]


def _pairs(name: str, keys: dict[str, str]) -> list[dict[str, object]]:
    return [{f"{name}_key": key, name: value} for key, value in keys.items()]
