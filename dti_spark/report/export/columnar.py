"""Parquet that says of every column what it means."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from dti_spark.columns import Column
from dti_spark.report.export.names import Names, of_columns
from dti_spark.tables import Table


def write(
    rows: pa.RecordBatchReader, table: Table[Any], headers: Sequence[str], about: Mapping[str, str], file: Path
) -> None:
    """Write the rows of a table, with `about` as metadata of the file and the glossary as that of columns."""
    names = of_columns(table)
    fields = [
        field.with_name(header).with_metadata(_meaning(column, names[column.name]))
        for field, column, header in zip(rows.schema, table.columns, headers, strict=True)
    ]
    schema = pa.schema(fields, metadata={"table": table.name, "comment": table.comment, **about})
    with parquet.ParquetWriter(file, schema) as writer:
        for batch in rows:
            writer.write_batch(pa.RecordBatch.from_arrays(batch.columns, schema=schema))


def _meaning(column: Column, names: Names) -> dict[str, str]:
    said = {"column": column.name, "name_zh": names.zh, "name_en": names.en, "comment": column.comment}
    if column.unit:
        said["unit"] = column.unit
    if column.adds is not None:
        said["additive_over"] = column.adds or "nothing"
    return said
