"""SDMX-CSV 2.0: a row for each key and measure."""

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from dti_spark.columns import Column
from dti_spark.report.export.sdmx import Codes, Shape, code_of, decimals, unit_code

MISSING = "NaN"
"""What SDMX calls an intentionally missing number."""
QUARTER = r"^(\d{4})Q([1-4])$"
INFORMATION = "I"
"""ACTION of rows that tell, and neither append nor replace."""


def write(rows: pa.RecordBatchReader, shape: Shape, codes: Mapping[str, Codes], file: Path) -> None:
    """Write rows; a value that has no code yet gets one in `codes`. Measures that are null are `MISSING`."""
    names = [
        *("STRUCTURE", "STRUCTURE_ID", "ACTION", "FREQ"),
        *(code_of(column.name) for column in shape.dimensions),
        *("MEASURE", "TIME_PERIOD", "OBS_VALUE", "UNIT_MEASURE", "DECIMALS", "OBS_STATUS"),
        *(code_of(column.name) for column in shape.attributes),
    ]
    schema = pa.schema([pa.field(name, pa.string()) for name in names])
    with csv.CSVWriter(file, schema, write_options=csv.WriteOptions(quoting_style="needed")) as writer:
        for batch in rows:
            said = {column.name: _coded(batch.column(column.name), codes.get(column.name)) for column in _kept(shape)}
            for measure in shape.measures:
                writer.write_batch(pa.RecordBatch.from_arrays(_block(batch, shape, said, measure), schema=schema))


def _kept(shape: Shape) -> tuple[Column, ...]:
    return (*shape.dimensions, *shape.attributes)


def _block(batch: pa.RecordBatch, shape: Shape, said: Mapping[str, pa.Array], measure: Column) -> list[pa.Array]:
    """The observations of one measure."""
    value, time = batch.column(measure.name), batch.column(shape.time)

    def each(text: str) -> pa.Array:
        return pa.repeat(pa.scalar(text, pa.string()), batch.num_rows)

    return [
        *(each("dataflow"), each(shape.structure_id), each(INFORMATION)),
        pc.if_else(pc.match_substring_regex(time, QUARTER), "Q", "A"),
        *(said[column.name] for column in shape.dimensions),
        each(code_of(measure.name)),
        pc.replace_substring_regex(time, QUARTER, r"\1-Q\2"),
        pc.fill_null(value.cast(pa.string()), MISSING),
        *(each(unit_code(measure)), each(decimals(measure))),
        pc.if_else(value.is_null(), "M", "A"),
        *(said[column.name] for column in shape.attributes),
    ]


def _coded(column: pa.Array, codes: Codes | None) -> pa.Array:
    """A column as text, or as codes where it has a list of them."""
    if codes is None:
        return column.cast(pa.string())
    found = column.dictionary_encode()
    listed = pa.array([codes.code(value) for value in found.dictionary.to_pylist()], pa.string())
    return listed.take(found.indices)
