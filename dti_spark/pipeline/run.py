"""A run: read what is new, refresh what it moved, publish."""

from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from itertools import count

from pyspark.sql import Row

from dti_spark.errors import DataRefusedError, UsageError
from dti_spark.events.ingested_files import ingested_files
from dti_spark.indicators.indicator_values import indicator_values
from dti_spark.lake import raw_files
from dti_spark.lake.lease import leased
from dti_spark.lake.marks import crash_mark
from dti_spark.lake.raw_files import RawFile
from dti_spark.methods import pseudonym
from dti_spark.pipeline import gold, ingest, ledger, plan, releasing, states
from dti_spark.pipeline.job import Outcome, Run
from dti_spark.pipeline.journal import Journal
from dti_spark.pipeline.plan import NO_WORK, NOTHING, Entry, Published, Work
from dti_spark.pipeline.reading import Reader, hash_key
from dti_spark.pipeline.states import Listing, Sorted, State, States
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
        journal.changed(files_read=sum(outcome.files.values()), **ledger.summed(outcome.records))
        journal.changed(measured=outcome.work.measure, indexed=outcome.work.index, release=outcome.release)
    return replace(outcome, steps=journal.steps, unrecorded=journal.unrecorded)


def _execute(run: Run, journal: Journal, lease: ExitStack) -> Outcome:
    lake = run.lake
    with journal.step("opening the lake and listing raw files"):
        state = releasing.state_of_last(lake)
        journal.opened()
        listed = _listed(run)
        if (
            not run.full
            and not run.release
            and releasing.holds(lake, run.views)
            and state == releasing.state(run, listed.settled, _readings(run))
        ):
            return Outcome(run.name, Counter(), NO_WORK, [])
    with journal.step("taking the lease on the lake"):
        seconds = run.profile.lease_seconds
        lake = lease.enter_context(leased(lake, owner=run.name, seconds=seconds, wait=run.wait))
        journal.writes_to(lake)
    return _refresh(replace(run, lake=lake), journal, listed)


def _refresh(run: Run, journal: Journal, listed: Listing) -> Outcome:
    """What is left to be done once no other run writes to the lake."""
    lake = run.lake
    with journal.step("opening the ledger"):
        lake.refuse_others(TABLES)
        entries, released = ledger.entries(lake), releasing.settled(lake)
        if any(row["run"] == run.name for row in released):
            return Outcome(run.name, Counter(), NO_WORK, [])
        _refuse_release_name(run, released)
        if ingest.recover(_reader(run), ledger.last_batch(lake, entries), listed.files, _readings(run)):
            entries = ledger.entries(lake)
        found = _sorted_out(run, listed, entries)
    last, published = ledger.last_batch(lake, entries), last_release(released)
    if found.again and entries:
        ingest.start_over(lake, last)
        entries = []
    left = {**found.left, **_read(run, journal, found.fresh, entries, last=last)}
    read = [file for file in found.fresh if file.key not in left]
    entries = ledger.entries(lake) if found.fresh else entries
    records = ledger.records_of(lake, run.name) if read else []
    journal.changed(files_read=len(read), **ledger.summed(records))
    pending = [entry for entry in entries if entry.batch > published.last_batch]
    limit, batches = run.definition.index.quality.max_rejected, {entry.batch for entry in pending}
    plan.refuse_too_many_rejects(pending, limit, partial(ledger.usual_reason, lake, batches))
    work = _work(run, entries, published)
    outcome = Outcome(run.name, Counter(file.source for file in read), work, [], records, left=left)
    if not work.measure and not work.index and not work.redrawn:
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
        releasing.publish(run, name, work, entries, state=releasing.state(run, listed.settled, _readings(run)))
    return replace(outcome, release=name, tables=[table.name for table in gold.tables(work)])


def preview(run: Run) -> Outcome:
    """What `execute` would do; reads new files to learn their quarters, and writes nothing."""
    entries, published = ledger.entries(run.lake), last_release(releasing.recorded(run.lake))
    found = _sorted_out(run, _listed(run), entries)
    fresh, kept = found.fresh, [] if found.again else entries
    last = ledger.last_batch(run.lake, entries)
    with run.journal().step(f"looking into {len(fresh)} new files"):
        quarters, aside = ingest.quarters_of(_reader(run), fresh, first=not kept)
    read = [file for file in fresh if file.key not in aside]
    expected = [Entry(file, last + 1, "", 0, 0, tuple(quarters)) for file in read[:1]]
    work = _work(run, [*kept, *expected], published)
    tables = [table.name for table in gold.tables(work)]
    return Outcome(run.name, Counter(file.source for file in read), work, tables, left={**found.left, **aside})


def last_release(released: Sequence[Row]) -> Published:
    """What was published last."""
    if not released:
        return NOTHING
    latest = max(released, key=lambda row: (row["last_batch"], row["finished"]))
    return Published(
        latest["release"], latest["last_batch"], latest["index_definition"], frozenset(latest["table_versions"])
    )


def _refuse_release_name(run: Run, released: Sequence[Row]) -> None:
    if run.release in {row["release"] for row in released}:
        raise UsageError(f"release {run.release} is already there; choose another name")


def _next_name(released: Sequence[Row]) -> str:
    """The number of the next release as its name, past the names that people have given."""
    taken = {row["release"] for row in released}
    return next(name for number in count(len(released) + 1) if (name := f"{number:04d}") not in taken)


def _listed(run: Run) -> Listing:
    """The files that are there, in all sources."""
    sources = run.definition.sources
    files = [file for source in sources for file in raw_files.listed(run.lake.spark, run.raw, source)]
    return states.listing(run.definition, files, datetime.now(UTC))


def _sorted_out(run: Run, listed: Listing, entries: Sequence[Entry]) -> Sorted:
    """The files to read, and those that are left."""
    if not run.full:
        held, given = run.lake.note(ingested_files).get("key_id"), pseudonym.key_id(hash_key())
        if held not in (None, given):
            raise UsageError(
                f"{run.lake.root} holds pseudonyms of key {held}, and DTI_HASH_KEY is key {given}: copies of events "
                "would not be found; set the other key, or run once with --full to read everything again"
            )
        plan.refuse_other_readings(entries, _readings(run))
    return states.sorted_out(run.definition, listed, entries, full=run.full)


def _reader(run: Run) -> Reader:
    return Reader(run.lake, run.definition, run.raw)


def _readings(run: Run) -> dict[str, str]:
    key = pseudonym.key_id(hash_key())
    return {source.id: plan.reading(run.definition, source, key) for source in run.definition.sources}


def _read(run: Run, journal: Journal, fresh: Sequence[RawFile], entries: Sequence[Entry], *, last: int) -> States:
    """Ingest the files batch by batch; the very first batch of a lake, or of a full run, replaces all events.

    Returns the files that were not read after all.
    """
    cut = plan.batches(fresh, run.profile.batch_bytes)
    late = states.late(fresh, entries)
    left: dict[tuple[str, str], State] = {}
    first = all(entry.state == State.REFUSED for entry in entries)
    for place, files in enumerate(cut):
        with journal.step(f"reading {len(files)} files (batch {place + 1} of {len(cut)})"):
            batch = ingest.Batch(
                run=run.name,
                number=last + 1 + place,
                readings=_readings(run),
                key_id=pseudonym.key_id(hash_key()),
                first=first,
                late=late,
                direct_bytes=run.profile.direct_bytes,
            )
            aside = ingest.ingest(_reader(run), files, batch)
            left |= aside
            first = first and len(aside) == len(files)
    return left


def _work(run: Run, entries: Sequence[Entry], published: Published) -> Work:
    measured_with = run.lake.note(indicator_values).get("measured", {})
    views = run.views
    redrawn = gold.redrawn(run.lake, run.definition, views, published.tables)
    work = plan.work(run.definition, entries, published, measured_with=measured_with, views=views, redrawn=redrawn)
    if not work.panel:
        raise DataRefusedError(
            f"{run.raw}: no record was accepted in any source; see silver.rejected_records for the reasons"
        )
    return work
