"""Paths and file systems, as Hadoop knows them: local disk, s3a, abfss, gs and hdfs alike."""

import re
from typing import Any

from py4j.java_gateway import JavaObject
from pyspark.sql import SparkSession


def located(spark: SparkSession, path: str) -> tuple[Any, Any]:
    """The file system that a path lies on, and the path as an object of it."""
    context: Any = spark.sparkContext
    hadoop_path = context._jvm.org.apache.hadoop.fs.Path(path)
    return hadoop_path.getFileSystem(context._jsc.hadoopConfiguration()), hadoop_path


def uri(spark: SparkSession, path: str) -> str:
    """A path as Spark writes it in `_metadata.file_path`: qualified and percent-encoded."""
    file_system, hadoop_path = located(spark, path)
    return address(file_system.makeQualified(hadoop_path)).rstrip("/")


def address(qualified: JavaObject) -> str:
    """A qualified path of Hadoop's as Spark writes it in `_metadata.file_path`."""
    parts = qualified.toUri()
    authority = f"//{parts.getAuthority()}" if parts.getAuthority() else ""
    return f"{parts.getScheme()}:{authority}{parts.getRawPath()}"


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
