"""What a raw file is to the lake: told from storage and ledger, and what a run makes of it by its source's policies."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from dti_spark.definition.model import Definition
from dti_spark.errors import DataRefusedError
from dti_spark.lake.raw_files import RawFile
from dti_spark.pipeline.plan import Entry


class State(StrEnum):
    """What a raw file can be; the ledger holds the first three."""

    DONE = "done"
    """Read."""
    LATE = "late"
    """Read, after a file of its source that is younger."""
    REFUSED = "refused"
    """Not readable, and set aside; nothing of it counts."""
    NEW = "new"
    """Not read yet."""
    GROWING = "growing"
    """Still being written."""
    CHANGED = "changed"
    """Rewritten after it was read."""
    VANISHED = "vanished"
    """Gone after it was read or listed."""


FAULTS = (State.REFUSED, State.CHANGED, State.VANISHED)
"""States that a person should look at."""
States = Mapping[tuple[str, str], State]
"""Files by source and path, each with its state."""


@dataclass(frozen=True)
class Listing:
    """The raw files that are there; those that were written to less than their source's `quiet_seconds` ago grow."""

    files: Sequence[RawFile]
    growing: frozenset[RawFile] = frozenset()

    @property
    def settled(self) -> list[RawFile]:
        """Those that do not grow."""
        return [file for file in self.files if file not in self.growing]


@dataclass(frozen=True)
class Sorted:
    """What a run has to read, whether it must read everything `again`, and the states of files that it leaves."""

    fresh: list[RawFile]
    again: bool
    left: States


def listing(definition: Definition, files: Sequence[RawFile], now: datetime) -> Listing:
    """Raw files, told apart by whether they still grow."""
    quiet = {source.id: timedelta(seconds=source.files.quiet_seconds) for source in definition.sources}
    youngest = {id: int((now - seconds).timestamp() * 1_000_000) for id, seconds in quiet.items() if seconds}
    growing = (file for file in files if file.source in youngest and file.modified > youngest[file.source])
    return Listing(files, frozenset(growing))


def states(listed: Listing, ledger: Iterable[Entry]) -> dict[tuple[str, str], State]:
    """Every file that is there or was read, with its state."""
    found = {file.key: State.GROWING if file in listed.growing else State.NEW for file in listed.files}
    there = {file.key: file for file in listed.files}
    for entry in ledger:
        key, state = entry.file.key, State(entry.state)
        if there.get(key) == entry.file:
            found[key] = state
        elif state is not State.REFUSED:
            found[key] = State.CHANGED if key in there else State.VANISHED
    return dict(sorted(found.items()))


def sorted_out(definition: Definition, listed: Listing, ledger: Sequence[Entry], *, full: bool) -> Sorted:
    """What to read and what to leave, by the policies of the sources.

    Raises:
        DataRefusedError: a file was rewritten, has vanished or is empty, and the policy of its source is to stop; or a
            full run would lose what was read from files that have vanished.
    """
    known = {source.id for source in definition.sources}
    entries = {entry.file.key: entry for entry in ledger if entry.file.source in known}
    found, there = states(listed, entries.values()), {file.key: file for file in listed.files}
    again = False
    for key, state in found.items():
        policy = definition.source(key[0]).files
        if state is State.CHANGED:
            if not full and policy.changed == "stop":
                raise _changed(entries[key], there[key])
            again |= policy.changed == "read_again"
        elif state is State.VANISHED and policy.vanished == "stop":
            raise _vanished(entries[key], "restore it, or set files.vanished of its source to keep")
    if full or again:
        lost = [entry for key, entry in entries.items() if found.get(key) is State.VANISHED and entry.records]
        for entry in lost:
            if definition.source(entry.file.source).files.vanished != "forget":
                raise _vanished(entry, "a full run would lose them: restore it, or set vanished to forget")
        left = {key: state for key, state in found.items() if state in (State.VANISHED, State.GROWING)}
        # not those that have settled: what the ledger holds just as it is does not grow, however young it is
        return Sorted([file for file in listed.files if found[file.key] is not State.GROWING], True, left)
    fresh = [file for file in listed.files if found[file.key] is State.NEW]
    return Sorted(fresh, False, {key: s for key, s in found.items() if s in (*FAULTS, State.GROWING)})


def late(files: Collection[RawFile], ledger: Iterable[Entry]) -> set[RawFile]:
    """Files that are older than one of their source that the ledger holds."""
    newest: dict[str, int] = {}
    for entry in ledger:
        newest[entry.file.source] = max(entry.file.modified, newest.get(entry.file.source, 0))
    return {file for file in files if file.modified < newest.get(file.source, 0)}


def _changed(before: Entry, now: RawFile) -> DataRefusedError:
    return DataRefusedError(
        f"{now.file} was rewritten after it was read ({before.file.size} bytes then, {now.size} now); "
        "restore it, deliver corrections under a new name, or run with --full"
    )


def _vanished(entry: Entry, remedy: str) -> DataRefusedError:
    return DataRefusedError(f"{entry.file.file} has vanished after {entry.records} records were read from it; {remedy}")
