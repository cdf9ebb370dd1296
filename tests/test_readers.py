"""Gold by the readers that analysts have: the blocks of the README, run as they stand but for where the lake is."""

import re
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from lakes import GOLD, VIEWS, differences
from packaged import ROOT
from pyspark.sql import SparkSession
from small_index import Republished, published

import dti_spark

KEYS = GOLD | VIEWS
Rows = pa.Table | pl.DataFrame | pd.DataFrame
SECTION = (ROOT / "README.md").read_text(encoding="utf-8").partition("\n## Reading gold\n")[2].partition("\n## ")[0]
BLOCKS, (VERSION, *EARLIER_BLOCKS) = (
    re.findall(r"```python\n(.*?)```", part, re.DOTALL) for part in SECTION.split("\n### An earlier release\n")
)


def by_reader(blocks: list[str]) -> dict[str, str]:
    """Blocks by the reader that a comment of each names."""
    return {found[1]: block for block in blocks if (found := re.search(r"# ([\w -]+)\n", block))}


READERS = {
    "dti_spark": next(block for block in BLOCKS if "dti_spark.open" in block and "rows" in block),
    **by_reader(BLOCKS),
}
EARLIER = {reader: VERSION + block for reader, block in by_reader(EARLIER_BLOCKS).items()}


@pytest.fixture(scope="module")
def lake(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake that these tests only read."""
    return published(spark, tmp_path_factory.getbasetemp()).root / "lake"


@pytest.fixture(scope="module")
def of_spark(spark: SparkSession, lake: Path) -> dict[str, pa.Table]:
    """Every gold table as Spark reads it."""
    return {name: spark.read.format("delta").load(str(lake / name.replace(".", "/"))).toArrow() for name in KEYS}


def ran(block: str, lake: Path, table: str) -> Rows:
    """What a block calls rows, of a table."""
    names: dict[str, Any] = {}
    exec(re.sub(r"\brankings\b", table.split(".")[1], block.replace("LAKE", str(lake))), names)
    return names["rows"]


def as_arrow(rows: Rows, schema: pa.Schema) -> pa.Table:
    """Rows of any frame, in the columns and types of Spark's."""
    if isinstance(rows, pl.DataFrame):
        rows = rows.to_arrow()
    elif isinstance(rows, pd.DataFrame):
        rows = pa.Table.from_pandas(rows, preserve_index=False)
    return rows.select(schema.names).cast(schema)


def ordered(rows: pa.Table, name: str) -> pa.Table:
    return rows.sort_by([(column, "ascending") for column in KEYS[name]]).combine_chunks()


def test_the_readme_has_a_block_for_each_reader() -> None:
    assert sorted(READERS) == ["DuckDB", "Polars", "delta-rs", "dti_spark", "pandas"]
    assert sorted(EARLIER) == sorted(READERS.keys() - {"dti_spark"})


@pytest.mark.parametrize("reader", READERS)
def test_a_reader_finds_the_rows_of_spark_in_every_gold_table(
    lake: Path, of_spark: dict[str, pa.Table], reader: str
) -> None:
    for name, wanted in of_spark.items():
        found = as_arrow(ran(READERS[reader], lake, name), wanted.schema)
        assert wanted.num_rows > 0
        assert differences(name, ordered(found, name), ordered(wanted, name)) == []


@pytest.mark.parametrize("reader", sorted(READERS.keys() - {"dti_spark"}))
def test_a_reader_finds_a_release_in_its_folder(lake: Path, of_spark: dict[str, pa.Table], reader: str) -> None:
    (folder,) = (lake / "releases").glob("0001-*")
    found = as_arrow(ran(READERS[reader], folder, "gold.growth"), of_spark["gold.growth"].schema)
    assert differences("", ordered(found, "gold.growth"), ordered(of_spark["gold.growth"], "gold.growth")) == []


@pytest.mark.parametrize("reader", EARLIER)
def test_a_reader_finds_an_earlier_release_after_a_later_one(republished: Republished, reader: str) -> None:
    lake, earlier = republished.lake, dti_spark.open(republished.lake, release="0001")
    moved = set()
    for name in KEYS:
        wanted = ordered(earlier.arrow(name), name)
        found, now = (
            ordered(as_arrow(ran(block, lake, name), wanted.schema), name)
            for block in (EARLIER[reader], READERS[reader])
        )
        assert differences(name, found, wanted) == []
        moved |= {name} if differences(name, now, wanted) else set()
    assert moved == {"gold.index_values", "gold.rankings", "gold.growth"}


def test_the_ten_of_the_readme_are_the_first_ten_cities(lake: Path, of_spark: dict[str, pa.Table]) -> None:
    names: dict[str, Any] = {}
    (block,) = (block for block in BLOCKS if block.startswith("ten ="))
    exec("import dti_spark\n" + block.replace("LAKE", str(lake)), names)
    rows = of_spark["gold.rankings"].to_pylist()
    whole = {"index": "dti", "node": "dti", "industry": "all", "region_type": "city", "period": "2020Q2"}
    cities = [row for row in rows if whole.items() <= row.items() and row["rank"] <= 10 and row["value"] > 0]
    assert {tuple(row.values()) for row in names["ten"].iter_rows(named=True)} == {
        (row["region"], row["rank"]) for row in cities
    }
    assert cities
