"""What Spark, Delta and Java say when something fails, told in one sentence."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote

from py4j.protocol import Py4JError
from pyspark.errors import PySparkException

from dti_spark.errors import DataRefusedError, DtiError, StorageError, UnreadableError
from dti_spark.lake.jvm_log import log_file

PATH = r"((?:file|s3a|abfss|gs|hdfs):[^\s,'\"]+?)[.,]?(?=\s|$)"
MISMATCH = re.compile(r"Parquet column \[([^]]+)\]\. Expected Spark type (.+), actual Parquet type (\w+)")
STORAGE = {
    r"NoAuthWithAWSException|No AWS Credentials": "no credentials for {where}; set AWS_ACCESS_KEY_ID and "
    "AWS_SECRET_ACCESS_KEY, or run where an instance profile gives them",
    r"AccessDeniedException: s3a|Status Code: 40[13]": "{where} refuses the credentials; those in AWS_ACCESS_KEY_ID "
    "and AWS_SECRET_ACCESS_KEY, or of the instance profile, must be right and may list, read and write there",
    r"UnknownStoreException|NoSuchBucket": "there is no bucket {bucket}{endpoint}; make it, or correct the address",
    r"(?s)(Connect|UnknownHost|NoRouteToHost|NoHttpResponse|Socket)\w*Exception.*SdkClientException": "no answer from "
    "the storage of {where} ({cause}); is it up, and is fs.s3a.endpoint in lake.yml right?",
    "ERROR XSDB6": "another process uses the metastore of this folder, which Derby gives to one at a time; let it end "
    "first, or let Spark use a metastore of Hive's, which serves several",
    "Could not connect to meta store": "no answer from the metastore of Hive's ({cause}); is it up, and is "
    "spark.hive.metastore.uris in lake.yml right?",
    "Unable to create database path": "the metastore cannot make the folder of the database; let "
    "spark.sql.warehouse.dir in lake.yml name a place where it can",
}
"""What object stores and the metastore say, by pattern, and what it means."""
TOO_LARGE = re.compile(r"insufficient memory for the Java Runtime|Could not reserve enough space|Invalid maximum heap")
TOO_SMALL = re.compile(r"memory \d+ must be at least (\d+)")
NO_MEMORY = re.compile(r"OutOfMemoryError|Unable to acquire \d+ bytes of memory|exit code 137|Exit status: 137")
FULL = re.compile(r"No space left on device|Disk quota exceeded")
PUT_ASIDE = re.compile(r"org\.apache\.spark\.(shuffle|storage|util\.collection)\b|Failed to create local dir|blockmgr-")
"""Where Spark writes what a query needs while it lasts."""
RAISED = re.compile(r"\[USER_RAISED_EXCEPTION\] (.+?)(?: SQLSTATE|\n|$)")
HEADER = re.compile(r"\bHeader(?: length)?: (.*?)(?:\n|, )\s*[Ss]chema(?: size)?: (.*)")


@contextmanager
def told(doing: str) -> Iterator[None]:
    """Turn a failure of Spark or of storage inside into one sentence that says what was being done."""
    try:
        yield
    except (PySparkException, Py4JError, OSError) as error:
        raise sentence(doing, str(error)) from error


def sentence(doing: str, message: str) -> DtiError:
    """The sentence for a message of Spark's."""
    for pattern, meaning in STORAGE.items():
        if re.search(pattern, message):
            return StorageError(f"{doing}: {meaning.format(**_stored(message))}")
    if NO_MEMORY.search(message):
        return StorageError(
            f"{doing}: Spark ran out of memory; raise spark.driver.memory or on a cluster spark.executor.memory"
        )
    if FULL.search(message):
        return StorageError(f"{doing}: {_full(message)}")
    if raised := RAISED.search(message):
        return StorageError(raised[1])
    path = re.search(PATH, message)
    where = unquote(path[1]) if path else "a raw file"
    if "CSV header" in message:
        return DataRefusedError(
            f"{doing}: the header of {where} is not that of the schema in sources.yml{_sizes(message)}"
        )
    if fit := MISMATCH.search(message):
        column, wanted, found = fit.groups()
        return DataRefusedError(
            f"{doing}: the schema of {where} does not fit: its column {column} is {found}, sources.yml says {wanted}"
        )
    if "FAILED_READ_FILE" in message or "CANNOT_READ_FILE" in message:
        return UnreadableError(
            f"{doing}: {where} cannot be read ({_cause(message)}); deliver it again, or remove it", where
        )
    if "CHECK constraint" in message or "NOT NULL" in message:
        return DataRefusedError(f"{doing}: a row breaks the table's contract: {_first_line(message)}")
    return StorageError(f"{doing} failed: {_first_line(message)}; Spark's log is {log_file()}")


def no_start(message: str, *, memory: str) -> StorageError:
    """Why there is no session; `memory` is the heap that was asked for."""
    log, failed = log_file(), "Spark does not start"
    if small := TOO_SMALL.search(message):
        least = -(-int(small[1]) // 2**20)
        return StorageError(f"{failed}: spark.driver.memory is {memory}; give it more than {least}m")
    if "JAVA_GATEWAY_EXITED" in message and TOO_LARGE.search(log.read_text(encoding="utf-8", errors="replace")):
        return StorageError(
            f"{failed}: this machine cannot give spark.driver.memory {memory}; write it as 4g, and within what is free"
        )
    return StorageError(f"{failed}: {_first_line(message)}; its log is {log}")


def _full(message: str) -> str:
    """Which disk has no room left: what was being written stands in the lines that follow."""
    cause = message[message.rfind(FULL.findall(message)[-1]) :].partition("Caused by")[0]
    if PUT_ASIDE.search(cause):
        return "the disk for what Spark puts aside is full; make room there, or let spark.local.dir name a larger one"
    return "the disk of the lake is full; make room there, and start again"


def _sizes(message: str) -> str:
    """What a CSV header holds, and what the schema."""
    told = HEADER.search(message)
    return f": it holds {told[1]}; the schema {told[2]}" if told else ""


def _stored(message: str) -> dict[str, str]:
    """What a message of an object store's connector tells of the place."""
    path = re.search(r"s3a://[^\s,'`\":]+", message)
    bucket = re.search(r"s3a://([^/]+)", message) or re.search(r"doesBucketExist on ([^\s:]+)", message)
    endpoint = re.search(r"endpoint set to (\S+)", message)
    cause = re.search(r"(Connect to \S+|Connection refused|Connection reset|UnknownHostException: \S+)", message)
    return {
        "where": path[0] if path else f"s3a://{bucket[1]}" if bucket else "an s3a address",
        "bucket": bucket[1] if bucket else "of that name",
        "endpoint": f" at {endpoint[1].rstrip(';')}" if endpoint else "",
        "cause": cause[1] if cause else "no connection",
    }


def _cause(message: str) -> str:
    """The first cause, without the path that it may repeat and without what follows its first sentence."""
    causes = re.findall(r"Caused by: [\w.$]+: ([^\n]*)", message)
    # Spark wraps its own message once more where a query runs without adaptive execution
    cause = next((cause for cause in causes if "_READ_FILE" not in cause), None)
    says = re.sub(r"^\w+:/\S.*? is not", "is not", cause) if cause else _first_line(message)
    return re.split(r"[.!:] ", says.strip())[0].rstrip(".")


def _first_line(message: str) -> str:
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    told = [line for line in lines if not line.startswith(("An error occurred", "at ", "JVM stacktrace"))]
    return (told or ["no message"])[0][:300]
