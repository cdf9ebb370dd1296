"""What writers of exports owe every table: names for its columns, and memory for some rows alone."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pytest
from pyspark.sql import DataFrame
from small_release import BY_NAME, PERIODS, arrow

from dti_spark import columns as c
from dti_spark.columns import Column
from dti_spark.pipeline.releasing import TABLES
from dti_spark.report.cells import FORMULA
from dti_spark.report.export import columnar, flat, sdmx, sdmx_csv, workbook
from dti_spark.report.export.names import Headers, headed, listed, of_columns, of_table
from dti_spark.report.export.sdmx import Codes
from dti_spark.report.export.sdmx_words import UNITS
from dti_spark.tables import Table, table

each = pytest.mark.parametrize("of", TABLES, ids=lambda table: table.name)
VALUES = BY_NAME["gold.index_values"]
BATCHES, ROWS = 30, 500


@each
@pytest.mark.parametrize("headers", list(Headers))
def test_every_column_of_a_release_has_a_name_of_its_own_in_its_table(of: Table[Any], headers: Headers) -> None:
    names = headed(of, headers)
    assert len(set(names)) == len(of.columns)
    assert all(name == name.strip() and name for name in names)
    assert pa.compute.match_substring_regex(pa.array(names), FORMULA).to_pylist() == [False] * len(names)


@each
def test_chinese_names_are_chinese_and_english_ones_are_not(of: Table[Any]) -> None:
    for names in (of_table(of), *of_columns(of).values()):
        assert any("\u4e00" <= sign <= "\u9fff" for sign in names.zh)
        assert names.en.isascii()
        assert names.en[0].isupper()


def test_there_are_no_names_of_what_no_release_holds() -> None:
    codes = {column.name for each in TABLES for column in each.columns}
    named = {f"{each.name}.{column.name}" for each in TABLES for column in each.columns}
    assert listed().keys() <= codes | named | {each.name for each in TABLES}
    assert len({of_table(each).zh for each in TABLES}) == len(TABLES)


def test_every_unit_of_a_measure_with_a_period_has_a_code_of_its_own() -> None:
    shapes = [
        sdmx.shaped(each)
        for each in TABLES
        if {"period", "quarter"} & {key.name for key in each.key}
        and any(column.adds is not None for column in each.columns)
    ]
    assert len(shapes) > 8
    assert {measure.unit for shape in shapes for measure in shape.measures} == UNITS.keys()
    assert len({unit.code for unit in UNITS.values()}) == len(UNITS)


def instants(rows: DataFrame) -> DataFrame:
    """Instants."""
    return rows


def test_instants_are_written_in_utc(tmp_path: Path) -> None:
    of = table("gold.instants", grain="instant", columns=(Column("period", c.INSTANT, "When"),), key=())(instants)
    noon = datetime(2022, 3, 31, 12, tzinfo=UTC)
    rows = pa.table({"period": pa.array([noon, None], pa.timestamp("us", "UTC"))})
    flat.write(rows.to_reader(), ["when"], tmp_path / "a.csv")
    text = (tmp_path / "a.csv").read_text(encoding="utf-8-sig")
    assert [row["when"] for row in csv.DictReader(io.StringIO(text))] == ["2022-03-31 12:00:00.000000Z"]
    workbook.write(rows.to_reader(), of, ["when"], tmp_path / "a.xlsx")
    assert openpyxl.load_workbook(tmp_path / "a.xlsx")["instants"]["A2"].value == "2022-03-31 12:00:00+00:00"


def to_sdmx(rows: pa.RecordBatchReader, file: Path) -> None:
    sdmx_csv.write(rows, sdmx.shaped(VALUES), {"region": Codes.of([])}, file)


WRITERS: dict[str, Callable[[pa.RecordBatchReader, Sequence[str], Path], None]] = {
    "csv": flat.write,
    "parquet": lambda rows, headers, file: columnar.write(rows, VALUES, headers, {}, file),
    "xlsx": lambda rows, headers, file: workbook.write(rows, VALUES, headers, file),
    "sdmx-csv": lambda rows, headers, file: to_sdmx(rows, file),
}


@pytest.mark.parametrize("kind", WRITERS)
def test_no_writer_keeps_the_rows_that_it_has_written(tmp_path: Path, kind: str) -> None:
    rows = [{"index": "dti", "region": f"{at:06}", "period": PERIODS[1], "value": float(at)} for at in range(ROWS)]
    one = arrow(VALUES, rows).combine_chunks().to_batches()[0]
    before, held = pa.total_allocated_bytes(), []

    def batches() -> Iterator[pa.RecordBatch]:
        for _ in range(BATCHES):
            held.append(pa.total_allocated_bytes() - before)
            # of its own, so that it goes when nobody holds it
            yield pa.RecordBatch.from_arrays(
                [pa.concat_arrays([column, column]) for column in one.columns], schema=one.schema
            )

    reader = pa.RecordBatchReader.from_batches(one.schema, batches())
    WRITERS[kind](reader, headed(VALUES, Headers.CODE), tmp_path / "out")
    assert len(held) == BATCHES
    # what a writer needs it has at the beginning; all batches are 60 times `one`
    assert held[-1] - held[2] < 4 * one.nbytes
    assert (tmp_path / "out").stat().st_size > 10 * BATCHES
