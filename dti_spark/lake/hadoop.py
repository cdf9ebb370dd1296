"""Paths and file systems, as Hadoop knows them: local disk, s3a, abfss, gs and hdfs alike."""

import re
from functools import cache
from typing import Any

from py4j.java_gateway import JavaClass, JavaObject, JVMView
from pyspark.sql import SparkSession

from dti_spark.errors import StorageError


def java(spark: SparkSession, name: str) -> JavaClass:
    """A class of Java's by its whole name; asked for part by part, each part is searched for in all jars."""
    context: Any = spark.sparkContext
    return _class(context._jvm, name)


@cache
def _class(jvm: JVMView, name: str) -> JavaClass:
    """Found once: the JVM answers every time that it is asked."""
    found: JavaClass = getattr(jvm, name)
    return found


def located(spark: SparkSession, path: str) -> tuple[Any, Any]:
    """The file system that a path lies on, and the path as an object of it."""
    context: Any = spark.sparkContext
    hadoop_path = java(spark, "org.apache.hadoop.fs.Path")(path)
    return hadoop_path.getFileSystem(context._jsc.hadoopConfiguration()), hadoop_path


def plain(spark: SparkSession, path: str) -> tuple[Any, Any]:
    """The same, without the checksums that Hadoop keeps in files beside those on a local disk."""
    file_system, hadoop_path = located(spark, path)
    return (file_system.getRaw() if file_system.getScheme() == "file" else file_system), hadoop_path


def uri(spark: SparkSession, path: str) -> str:
    """A path as Spark writes it in `_metadata.file_path`: qualified and percent-encoded."""
    file_system, hadoop_path = located(spark, path)
    return address(file_system.makeQualified(hadoop_path)).rstrip("/")


def address(qualified: JavaObject) -> str:
    """A qualified path of Hadoop's as Spark writes it in `_metadata.file_path`."""
    parts = qualified.toUri()
    authority = f"//{parts.getAuthority()}" if parts.getAuthority() else ""
    return f"{parts.getScheme()}:{authority}{parts.getRawPath()}"


def matching(spark: SparkSession, pattern: str) -> list[JavaObject]:
    """Hadoop's status of all that a pattern names, in the order of their names."""
    file_system, path = located(spark, pattern)
    return list(file_system.globStatus(path) or [])


def escaped(path: str) -> str:
    """A path that stands for itself where Hadoop expects a pattern."""
    return re.sub(r"([\\\[\]{}*?^])", r"\\\1", path)


def absolute(spark: SparkSession, path: str) -> str:
    """A path with its scheme and from the root on, since Delta takes a relative one for a table's name."""
    file_system, hadoop_path = located(spark, path)
    return str(file_system.makeQualified(hadoop_path).toString())


def remove(spark: SparkSession, path: str) -> None:
    """Remove a folder and all in it, if it is there."""
    file_system, hadoop_path = located(spark, path)
    file_system.delete(hadoop_path, True)


def write(spark: SparkSession, path: str, text: str) -> None:
    """Put a text into a new file: under a hidden name first, so that nobody finds half of it."""
    file_system, target = located(spark, path)
    _, hidden = located(spark, "/.".join(path.rsplit("/", 1)))
    stream = file_system.create(hidden, True)
    try:
        stream.write(text.encode())
    finally:
        stream.close()
    if not file_system.rename(hidden, target):
        raise StorageError(f"{path} could not be put in place of {hidden}; does the storage let this account rename?")


def texts(spark: SparkSession, folder: str, pattern: str) -> list[tuple[str, str]]:
    """The small files of a folder that match a pattern, in the order of their names: path and text."""
    file_system, _ = located(spark, folder)
    paths = [status.getPath() for status in matching(spark, f"{escaped(folder)}/{pattern}")]
    return [(path.toString(), text(spark, file_system.open(path))) for path in paths]


def text(spark: SparkSession, stream: JavaObject) -> str:
    """What a stream holds; closes it."""
    try:
        return str(java(spark, "org.apache.commons.io.IOUtils").toString(stream, "UTF-8"))
    finally:
        stream.close()
