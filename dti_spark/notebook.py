"""What `dti_spark.open` gives: gold of a release as frames of pandas, Polars, Arrow or Spark, in one line."""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import pyarrow as pa
from pyarrow import fs
from pyspark.sql import DataFrame, SparkSession

from dti_spark.definition.load import load
from dti_spark.errors import UsageError
from dti_spark.lake.delta import Lake
from dti_spark.lake.opened import Opened, opened
from dti_spark.lake.sealed import sealed
from dti_spark.lake.session import session
from dti_spark.pipeline import held

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl


@dataclass(frozen=True)
class Release:
    """A release of a lake, which stays as it is whatever is published later.

    Each way of reading takes the name of a table (`"rankings"`), the columns wanted, by default all, and what columns
    must hold: `period="2022Q1"`, `region=["440300", "110000"]`, `yoy=None` for null.

    Raises:
        UsageError: there is no such table or column, or the release does not hold it.
        StorageError: a file cannot be read.
    """

    opened: Opened

    @property
    def name(self) -> str:
        """The name of the release."""
        return self.opened.name

    @property
    def tables(self) -> list[str]:
        """The tables that it holds."""
        return held.names(self.opened)

    def arrow(self, table: str, columns: Sequence[str] | None = None, **where: object) -> pa.Table:
        """Rows as a table of Arrow."""
        found = held.found(self.opened, table, [*(columns or ()), *where])
        return self.opened.read(found, columns=columns, where=where)

    def pandas(self, table: str, columns: Sequence[str] | None = None, **where: object) -> "pd.DataFrame":
        """Rows as a frame of pandas."""
        _package("pandas")
        return self.arrow(table, columns, **where).to_pandas()

    def polars(self, table: str, columns: Sequence[str] | None = None, **where: object) -> "pl.DataFrame":
        """Rows as a frame of Polars."""
        frame: pl.DataFrame = _package("polars").from_arrow(self.arrow(table, columns, **where))
        return frame

    def spark(self, table: str, spark: SparkSession | None = None) -> DataFrame:
        """All rows as a frame of Spark, in the session given, the active one, or a new one of the local profile."""
        found, folder = held.found(self.opened, table), self.opened.folder
        running = spark or SparkSession.getActiveSession() or session(load().profiles["local"], [folder])
        return sealed(Lake(running, folder), self.opened.files).read(found)


def open(lake: str | Path, release: str | None = None, *, storage: fs.FileSystem | None = None) -> Release:
    """A release of a lake, by default that which counts; with `storage`, `lake` is a path of that file system.

    Raises:
        UsageError: there is no lake, no release, or none of that name.
        StorageError: what was published cannot be read, or is not what was published.
    """
    return Release(opened(lake, release, storage))


def _package(name: str) -> ModuleType:
    try:
        return import_module(name)
    except ImportError as error:
        raise UsageError(f"{name} is not installed; pip install {name} brings it") from error
