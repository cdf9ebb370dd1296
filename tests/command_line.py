"""What a command of the command line printed."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Said:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def log(self) -> list[dict[str, Any]]:
        """The lines of standard error, all of which must be JSON."""
        return [json.loads(line) for line in self.err.splitlines()]


DTI = Path(sys.executable).with_name("dti")
Dti = Callable[..., Said]
"""Runs the command line with some words."""


def process(
    *words: str | Path, folder: Path | None = None, before: str = "", **environment: str
) -> subprocess.CompletedProcess[str]:
    """Runs the command line in a process of its own, after lines that come before."""
    return subprocess.run(
        [sys.executable, "-c", f"{before}\nfrom dti_spark.cli import main; main()", *words],
        cwd=folder,
        env=os.environ | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
    )


def begin_run(root: Path, **environment: str) -> subprocess.Popen[str]:
    """Begin a run on the logs, the lake and the definition of a folder, in a session of its own."""
    others = {name: value for name, value in os.environ.items() if not name.startswith(("PYSPARK", "SPARK"))}
    return subprocess.Popen(
        [DTI, "run", "--raw", "raw", "--lake", "lake", "--conf", "conf"],
        cwd=root,
        env=others | {"DTI_LOG": str(root / "log")} | environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
