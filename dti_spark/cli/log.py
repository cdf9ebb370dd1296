"""What goes to standard error while a command works: lines for people, or with --json one JSON object a line."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from time import monotonic

from rich.console import Console
from rich.text import Text

from dti_spark.pipeline.progress import Step
from dti_spark.redaction import redacted
from dti_spark.report.terminal import Cell


class Log:
    """Tells which step is at work and how long it took; `run` is the id of the run that the lines belong to."""

    def __init__(self, *, as_json: bool) -> None:
        self.run: str | None = None
        self.as_json = as_json
        self._step: int | None = None
        self._console = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)

    @contextmanager
    def step(self, step: Step) -> Iterator[None]:
        """Tell of a step that lasts as long as the context."""
        self._step = step.number
        if self.as_json:
            self._line("info", event="started", doing=step.doing)
        with self._console.status(Text(step.doing)) if self._spins else nullcontext():
            yield
        if self.as_json:
            cost: dict[str, Cell] = {**(step.cost or {})}
            self._line("info", event="finished", doing=step.doing, seconds=round(step.seconds, 3), **cost)
        else:
            self._console.print(Text(f"{step.seconds:7.1f} s", style="dim"), step.doing, sep="  ")

    @contextmanager
    def working(self, doing: str) -> Iterator[None]:
        """Tell of a step that no run counts."""
        step = Step(doing, datetime.now(UTC))
        begun = monotonic()
        with self.step(step):
            yield
            step.seconds = monotonic() - begun

    def said(self, text: str) -> None:
        """One sentence for whoever looks on."""
        if self.as_json:
            self._line("info", event="said", text=text)
        else:
            self._console.print(redacted(text))

    def warned(self, sentence: str) -> None:
        """Something that is not as it should be and ends nothing."""
        if self.as_json:
            self._line("warning", event="warned", warning=sentence)
        else:
            self._console.print(Text("warning:", style="yellow"), redacted(sentence))

    def failed(self, sentence: str, *, exit_code: int, trace: str = "") -> None:
        """The error that ends the command, and the stack trace where it was asked for."""
        if self.as_json:
            self._line("error", event="failed", error=sentence, exit_code=exit_code, trace=trace or None)
            return
        self._console.file.write(redacted(trace))
        self._console.print(Text("error:", style="red"), redacted(sentence))

    @property
    def _spins(self) -> bool:
        return self._console.is_terminal and not self.as_json

    def _line(self, level: str, **what: Cell) -> None:
        now = datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        told = {name: redacted(cell) if isinstance(cell, str) else cell for name, cell in what.items()}
        line = {"time": now, "level": level, "run": self.run, "step": self._step, **told}
        self._console.file.write(json.dumps(line, ensure_ascii=False) + "\n")
