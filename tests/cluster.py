"""A real standalone cluster on this machine: a master and workers, each a process of its own."""

import json
import os
import signal
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from object_store import free_port
from packaged import SPARK

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Cluster:
    """Where the master is, and its workers."""

    master: str
    page: str
    workers: list[subprocess.Popen[bytes]]

    def state(self) -> dict[str, Any]:
        """What the master says of workers and applications; nothing while it does not answer."""
        try:
            with urllib.request.urlopen(f"{self.page}/json/", timeout=5) as answer:
                found: dict[str, Any] = json.load(answer)
                return found
        except OSError:
            return {}

    def kill(self, number: int) -> None:
        """End a worker and its executors as a power failure would."""
        os.killpg(self.workers[number].pid, signal.SIGKILL)
        self.workers[number].wait(30)


@contextmanager
def cluster(folder: Path, *, workers: int, memory: str) -> Iterator[Cluster]:
    """A master and some workers of one core each, until the end of the block."""
    port, page = free_port(), free_port()
    master = f"spark://{HOST}:{port}"
    at = ("--host", HOST, "--webui-port")
    processes = [_started(folder / "master", "master.Master", *at, str(page), "--port", str(port))]
    running = Cluster(master, f"http://{HOST}:{page}", [])
    try:
        until(lambda: bool(running.state()), "the master does not answer")
        for number in range(workers):
            own = folder / f"worker-{number}"
            room = ("--cores", "1", "--memory", memory, "--work-dir", str(own / "work"))
            running.workers.append(_started(own, "worker.Worker", *at, "0", *room, master))
        processes += running.workers
        until(lambda: running.state().get("aliveworkers") == workers, "the workers do not register")
        yield running
    finally:
        for process in processes:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(30)


def until(holds: Callable[[], bool], complaint: str, *, seconds: float = 180) -> None:
    """Wait for something."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, complaint
        time.sleep(0.2)


def _started(folder: Path, what: str, *options: str) -> subprocess.Popen[bytes]:
    """A process of Spark's own, in a group of its own, so that what it starts ends with it."""
    folder.mkdir(parents=True)
    with (folder / "log.txt").open("wb") as log:
        return subprocess.Popen(
            [SPARK / "bin" / "spark-class", f"org.apache.spark.deploy.{what}", *options],
            env=os.environ | {"SPARK_HOME": str(SPARK), "SPARK_LOCAL_IP": HOST, "SPARK_NO_DAEMONIZE": "1"},
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
