"""Rows that wait in a file until a run puts them into their tables.

In a fresh session a first commit of Delta's takes Spark as long as it took to start; a file takes milliseconds. So runs
that have nothing else to write leave a file.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from pyspark.sql import DataFrame
from pyspark.sql.types import TimestampType

from dti_spark.lake import hadoop
from dti_spark.lake.delta import Lake
from dti_spark.lake.failures import told
from dti_spark.tables import Table

Rows = Sequence[Mapping[str, object]]


@dataclass(frozen=True)
class Inbox:
    """The files LAKE/<schema>/_waiting/<name>.json, each with rows for some tables of a schema, by table."""

    lake: Lake
    schema: str

    def put(self, name: str, rows: Mapping[str, Rows]) -> None:
        """Leave rows here; the file is there as a whole or not at all."""
        with told(f"writing {self.folder}/{name}.json"):
            text = json.dumps(rows, default=_instant_as_text, ensure_ascii=False)
            hadoop.write(self.lake.spark, f"{self.folder}/{name}.json", text)

    def read(self, table: Table[Any]) -> DataFrame:
        """A table as it will be when all that waits is in it."""
        there = self.lake.read(table)
        return there.union(self._missing(table, there)) if self._waiting else there

    def settle(self, tables: Sequence[Table[Any]], note: dict[str, Any]) -> None:
        """Put all that waits into its tables, one commit for each; doing it again after a crash adds nothing."""
        if not self._waiting:
            return
        for table in tables:
            self.lake.append(table, self._missing(table, self.lake.read(table)), note)
        with told(f"emptying {self.folder}"):
            for path in self._waiting:
                hadoop.remove(self.lake.spark, path)

    @property
    def folder(self) -> str:
        """Where the files lie."""
        return f"{self.lake.root.rstrip('/')}/{self.schema}/_waiting"

    @cached_property
    def _waiting(self) -> dict[str, dict[str, list[dict[str, object]]]]:
        """What each file holds, by its path."""
        with told(f"reading {self.folder}"):
            return {path: json.loads(text) for path, text in hadoop.texts(self.lake.spark, self.folder, "*.json")}

    def _missing(self, table: Table[Any], there: DataFrame) -> DataFrame:
        """The rows that wait and are not in the table."""
        instants = {column.name for column in table.columns if column.type == TimestampType()}
        rows = [row for waiting in self._waiting.values() for row in waiting[table.name]]
        parsed = [
            {name: datetime.fromisoformat(str(cell)) if name in instants else cell for name, cell in row.items()}
            for row in rows
        ]
        key = [column.name for column in table.key]
        members = self.lake.frame(parsed, table.schema)
        return table.conform(members.join(there.select(*key), on=key, how="left_anti"))


def _instant_as_text(cell: object) -> str:
    if isinstance(cell, datetime):
        return cell.isoformat()
    raise TypeError(f"{cell!r} is no cell of a row")
