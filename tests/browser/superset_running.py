"""Superset as scripts/superset starts it, on the SQL endpoint of a lake that has just been made."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from object_store import free_port

ROOT = Path(__file__).parents[2]
DTI = Path(sys.executable).with_name("dti")
PASSWORD = "Known to this test alone"


@dataclass(frozen=True)
class Superset:
    """A running Superset: its address and home, the endpoint that it asks, and the process with all that it started."""

    address: str
    home: Path
    sql: str
    process: subprocess.Popen[bytes]

    def interrupt(self) -> int:
        """Press ctrl-C: everything in the foreground is told; the exit code of the script."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.process.wait(30)

    def alive(self) -> bool:
        """Whether any process that it started is left."""
        try:
            os.killpg(self.process.pid, 0)
        except ProcessLookupError:
            return False
        return True


def made(folder: Path) -> Path:
    """A lake of 150,000 calibrated events, with all views."""
    raw, lake = folder / "raw", folder / "lake"
    for words in (["generate", "--raw", raw, "--events", "150000"], ["run", "--raw", raw, "--lake", lake]):
        subprocess.run([DTI, *words], stdin=subprocess.DEVNULL, check=True, timeout=900)
    return lake


@contextmanager
def serving(lake: Path, folder: Path) -> Iterator[str]:
    """The SQL endpoint of a lake, as HOST:PORT."""
    port = free_port()
    process = _started([DTI, "sql", "--lake", lake, "--port", str(port)], folder / "sql.txt")
    try:
        until(lambda: _listens(port), process, folder / "sql.txt")
        yield f"127.0.0.1:{port}"
    finally:
        ended(process)


@contextmanager
def superset(sql: str, folder: Path) -> Iterator[Superset]:
    """Superset with an empty home of its own."""
    port, home, said = free_port(), folder / "home", folder / "superset.txt"
    told = {"SUPERSET_HOME": str(home), "SUPERSET_ADMIN_PASSWORD": PASSWORD}
    process = _started([ROOT / "scripts" / "superset", sql, str(port)], said, **told)
    try:
        until(lambda: "account: admin" in said.read_text(), process, said)
        yield Superset(f"http://127.0.0.1:{port}", home, sql, process)
    finally:
        ended(process)


def until(holds: Callable[[], bool], process: subprocess.Popen[bytes], said: Path) -> None:
    """Wait for something that a process brings about; the first time packages may have to be installed."""
    deadline = time.monotonic() + 900
    while not holds():
        assert process.poll() is None, said.read_text()
        assert time.monotonic() < deadline, said.read_text()
        time.sleep(0.5)


def ended(process: subprocess.Popen[bytes]) -> None:
    """End a process and what it started."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(60)


def _listens(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def _started(words: list[str | Path], said: Path, **environment: str) -> subprocess.Popen[bytes]:
    """A process in a group of its own, as a shell starts one."""
    with said.open("wb") as log:
        return subprocess.Popen(
            words,
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
