"""A real S3 server on this machine, for as long as the tests run: versitygw, which keeps objects as files."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pyarrow import fs

SERVER = Path(sys.executable).with_name("versitygw")
"""Where scripts/check puts it, if Go is there to build it."""
KEY, SECRET = "tester", "not-a-secret"
REGION = "us-east-1"


@dataclass(frozen=True)
class ObjectStore:
    """A server that listens on a port of this machine; its buckets are the folders of `folder`."""

    folder: Path
    address: str

    @property
    def settings(self) -> dict[str, str]:
        """What a profile needs to reach it; a bucket to which another key is given, and one at a dead address."""
        return {
            "spark.hadoop.fs.s3a.endpoint": f"http://{self.address}",
            "spark.hadoop.fs.s3a.endpoint.region": REGION,
            "spark.hadoop.fs.s3a.path.style.access": "true",
            "spark.hadoop.fs.s3a.bucket.locked.access.key": KEY,
            "spark.hadoop.fs.s3a.bucket.locked.secret.key": "another",
            "spark.hadoop.fs.s3a.bucket.dead.endpoint": f"http://127.0.0.1:{free_port()}",
        }

    def upload(self, source: Path, target: str) -> None:
        """Put all files below a folder into a bucket."""
        store = fs.S3FileSystem(
            endpoint_override=self.address, scheme="http", access_key=KEY, secret_key=SECRET, region=REGION
        )
        fs.copy_files(str(source), target, destination_filesystem=store)


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def object_store(folder: Path) -> Iterator[ObjectStore]:
    """The server with two buckets, `raw` and `index`."""
    for bucket in ("raw", "index", "locked"):
        (folder / bucket).mkdir(parents=True)
    address = f"127.0.0.1:{free_port()}"
    server = subprocess.Popen(
        [SERVER, "--port", address, "posix", str(folder)],
        env=os.environ | {"ROOT_ACCESS_KEY": KEY, "ROOT_SECRET_KEY": SECRET},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_for(address, server)
        yield ObjectStore(folder, address)
    finally:
        server.terminate()
        server.wait(30)


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    host, port = address.split(":")
    deadline = time.monotonic() + 30
    while True:
        try:
            socket.create_connection((host, int(port)), timeout=1).close()
            return
        except OSError:
            assert server.poll() is None, f"versitygw ended with {server.returncode}"
            assert time.monotonic() < deadline, "versitygw does not listen"
            time.sleep(0.1)
