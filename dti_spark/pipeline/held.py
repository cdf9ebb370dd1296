"""What a release that is read without Spark holds, by the names that people give."""

from collections.abc import Sequence
from typing import Any

from dti_spark.errors import UsageError
from dti_spark.lake.opened import Opened
from dti_spark.pipeline.releasing import TABLES
from dti_spark.tables import Table


def names(release: Opened) -> list[str]:
    """The tables that a release holds, without their layer."""
    return [short(table) for table in TABLES if release.holds(table)]


def found(release: Opened, name: str, columns: Sequence[str] = ()) -> Table[Any]:
    """A table of a release that has columns, by its name with or without the layer.

    Raises:
        UsageError: the release holds no such table, or the table has no such column.
    """
    table = next((table for table in TABLES if name in (short(table), table.name)), None)
    if table is None or not release.holds(table):
        raise UsageError(f"release {release.name} holds no table {name}; it holds {', '.join(names(release))}")
    known = [column.name for column in table.columns]
    if unknown := [column for column in columns if column not in known]:
        raise UsageError(f"{table.name} has no column {unknown[0]}; it has {', '.join(known)}")
    return table


def short(table: Table[Any]) -> str:
    """The name of a table without its layer."""
    return table.name.split(".")[1]
