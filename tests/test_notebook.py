"""What people in notebooks read of a lake: the same rows in every kind of frame, of the release that they name."""

import subprocess
import sys
from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest
from lakes import VIEWS, delta, differences
from object_store import KEY, REGION, SECRET, ObjectStore
from pyarrow import fs, parquet
from pyspark.sql import SparkSession
from small_index import Place, Republished, published

import dti_spark
from dti_spark.errors import StorageError, UsageError
from dti_spark.notebook import Release
from dti_spark.pipeline.releasing import TABLES

KEYS = {table.name: tuple(column.name for column in table.key) for table in TABLES}


@pytest.fixture(scope="module")
def lake(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lake that these tests only read."""
    return published(spark, tmp_path_factory.getbasetemp()).root / "lake"


@pytest.fixture(scope="module")
def release(lake: Path) -> Release:
    return dti_spark.open(lake)


def ordered(rows: pa.Table, name: str) -> pa.Table:
    return rows.sort_by([(column, "ascending") for column in KEYS[name]]).combine_chunks()


@pytest.mark.parametrize("name", KEYS)
def test_every_table_has_the_rows_of_its_delta_table_in_every_kind_of_frame(
    spark: SparkSession, lake: Path, release: Release, name: str
) -> None:
    (folder,) = (lake / "releases").glob("0001-*")
    wanted = ordered(delta(folder, name).to_pyarrow_table(), name)
    assert wanted.num_rows > 0
    short = name.split(".")[1]
    arrow = release.arrow(short)
    assert arrow.column_names == [column.name for column in next(t for t in TABLES if t.name == name).columns]
    assert differences(name, ordered(arrow, name).select(wanted.column_names), wanted) == []
    assert release.polars(short).equals(pl.from_arrow(arrow))
    assert release.pandas(short).equals(arrow.to_pandas())
    of_spark = release.spark(short, spark).toArrow()
    assert of_spark.column_names == arrow.column_names
    # what lists call their members is the reader's own
    of_spark = of_spark.cast(arrow.schema)
    assert differences(name, ordered(of_spark, name).select(wanted.column_names), wanted) == []


def test_rows_and_columns_are_chosen_by_name(lake: Path, release: Release) -> None:
    whole = {"index": "dti", "node": "dti", "industry": "all"}
    cities = release.pandas("rankings", ["region", "rank"], **whole, region_type="city", period="2020Q2")
    assert list(cities.columns) == ["region", "rank"]
    assert len(cities) == release.arrow("cities").num_rows > 0
    some = release.arrow("rankings", ["region", "period"], **whole, region=["440300", "110000"], period=["2020Q1"])
    assert sorted(set(some["region"].to_pylist())) == ["110000", "440300"]
    assert set(some["period"].to_pylist()) == {"2020Q1"}
    all_rows, without = release.arrow("growth").num_rows, release.arrow("growth", yoy=None).num_rows
    growing = sum(value is not None for value in release.arrow("growth", ["yoy"])["yoy"].to_pylist())
    assert without == all_rows - growing


def test_a_release_that_was_opened_stays_and_each_can_be_opened_by_name(
    republished: Republished, release: Release
) -> None:
    first, second = republished.first, dti_spark.open(republished.lake)
    before = release.arrow("index_values")
    assert (first.name, second.name) == ("0001", "0002")
    for again in (first, dti_spark.open(republished.lake, release="0001")):
        assert ordered(again.arrow("index_values"), "gold.index_values").equals(ordered(before, "gold.index_values"))
    assert differences(
        "", ordered(second.arrow("index_values"), "gold.index_values"), ordered(before, "gold.index_values")
    )
    assert set(first.tables) - set(second.tables) == {name.split(".")[1] for name in VIEWS}
    with pytest.raises(UsageError, match="release 0002 holds no table contributions; it holds regions, "):
        second.arrow("contributions")


def test_words_that_are_wrong_are_told_with_those_that_are_right(lake: Path, release: Release, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"holds no table ranking; it holds .*rankings"):
        release.polars("ranking")
    with pytest.raises(UsageError, match=r"gold\.rankings has no column city; it has index, region_type"):
        release.arrow("rankings", city="440300")
    with pytest.raises(UsageError, match=r"there is no release 2022 in .*; there are 0001"):
        dti_spark.open(lake, "2022")
    with pytest.raises(UsageError, match=f"{tmp_path} holds no release yet; dti run publishes one"):
        dti_spark.open(tmp_path)
    with pytest.raises(UsageError, match="nowhere://lake cannot be opened"):
        dti_spark.open("nowhere://lake")


def test_what_is_not_as_it_was_published_is_refused(place: Place) -> None:
    lake = place.root / "lake"
    release = dti_spark.open(lake)
    (folder,) = (lake / "releases").glob("0001-*")
    next(folder.glob("gold/rankings/period=2020Q1/*.parquet")).unlink()
    with pytest.raises(StorageError, match=r"gold\.rankings of release 0001 could not be read"):
        release.arrow("rankings")
    (tiers,) = folder.glob("gold/tiers/*.parquet")
    parquet.write_table(parquet.read_table(tiers).drop_columns("cities"), tiers)
    with pytest.raises(
        UsageError, match=r"written by another version of dti_spark: it has no cities; use that version"
    ):
        release.arrow("tiers")
    manifest = folder / "release.json"
    manifest.write_text(manifest.read_text(encoding="utf-8") + " ", encoding="utf-8")
    with pytest.raises(StorageError, match=r"release\.json is not what was published"):
        dti_spark.open(lake)


def test_a_lake_in_an_object_store_is_read_where_it_lies(store: ObjectStore, lake: Path, release: Release) -> None:
    store.upload(lake, "index/for-notebooks")
    storage = fs.S3FileSystem(
        endpoint_override=store.address, scheme="http", access_key=KEY, secret_key=SECRET, region=REGION
    )
    there = dti_spark.open("index/for-notebooks", storage=storage)
    for name in ("rankings", "dio_cases"):
        assert ordered(there.arrow(name), f"gold.{name}").equals(ordered(release.arrow(name), f"gold.{name}"))


def test_the_version_alone_does_not_load_spark() -> None:
    asked = "import sys, dti_spark; print(dti_spark.__version__, 'pyspark' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout
    assert said.split() == [dti_spark.__version__, "False"]
