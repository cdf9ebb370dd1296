"""SQL without a server: the catalog that spark-sql reads, and one statement."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from pyspark.sql import SparkSession
from small_index import SETTINGS
from sql_lake import DTI, JARS, contents, copied, environment

from dti_spark.definition.dimensions import regions
from dti_spark.lake import jars

SHORT = SETTINGS["spark.driver.extraJavaOptions"]


@pytest.fixture(scope="module")
def home(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(spark, tmp_path_factory.getbasetemp(), tmp_path_factory.mktemp("sql"))


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


def test_what_is_registered_is_known_to_spark_sql_and_stays_as_it_is(home: Path) -> None:
    before = contents(home / "lake")
    register = (*DTI, "register", "--lake", home / "lake", "--json")
    first, again = (json.loads(ran(home, *register).stdout) for _ in range(2))
    assert (again["registered"], again["removed"]) == ([], [])
    assert again["unchanged"] == first["registered"] != []
    delta = ",".join(map(str, jars.paths(jars.locked(("delta",)), jars.kept_in())))
    extensions = "spark.sql.extensions=io.delta.sql.DeltaSparkSessionExtension"
    catalog = "spark.sql.catalog.spark_catalog=org.apache.spark.sql.delta.catalog.DeltaCatalog"
    partitions = "spark.databricks.delta.snapshotPartitions=2"
    query = "select name_zh from dti_gold.regions where region = '440300'; describe dti_gold.regions name_zh"
    short = ("--master", "local[2]", "--driver-java-options", SHORT, "--conf", "spark.ui.enabled=false")
    spark_sql = Path(sys.executable).with_name("spark-sql")
    said = ran(
        home,
        spark_sql,
        *short,
        "--jars",
        delta,
        "--conf",
        extensions,
        "--conf",
        catalog,
        "--conf",
        partitions,
        "-e",
        query,
    )
    assert said.stdout.splitlines()[0] == "深圳", said.stderr[-2000:]
    assert f"comment\t{next(c.comment for c in regions.columns if c.name == 'name_zh')}" in said.stdout
    assert contents(home / "lake") == before


def test_a_metastore_that_another_process_uses_is_told_in_one_sentence(home: Path) -> None:
    folder = home.parent / "catalog"
    derby = ["java", "-cp", f"{JARS}/*", "org.apache.derby.tools.ij"]
    with subprocess.Popen(derby, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        other.stdin.write("connect 'jdbc:derby:metastore_db;create=true'; values 1;\n")
        other.stdin.flush()
        assert any("1 row selected" in line for line in iter(other.stdout.readline, ""))
        said = ran(home, *DTI, "register", "--lake", home / "lake")
        other.kill()
    assert (said.returncode, said.stdout) == (4, "")
    assert "another process uses the metastore of this folder" in said.stderr.splitlines()[-1]


def test_one_statement_needs_no_server(home: Path) -> None:
    query = "select name_zh from regions where region = '440300'"
    said = ran(home, *DTI, "sql", "--lake", home / "lake", "-q", query, "--json")
    assert (said.returncode, said.stdout) == (0, '{"name_zh": "深圳"}\n')
