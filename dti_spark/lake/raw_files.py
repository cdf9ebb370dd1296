"""Raw files: which there are, and what they hold."""

from dataclasses import dataclass
from urllib.parse import unquote

from pyspark.errors import AnalysisException
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from dti_spark.definition.model import Source
from dti_spark.errors import DataRefusedError, DtiError
from dti_spark.events.delivered import CORRUPT, FILE
from dti_spark.lake.failures import told
from dti_spark.lake.hadoop import located, uri

COMPRESSED = (".gz", ".bz2", ".zst", ".snappy", ".lz4", ".deflate")


@dataclass(frozen=True, order=True)
class RawFile:
    """A raw file: its URI path below the raw root, its size in bytes, and its modification time in microseconds."""

    source: str
    file: str
    size: int
    modified: int


def listed(spark: SparkSession, root: str, source: Source) -> list[RawFile]:
    """The files that a source has delivered; names that begin with `_` or `.` are not data.

    A source without a single file is refused: a log that is missing must not pass for a log without usage.
    """
    pattern = f"{root.rstrip('/')}/{source.path}"
    try:
        with told(f"listing {source.id}"):
            rows = (
                spark.read.format("binaryFile")
                .load(pattern)
                .select(
                    "_metadata.file_path",
                    "_metadata.file_size",
                    F.unix_micros("_metadata.file_modification_time"),
                )
                .collect()
            )
    except DtiError as error:
        cause = error.__cause__
        if isinstance(cause, AnalysisException) and cause.getCondition() == "PATH_NOT_FOUND":
            raise DataRefusedError(
                f"source {source.id}: no file matches {pattern}; deliver the log or take the source out of sources.yml"
            ) from cause
        raise
    _refuse_empty(spark, pattern, source, len(rows))
    prefix = f"{uri(spark, root)}/"
    return sorted(RawFile(source.id, path.removeprefix(prefix), size, modified) for path, size, modified in rows)


def _refuse_empty(spark: SparkSession, pattern: str, source: Source, listed: int) -> None:
    """Stop at a file of 0 bytes in a format that cannot be empty; Spark's listing passes over it in silence."""
    if source.format != "parquet" and not source.path.endswith(COMPRESSED):
        return
    file_system, path = located(spark, pattern)
    there = file_system.globStatus(path) or []
    for status in there if len(there) > listed else []:
        if status.getLen() == 0 and status.isFile() and not status.getPath().getName().startswith(("_", ".")):
            raise DataRefusedError(f"{status.getPath()} has 0 bytes; deliver it again, or remove it")


def read(spark: SparkSession, root: str, source: Source, files: list[str]) -> DataFrame:
    """The records of some files of a source, with the file of each and, where it did not parse, its line."""
    schema = source.schema_
    reader = spark.read.options(**source.options)
    if source.format != "parquet":
        schema = f"{schema}, {CORRUPT} string"
        reader = reader.option("mode", "PERMISSIVE").option("columnNameOfCorruptRecord", CORRUPT)
    paths = [f"{root.rstrip('/')}/{unquote(file)}" for file in files]
    frame = reader.format(source.format).schema(schema).load(paths)
    # as bytes, since a text would be searched character by character in every row; the address is percent-encoded
    below_root = F.substring(F.col("_metadata.file_path").cast("binary"), len(uri(spark, root)) + 2, 10_000)
    return frame.select("*", below_root.cast("string").alias(FILE))
