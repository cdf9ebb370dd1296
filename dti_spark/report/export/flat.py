"""CSV that spreadsheets read as it is meant: UTF-8 with a mark, and no text that they would compute."""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
from pyarrow import csv

from dti_spark.report.cells import BOM, safe


def write(rows: pa.RecordBatchReader, headers: Sequence[str], file: Path) -> None:
    """Write rows under headers. Nulls are empty, lists are joined with semicolons."""
    with file.open("wb") as sink:
        sink.write(BOM)
        schema = safe(rows.schema.empty_table()).rename_columns(headers).schema
        with csv.CSVWriter(sink, schema, write_options=csv.WriteOptions(quoting_style="needed")) as writer:
            for batch in rows:
                writer.write_table(safe(pa.Table.from_batches([batch])).rename_columns(headers))
