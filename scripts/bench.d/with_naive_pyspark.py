"""The work as one would first write it in PySpark. Usage: with_naive_pyspark.py RAW FORMAT OUT CORES MEMORY_GIB."""

import sys

from delta import configure_spark_with_delta_pip
from pyspark.sql import SparkSession
from pyspark.sql import functions as F
from steps import MEASURING, READING, step

SCHEMA = "event_id string, ts bigint, kind string, city string, industry string, organisation string, amount double"


def main(raw: str, format: str, out: str, cores: str, memory: str) -> None:
    """Clean events, then cells; all settings but master, memory and Delta are Spark's own."""
    spark = configure_spark_with_delta_pip(
        SparkSession.builder.appName("naive")
        .master(f"local[{cores}]")
        .config("spark.driver.memory", f"{memory}g")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.session.timeZone", "Asia/Shanghai")
        .config("spark.sql.extensions", "io.delta.sql.DeltaSparkSessionExtension")
        .config("spark.sql.catalog.spark_catalog", "org.apache.spark.sql.delta.catalog.DeltaCatalog")
    ).getOrCreate()
    with step(READING):
        delivered = (
            spark.read.format(format).schema(SCHEMA).load(f"{raw}/usage").drop("dt").dropDuplicates(["event_id"])
        )
        occurred_at = F.timestamp_millis("ts")
        clean = delivered.select(
            "event_id",
            occurred_at.alias("occurred_at"),
            "kind",
            "city",
            F.coalesce("industry", F.lit("unattributed")).alias("industry"),
            "organisation",
            "amount",
            F.concat(F.year(occurred_at), F.lit("Q"), F.quarter(occurred_at)).alias("quarter"),
        )
        clean.write.format("delta").partitionBy("quarter").save(f"{out}/events")
    with step(MEASURING):
        cells = (
            spark.read.format("delta")
            .load(f"{out}/events")
            .groupBy("city", "industry", "quarter", "kind")
            .agg(
                F.sum("amount").alias("total"),
                F.count("*").alias("events"),
                F.countDistinct("organisation").alias("organisations"),
            )
        )
        cells.write.parquet(f"{out}/cells.parquet")
    spark.stop()


main(*sys.argv[1:])
