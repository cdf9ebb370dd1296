"""Readers of releases that know nothing of dti_spark: they follow the pointer and use delta-rs, DuckDB or Spark."""

import json
from pathlib import Path

import duckdb
from deltalake import DeltaTable
from lakes import GOLD, INDEX_KEY
from pyspark.sql import SparkSession

COLUMNS = (*INDEX_KEY, "value")


def counting(lake: Path) -> Path:
    """The folder of the release that counts."""
    pointer = max((lake / "releases" / "_published").iterdir())
    return lake / "releases" / str(json.loads(pointer.read_text())["folder"])


def by_duckdb(folder: Path, table: str) -> set[tuple[object, ...]]:
    """Keys and values of a table of a release, whose folder holds no file that is not part of it."""
    files = f"{folder}/gold/{table}/*=*/*.parquet"
    query = f"SELECT {', '.join(COLUMNS)} FROM read_parquet('{files}', hive_partitioning = true)"
    return set(duckdb.sql(query).fetchall())


def by_delta_rs(folder: Path, table: str) -> set[tuple[object, ...]]:
    rows = DeltaTable(folder / "gold" / table).to_pyarrow_table().select(COLUMNS)
    return set(zip(*(column.to_pylist() for column in rows.columns), strict=True))


def by_spark(spark: SparkSession, folder: Path, table: str) -> set[tuple[object, ...]]:
    rows = spark.read.format("delta").load(f"{folder}/gold/{table}").select(*COLUMNS)
    return {tuple(row) for row in rows.collect()}


def mixed(folder: Path) -> list[str]:
    """Gold tables that are not of the version that their release names."""
    versions = dict(json.loads((folder / "release.json").read_text())["release"]["table_versions"])
    return [name for name in GOLD if DeltaTable(folder / name.replace(".", "/")).version() != versions[name]]
