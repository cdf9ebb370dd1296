"""SQL without a server: the catalogs that spark-sql reads, and one statement."""

import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml
from deltalake import DeltaTable
from object_store import free_port
from pyspark.sql import SparkSession
from small_index import SETTINGS
from sql_lake import DTI, JARS, contents, copied, environment

from dti_spark.definition.dimensions import regions
from dti_spark.lake import jars

SHORT = SETTINGS["spark.driver.extraJavaOptions"]


@pytest.fixture(scope="module")
def home(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(spark, tmp_path_factory.getbasetemp(), tmp_path_factory.mktemp("sql"))


@contextmanager
def metastore(home: Path) -> Iterator[str]:
    """Hive's metastore as a service, which the profile `shared` names; its address."""
    folder, address = home.parent / "metastore", f"thrift://127.0.0.1:{(port := free_port())}"
    folder.mkdir()
    profiles = yaml.safe_load((home / "conf" / "lake.yml").read_text(encoding="utf-8"))
    local = profiles["local"]
    profiles["shared"] = local | {"spark": local["spark"] | {"spark.hive.metastore.uris": address}}
    (home / "conf" / "lake.yml").write_text(yaml.safe_dump(profiles, allow_unicode=True), encoding="utf-8")
    settings = {
        "javax.jdo.option.ConnectionURL": "jdbc:derby:metastore_db;create=true",
        "datanucleus.schema.autoCreateAll": "true",
        "hive.metastore.schema.verification": "false",
        # that needs a jar which Spark does not bring
        "hive.async.log.enabled": "false",
    }
    given = (word for name, value in settings.items() for word in ("--hiveconf", f"{name}={value}"))
    java = ("java", *SHORT.split(), f"-Djava.io.tmpdir={folder}", "-cp", f"{JARS}/*")
    with (
        (folder / "log").open("w") as log,
        subprocess.Popen(
            [*java, "org.apache.hadoop.hive.metastore.HiveMetaStore", "-p", str(port), *given],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        ) as process,
    ):
        try:
            assert answering(process, port), (folder / "log").read_text()
            yield address
        finally:
            process.kill()


def answering(process: subprocess.Popen[bytes], port: int) -> bool:
    """Whether a service takes connections before it ends or a minute is over."""
    over = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < over:
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return True
        time.sleep(0.1)
    return False


def ran(home: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """The command line in a folder of its own beside the lake."""
    folder = home.parent / "catalog"
    folder.mkdir(exist_ok=True)
    return subprocess.run(
        [*words, *(("--conf", home / "conf") if words[0] == DTI[0] else ())],
        cwd=folder,
        env=environment(folder),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=180,
    )


@contextmanager
def spark_sql(home: Path, address: str) -> Iterator[subprocess.Popen[str]]:
    """spark-sql beside the metastore; what it prints comes with its errors."""
    settings = {
        "spark.ui.enabled": "false",
        "spark.hive.metastore.uris": address,
        "spark.sql.extensions": "io.delta.sql.DeltaSparkSessionExtension",
        "spark.sql.catalog.spark_catalog": "org.apache.spark.sql.delta.catalog.DeltaCatalog",
        "spark.databricks.delta.snapshotPartitions": "2",
    }
    delta = ",".join(map(str, jars.paths(jars.locked(("delta",)), jars.kept_in())))
    folder = home.parent / "analyst"
    folder.mkdir()
    with subprocess.Popen(
        [
            Path(sys.executable).with_name("spark-sql"),
            *("--master", "local[2]", "--driver-java-options", SHORT, "--jars", delta),
            *(word for name, value in settings.items() for word in ("--conf", f"{name}={value}")),
        ],
        cwd=folder,
        env=environment(folder),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def said(process: subprocess.Popen[str], statement: str, *, until: str) -> bool:
    """Whether a program answers a statement by a line with this text, before it ends or two minutes are over."""
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(f"{statement};\n")
    process.stdin.flush()
    over = threading.Timer(120, process.kill)
    over.start()
    try:
        return any(until in line for line in iter(process.stdout.readline, ""))
    finally:
        over.cancel()


def test_what_is_registered_with_hive_is_known_to_spark_sql_beside_it_and_stays_as_it_is(home: Path) -> None:
    before = contents(home / "lake")
    register = (*DTI, "register", "--lake", home / "lake", "--profile", "shared", "--json")
    with metastore(home) as address:
        first = json.loads(ran(home, *register).stdout)
        assert "dti_gold.rankings" in first["registered"]
        with spark_sql(home, address) as beside:
            assert said(beside, "select name_zh from dti_gold.regions where region = '440300'", until="深圳")
            again = json.loads(ran(home, *register).stdout)
            assert again == {"registered": [], "removed": [], "unchanged": first["registered"]}
            rows = DeltaTable(home / "lake" / "gold" / "rankings").to_pyarrow_dataset().count_rows()
            assert said(beside, "select concat(count(*), ' rows') from dti_gold.rankings", until=f"{rows} rows")
            comment = next(column.comment for column in regions.columns if column.name == "name_zh")
            assert said(beside, "describe dti_gold.regions name_zh", until=f"comment\t{comment}")
    assert not (home.parent / "catalog" / "metastore_db").exists()
    assert contents(home / "lake") == before
    refused = ran(home, *register)
    assert (refused.returncode, refused.stdout) == (4, "")
    assert "no answer from the metastore of Hive's (Connection refused)" in refused.stderr.splitlines()[-1]


def test_derby_in_this_folder_is_the_catalog_where_none_is_named_and_serves_one_process(home: Path) -> None:
    register = (*DTI, "register", "--lake", home / "lake")
    assert "dti_gold.rankings" in ran(home, *register).stdout.partition("removed:")[0]
    folder = home.parent / "catalog"
    derby = ["java", "-cp", f"{JARS}/*", "org.apache.derby.tools.ij"]
    with subprocess.Popen(derby, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert said(other, "connect 'jdbc:derby:metastore_db'; values 1", until="1 row selected")
        refused = ran(home, *register)
        other.kill()
    assert (refused.returncode, refused.stdout) == (4, "")
    assert "another process uses the metastore of this folder" in refused.stderr.splitlines()[-1]


def test_one_statement_needs_no_server(home: Path) -> None:
    query = "select name_zh from regions where region = '440300'"
    answer = ran(home, *DTI, "sql", "--lake", home / "lake", "-q", query, "--json")
    assert (answer.returncode, answer.stdout) == (0, '{"name_zh": "深圳"}\n')
