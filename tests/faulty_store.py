"""A proxy before the S3 server of these tests, which fails as networks and stores do."""

import socket
import struct
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from http.client import HTTPConnection, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from uuid import uuid4

from object_store import ObjectStore
from pyspark.sql import SparkSession

BUSY = b"<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>"
LATE = 2.0
"""Seconds that a late answer takes."""


class Trouble(StrEnum):
    """What happens to a request."""

    LOST = "it is done, and the connection ends before the answer"
    RESET = "the connection is reset before it is done"
    BUSY = "503"
    LATE = "the answer takes its time"


Chosen = Callable[[str, str], Trouble | None]
"""The trouble for a request, by its method and its path; None where all goes well."""


def well(method: str, path: str) -> None:
    """No trouble at all."""


@dataclass
class FaultyStore:
    """A bucket that is reached through the proxy alone; `chosen` may be set to another at any time."""

    bucket: str
    store: ObjectStore
    chosen: Chosen = well
    done: Counter[Trouble] = field(default_factory=Counter)

    @property
    def folder(self) -> Path:
        """Where its objects lie, for whoever wants to see them without the proxy."""
        return self.store.folder / self.bucket

    def passed_on(self, method: str, path: str, headers: list[tuple[str, str]], body: bytes) -> HTTPResponse:
        """The answer of the server behind the proxy; what was signed is sent as it came."""
        behind = HTTPConnection(self.store.address, timeout=60)
        behind.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in headers:
            behind.putheader(name, value)
        behind.endheaders(body)
        return behind.getresponse()


class Server(ThreadingHTTPServer):
    """The proxy; connections that are open when it ends are nobody's concern."""

    daemon_threads = True

    def __init__(self, faulty: FaultyStore) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.faulty = faulty


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    server: Server
    protocol_version = "HTTP/1.1"

    def __getattr__(self, name: str) -> Callable[[], None]:
        """Every method is answered in the same way."""
        if name.startswith("do_"):
            return self._answer
        raise AttributeError(name)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is printed."""

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        trouble = self.server.faulty.chosen(self.command, self.path)
        if trouble:
            self.server.faulty.done[trouble] += 1
        if trouble is Trouble.RESET:
            self._reset()
            return
        if trouble is Trouble.BUSY:
            self._sent(503, [("Content-Length", str(len(BUSY)))], BUSY)
            return
        if trouble is Trouble.LATE:
            time.sleep(LATE)
        headers = [(name, value) for name, value in self.headers.items() if name.lower() != "expect"]
        said = self.server.faulty.passed_on(self.command, self.path, headers, body)
        content = said.read()
        if trouble is Trouble.LOST:
            self._reset()
            return
        kept = [(n, v) for n, v in said.getheaders() if n.lower() not in ("transfer-encoding", "connection")]
        if said.chunked:
            kept.append(("Content-Length", str(len(content))))
        self._sent(said.status, kept, content)

    def _sent(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _reset(self) -> None:
        """With nothing left to send, closing is a reset."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True


@contextmanager
def faulty_store(store: ObjectStore, spark: SparkSession) -> Iterator[FaultyStore]:
    """A new bucket behind a proxy of its own, known to a session."""
    faulty = FaultyStore(f"faulty-{uuid4().hex[:12]}", store)
    faulty.folder.mkdir()
    server = Server(faulty)
    host, port = server.server_address[:2]
    # only settings of the context are looked at where a bucket is first used
    spark.sparkContext._jsc.hadoopConfiguration().set(
        f"fs.s3a.bucket.{faulty.bucket}.endpoint", f"http://{host}:{port}"
    )
    serving = threading.Thread(target=server.serve_forever)
    serving.start()
    try:
        yield faulty
    finally:
        server.shutdown()
        server.server_close()
        serving.join()
