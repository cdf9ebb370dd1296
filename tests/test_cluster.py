"""The job as a cluster runs it: packed, submitted to a master, on an object store, with a worker that dies midway."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from cluster import Cluster, cluster, until
from deliveries import Deliver
from lakes import different, versions
from object_store import ObjectStore
from packaged import Package
from pyspark.sql import SparkSession
from small_index import published

from dti_spark.definition.load import load

MEMORY = "1g"
QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:ReservedCodeCacheSize=240m"
"""Options of Java that make a short run shorter."""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with cluster(tmp_path_factory.mktemp("cluster"), workers=2, memory=MEMORY) as found:
        yield found


@pytest.mark.fault(17)
def test_a_job_that_loses_a_worker_gives_the_gold_of_an_undisturbed_run(
    running: Cluster,
    packed: Package,
    store: ObjectStore,
    spark: SparkSession,
    deliver: Deliver,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    undisturbed = published(spark, tmp_path_factory.getbasetemp())
    store.upload(undisturbed.raw, "raw/cluster")
    kept, raw, lake = store.folder / "index" / "cluster", "s3a://raw/cluster", "s3a://index/cluster"
    conf = definition(undisturbed.conf, store.settings, tmp_path / "conf")
    job = submitted(packed, running, conf, raw, lake, tmp_path)
    try:
        until(lambda: job.poll() is not None or any((kept / "_staging").rglob("*.parquet")), "nothing was read")
        assert job.poll() is None, (tmp_path / "err.txt").read_text()[-3000:]
        assert len(running.state()["activeapps"]) == 1
        running.kill(1)
        code = job.wait(600)
    finally:
        job.kill()
    assert code == 0, (tmp_path / "err.txt").read_text()[-3000:]
    done = json.loads((tmp_path / "out.txt").read_text().splitlines()[-1])
    assert done["release"] == "0001"
    assert [worker["state"] for worker in running.state()["workers"]].count("ALIVE") == 1
    assert different(kept, undisturbed.root / "lake") == []
    before = versions(kept)
    assert before.keys() == versions(undisturbed.root / "lake").keys()
    assert deliver(raw, lake, definition=load(undisturbed.conf), direct_bytes=0).release is None
    assert versions(kept) == before


def definition(there: Path, settings: dict[str, str], folder: Path) -> Path:
    """A copy of a definition, with a profile for a small cluster and its object store."""
    shutil.copytree(there, folder)
    file = folder / "lake.yml"
    profiles = yaml.safe_load(file.read_text(encoding="utf-8"))
    small = {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.databricks.delta.snapshotPartitions": "1",
    }
    profiles["cluster"] = profiles["cluster"] | {"direct_bytes": 0, "spark": settings | small}
    file.write_text(yaml.safe_dump(profiles), encoding="utf-8")
    return folder


def submitted(
    packed: Package, running: Cluster, conf: Path, raw: str, lake: str, folder: Path
) -> subprocess.Popen[bytes]:
    """The job, in client mode; what it prints goes to files of a folder."""
    with (folder / "out.txt").open("wb") as out, (folder / "err.txt").open("wb") as err:
        return subprocess.Popen(
            [
                *(*packed.submit, "--master", running.master, "--conf", "spark.driver.host=127.0.0.1"),
                *("--driver-memory", MEMORY, "--executor-memory", MEMORY, "--driver-java-options", QUICK),
                *("--conf", f"spark.executor.extraJavaOptions={QUICK}"),
                *(packed.dist / "jobs" / "run.py", "--profile", "cluster", "--conf", conf, "--json"),
                *("--raw", raw, "--lake", lake),
            ],
            env=packed.environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
        )
