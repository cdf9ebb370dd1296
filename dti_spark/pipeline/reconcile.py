"""Whether storage, ledger and events tell the same: every file there is, was read, and is in the events as often."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from dti_spark.definition.model import Definition
from dti_spark.errors import DataRefusedError
from dti_spark.events.events import events
from dti_spark.events.ingested_files import COUNTS, ingested_files
from dti_spark.events.rejected_records import rejected_records
from dti_spark.lake import raw_files
from dti_spark.lake.delta import Lake
from dti_spark.lake.failures import told
from dti_spark.pipeline import ledger
from dti_spark.pipeline.states import FAULTS, State, listing
from dti_spark.pipeline.states import states as states_of
from dti_spark.report.terminal import Cell

T = TypeVar("T")
Counts = dict[str, Counter[str]]
VERDICTS = tuple(column.name for column in COUNTS)


@dataclass(frozen=True)
class Reconciled:
    """Files and records by source, and what does not add up, one sentence each."""

    sources: list[dict[str, Cell]]
    faults: list[str]


def reconcile(lake: Lake, definition: Definition, raw: str) -> Reconciled:
    """Compare the raw files with the ledger, and the ledger with the events and the rejected records."""
    entries = ledger.entries(lake)
    told_by_ledger, counted, kept = _ledger(lake), _events(lake), _rejected(lake)
    sources: list[dict[str, Cell]] = []
    faults: list[str] = []
    for source in definition.sources:
        lines, in_events = (_of(source.id, counts) for counts in (told_by_ledger, counted))
        try:
            listed = raw_files.listed(lake.spark, raw, source)
        except DataRefusedError as error:
            listed, faults = [], [*faults, str(error)]
        of_source = [entry for entry in entries if entry.file.source == source.id]
        states = states_of(listing(definition, listed, datetime.now(UTC)), of_source)
        faults += [f"{file} is {state}" for (_, file), state in states.items() if state in FAULTS]
        faults += _miscounts(lines, in_events, _of(source.id, kept))
        files = Counter(states.values())
        sources.append(
            {
                "source": source.id,
                **{state.value: files[state] for state in State},
                "records_in_ledger": sum(sum(counts.values()) for counts in lines.values()),
                "records_in_events": sum(sum(counts.values()) for counts in in_events.values()),
            }
        )
    strange = {of for of, _ in (*told_by_ledger, *counted)} - {source.id for source in definition.sources}
    faults += [f"source {of} was read and is not in sources.yml any more" for of in sorted(strange)]
    return Reconciled(sources, faults)


def _of(source: str, found: dict[tuple[str, str], T]) -> dict[str, T]:
    return {file: value for (of, file), value in found.items() if of == source}


def _miscounts(lines: Counts, in_events: Counts, kept: dict[str, int]) -> Iterator[str]:
    """Files whose records the ledger, the events and the rejected records do not count alike."""
    for file in sorted({*lines, *in_events}):
        said, found = lines.get(file, Counter()), in_events.get(file, Counter())
        for verdict in VERDICTS:
            if said[verdict] != found[verdict]:
                yield f"{file} has {said[verdict]} {verdict} records in the ledger and {found[verdict]} in the events"
        if found["rejected"] != kept.get(file, 0):
            yield f"{file} has {found['rejected']} rejected events and {kept.get(file, 0)} rejected records"


def _ledger(lake: Lake) -> dict[tuple[str, str], Counter[str]]:
    with told("reading the ledger"):
        rows = lake.read(ingested_files).select("source", "file", *VERDICTS).collect()
    found: dict[tuple[str, str], Counter[str]] = {}
    for row in rows:
        # a file that was refused and then delivered again has two lines
        found.setdefault((row["source"], row["file"]), Counter()).update({name: row[name] for name in VERDICTS})
    return found


def _events(lake: Lake) -> dict[tuple[str, str], Counter[str]]:
    with told("counting events"):
        rows = lake.read(events).groupBy("source", "file", "verdict").count().collect()
    found: dict[tuple[str, str], Counter[str]] = {}
    for row in rows:
        found.setdefault((row["source"], row["file"]), Counter())[row["verdict"]] = row["count"]
    return found


def _rejected(lake: Lake) -> dict[tuple[str, str], int]:
    with told("counting rejected records"):
        rows = lake.read(rejected_records).groupBy("source", "file").count().collect()
    return {(row["source"], row["file"]): row["count"] for row in rows}
