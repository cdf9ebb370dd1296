"""What a run does and costs, noted step by step; when it ends, ops.run_steps and ops.runs know it.

A run that publishes writes the tables. Others leave their rows in a file, which the next that publishes takes in.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from time import monotonic

from dti_spark import __version__
from dti_spark.errors import DataRefusedError, DtiError, UsageError
from dti_spark.lake.delta import Lake
from dti_spark.lake.inbox import Inbox
from dti_spark.lake.metrics import Meter
from dti_spark.ops.run_steps import COSTS, run_steps
from dti_spark.ops.runs import CHANGED, runs
from dti_spark.pipeline.progress import Show, Step
from dti_spark.redaction import redacted


class Journal:
    """The notes of one run. `steps` are those that began; `unrecorded` says why its end could not be written."""

    def __init__(self, lake: Lake, raw: str, *, run: str, started: datetime, definition: str, show: Show) -> None:
        self.steps: list[Step] = []
        self.unrecorded: str | None = None
        self._lake, self._run, self._started, self._definition, self._show = lake, run, started, definition, show
        self._begun = monotonic()
        self._meter = Meter(lake.spark, [lake.root, raw])
        self._changed: dict[str, object] = {}
        self._opened = False

    @contextmanager
    def step(self, doing: str) -> Iterator[None]:
        """A step that lasts as long as the context; steps follow each other and do not overlap."""
        step = Step(doing, datetime.now(UTC), self._run, len(self.steps) + 1)
        self.steps.append(step)
        begun = monotonic()
        self._meter.read()
        with self._show(step):
            try:
                yield
            except Exception as error:
                step.error = told(error)
                raise
            finally:
                step.seconds = monotonic() - begun
                step.cost = self._meter.read()

    def opened(self) -> None:
        """The lake answers; where it does not, nothing is written there about the run either."""
        self._opened = True

    def writes_to(self, lake: Lake) -> None:
        """From now on write to the lake in this way."""
        self._lake = lake

    def changed(self, **what: object) -> None:
        """What the run has read or changed so far: values for columns of ops.runs."""
        self._changed |= what

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Write down how the run ends that the context lasts for; a failure to do so is told and raises nothing."""
        try:
            yield
        except Exception as error:
            self._write(error)
            raise
        self._write(None)

    def _write(self, error: Exception | None) -> None:
        if not self._opened:
            return
        ended = self._ended(error)
        rows = {runs.name: [ended], run_steps.name: [self._row(step) for step in self.steps]}
        inbox = Inbox(self._lake, "ops")
        try:
            inbox.put(f"{self._started:%Y%m%dT%H%M%S%f}", rows)
            if ended["release"]:
                # Spark is at work, and what waits costs little more now
                inbox.settle((run_steps, runs), {"run": self._run})
        except Exception as failure:
            self.unrecorded = f"run {self._run} is not in ops.runs yet: {told(failure)}"

    def _row(self, step: Step) -> dict[str, object]:
        """A step as a row of ops.run_steps."""
        return {
            "run": self._run,
            "run_started": self._started,
            "step": step.number,
            "name": redacted(step.doing),
            "started": step.started,
            "seconds": step.seconds,
            **(step.cost or dict.fromkeys(column.name for column in COSTS)),
            "outcome": "failed" if step.error else "done",
            "error": step.error,
        }

    def _ended(self, error: Exception | None) -> dict[str, object]:
        """The run as a row of ops.runs."""
        changed = dict.fromkeys(column.name for column in CHANGED) | self._changed
        return changed | {
            "run": self._run,
            "started": self._started,
            "finished": datetime.now(UTC),
            "seconds": monotonic() - self._begun,
            "status": _status(error, published=bool(changed["release"])),
            "exit_code": exit_code(error),
            "error": told(error) if error else None,
            "definition": self._definition,
            "code_version": __version__,
            "application": self._lake.spark.sparkContext.applicationId,
        }


def told(error: Exception) -> str:
    """An error in one sentence, without credentials."""
    return redacted(str(error) if isinstance(error, DtiError) else f"{type(error).__name__}: {error}".splitlines()[0])


def exit_code(error: Exception | None) -> int:
    """The exit code that an error gives the command line; Python's own where nobody foresaw it."""
    if error is None:
        return 0
    return error.exit_code if isinstance(error, DtiError) else 1


def _status(error: Exception | None, *, published: bool) -> str:
    if error is None:
        return "published" if published else "nothing new"
    return "refused" if isinstance(error, DataRefusedError | UsageError) else "failed"
