"""A release read without Spark: the pointer that counts, the manifest that it names, and the files of that."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import reduce
from operator import and_
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
from pyarrow import fs
from pyspark.sql.pandas.types import to_arrow_schema

from dti_spark.errors import StorageError, UsageError
from dti_spark.lake.released import MANIFEST, Publication, chosen
from dti_spark.tables import Table

BATCH = 32_768
"""Rows of a batch at most."""
POINTERS = "releases/_published"
Cells = Mapping[str, object]
"""What columns must hold: a value, None for null, or a list of values."""


@dataclass(frozen=True)
class Opened:
    """A release: where it lies, as a path of its file system, and the files that its manifest names."""

    name: str
    folder: str
    files: tuple[str, ...]
    storage: fs.FileSystem

    def holds(self, table: Table[Any]) -> bool:
        """Whether the table is part of the release."""
        return bool(self._files(table))

    def read(self, table: Table[Any], *, columns: Sequence[str] | None, where: Cells) -> pa.Table:
        """Rows of a table in which columns hold what is asked, with the columns asked for, by default all.

        Raises:
            UsageError: another version of dti_spark wrote the table.
            StorageError: a file cannot be read.
        """
        names = list(columns or table.schema.names)
        with self._told_of(table):
            rows = self._dataset(table).to_table(columns=names, filter=_condition(where))
            return rows.cast(schema_of(table, names))

    def batches(self, table: Table[Any], *, where: Cells) -> pa.RecordBatchReader:
        """The same rows with all columns, some `BATCH` at a time, so that not all of them are in memory.

        What is in memory is one row group of Parquet at most, however slowly rows are taken.

        Raises:
            UsageError: another version of dti_spark wrote the table.
            StorageError: a file cannot be read; also while rows are taken.
        """
        schema = schema_of(table, table.schema.names)
        with self._told_of(table):
            found = self._dataset(table)
        return pa.RecordBatchReader.from_batches(schema, self._scanned(table, found, schema, _condition(where)))

    def _scanned(
        self, table: Table[Any], found: ds.Dataset, schema: pa.Schema, wanted: pc.Expression | None
    ) -> Iterator[pa.RecordBatch]:
        # a scanner of the whole reads ahead of whoever takes the rows, up to a gigabyte
        with self._told_of(table):
            for file in found.get_fragments(wanted):
                for group in file.split_by_row_group(wanted, found.schema):
                    batches = group.to_batches(found.schema, columns=schema.names, filter=wanted, batch_size=BATCH)
                    yield from (batch.cast(schema) for batch in batches if batch.num_rows)

    def count(self, table: Table[Any], *, where: Cells) -> int:
        """How many rows that are.

        Raises:
            UsageError: another version of dti_spark wrote the table.
            StorageError: a file cannot be read.
        """
        with self._told_of(table):
            return int(self._dataset(table).count_rows(filter=_condition(where)))

    def _dataset(self, table: Table[Any]) -> ds.Dataset:
        wanted = schema_of(table, table.schema.names)
        found = ds.dataset(
            [f"{self.folder}/{name}" for name in self._files(table)],
            filesystem=self.storage,
            format="parquet",
            partitioning=ds.partitioning(pa.schema([wanted.field(c.name) for c in table.partition_by]), flavor="hive"),
            partition_base_dir=f"{self.folder}/{_within(table)}",
        )
        if missing := [name for name in wanted.names if name not in found.schema.names]:
            raise UsageError(
                f"{table.name} of release {self.name} was written by another version of dti_spark: it has no "
                f"{', no '.join(missing)}; use that version"
            )
        return found

    def _told_of(self, table: Table[Any]) -> AbstractContextManager[None]:
        return _told(f"{table.name} of release {self.name}")

    def _files(self, table: Table[Any]) -> list[str]:
        within = f"{_within(table)}/"
        return [name for name in self.files if name.startswith(within) and name.endswith(".parquet")]


def opened(lake: str | Path, release: str | None, storage: fs.FileSystem | None) -> Opened:
    """A release of a lake, by default that which counts.

    Raises:
        UsageError: there is no lake, no release, or none of that name.
        StorageError: what was published cannot be read, or is not what was published.
    """
    files, root = (storage, str(lake).rstrip("/")) if storage else _located(str(lake))
    with _told(f"the releases of {lake}"):
        listed = files.get_file_info(fs.FileSelector(f"{root}/{POINTERS}", allow_not_found=True))
        paths = sorted(info.path for info in listed if info.base_name.endswith(".json"))
        published = [Publication(**json.loads(_text(files, path))) for path in paths]
    counting = chosen(published, release, str(lake))
    folder = f"{root}/releases/{counting.folder}"
    with _told(f"the manifest of release {counting.release}"):
        manifest = _text(files, f"{folder}/{MANIFEST}")
    if hashlib.sha256(manifest.encode()).hexdigest() != counting.manifest:
        raise StorageError(f"{folder}/{MANIFEST} is not what was published")
    return Opened(counting.release, folder, tuple(sorted(json.loads(manifest)["files"])), files)


def schema_of(table: Table[Any], names: Sequence[str]) -> pa.Schema:
    """Columns as the contract has them, without comments."""
    wanted = to_arrow_schema(table.schema)
    return pa.schema([wanted.field(name).remove_metadata() for name in names])


def _located(lake: str) -> tuple[fs.FileSystem, str]:
    """The file system of an address, and the path in it; Hadoop says s3a where others say s3."""
    if "://" not in lake:
        return fs.LocalFileSystem(), str(Path(lake).absolute())
    try:
        files, root = fs.FileSystem.from_uri("s3://" + lake.removeprefix("s3a://") if lake[:4] == "s3a:" else lake)
    except pa.ArrowInvalid as error:
        raise UsageError(f"{lake} cannot be opened ({error}); give a path, an address, or a file system") from error
    except OSError as error:
        advice = "; a store that is not Amazon's is named in AWS_ENDPOINT_URL" if lake.startswith("s3") else ""
        raise StorageError(f"{lake} cannot be reached ({error}){advice}") from error
    return files, root.rstrip("/")


def _text(files: fs.FileSystem, path: str) -> str:
    with files.open_input_stream(path) as stream:
        return bytes(stream.readall()).decode()


@contextmanager
def _told(what: str) -> Iterator[None]:
    """Failures of storage in one sentence."""
    try:
        yield
    except (OSError, pa.ArrowException) as error:
        raise StorageError(f"{what} could not be read: {error}") from error


def _condition(where: Cells) -> pc.Expression | None:
    held = [_holds(pc.field(name), value) for name, value in where.items()]
    return reduce(and_, held) if held else None


def _holds(field: pc.Expression, value: object) -> pc.Expression:
    if value is None:
        return field.is_null()
    return field.isin(list(value)) if isinstance(value, list | tuple | set) else field == value


def _within(table: Table[Any]) -> str:
    return table.name.replace(".", "/")
