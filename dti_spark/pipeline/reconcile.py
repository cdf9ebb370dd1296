"""Whether storage, ledger and events tell the same: every file there is, was read, and is in the events as often."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pyspark.sql import functions as F

from dti_spark.definition.model import Definition
from dti_spark.errors import DataRefusedError
from dti_spark.events.events import events
from dti_spark.events.ingested_files import COUNTS, ingested_files
from dti_spark.events.rejected_records import rejected_records
from dti_spark.lake import raw_files
from dti_spark.lake.delta import Lake
from dti_spark.lake.failures import told
from dti_spark.lake.raw_files import RawFile
from dti_spark.report.terminal import Cell

STATES = ("done", "new", "changed", "vanished")
"""What a raw file can be: read as it is now, not read yet, rewritten since, or read and not there any more."""
SOUND = ("done", "new")
VERDICTS = tuple(column.name for column in COUNTS)


@dataclass(frozen=True)
class Reconciled:
    """Files and records by source, and what does not add up, one sentence each."""

    sources: list[dict[str, Cell]]
    faults: list[str]


@dataclass(frozen=True)
class Line:
    """What the ledger says of a file."""

    file: RawFile
    counts: Counter[str]


def reconcile(lake: Lake, definition: Definition, raw: str) -> Reconciled:
    """Compare the raw files with the ledger, and the ledger with the events and the rejected records."""
    ledger = {(line.file.source, line.file.file): line for line in _ledger(lake)}
    counted, kept = _events(lake), _rejected(lake)
    sources: list[dict[str, Cell]] = []
    faults: list[str] = []
    for source in definition.sources:
        lines = {file: line for (of, file), line in ledger.items() if of == source.id}
        try:
            listed = raw_files.listed(lake.spark, raw, source)
        except DataRefusedError as error:
            listed, faults = [], [*faults, str(error)]
        states = _states(listed, lines)
        in_events = {file: counts for (of, file), counts in counted.items() if of == source.id}
        faults += [f"{file} is {state}" for file, state in states.items() if state not in SOUND]
        faults += _miscounts(lines, in_events, {f: n for (of, f), n in kept.items() if of == source.id})
        files = Counter(states.values())
        sources.append(
            {
                "source": source.id,
                **{state: files[state] for state in STATES},
                "records_in_ledger": sum(sum(line.counts.values()) for line in lines.values()),
                "records_in_events": sum(sum(counts.values()) for counts in in_events.values()),
            }
        )
    strange = {of for of, _ in (*ledger, *counted)} - {source.id for source in definition.sources}
    faults += [f"source {of} was read and is not in sources.yml any more" for of in sorted(strange)]
    return Reconciled(sources, faults)


def _states(listed: Sequence[RawFile], lines: dict[str, Line]) -> dict[str, str]:
    """Each file that is there or was read, with its state."""
    there = {file.file: file for file in listed}
    states = dict.fromkeys(there, "new")
    for name, line in lines.items():
        states[name] = "vanished" if name not in there else "done" if there[name] == line.file else "changed"
    return dict(sorted(states.items()))


def _miscounts(lines: dict[str, Line], in_events: dict[str, Counter[str]], kept: dict[str, int]) -> Iterator[str]:
    """Files whose records the ledger, the events and the rejected records do not count alike."""
    for file in sorted({*lines, *in_events}):
        said = lines[file].counts if file in lines else Counter[str]()
        found = in_events.get(file, Counter())
        for verdict in VERDICTS:
            if said[verdict] != found[verdict]:
                yield f"{file} has {said[verdict]} {verdict} records in the ledger and {found[verdict]} in the events"
        if found["rejected"] != kept.get(file, 0):
            yield f"{file} has {found['rejected']} rejected events and {kept.get(file, 0)} rejected records"


def _ledger(lake: Lake) -> Iterable[Line]:
    modified = F.unix_micros("modified").alias("modified")
    with told("reading the ledger"):
        rows = lake.read(ingested_files).select("source", "file", "size", modified, *VERDICTS).collect()
    for row in rows:
        file = RawFile(row["source"], row["file"], row["size"], row["modified"])
        yield Line(file, Counter({verdict: row[verdict] for verdict in VERDICTS}))


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
