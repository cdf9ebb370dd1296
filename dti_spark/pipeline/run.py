"""A run: read what is new, refresh what it moved, publish."""

from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from itertools import count

from pyspark.sql import Row

from dti_spark.errors import DataRefusedError, UsageError
from dti_spark.indicators.indicator_values import indicator_values
from dti_spark.lake import raw_files
from dti_spark.lake.lease import leased
from dti_spark.lake.marks import crash_mark
from dti_spark.lake.raw_files import RawFile
from dti_spark.pipeline import gold, ingest, plan, releasing
from dti_spark.pipeline.job import Outcome, Run
from dti_spark.pipeline.journal import Journal
from dti_spark.pipeline.plan import NO_WORK, NOTHING, Entry, Published, Work
from dti_spark.pipeline.reading import Reader, hash_key, key_id
from dti_spark.pipeline.tables import TABLES


def execute(run: Run) -> Outcome:
    """Bring the lake up to date with the raw logs and the definition, and publish a release if anything moved.

    With nothing new no table changes but those of `ops`, which know every run that ended. A run that died before is
    finished first. A `full` run reads every file again. A run that has published under its id has nothing to do. Only
    one run at a time writes to a lake.
    """
    journal = run.journal()
    with ExitStack() as lease, journal.kept():
        outcome = _execute(run, journal, lease)
        journal.changed(files_read=sum(outcome.files.values()), **ingest.summed(outcome.records))
        journal.changed(measured=outcome.work.measure, indexed=outcome.work.index, release=outcome.release)
    return replace(outcome, steps=journal.steps, unrecorded=journal.unrecorded)


def _execute(run: Run, journal: Journal, lease: ExitStack) -> Outcome:
    lake = run.lake
    with journal.step("opening the lake and listing raw files"):
        state = releasing.state_of_last(lake)
        journal.opened()
        listed = _listed(run)
        if not run.full and not run.release and state == releasing.state(run, listed, _readings(run)):
            return Outcome(run.name, Counter(), NO_WORK, [])
    with journal.step("taking the lease on the lake"):
        seconds = run.profile.lease_seconds
        lake = lease.enter_context(leased(lake, owner=run.name, seconds=seconds, wait=run.wait))
        journal.writes_to(lake)
    return _refresh(replace(run, lake=lake), journal, listed)


def _refresh(run: Run, journal: Journal, listed: list[RawFile]) -> Outcome:
    """What is left to be done once no other run writes to the lake."""
    lake = run.lake
    with journal.step("opening the ledger"):
        lake.refuse_others(TABLES)
        entries, released = ingest.ledger(lake), releasing.settled(lake)
        if any(row["run"] == run.name for row in released):
            return Outcome(run.name, Counter(), NO_WORK, [])
        _refuse_release_name(run, released)
        if ingest.recover(_reader(run), ingest.last_batch(lake, entries), listed, _readings(run)):
            entries = ingest.ledger(lake)
        fresh = _fresh_files(run, listed, entries)
    last, published = ingest.last_batch(lake, entries), last_release(released)
    if run.full and entries:
        ingest.start_over(lake, last)
        entries = []
    _read(run, journal, fresh, first=not entries, last=last)
    entries = ingest.ledger(lake) if fresh else entries
    records = ingest.records_of(lake, run.name) if fresh else []
    journal.changed(files_read=len(fresh), **ingest.summed(records))
    pending = [entry for entry in entries if entry.batch > published.last_batch]
    plan.refuse_too_many_rejects(pending, run.definition.index.quality.max_rejected)
    work = _work(run, entries, published)
    outcome = Outcome(run.name, Counter(file.source for file in fresh), work, [], records)
    if not work.measure and not work.index:
        return outcome
    note = {"run": run.name}
    gold.refresh_silver(
        lake, run.definition, work, note, measured=plan.measured(run.definition, entries), progress=journal.step
    )
    crash_mark("silver.after")
    gold.refresh_gold(lake, run.definition, work, note, progress=journal.step)
    crash_mark("gold.after")
    name = run.release or _next_name(released)
    with journal.step(f"publishing release {name}"):
        releasing.publish(run, name, work, entries, state=releasing.state(run, listed, _readings(run)))
    return replace(outcome, release=name, tables=[table.name for table in gold.tables(work)])


def preview(run: Run) -> Outcome:
    """What `execute` would do; reads new files to learn their quarters, and writes nothing."""
    entries, published = ingest.ledger(run.lake), last_release(releasing.recorded(run.lake))
    fresh = _fresh_files(run, _listed(run), entries)
    kept = [] if run.full else entries
    last = ingest.last_batch(run.lake, entries)
    with run.journal().step(f"looking into {len(fresh)} new files"):
        quarters = ingest.quarters_of(_reader(run), fresh, first=not kept) if fresh else []
    expected = [Entry(file, last + 1, "", 0, 0, tuple(quarters)) for file in fresh[:1]]
    work = _work(run, [*kept, *expected], published)
    tables = [table.name for table in gold.tables(work)]
    return Outcome(run.name, Counter(file.source for file in fresh), work, tables)


def last_release(released: Sequence[Row]) -> Published:
    """What was published last."""
    if not released:
        return NOTHING
    latest = max(released, key=lambda row: (row["last_batch"], row["finished"]))
    return Published(latest["release"], latest["last_batch"], latest["definition"])


def _refuse_release_name(run: Run, released: Sequence[Row]) -> None:
    if run.release in {row["release"] for row in released}:
        raise UsageError(f"release {run.release} is already there; choose another name")


def _next_name(released: Sequence[Row]) -> str:
    """The number of the next release as its name, past the names that people have given."""
    taken = {row["release"] for row in released}
    return next(name for number in count(len(released) + 1) if (name := f"{number:04d}") not in taken)


def _listed(run: Run) -> list[RawFile]:
    """The files that are there, in all sources."""
    return [file for source in run.definition.sources for file in raw_files.listed(run.lake.spark, run.raw, source)]


def _fresh_files(run: Run, listed: list[RawFile], entries: Sequence[Entry]) -> list[RawFile]:
    """The files to read."""
    return listed if run.full else plan.new_files(listed, entries, _readings(run))


def _reader(run: Run) -> Reader:
    return Reader(run.lake, run.definition, run.raw)


def _readings(run: Run) -> dict[str, str]:
    key = key_id(hash_key())
    return {source.id: plan.reading(run.definition, source, key) for source in run.definition.sources}


def _read(run: Run, journal: Journal, fresh: Sequence[RawFile], *, first: bool, last: int) -> None:
    """Ingest the files batch by batch; the very first batch of a lake, or of a full run, replaces all events."""
    cut = plan.batches(fresh, run.profile.batch_bytes)
    for place, files in enumerate(cut):
        with journal.step(f"reading {len(files)} files (batch {place + 1} of {len(cut)})"):
            ingest.ingest(
                _reader(run),
                files,
                run=run.name,
                batch=last + 1 + place,
                readings=_readings(run),
                first=first and place == 0,
                direct_bytes=run.profile.direct_bytes,
            )


def _work(run: Run, entries: Sequence[Entry], published: Published) -> Work:
    measured_with = run.lake.note(indicator_values).get("measured", {})
    work = plan.work(run.definition, entries, published, measured_with=measured_with)
    if not work.panel:
        raise DataRefusedError(
            f"{run.raw}: no record was accepted in any source; see silver.rejected_records for the reasons"
        )
    return work
