from pathlib import Path

import pytest
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from dti_spark.lake.metrics import COUNTED, RETRIES, Cost, Meter


def read(meter: Meter) -> Cost:
    cost = meter.read()
    assert cost is not None
    assert cost.keys() == {*COUNTED, RETRIES}
    return cost


def test_what_was_written_and_read_is_counted_once(spark: SparkSession, tmp_path: Path) -> None:
    vectored = "parquet.hadoop.vectored.io.enabled"
    meter = Meter(spark)
    spark.range(5_000).withColumn("chance", F.rand(1)).repartition(2).write.parquet(str(tmp_path / "table"))
    size = sum(path.stat().st_size for path in (tmp_path / "table").glob("*.parquet"))
    written = read(meter)
    assert (written["rows_out"], written["bytes_written"], written["failed_tasks"]) == (5_000, size, 0)
    assert written["shuffle_written"] == written["shuffle_read"] > 0
    assert set(read(meter).values()) == {0}
    spark.conf.set(vectored, "false")
    try:
        rows = spark.read.schema("id bigint, chance double").parquet(str(tmp_path / "table")).collect()
    finally:
        spark.conf.unset(vectored)
    again = read(meter)
    assert len(rows) == again["rows_in"] == 5_000
    assert size * 0.9 < again["bytes_read"] < size * 1.5
    assert again["rows_out"] == 0


def test_a_task_that_failed_is_counted(spark: SparkSession) -> None:
    meter = Meter(spark)
    with pytest.raises(Exception, match="on purpose"):
        spark.range(10).select(F.raise_error(F.lit("on purpose"))).collect()
    assert read(meter)["failed_tasks"] >= 1
