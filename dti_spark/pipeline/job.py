"""What a run is asked to do, and what it says that it did."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from dti_spark.definition.model import Definition, Profile
from dti_spark.lake.delta import Lake
from dti_spark.pipeline.journal import Journal
from dti_spark.pipeline.plan import Work
from dti_spark.pipeline.progress import Show, Step, silent
from dti_spark.pipeline.states import States
from dti_spark.pipeline.views import ALL, CORE
from dti_spark.report.terminal import Rows

WAIT = 90.0
"""Seconds to wait for another run to end: longer than a lease lasts whose holder died, as profiles have it."""


@dataclass(frozen=True)
class Outcome:
    """What a run did, or would do: files to read by source, what to refresh, tables, and the release, if any.

    `left` are raw files that were not read, or not as they are now, with their state. `unrecorded` says why the run is
    not in ops.runs, where it should be.
    """

    run: str
    files: Counter[str]
    work: Work
    tables: list[str]
    records: Rows = ()
    release: str | None = None
    left: States = field(default_factory=dict)
    steps: Sequence[Step] = ()
    unrecorded: str | None = None


@dataclass(frozen=True)
class Run:
    """One run's settings; `name` is its id, `release` the name to publish under, if one was asked for.

    `wait` is for how many seconds it waits for another run on the lake to end.
    """

    lake: Lake
    definition: Definition
    profile: Profile
    raw: str
    name: str
    started: datetime
    release: str | None = None
    full: bool = False
    wait: float = WAIT
    show: Show = silent

    @property
    def views(self) -> tuple[str, ...]:
        """The views that it keeps up to date."""
        return ALL if self.profile.views == "all" else CORE

    def journal(self) -> Journal:
        """An empty journal."""
        fingerprint = self.definition.fingerprint
        return Journal(self.lake, self.raw, run=self.name, started=self.started, definition=fingerprint, show=self.show)


def new_name() -> str:
    """An id that no other run has."""
    return datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")


def start(lake: Lake, definition: Definition, profile: Profile, raw: str, *, name: str | None = None) -> Run:
    """A run that starts now, under a new id or one that was chosen."""
    return Run(lake, definition, profile, raw, name=name or new_name(), started=datetime.now(UTC))
