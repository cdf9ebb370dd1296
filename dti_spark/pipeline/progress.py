"""The steps of a run, which tell that they are at work; the command line decides how to show it."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime

from dti_spark.lake.metrics import Cost
from dti_spark.report.terminal import Cell


@dataclass
class Step:
    """One thing that is done; time, cost and error are known when it has ended.

    `run` and `number` are None for what is done outside of a run.
    """

    doing: str
    started: datetime
    run: str | None = None
    number: int | None = None
    seconds: float = 0.0
    cost: Cost | None = None
    error: str | None = None

    @property
    def told(self) -> dict[str, Cell]:
        """The step for a table that people read, or for JSON."""
        return {"step": self.number, "name": self.doing, "seconds": round(self.seconds, 3), **(self.cost or {})}


Show = Callable[[Step], AbstractContextManager[object]]
"""Called with a step that begins; the context lasts as long as the step."""
Progress = Callable[[str], AbstractContextManager[object]]
"""Called with what is being done; the context lasts as long as that."""


def silent(step: Step) -> AbstractContextManager[object]:
    """Show nothing."""
    return nullcontext(step)
