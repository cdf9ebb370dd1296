"""What Spark, Delta and Java say when something fails, told in one sentence."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote

from py4j.protocol import Py4JError, Py4JJavaError
from pyspark.errors import PySparkException

from dti_spark.errors import DataRefusedError, DtiError, StorageError
from dti_spark.lake.session import log_file

PATH = r"((?:file|s3a|abfss|gs|hdfs):[^\s,'\"]+?)[.,]?(?=\s|$)"


@contextmanager
def told(doing: str) -> Iterator[None]:
    """Turn a failure of Spark inside into one sentence that says what was being done."""
    try:
        yield
    except (PySparkException, Py4JJavaError, Py4JError) as error:
        raise sentence(doing, str(error)) from error


def sentence(doing: str, message: str) -> DtiError:
    """The sentence for a message of Spark's."""
    path = re.search(PATH, message)
    where = unquote(path[1]) if path else "a raw file"
    if "CSV header" in message:
        header = re.search(r"Header: (.*)", message)
        schema = re.search(r"Schema: (.*)", message)
        says = f" (header: {header[1]}; schema: {schema[1]})" if header and schema else ""
        return DataRefusedError(f"{doing}: the header of {where} is not that of the schema in sources.yml{says}")
    if "PARQUET_COLUMN_DATA_TYPE_MISMATCH" in message:
        column = re.search(
            r"[Cc]olumn:? \[?`?([\w.]+)`?\]?.*?[Ee]xpected.*?:? (\S+).*?(?:[Ff]ound|[Aa]ctual).*?:? (\S+)", message
        )
        what = (
            f"column {column[1]} is {column[3].strip('.,')}, sources.yml says {column[2].strip('.,')}"
            if column
            else "a column is of another type than sources.yml says"
        )
        return DataRefusedError(f"{doing}: the schema of {where} does not fit: {what}")
    if "FAILED_READ_FILE" in message or "CANNOT_READ_FILE" in message:
        return DataRefusedError(f"{doing}: {where} cannot be read: {_cause(message)}; replace or remove the file")
    if "CHECK constraint" in message or "NOT NULL" in message:
        return DataRefusedError(f"{doing}: a row breaks the table's contract: {_first_line(message)}")
    return StorageError(f"{doing} failed: {_first_line(message)}; Spark's log is {log_file()}")


def _cause(message: str) -> str:
    causes = re.findall(r"Caused by: ([\w.$]+): ([^\n]*)", message)
    return causes[-1][1].strip() if causes else _first_line(message)


def _first_line(message: str) -> str:
    lines = [line.strip() for line in message.splitlines() if line.strip()]
    told = [line for line in lines if not line.startswith(("An error occurred", "at ", "JVM stacktrace"))]
    return (told or ["no message"])[0][:300]
