"""The dictionary that lies beside an export, and stands in the second sheet of a workbook."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from dti_spark.report.export import flat
from dti_spark.report.export.names import of_columns
from dti_spark.tables import Table

FIELDS = ("column", "header", "name_zh", "name_en", "type", "unit", "additive over", "meaning")


def described(table: Table[Any], headers: Sequence[str]) -> list[tuple[str, ...]]:
    """One row of `FIELDS` per column; `nothing` is what may not be added up, empty what is no measure."""
    names = of_columns(table)
    return [
        (
            column.name,
            header,
            names[column.name].zh,
            names[column.name].en,
            column.type.simpleString(),
            column.unit,
            "" if column.adds is None else column.adds or "nothing",
            column.meaning,
        )
        for column, header in zip(table.columns, headers, strict=True)
    ]


def write(table: Table[Any], headers: Sequence[str], file: Path) -> None:
    """Write the dictionary as a CSV."""
    columns = zip(*described(table, headers), strict=True)
    rows = pa.table({field: pa.array(cells, pa.string()) for field, cells in zip(FIELDS, columns, strict=True)})
    flat.write(rows.to_reader(), FIELDS, file)
