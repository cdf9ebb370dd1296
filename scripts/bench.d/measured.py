"""What a contender's process took: seconds, seconds by step, and memory at its peak."""

import os
import re
import signal
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from steps import MEASURING, READING

INTERVAL = 0.2
"""Seconds between two looks at the memory."""


@dataclass(frozen=True)
class Measured:
    """Seconds from start to end of the process, those of its steps, and the largest sum of its processes' RSS."""

    seconds: float
    steps: dict[str, float]
    peak_mib: int

    def step(self, name: str) -> float:
        """Seconds of all steps whose names begin so."""
        return sum(seconds for told, seconds in self.steps.items() if told.startswith(name))

    @property
    def work(self) -> float:
        """Seconds of what all contenders do alike."""
        return self.step(READING) + self.step(MEASURING)


def measured(command: list[str], out: Path) -> Measured:
    """Run a command in a folder and measure it.

    Raises:
        RuntimeError: when it fails; what it printed stands in the folder.
    """
    log = out / "log.txt"
    environment = os.environ | {"SPARK_LOCAL_DIRS": str(out / "spill"), "DTI_LOG": str(out / "spark.txt")}
    begun = monotonic()
    with log.open("wb") as printed:
        process = subprocess.Popen(
            command,
            cwd=out,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=printed,
            start_new_session=True,
        )
    memory = _Memory(process.pid)
    memory.start()
    try:
        code = process.wait()
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)
        raise
    finally:
        memory.ended.set()
    seconds = monotonic() - begun
    if code != 0:
        raise RuntimeError(f"{' '.join(command)} ended with {code}; what it printed stands in {log}")
    return Measured(seconds, _steps(log.read_text()), memory.peak // 1024)


def _steps(printed: str) -> dict[str, float]:
    return {name: float(seconds) for seconds, name in re.findall(r"^ *([\d.]+) s  (.+)$", printed, re.MULTILINE)}


class _Memory(threading.Thread):
    """Watches the memory of all processes of a session until `ended`; `peak` in KiB."""

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self.session = session
        self.peak = 0
        self.ended = threading.Event()

    def run(self) -> None:
        """Look every now and then."""
        while not self.ended.wait(INTERVAL):
            self.peak = max(self.peak, _resident(self.session))


def _resident(session: int) -> int:
    """Resident memory of a session's processes in KiB.

    A process that has just been spawned still shows its parent's memory, until it starts a program of its own: of
    processes with the same stack address only the largest counts.
    """
    by_stack: dict[str, int] = {}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            # the name, in brackets, may hold spaces; proc(5) counts what follows from field 3
            fields = ["", "", "", *(process / "stat").read_text().rpartition(")")[2].split()]
        except OSError:
            continue  # it ended meanwhile
        if int(fields[6]) == session:
            stack, pages = fields[28], int(fields[24])
            by_stack[stack] = max(by_stack.get(stack, 0), pages)
    return sum(by_stack.values()) * os.sysconf("SC_PAGE_SIZE") // 1024
