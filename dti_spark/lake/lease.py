"""One writer per lake: a lease with an owner, which is renewed while its holder lives and ends when it dies.

The files LAKE/_lease/<number>.json are leases; the largest number is the one that counts. A lease is taken by creating
the file of the next number, which only one can (`exclusive`), and renewed by its holder, who alone rewrites it. A rival
takes over what was not renewed for as long as it lasts, by the rival's own clock, so that clocks need not agree. On the
holder's machine it sees at once that the holder's JVM is dead, which is what could still be writing. Before each commit
the holder looks whether its lease still counts (`Lease.check`). Source: Gray, Cheriton, *Leases*, SOSP 1989; the number
is what is called a fencing token.
"""

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic, sleep
from uuid import uuid4

from py4j.protocol import Py4JError
from pyspark.sql import SparkSession

from dti_spark.errors import StorageError
from dti_spark.lake import exclusive
from dti_spark.lake.delta import Lake
from dti_spark.lake.failures import told
from dti_spark.lake.hadoop import java

POLL = 1.0
"""Most seconds between two looks at a lease that another holds."""
RENEWALS = 3
"""How often a lease is renewed while it lasts."""


@dataclass(frozen=True)
class Held:
    """What the file of a lease says; `process` names the JVM, where the system tells of its processes."""

    number: int
    owner: str
    host: str
    process: str | None
    token: str
    started: str
    expires: str
    seconds: float
    released: bool = False

    @property
    def told(self) -> str:
        """Who holds it, for people."""
        return f"run {self.owner} on {self.host} since {self.started}"


UNTOLD = Held(0, "(not told yet)", "(not told yet)", None, "", "(not told yet)", "", 60)
"""What a file says into which nothing has been written."""


class Lease:
    """The lease of one run on one lake, lasting some seconds from its last renewal on."""

    def __init__(self, spark: SparkSession, root: str, *, owner: str, seconds: float) -> None:
        self._root, self._seconds = root, seconds
        self._folder = exclusive.folder(spark, f"{root.rstrip('/')}/_lease")
        now = _now()
        self._here, pid = _machine(), _pid(spark)
        process = f"{self._here} {pid} {_begun(pid)}" if self._here else None
        self._held = Held(0, owner, socket.gethostname(), process, uuid4().hex, _text(now), _text(now), seconds)
        self._renewed = 0.0
        self._ended = threading.Event()
        self._renewing = threading.Thread(target=self._renew, daemon=True, name="lease")

    def take(self, wait: float) -> None:
        """Get the lease, within so many seconds.

        Raises:
            StorageError: another run holds it.
        """
        begun = seen_since = monotonic()
        seen: Held | None = None
        while True:
            last = self._last()
            if last != seen:
                seen, seen_since = last, monotonic()
            if last is None or self._is_free(last) or monotonic() - seen_since > last.seconds:
                if self._claim(last.number + 1 if last else 1):
                    break
                sleep(POLL / 10)
            elif monotonic() - begun >= wait:
                raise StorageError(f"{self._root} is being written by {last.told}; try again when that has ended")
            else:
                sleep(min(POLL, last.seconds / 4))
        for name in self._folder.names()[:-1]:
            self._folder.remove(name)
        self._renewing.start()

    def check(self) -> None:
        """Stop a run that must not write any more.

        Raises:
            StorageError: the lease was not renewed in time, or another run has taken it over.
        """
        if monotonic() - self._renewed > self._seconds:
            raise StorageError(
                f"run {self._held.owner} did not renew its lease on {self._root} for {self._seconds:g} s, so it writes "
                "nothing more; was it stopped, or the storage out of reach? Run again"
            )
        last = self._last()
        if last is None or last.token != self._held.token:
            raise StorageError(
                f"run {self._held.owner} has lost its lease on {self._root} to {last.told if last else 'nobody'}, so "
                "it writes nothing more; run again"
            )

    def give_back(self) -> None:
        """Let the next run have it at once; where the storage does not answer, when it has lasted."""
        self._ended.set()
        self._renewing.join()
        if monotonic() - self._renewed <= self._seconds:
            with suppress(StorageError):
                self._put(released=True)

    def _is_free(self, held: Held) -> bool:
        """Whether a lease was given back, or its holder was a process of this machine that is no more."""
        if held.released or held.process is None:
            return held.released
        machine, pid, begun = held.process.split()
        return machine == self._here and _begun(int(pid)) != begun

    def _claim(self, number: int) -> bool:
        """Whether this lease is now the one that counts."""
        begun = monotonic()
        claimed = self._as_of_now(number)
        with told(f"taking the lease on {self._root}"):
            if not self._folder.create(_name(number), _json(claimed)):
                return False
        self._held, self._renewed = claimed, begun
        last = self._last()
        # a rival may have looked long ago, when the number was the next
        return last is not None and last.token == claimed.token

    def _renew(self) -> None:
        while not self._ended.wait(self._seconds / RENEWALS):
            if monotonic() - self._renewed > self._seconds:
                return
            try:
                self._put(released=False)
            except (StorageError, OSError, Py4JError):
                continue  # it may answer the next time; `check` knows how old the lease is

    def _put(self, *, released: bool) -> None:
        begun = monotonic()
        held = replace(self._as_of_now(self._held.number), released=released)
        with told(f"renewing the lease on {self._root}"):
            self._folder.replace(_name(held.number), _json(held))
        self._renewed = begun

    def _as_of_now(self, number: int) -> Held:
        return replace(self._held, number=number, expires=_text(_now() + timedelta(seconds=self._seconds)))

    def _last(self) -> Held | None:
        """The lease that counts, whoever holds it."""
        with told(f"looking at the lease on {self._root}"):
            names = self._folder.names()
            if not names:
                return None
            text = self._folder.read(names[-1])
        # on HDFS a file may be seen before its text is
        return Held(**json.loads(text)) if text else replace(UNTOLD, number=int(names[-1].partition(".")[0]))


@contextmanager
def leased(lake: Lake, *, owner: str, seconds: float, wait: float) -> Iterator[Lake]:
    """Hold the lease on a lake, and give the lake to write to; another run that holds it is waited for."""
    lease = Lease(lake.spark, lake.root, owner=owner, seconds=seconds)
    lease.take(wait)
    try:
        yield replace(lake, fence=lease.check)
    finally:
        lease.give_back()


def _pid(spark: SparkSession) -> int:
    return int(java(spark, "java.lang.ProcessHandle").current().pid())


def _machine() -> str | None:
    """A name for this machine since it started, and for the namespace of its processes: containers may share a host."""
    try:
        return f"{Path('/proc/sys/kernel/random/boot_id').read_text().strip()}/{Path('/proc/self/ns/pid').readlink()}"
    except OSError:
        return None


def _begun(pid: int) -> str:
    """When a process began, in ticks since the machine started; empty where there is none, or only its remains."""
    try:
        # the name, in brackets, may hold spaces; proc(5) counts what follows from field 3
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if fields[0] in "ZX" else fields[19]


def _name(number: int) -> str:
    return f"{number:010d}.json"


def _json(held: Held) -> str:
    return json.dumps(asdict(held), sort_keys=True)


def _now() -> datetime:
    return datetime.now(UTC)


def _text(instant: datetime) -> str:
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")
