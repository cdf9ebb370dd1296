"""From raw files to events: one batch, one atomic commit, one line in the ledger for each file."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import astuple, dataclass
from functools import reduce
from urllib.parse import unquote

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from dti_spark import columns as c
from dti_spark.errors import DataRefusedError, DtiError, UnreadableError
from dti_spark.events.contested import contested, number
from dti_spark.events.events import events
from dti_spark.events.ingested_files import ingested_files
from dti_spark.events.records import records
from dti_spark.events.rejected_records import rejected_records
from dti_spark.events.verdicts import Verdict
from dti_spark.lake.delta import Lake, Note
from dti_spark.lake.failures import told
from dti_spark.lake.marks import crash_mark
from dti_spark.lake.raw_files import RawFile
from dti_spark.lake.staging import Staging, attempt, drop_all
from dti_spark.pipeline.reading import Reader
from dti_spark.pipeline.states import State, States

NAMES = ("source", "file", "size", "modified_micros", "reading", "state")
LISTING = (
    "source string, file string, size bigint, modified_micros bigint, reading string, state string, "
    "run string, batch bigint"
)


@dataclass(frozen=True)
class Batch:
    """What a batch is known by, and how its files are read; the `first` one of a lake replaces all events."""

    run: str
    number: int
    readings: dict[str, str]
    key_id: str
    first: bool
    late: Collection[RawFile]
    direct_bytes: int


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
        there = {
            (*astuple(file), readings[file.source], state) for file in listed for state in (State.DONE, State.LATE)
        }
        _book(reader, note, there=[RawFile(*file[:4]) for file in note["files"] if tuple(file) in there], again=True)
        return True
    drop_all(reader.lake)
    return False


def ingest(reader: Reader, files: Sequence[RawFile], batch: Batch) -> States:
    """Read files, judge their records, commit them, and enter the files in the ledger; the files that were left out.

    A file that moves while it is read, and one that cannot be read and whose source says `refuse`, is left out, and the
    others are read once more. A crash before the commit of the events leaves nothing behind, a crash after it is
    finished by `recover`.
    """
    left, aside = list(files), dict[RawFile, State]()
    while True:
        note = _note(batch, left, [file for file, state in aside.items() if state is State.REFUSED])
        try:
            if left:
                _commit(reader, left, batch, note)
        except DtiError as error:
            found = _left_out(reader, left, error)
            if not found or reader.lake.note(events).get("batch") == batch.number:
                raise
            aside |= found
            left = [file for file in left if file not in found]
        else:
            break
    if note["files"]:
        _book(reader, note, there=left, again=False)
    return {file.key: state for file, state in aside.items()}


def _commit(reader: Reader, files: Sequence[RawFile], batch: Batch, note: Note) -> None:
    """Events of files in one commit.

    A text log is read once, into a staging folder. A Parquet log of at least `direct_bytes` is cheaper to read again
    than to stage: once for the ids alone, once for everything.
    """
    lake, staging = reader.lake, attempt(reader.lake, batch.number)
    direct = _direct(reader, files, batch.direct_bytes)
    straight = [file for file in files if file.source in direct]
    so_far = lake.empty(events) if batch.first else lake.read(events).where(_is_accepted())
    ids, judged = [], []
    if len(straight) < len(files):
        staging.write(records, reader.records([file for file in files if file.source not in direct]))
        staged = staging.read(records)
        ids.append(staged.where(_is_accepted()).select(number(F.col("event_id")).alias("id_number")))
        judged.append(staged)
    if straight:
        ids.append(reader.id_numbers(straight))
    staging.write(contested, contested(reduce(DataFrame.union, ids), so_far))
    crash_mark("staging.after")
    for file in reader.moved(files):
        raise DataRefusedError(f"{file.file} was written to while it was read; run again when it is complete")
    compared = staging.read(contested)
    suspects = list(judged)
    if straight:
        judged.append(reader.records(straight))
        suspects.append(reader.records(straight, within=compared))
    unions = (reduce(DataFrame.union, judged), reduce(DataFrame.union, suspects))
    frame = events(*unions, compared, so_far, run=batch.run, batch=batch.number)
    note |= {"direct": direct, "staging": staging.name}
    if batch.first:
        lake.overwrite(events, frame, note)
    else:
        lake.append(events, frame, note)


def _left_out(reader: Reader, files: Sequence[RawFile], error: DtiError) -> dict[RawFile, State]:
    """The files because of which a batch failed and without which the run goes on."""
    if moved := reader.moved(files):
        stops = any(reader.policy(file).vanished == "stop" for file, there in moved.items() if not there)
        return {} if stops else {f: State.GROWING if there else State.VANISHED for f, there in moved.items()}
    if isinstance(error, UnreadableError):
        unreadable = [file for file in files if error.file.endswith(f"/{unquote(file.file)}")]
        return {file: State.REFUSED for file in unreadable if reader.policy(file).unreadable == "refuse"}
    return {}


def _is_accepted() -> Column:
    return F.col("verdict") == Verdict.ACCEPTED.value


def _direct(reader: Reader, files: Sequence[RawFile], direct_bytes: int) -> list[str]:
    """The sources of a batch to read without staging."""
    sizes: Counter[str] = Counter()
    for file in files:
        sizes[file.source] += file.size
    return sorted(s for s in sizes if reader.definition.source(s).format == "parquet" and sizes[s] >= direct_bytes)


def _note(batch: Batch, files: Iterable[RawFile], refused: Iterable[RawFile]) -> Note:
    """What the commit of a batch says: its files, as the ledger will hold them."""
    states = {file: State.LATE if file in batch.late else State.DONE for file in files}
    states |= dict.fromkeys(refused, State.REFUSED)
    entries = [(*astuple(file), batch.readings[file.source], state) for file, state in states.items()]
    return {
        "run": batch.run,
        "batch": batch.number,
        "files": entries,
        "key_id": batch.key_id,
        "first": batch.first,
        "direct": [],
    }


def quarters_of(reader: Reader, files: Sequence[RawFile], *, first: bool) -> tuple[list[str], States]:
    """The quarters in which files have events that count, and the files that would be left out; writes nothing.

    Copies of accepted events do not count, unless it is the `first` batch, which replaces all events.
    """
    if not files:
        return [], {}
    try:
        return _quarters(reader, files, first=first), {}
    except DtiError as error:
        aside = _left_out(reader, files, error)
        if not aside:
            raise
    quarters, more = quarters_of(reader, [file for file in files if file not in aside], first=first)
    return quarters, {**more, **{file.key: state for file, state in aside.items()}}


def _quarters(reader: Reader, files: Sequence[RawFile], *, first: bool) -> list[str]:
    lake = reader.lake
    sound = reader.records(files).where(_is_accepted())
    so_far = lake.empty(events) if first else lake.read(events).where(_is_accepted())
    fresh = sound.join(so_far.select("event_id"), on="event_id", how="left_anti")
    with told("reading raw files"):
        return sorted(row["quarter"] for row in fresh.select("quarter").distinct().collect())


def _book(reader: Reader, note: Note, *, there: Sequence[RawFile], again: bool) -> None:
    """Everything that follows from a batch of committed events; `again` where a part of it may have been done.

    `there` are the files whose records can still be read.
    """
    lake, run, batch = reader.lake, str(note["run"]), int(note["batch"])
    committed = lake.read(events).where(F.col("batch") == batch)
    listing = [{**dict(zip(NAMES, file, strict=True)), "run": run, "batch": batch} for file in note["files"]]
    with told("counting the records of each file"):
        lines = [row.asDict() for row in ingested_files(committed, lake.frame(listing, LISTING)).collect()]
    faulty = {line["file"] for line in lines if line["rejected"] and line["source"] in note["direct"]}
    texts = [file for file in there if file.file in faulty]
    judged = [reader.records(texts)] if texts else []
    if "staging" in note and any(
        line["source"] not in note["direct"] for line in lines if line["state"] != State.REFUSED
    ):
        judged.append(Staging(lake, str(note["staging"])).read(records))
    rejected = rejected_records(
        reduce(DataFrame.union, judged, lake.empty(records)),
        committed,
        untold=faulty - {file.file for file in texts},
        run=run,
        batch=batch,
    )
    if note["first"]:
        lake.overwrite(rejected_records, rejected, {"run": run})
    elif again:
        lake.replace(rejected_records, rejected, {"run": run}, where=(c.batch, [batch]))
    else:
        lake.append(rejected_records, rejected, {"run": run})
    lake.append(
        ingested_files,
        lake.frame(lines, ingested_files.schema),
        {"run": run, "last_batch": batch, "key_id": note["key_id"]},
    )
    drop_all(lake)
