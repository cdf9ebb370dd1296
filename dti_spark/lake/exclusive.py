"""Small files of which several writers may want to make the same, and only one does.

Hadoop promises that on HDFS, ABFS and GCS, not on a local disk, where two may both create a file, and on S3 only where
it is asked for: otherwise two that overlap both succeed, and the last one wins.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from py4j.protocol import Py4JJavaError
from pyspark.sql import SparkSession

from dti_spark.lake import hadoop

CONDITIONAL = "fs.option.create.conditional.overwrite"
THERE = ("FileAlreadyExistsException", "Status Code: 412", "RemoteFileChangedException")
"""What Hadoop says where a file is there already."""


class Folder(Protocol):
    """A folder of small texts."""

    def create(self, name: str, text: str) -> bool:
        """Make a file that is not there yet; False where it is. Of several writers one succeeds.

        No two writers bring the same text: one that finds its own has written it.
        """

    def replace(self, name: str, text: str) -> None:
        """Put a text in place of what a file holds."""

    def read(self, name: str) -> str | None:
        """What a file holds; None where it is not there."""

    def names(self) -> list[str]:
        """The names of the files, in order; those that begin with a dot are not told."""

    def remove(self, name: str) -> None:
        """Remove a file, if it is there."""


def folder(spark: SparkSession, path: str) -> Folder:
    """A folder on whatever storage it lies; it is made with its first file."""
    file_system, hadoop_path = hadoop.located(spark, path)
    if file_system.getScheme() == "file":
        return OnDisk(Path(hadoop_path.toUri().getPath()))
    return InStore(spark, path, conditional=file_system.getScheme() == "s3a")


@dataclass(frozen=True)
class OnDisk:
    """A folder on a local disk."""

    path: Path

    def create(self, name: str, text: str) -> bool:
        """By a link, which fails where the name is taken: whoever sees the file sees all of it."""
        whole = self._hidden(name, text)
        try:
            os.link(whole, self.path / name)
        except FileExistsError:
            return False
        finally:
            whole.unlink()
        return True

    def replace(self, name: str, text: str) -> None:
        """By a rename."""
        self._hidden(name, text).replace(self.path / name)

    def read(self, name: str) -> str | None:
        """All of it."""
        try:
            return (self.path / name).read_text(encoding="utf-8")
        except FileNotFoundError:
            return None

    def names(self) -> list[str]:
        """As the disk lists them."""
        with suppress(FileNotFoundError):
            return sorted(entry.name for entry in self.path.iterdir() if not entry.name.startswith("."))
        return []

    def remove(self, name: str) -> None:
        """For good."""
        (self.path / name).unlink(missing_ok=True)

    def _hidden(self, name: str, text: str) -> Path:
        self.path.mkdir(parents=True, exist_ok=True)
        file = self.path / f".{name}.{os.getpid()}.{os.urandom(4).hex()}"
        file.write_text(text, encoding="utf-8")
        return file


@dataclass(frozen=True)
class InStore:
    """A folder in an object store, or on HDFS; `conditional` where a creation must be asked to be one."""

    spark: SparkSession
    path: str
    conditional: bool

    def create(self, name: str, text: str) -> bool:
        """By a conditional put."""
        file_system, target = hadoop.located(self.spark, f"{self.path}/{name}")
        builder = file_system.createFile(target).overwrite(False).recursive()
        if self.conditional:
            builder = builder.must(CONDITIONAL, True)
        try:
            self._written(builder.build, text)
        except Py4JJavaError as error:
            # the put may have been done and its answer lost: then a second attempt finds the file, or all of them fail
            if self.read(name) == text:
                return True
            if any(word in str(error) for word in THERE):
                return False
            raise
        return True

    def replace(self, name: str, text: str) -> None:
        """By a put, which is whole or not at all in object stores."""
        file_system, target = hadoop.located(self.spark, f"{self.path}/{name}")
        self._written(lambda: file_system.create(target, True), text)

    def read(self, name: str) -> str | None:
        """All of it."""
        file_system, target = hadoop.located(self.spark, f"{self.path}/{name}")
        try:
            return hadoop.text(self.spark, file_system.open(target))
        except Py4JJavaError as error:
            if "FileNotFoundException" in str(error):
                return None
            raise

    def names(self) -> list[str]:
        """As the store lists them."""
        pattern = f"{hadoop.escaped(self.path)}/[!.]*"
        return sorted(str(status.getPath().getName()) for status in hadoop.matching(self.spark, pattern))

    def remove(self, name: str) -> None:
        """For good."""
        hadoop.remove(self.spark, f"{self.path}/{name}")

    def _written(self, opened: Callable[[], Any], text: str) -> None:
        stream = opened()
        try:
            stream.write(text.encode())
        except Py4JJavaError:
            with suppress(Py4JJavaError):
                stream.abort()
            raise
        # what was written is there only now
        stream.close()
