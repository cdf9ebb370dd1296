"""The SQL endpoint: Spark's Thrift server, its catalog in memory, and what it writes in a folder that goes with it."""

import ipaddress
import os
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from pyspark.sql import SparkSession

from dti_spark.definition.model import Profile
from dti_spark.errors import StorageError, UsageError
from dti_spark.lake.failures import told
from dti_spark.lake.hadoop import java
from dti_spark.lake.jvm_log import log_file

QUICK = {
    "spark.sql.shuffle.partitions": "4",
    "spark.databricks.delta.snapshotPartitions": "1",
    # a large query must not keep the small ones of a dashboard waiting
    "spark.scheduler.mode": "FAIR",
}
"""Settings for small questions, one after the other or a few at a time."""
MAY_BE_OTHERWISE = {"spark.ui.enabled": "false", "spark.hive.server2.enable.doAs": "false"}
"""Settings that a profile may have otherwise."""
OVERRULING = ("HIVE_SERVER2_THRIFT_BIND_HOST", "HIVE_SERVER2_THRIFT_PORT")
"""Variables of the environment that Hive would heed more than where it is told to listen."""
PATIENCE = 60
"""Seconds within which a server that has started answers, and a JVM that is to end ends."""


@contextmanager
def own_folder() -> Iterator[Path]:
    """A folder for all that the JVM writes, which is gone afterwards; and nothing for it to inherit that overrules."""
    for name in OVERRULING:
        os.environ.pop(name, None)
    with tempfile.TemporaryDirectory(prefix="dti-sql-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def fitted(profile: Profile, folder: Path) -> Profile:
    """The profile for a session whose catalog is in memory, and which writes into a folder alone."""
    java_options = profile.spark.get("spark.driver.extraJavaOptions", "")
    private = {
        "spark.sql.catalogImplementation": "in-memory",
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.driver.extraJavaOptions": (
            f'{java_options} "-Djava.io.tmpdir={folder}" "-Dderby.stream.error.file={folder / "derby.log"}"'
        ).strip(),
    }
    at_home = profile.spark.get("spark.master", "").startswith("local")
    alone = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"} if at_home else {}
    settings = MAY_BE_OTHERWISE | alone | profile.spark | QUICK | private
    return profile.model_copy(update={"spark": settings})


def listening(host: str, port: int, *, beyond_loopback: bool) -> int:
    """The port to listen on, a free one for 0.

    Raises:
        UsageError: the host is none, is beyond loopback without that being wanted, or the port is in use.
    """
    try:
        family, _, _, _, (address, *_) = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (OSError, OverflowError) as error:
        raise UsageError(f"--host {host} --port {port}: there is no such place ({error})") from error
    if not ipaddress.ip_address(address).is_loopback and not beyond_loopback:
        raise UsageError(
            f"--host {host}: other machines would reach it, and nobody is asked for a password as shipped; put an "
            "authentication in front of it, and give --beyond-loopback"
        )
    try:
        with closing(socket.create_server((str(address), port), family=family)) as tried:
            return int(tried.getsockname()[1])
    except OSError as error:
        why = os.strerror(error.errno or 0)
        raise UsageError(f"--port {port}: {host} cannot be listened on there ({why}); give another") from error


@contextmanager
def serving(spark: SparkSession, host: str, port: int) -> Iterator[None]:
    """The Thrift server of a session, which answers as long as the context lasts."""
    session: Any = spark
    settings = session.sparkContext._jsc.hadoopConfiguration()
    settings.set("hive.server2.thrift.bind.host", host)
    settings.set("hive.server2.thrift.port", str(port))
    thrift = java(spark, "org.apache.spark.sql.hive.thriftserver.HiveThriftServer2")
    with told("starting the Thrift server"):
        server = thrift.startWithSparkSession(session._jsparkSession, False)
    try:
        _answers(host, port)
        yield
    finally:
        with told("stopping the Thrift server"):
            server.stop()


def last(spark: SparkSession) -> None:
    """Wait for as long as the JVM lives.

    Raises:
        StorageError: it has ended by itself.
    """
    session: Any = spark
    while session.sparkContext._gateway.proc.poll() is None:
        time.sleep(0.5)
    raise StorageError(f"Spark has ended; its log is {log_file()}")


def end(spark: SparkSession) -> None:
    """Stop the session and its JVM, and wait until it has ended."""
    session: Any = spark
    gateway = session.sparkContext._gateway
    if gateway.proc.poll() is None:
        spark.stop()
    gateway.proc.stdin.close()
    gateway.proc.wait(PATIENCE)


def _answers(host: str, port: int) -> None:
    until = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection((host, port), timeout=5).close()
            return
        except OSError as error:
            if time.monotonic() > until:
                raise StorageError(
                    f"the Thrift server does not answer at {host}:{port} ({error}); Spark's log is {log_file()}"
                ) from error
            time.sleep(0.1)
