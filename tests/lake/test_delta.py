from pathlib import Path
from typing import Any

import pytest
from deltalake import DeltaTable
from pyspark.sql import SparkSession

from dti_spark import columns as c
from dti_spark.errors import StorageError
from dti_spark.index.weights import weights
from dti_spark.lake import commits
from dti_spark.lake.delta import Lake
from dti_spark.lake.failures import sentence
from dti_spark.tables import Table
from dti_spark.views.growth import growth

WEIGHT = {"index": "dti", "parent": "dti", "weight": 0.5, "experts": 3, "mean_score": 2.0}
WEIGHTS = [{**WEIGHT, "node": "platform"}, {**WEIGHT, "node": "application"}]
GROWN = {
    "index": "dti",
    "region_type": "city",
    "industry": "all",
    "period": "2021Q1",
    "period_type": "quarter",
    "level": 0,
}
GROWTH = [{**GROWN, "node": node, "region": city} for city in ("440300", "110000") for node in ("platform", "dti")]


@pytest.fixture
def lake(spark: SparkSession, tmp_path: Path) -> Lake:
    return Lake(spark, str(tmp_path / "lake"))


@pytest.mark.parametrize(
    ("table", "rows"), [(weights, WEIGHTS), (growth, GROWTH)], ids=["one file", "a file for each period"]
)
def test_a_key_that_occurs_twice_is_never_committed(lake: Lake, table: Table[Any], rows: list[dict[str, Any]]) -> None:
    lake.replace(table, lake.frame(rows, table.schema), {})
    twice = lake.frame([*rows, rows[0]], table.schema).repartition(3)
    with pytest.raises(
        StorageError, match=f"{table.name} would hold a key more than once, so nothing was written"
    ) as e:
        lake.replace(table, twice, {})
    assert str(rows[0]["node"]) in str(e.value)
    assert "\n" not in str(e.value)
    assert lake.version(table) == 1
    assert lake.read(table).count() == len(rows)


def test_the_same_rows_are_not_committed_again_whatever_their_order(lake: Lake) -> None:
    lake.put(weights, WEIGHTS, {"run": "a"})
    first = lake.version(weights)
    lake.put(weights, WEIGHTS[::-1], {"run": "b"})
    assert (lake.version(weights), lake.note(weights)["run"]) == (first, "a")
    lake.put(weights, WEIGHTS[:1], {"run": "c"})
    assert (lake.version(weights), lake.note(weights)["run"]) == (first + 1, "c")
    assert [row["node"] for row in lake.rows(weights, c.node)] == ["platform"]
    with pytest.raises(StorageError, match=r'weights would hold a key .*"node": "platform"'):
        lake.put(weights, [*WEIGHTS, WEIGHTS[0]], {})


def test_files_hold_rows_in_the_order_of_their_key(lake: Lake, spark: SparkSession) -> None:
    lake.replace(growth, lake.frame(GROWTH, growth.schema), {})
    (file,) = Path(lake.path(growth)).rglob("*.parquet")
    rows = [(row["region"], row["node"]) for row in spark.read.parquet(str(file)).collect()]
    assert rows == sorted(rows)


def test_the_files_of_a_table_are_those_that_its_log_names_after_a_checkpoint_too(lake: Lake) -> None:
    path = f"{lake.root}/a table"
    for number in range(12):
        rows = lake.frame([{"number": number, "part": f"a %{number % 2}"}], "number int, part string")
        rows.write.format("delta").partitionBy("part").mode("append" if number % 4 else "overwrite").save(path)
    assert Path(path, "_delta_log", "_last_checkpoint").exists()
    found = commits.files(lake.spark, path)
    assert {uri.partition("/a%20table/")[2] for uri in DeltaTable(path).file_uris()} == set(found)
    assert {Path(path, name) for name in found} < set(Path(path).glob("part=*/*.parquet"))


def test_rows_that_only_a_deletion_vector_takes_away_are_not_copied_as_if_they_counted(lake: Lake) -> None:
    path = f"{lake.root}/deleted"
    lake.spark.range(9).repartition(1).write.format("delta").save(path)
    lake.spark.sql(f"ALTER TABLE delta.`{path}` SET TBLPROPERTIES (delta.enableDeletionVectors = true)")
    lake.spark.sql(f"DELETE FROM delta.`{path}` WHERE id = 4")
    with pytest.raises(StorageError, match="has a deletion vector"):
        commits.files(lake.spark, path)


def test_a_metastore_that_cannot_make_a_folder_is_told_in_one_sentence() -> None:
    said = sentence(
        "registering dti_silver",
        "org.apache.hadoop.hive.ql.metadata.HiveException: MetaException(message:Unable to create database path "
        "file:/proc/nothing/dti_silver.db, failed to create database dti_silver)",
    )
    assert str(said).startswith(
        "registering dti_silver: the metastore cannot make the folder of the database; let spark."
    )


def test_an_executor_without_memory_is_told_in_one_sentence() -> None:
    said = sentence("writing gold.growth", "Job aborted: java.lang.OutOfMemoryError: Java heap space\n\tat x.y(Z.java)")
    assert str(said).startswith("writing gold.growth: Spark ran out of memory; raise spark.driver.memory")
    assert said.exit_code == 4
