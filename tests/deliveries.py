"""What the fixtures of this folder hand to tests."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from raw_logs import Event

from dti_spark.pipeline.job import Outcome

Deliver = Callable[..., Outcome]


@dataclass(frozen=True)
class Sample:
    """The small sample of events: its definition and logs, what each file holds, and the lake that one run makes."""

    conf: Path
    raw: Path
    files: dict[str, list[Event]]
    lake: Path


@dataclass(frozen=True)
class Generated:
    """Generated logs and the lake that one run makes of them; so many clean events, and the run's outcome."""

    raw: Path
    lake: Path
    events: int
    outcome: Outcome
