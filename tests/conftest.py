from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest
import small_index
from checkouts import laid
from deliveries import Deliver, Generated, Sample
from laws import register
from object_store import KEY, SECRET, SERVER, ObjectStore, object_store
from packaged import Package, package
from pyspark.sql import SparkSession
from raw_logs import write
from sample_conf import write_conf
from sample_events import by_year, sample
from small_index import Place, Republished, published

from dti_spark.definition.load import load
from dti_spark.definition.model import Definition, Profile
from dti_spark.lake.delta import Lake
from dti_spark.lake.raw_logs import generate
from dti_spark.lake.session import session
from dti_spark.pipeline.job import Outcome, start
from dti_spark.pipeline.run import execute


@pytest.fixture(scope="session")
def running_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ObjectStore | None]:
    """An S3 server, with the credentials that Spark finds in the environment; none where it was not built."""
    if not SERVER.exists():
        yield None
        return
    with object_store(tmp_path_factory.mktemp("store")) as store, pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", KEY)
        patch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
        yield store


@pytest.fixture(scope="session")
def store(running_store: ObjectStore | None) -> ObjectStore:
    if running_store is None:
        pytest.skip("there is no versitygw beside this Python: scripts/check builds it where Go is installed")
    return running_store


@pytest.fixture(scope="session")
def packed(tmp_path_factory: pytest.TempPathFactory, running_store: ObjectStore | None) -> Package:
    """What scripts/package makes, with the S3 connector where there is a server for it."""
    return package(tmp_path_factory.mktemp("package"), *(["--s3a"] if running_store else []))


@pytest.fixture(scope="session")
def profile(running_store: ObjectStore | None) -> Profile:
    return Profile(
        batch_bytes=2**30,
        direct_bytes=2**30,
        views="core",
        spark={
            "spark.master": "local[2]",
            "spark.driver.memory": "3g",
            "spark.driver.extraJavaOptions": "-XX:+UseSerialGC -XX:ReservedCodeCacheSize=400m",
            "spark.ui.enabled": "false",
            "spark.sql.shuffle.partitions": "2",
            "spark.databricks.delta.snapshotPartitions": "1",
            # each test has a lake of its own; what Delta keeps of all of them for an hour fills the heap
            "spark.databricks.delta.delta.log.cacheSize": "60",
            "spark.databricks.delta.writeChecksumFile.enabled": "false",
            **(running_store.settings if running_store else {}),
        },
    )


@pytest.fixture(scope="session")
def spark(profile: Profile, running_store: ObjectStore | None) -> Iterator[SparkSession]:
    running = session(profile, ["s3a://raw"] if running_store else [])
    yield running
    running.stop()


@pytest.fixture(scope="session")
def definition() -> Definition:
    return load()


@pytest.fixture(scope="session")
def deliver(spark: SparkSession, definition: Definition, profile: Profile) -> Deliver:
    """Brings a lake up to date with raw logs; with another definition than the shipped one, or other settings."""

    def run(raw: Path | str, lake: Path | str, *, definition: Definition = definition, **limits: object) -> Outcome:
        bounded = profile.model_copy(update=limits)
        return execute(start(Lake(spark, str(lake)), definition, bounded, str(raw)))

    return run


@pytest.fixture(scope="session")
def delivered_sample(deliver: Deliver, tmp_path_factory: pytest.TempPathFactory) -> Sample:
    place = tmp_path_factory.mktemp("sample")
    conf = write_conf(place / "conf")
    files = write(place / "raw", sample(), by_year)
    deliver(place / "raw", place / "lake", definition=load(conf))
    return Sample(conf, place / "raw", files, place / "lake")


@pytest.fixture(scope="session")
def generated(
    spark: SparkSession, definition: Definition, deliver: Deliver, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Generated]:
    def make(faults: float, **limits: object) -> Generated:
        place = tmp_path_factory.mktemp("generated")
        raw, lake, events = place / "raw", place / "lake", 15_000
        quarters = {"first": "2020Q1", "last": "2022Q1"}
        generate(spark, definition, str(raw), events=events, seed=11, faults=faults, every=90, **quarters)
        return Generated(raw, lake, events, deliver(raw, lake, **limits))

    return make


@pytest.fixture(scope="session")
def clean(generated: Callable[..., Generated]) -> Generated:
    return generated(0.0)


@pytest.fixture(scope="session")
def faulty(generated: Callable[..., Generated]) -> Generated:
    """The same events as the clean ones, and faults."""
    return generated(0.02, views="all")


@pytest.fixture(scope="session")
def gold(faulty: Generated) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published tables of the faulty lake and its weights, in a database that is not Spark."""
    with duckdb.connect() as database:
        register(database, faulty.lake)
        yield database


@pytest.fixture
def place(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Place:
    """A copy of a published lake with its logs and its definition, to be spoilt."""
    return published(spark, tmp_path_factory.getbasetemp()).copy(tmp_path)


@pytest.fixture
def republished(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> Republished:
    """A lake that has published twice, to be read only."""
    return small_index.republished(spark, tmp_path_factory.getbasetemp())


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The scripts in a checkout of their own."""
    return laid(tmp_path)
