"""Raw files: which there are, and what they hold."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from py4j.java_gateway import JavaObject
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from dti_spark.definition.model import Source
from dti_spark.errors import DataRefusedError
from dti_spark.events.delivered import CORRUPT, FILE
from dti_spark.lake.failures import told
from dti_spark.lake.hadoop import address, escaped, matching, uri

COMPRESSED = (".gz", ".bz2", ".zst", ".snappy", ".lz4", ".deflate")


@dataclass(frozen=True, order=True)
class RawFile:
    """A raw file: its URI path below the raw root, its size in bytes, and its modification time in microseconds."""

    source: str
    file: str
    size: int
    modified: int

    @property
    def key(self) -> tuple[str, str]:
        """Source and path: two sources may read the same file, each for records of its own."""
        return self.source, self.file


def listed(spark: SparkSession, root: str, source: Source) -> list[RawFile]:
    """The files that a source has delivered; names that begin with `_` or `.` are not data.

    Hadoop lists, as Spark would, but no job is started for it. A source without a single file is refused: a log that is
    missing must not pass for a log without usage. A file of 0 bytes is left out unless its format cannot be empty.
    """
    place = root.rstrip("/")
    with told(f"listing {source.id}"):
        statuses = matching(spark, f"{escaped(place)}/{source.path}")
        found = [file for status in statuses for file in _files(spark, status)]
        prefix = f"{uri(spark, root)}/"
        files = [_raw_file(source, status, prefix) for status in found]
    if not files:
        raise DataRefusedError(
            f"source {source.id}: no file matches {place}/{source.path}; deliver the log or take the source out of "
            "sources.yml"
        )
    may_be_empty = source.format != "parquet" and not source.path.endswith(COMPRESSED)
    return sorted(file for file in files if file.size or not may_be_empty)


def moved(spark: SparkSession, root: str, sources: Iterable[Source], files: Iterable[RawFile]) -> dict[RawFile, bool]:
    """Files that are not any more as they were listed, and whether there is still one of that name."""
    there = {file.key: file for source in sources for file in listed(spark, root, source)}
    return {file: file.key in there for file in files if there.get(file.key) != file}


def _files(spark: SparkSession, status: JavaObject) -> Iterator[JavaObject]:
    """A file itself; of a folder, such as Spark writes in place of a file, all files in it; nothing that is hidden."""
    if status.getPath().getName().startswith(("_", ".")):
        return
    if status.isFile():
        yield status
        return
    for inside in matching(spark, f"{escaped(status.getPath().toString())}/*"):
        yield from _files(spark, inside)


def _raw_file(source: Source, status: JavaObject, prefix: str) -> RawFile:
    name = address(status.getPath()).removeprefix(prefix)
    return RawFile(source.id, name, status.getLen(), status.getModificationTime() * 1000)


def read(spark: SparkSession, root: str, source: Source, files: list[str]) -> DataFrame:
    """The records of some files of a source, with the file of each and, where it did not parse, its line."""
    schema = source.schema_
    reader = spark.read.options(**source.options)
    if source.format != "parquet":
        schema = f"{schema}, {CORRUPT} string"
        reader = reader.option("mode", "PERMISSIVE").option("columnNameOfCorruptRecord", CORRUPT)
    # a name may hold what Spark takes for a pattern, which would read other files in its place
    paths = [escaped(f"{root.rstrip('/')}/{unquote(file)}") for file in files]
    with told("reading raw files"):
        frame = reader.format(source.format).schema(schema).load(paths)
    # as bytes, since a text would be searched character by character in every row; the address is percent-encoded
    below_root = F.substring(F.col("_metadata.file_path").cast("binary"), len(uri(spark, root)) + 2, 10_000)
    return frame.select("*", below_root.cast("string").alias(FILE))
