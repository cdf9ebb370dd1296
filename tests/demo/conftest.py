from pathlib import Path
from typing import Any

import pytest
from deliveries import Deliver
from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F

from dti_spark.definition.model import Definition, Source
from dti_spark.demo.calibrated.aims import wanted
from dti_spark.demo.calibrated.wanted import Wanted
from dti_spark.demo.population import Population, population
from dti_spark.demo.targets import targets
from dti_spark.lake.raw_logs import generate

Record = dict[str, Any]


@pytest.fixture(scope="session")
def asked() -> dict[str, Any]:
    """What both deliveries have in common."""
    return {"events": 12_000, "seed": 7, "first": "2020Q1", "last": "2020Q4", "every": 30}


@pytest.fixture(scope="session")
def rate() -> float:
    """Share of the events that get a fault in the faulty delivery."""
    return 0.25


@pytest.fixture(scope="session")
def faulty_raw(
    spark: SparkSession,
    definition: Definition,
    asked: dict[str, Any],
    rate: float,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    raw = tmp_path_factory.mktemp("faulty")
    generate(spark, definition, str(raw), faults=rate, **asked)
    return raw


@pytest.fixture(scope="session")
def faulty(spark: SparkSession, definition: Definition, faulty_raw: Path) -> list[Record]:
    """Every record of the delivery with faults, read back as sources.yml says."""
    return read_back(spark, definition, faulty_raw)


@pytest.fixture(scope="session")
def clean(
    spark: SparkSession, definition: Definition, asked: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> list[Record]:
    """Every record of the same delivery without faults."""
    raw = tmp_path_factory.mktemp("clean")
    generate(spark, definition, str(raw), faults=0.0, **asked)
    return read_back(spark, definition, raw)


@pytest.fixture(scope="session")
def ledger(spark: SparkSession, faulty_raw: Path) -> list[Record]:
    return [row.asDict() for row in spark.read.json(f"{faulty_raw}/_faults").collect()]


@pytest.fixture(scope="session")
def people(definition: Definition) -> Population:
    return population(definition, "2020Q1", "2022Q1")


@pytest.fixture(scope="session")
def aim(definition: Definition) -> Wanted:
    return wanted(definition, targets(definition))


@pytest.fixture(scope="session")
def calibrated_events() -> int:
    return 150_000


@pytest.fixture(scope="session")
def lake(
    spark: SparkSession,
    definition: Definition,
    aim: Wanted,
    calibrated_events: int,
    deliver: Deliver,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """The whole job on calibrated logs with faults of every kind."""
    place = tmp_path_factory.mktemp("calibrated")
    asked = {"events": calibrated_events, "seed": 3, "first": "2020Q1", "last": "2022Q1", "faults": 0.02, "every": 90}
    generate(spark, definition, str(place / "raw"), wanted=aim, **asked)
    deliver(place / "raw", place / "lake", views="all")
    return place


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
