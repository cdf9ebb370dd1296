"""A lake under everything that its surroundings do to it, beside a model of it in plain Python.

The model knows which events were delivered and what experts say; `reference` works out from these what a release must
hold. Whatever happens between two steps, who reads sees the numbers of one release, and the lake ends where an
undisturbed one would be.
"""

import csv
import os
import shutil
import tempfile
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from math import isclose
from pathlib import Path

import pyarrow.compute as pc
import pytest
from deltalake import DeltaTable
from hypothesis import reject
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from lakes import INDEX_KEY
from raw_logs import Event, write
from reference import Conf, Events, cells
from reference_gold import Gold, Key
from sample_events import QUARTERS, sound
from small_index import FIRST, SECOND, SOURCES, Place, StoppedError, deliver, stopping

from dti_spark.definition.load import load
from dti_spark.definition.model import Profile
from dti_spark.errors import DataRefusedError, StorageError
from dti_spark.lake import released
from dti_spark.pipeline import releasing
from dti_spark.pipeline.maintain import maintain
from dti_spark.pipeline.reconcile import reconcile

UNPUBLISHED = (
    *("staging.after", "silver.after", "gold.after", "release.copied", "release.sealed"),
    *("silver.events.before", "silver.events.after", "silver.rejected_records.before", "silver.rejected_records.after"),
    *("silver.ingested_files.before", "silver.ingested_files.after", "silver.indicator_values.after"),
    *("gold.index_values.before", "gold.index_values.after", "gold.rankings.after", "gold.growth.before"),
)
PUBLISHED = ("release.published", "gold.releases.before", "gold.releases.after", "ops.run_steps.after")
"""Marks at which a run can be killed: before and after the instant at which its release counts."""
MONTH = 30 * 86_400
ONE_OR_TWO = st.sets(st.sampled_from(SOURCES), min_size=1, max_size=2)


@dataclass(frozen=True)
class State:
    """What decides what a release holds: the events that were delivered, and the scores."""

    accepted: frozenset[tuple[str, str | None]]
    scores: str


class Simulation(RuleBasedStateMachine):
    """Steps in any order; each compares what it can."""

    there: Place
    """A published lake that each simulation starts from."""
    begun = False

    @initialize(first=st.integers(0, 2**32))
    def begin(self, first: int) -> None:
        if first == 0:
            reject()  # whatever the seed, Hypothesis tries the shortest simulation first, which shows least
        self.begun = True
        self.folder = Path(tempfile.mkdtemp(prefix="simulation-"))
        self.place = self.there.copy(self.folder)
        self.files = deliver(self.folder / "again", FIRST) | deliver(self.folder / "again", SECOND)
        self.read = set(self.files)
        self.killed = False
        self.maintained = False
        self.now = self.state
        self.releases = {"0001": self.gold()}
        self.counts = "0001"

    @property
    def state(self) -> State:
        accepted = frozenset((event.source, event.id) for events in self.files.values() for event in events)
        return State(accepted, self.scores.read_text(encoding="utf-8"))

    @property
    def profile(self) -> Profile:
        return load(self.place.conf).profiles["local"]

    @property
    def scores(self) -> Path:
        return self.place.conf / "expert_scores.csv"

    def gold(self) -> dict[Key, float]:
        """Every value that is not zero of a release that is made of what was delivered so far."""
        conf = Conf(self.place.conf)
        values = Gold(conf, cells(conf, Events(conf, self.files).accepted)).values
        return {key: float(value) for key, value in values.items() if value}

    @rule(quarter=st.integers(0, 2), sources=ONE_OR_TWO, late=st.booleans())
    def deliver(self, quarter: int, sources: set[str], late: bool) -> None:
        name = f"delivery-{len(self.files)}"
        events = [event for event in sound([QUARTERS[quarter]], f"{name} ") if event.source in sources]
        self._write(name, events, late=late)

    @rule(data=st.data())
    def deliver_again(self, data: st.DataObject) -> None:
        """The same events in another file."""
        file = data.draw(st.sampled_from(sorted(self.files)))
        self._write(f"copy-{len(self.files)}", self.files[file], late=False)

    @rule(data=st.data())
    def rewrite_and_restore(self, data: st.DataObject) -> None:
        file = self.place.raw / data.draw(st.sampled_from(sorted(self.read)))
        kept, times = file.read_bytes(), file.stat()
        file.write_bytes(kept + b"\n")
        with pytest.raises(DataRefusedError, match="was rewritten after it was read"):
            self.place.run()
        file.write_bytes(kept)
        os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))

    @rule(score=st.integers(1, 5))
    def score(self, score: int) -> None:
        with self.scores.open(encoding="utf-8", newline="") as file:
            header, first, *others = csv.reader(file)
        with self.scores.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([header, [*first[:-1], str(score)], *others])

    @rule()
    def run(self) -> None:
        expected, before = self.state != self.now, len(self.releases)
        outcome = self.place.run()
        self._everything_was_read()
        assert (outcome.release is not None) or not expected
        if outcome.release:
            self._published(outcome.release)
        assert self.state == self.now
        assert self.killed or (len(self.releases) > before) == expected
        self.killed = False

    @precondition(lambda self: self.state != self.now)
    @rule(mark=st.sampled_from(UNPUBLISHED + PUBLISHED))
    def kill(self, mark: str) -> None:
        """A run that is killed where it may be; where it does not come by, it ends as any other."""
        last = released.current(self.place.lake)
        stopped = False
        try:
            with stopping(mark):
                self.place.run()
        except StoppedError:
            stopped = True
        else:
            self._everything_was_read()
        self.killed = True
        now = released.current(self.place.lake)
        if now and now != last:
            assert not stopped or mark in PUBLISHED
            self._published(now.release)

    @precondition(lambda self: self.state != self.now)
    @rule(mark=st.sampled_from(UNPUBLISHED))
    def run_twice_at_once(self, mark: str) -> None:
        """A second run begins while the first is at a mark; it is told who is at work, and nothing else happens."""

        def rival(*_: object) -> None:
            with pytest.raises(StorageError, match="is being written by"):
                self.place.run()
            raise StoppedError

        try:
            with stopping(mark, rival):
                outcome = self.place.run()
        except StoppedError:
            self.killed = True
            return
        self._everything_was_read()
        if outcome.release:
            self._published(outcome.release)

    @precondition(lambda self: not self.maintained and not self.killed)
    @rule(mark=st.sampled_from(("nowhere", "silver.events.compacted", "gold.index_values.vacuumed")))
    def maintain(self, mark: str) -> None:
        """Housekeeping, which may be killed as well."""
        self.maintained = True
        with suppress(StoppedError), stopping(mark):
            maintain(self.place.lake, self.profile, hours=168, owner="simulation", wait=0)

    @precondition(lambda self: len(self.releases) > 1)
    @rule(data=st.data())
    def roll_back(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.releases)))
        releasing.rolled_back(self.place.lake, name, owner="simulation", seconds=60, wait=0)
        self.counts = name

    @invariant()
    def who_reads_sees_one_release_as_the_method_has_it(self) -> None:
        now = released.current(self.place.lake)
        assert now is not None
        assert now.release == self.counts
        folder = Path(released.place(self.place.lake, now.folder))
        rows = DeltaTable(folder / "gold/index_values").to_pyarrow_dataset().to_table(filter=pc.field("value") != 0)
        found = {tuple(row[column] for column in INDEX_KEY): row["value"] for row in rows.to_pylist()}
        expected = self.releases[self.counts]
        assert found.keys() == expected.keys()
        assert all(isclose(value, found[key], rel_tol=1e-12) for key, value in expected.items())

    def teardown(self) -> None:
        """The lake heals, and storage, ledger and events agree."""
        if not self.begun:
            return
        self.run()
        found = reconcile(self.place.lake, load(self.place.conf), str(self.place.raw))
        assert found.faults == []
        shutil.rmtree(self.folder)

    def _write(self, name: str, events: list[Event], *, late: bool) -> None:
        written = write(self.place.raw, events, lambda event: f"dt=2020-12-31/{name}-{event.kind}")
        for file in written if late else ():
            times = (self.place.raw / file).stat()
            os.utime(self.place.raw / file, (times.st_mtime - MONTH, times.st_mtime - MONTH))
        self.files |= written

    def _published(self, name: str) -> None:
        assert name not in self.releases
        self.now, self.counts, self.releases = self.state, name, self.releases | {name: self.gold()}

    def _everything_was_read(self) -> None:
        """The ledger has every file once, and every record has a verdict; each event counts once."""
        ledger = self.place.rows("silver.ingested_files")
        assert Counter({row["file"]: row["records"] for row in ledger}) == Counter(
            {file: len(events) for file, events in self.files.items()}
        )
        assert sum(row["accepted"] for row in ledger) == len(self.state.accepted)
        self.read = set(self.files)
