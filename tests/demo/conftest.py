from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from dti_spark.definition.load import load
from dti_spark.definition.model import Definition, Source
from dti_spark.lake.raw_logs import generate

EVENTS, SEED, FIRST, LAST, RATE, EVERY = 12_000, 7, "2020Q1", "2020Q4", 0.25, 30
Record = dict[str, Any]


@pytest.fixture(scope="session")
def spark() -> Iterator[SparkSession]:
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.csv.parser.columnPruning.enabled": "false",
    }
    session = SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()
    yield session
    session.stop()


@pytest.fixture(scope="session")
def definition() -> Definition:
    return load()


@pytest.fixture(scope="session")
def faulty_raw(spark: SparkSession, definition: Definition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    raw = tmp_path_factory.mktemp("faulty")
    generate(spark, definition, str(raw), events=EVENTS, seed=SEED, first=FIRST, last=LAST, faults=RATE, every=EVERY)
    return raw


@pytest.fixture(scope="session")
def faulty(spark: SparkSession, definition: Definition, faulty_raw: Path) -> list[Record]:
    """Every record of the delivery with faults, read back as sources.yml says."""
    return read_back(spark, definition, faulty_raw)


@pytest.fixture(scope="session")
def clean(spark: SparkSession, definition: Definition, tmp_path_factory: pytest.TempPathFactory) -> list[Record]:
    """Every record of the same delivery without faults."""
    raw = tmp_path_factory.mktemp("clean")
    generate(spark, definition, str(raw), events=EVENTS, seed=SEED, first=FIRST, last=LAST, faults=0.0, every=EVERY)
    return read_back(spark, definition, raw)


@pytest.fixture(scope="session")
def ledger(spark: SparkSession, faulty_raw: Path) -> list[Record]:
    return [row.asDict() for row in spark.read.json(f"{faulty_raw}/_faults").collect()]


def read_back(spark: SparkSession, definition: Definition, raw: Path) -> list[Record]:
    spark.conf.set("spark.sql.ansi.enabled", "false")
    rows = [row.asDict() for source in definition.sources for row in canonical(spark, source, raw).collect()]
    spark.conf.set("spark.sql.ansi.enabled", "true")
    return rows


def canonical(spark: SparkSession, source: Source, raw: Path) -> DataFrame:
    lines = source.format != "parquet"
    schema = source.schema_ + (", _corrupt_record string" if lines else "")
    frame = spark.read.format(source.format).options(**source.options).schema(schema).load(f"{raw}/{source.path}")
    corrupt = F.col("_corrupt_record") if lines else F.lit(None).cast("string")
    event = {name: F.expr(expression) for name, expression in source.event.model_dump().items()}
    return frame.select(
        F.lit(source.id).alias("source"),
        F.regexp_extract("_metadata.file_path", "dt=([0-9-]+)", 1).alias("dt"),
        corrupt.alias("corrupt"),
        *(event[name].alias(name) for name in ("event_id", "kind", "city", "industry", "entity", "quantity")),
        F.unix_micros(event["occurred_at"].cast("timestamp")).alias("occurred_at"),
    )


def content(records: list[Record]) -> Counter[tuple[Any, ...]]:
    """The records wherever they were delivered; text for what is no number equals itself."""
    return Counter(tuple(str(value) for name, value in record.items() if name != "dt") for record in records)
