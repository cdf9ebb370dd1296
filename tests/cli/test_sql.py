"""The SQL endpoint as clients meet it: PyHive, SQLAlchemy and JDBC."""

import json
import signal
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
import sqlalchemy
from command_line import Dti
from deltalake import DeltaTable
from pyhive import hive
from pyhive.exc import OperationalError
from pyspark.sql import SparkSession
from sql_lake import DTI, JARS, contents, copied, environment

from dti_spark.definition.dimensions import regions

BEELINE = ("java", "-Dfile.encoding=UTF-8", "-cp", f"{JARS}/*", "org.apache.hive.beeline.BeeLine")
WRITING = (
    "insert into regions select * from regions",
    "insert overwrite directory '{out}' using parquet select 1",
    "delete from regions",
    "update regions set name_en = ''",
    "merge into regions t using regions s on t.region = s.region when matched then delete",
    "drop table regions",
    "drop database dti_gold cascade",
    "create table mine using delta location '{out}' as select 1 as one",
    "create database mine",
    "create temporary view mine using text options (path '{other}')",
    "create function mine as 'java.lang.Object'",
    "alter table regions add columns (mine int)",
    "truncate table regions",
    "vacuum regions retain 0 hours",
    "optimize regions",
    "restore table regions to version as of 0",
    "comment on table regions is ''",
    "analyze table regions compute statistics",
    "cache table regions",
    "add jar '{other}'",
    "execute immediate 'drop table regions'",
    "begin drop table regions; end",
)
"""Statements that change the lake, the catalog, the disk or the server."""
REACHING = (
    "select * from parquet.`{file}`",
    "select * from delta.`{lake}/gold/regions`",
    "select (select max(value) from text.`{other}`)",
    "with found as (select * from text.`{other}`) select 1",
    "select * from identifier('text.`{other}`')",
    "describe history '{quoted}/gold/regions'",
    "describe identifier('delta.`{quoted}/gold/regions`')",
    "select reflect('java.lang.System', 'getProperty', 'user.home')",
    "select try_reflect('java.lang.System', 'getProperty', 'user.home')",
    "select java_method('java.lang.System', 'getProperty', 'user.home')",
    "select transform(region) using 'cat' from regions",
    "set spark.sql.runSQLOnFiles = true",
    "set spark.sql.catalog.mine = org.apache.spark.sql.execution.datasources.v2.jdbc.JDBCTableCatalog",
)
"""Statements that reach what is no table of the lake."""


@dataclass(frozen=True)
class Served:
    """A lake, the folder of its server, and where that listens."""

    lake: Path
    conf: Path
    folder: Path
    port: int
    process: subprocess.Popen[str]

    def connected(self, **settings: str) -> hive.Connection:
        return hive.connect("127.0.0.1", self.port, username="reader", database="dti_gold", configuration=settings)

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        with self.connected() as connection, connection.cursor() as cursor:
            cursor.execute(statement)
            found: list[tuple[Any, ...]] = cursor.fetchall()
            return found


@pytest.fixture(scope="module")
def home(spark: SparkSession, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(spark, tmp_path_factory.getbasetemp(), tmp_path_factory.mktemp("sql"))


@pytest.fixture(scope="module")
def served(home: Path) -> Iterator[Served]:
    folder = home.parent / "server"
    folder.mkdir()
    words = ("sql", "--lake", home / "lake", "--conf", home / "conf", "--port", "0", "--json")
    with (
        (folder / "errors").open("w") as errors,
        subprocess.Popen(
            [*DTI, *words], cwd=folder, env=environment(folder), stdout=subprocess.PIPE, stderr=errors, text=True
        ) as process,
    ):
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, (folder / "errors").read_text()
        urls = json.loads(line)
        assert urls["sqlalchemy"] == urls["jdbc"].replace("jdbc:hive2", "hive")
        port = int(urls["jdbc"].rsplit(":", 1)[1].partition("/")[0])
        yield Served(home / "lake", home / "conf", folder, port, process)
        process.terminate()


def of_duckdb(lake: Path, statement: str, *tables: str) -> list[tuple[Any, ...]]:
    with duckdb.connect() as database:
        for table in tables:
            database.register(table, DeltaTable(lake / "gold" / table).to_pyarrow_dataset())
        return database.sql(statement).fetchall()


@pytest.mark.parametrize(
    ("statement", "tables"),
    [
        (
            "select name_zh, value, rank from rankings join regions using (region_type, region) where index = 'dti' "
            "and node = 'dti' and industry = 'all' and region_type = 'city' and period = '2020Q2' order by 3, 1",
            ("rankings", "regions"),
        ),
        (
            "select period, qoq, yoy from growth where region_type = 'city' and region = '440300' and index = 'dti' "
            "and node = 'dti' and industry = 'all' order by period",
            ("growth",),
        ),
        (
            "select industry, share_of_region from industry_profiles where region_type = 'province' and region = "
            "'440000' and period = '2020Q2' order by industry, node, index",
            ("industry_profiles",),
        ),
    ],
)
def test_a_client_finds_what_another_reader_finds(served: Served, statement: str, tables: tuple[str, ...]) -> None:
    found = served.rows(statement)
    assert found
    assert found == of_duckdb(served.lake, statement, *tables)


def test_sqlalchemy_finds_every_table_with_columns_and_comments(served: Served) -> None:
    named = {f"dti_{schema}.{name}" for schema in ("gold", "silver") for name in names_in(served.lake / schema)}
    there = [*served.rows("show tables in dti_gold"), *served.rows("show tables in dti_silver")]
    assert {f"{database}.{name}" for database, name, _ in there} == named
    engine = sqlalchemy.create_engine(f"hive://127.0.0.1:{served.port}/dti_gold")
    read = sqlalchemy.Table("regions", sqlalchemy.MetaData(), autoload_with=engine)
    assert [column.name for column in read.columns] == regions.schema.names
    described = served.rows("describe extended regions")
    assert {(c.name, c.type.simpleString(), c.comment) for c in regions.columns} <= set(described)
    assert ("Comment", regions.comment, "") in described
    with engine.connect() as connection:
        assert connection.execute(sqlalchemy.select(read.c.name_zh).where(read.c.region == "440300")).all() == [
            ("深圳",)
        ]


def names_in(folder: Path) -> list[str]:
    """The tables that lie in a folder."""
    return [path.name for path in folder.iterdir() if (path / "_delta_log").exists()]


def test_jdbc_finds_columns_and_is_told_in_one_line_what_it_may_not(served: Served, tmp_path: Path) -> None:
    (tmp_path / "statements").write_text(
        "select name_zh, region from regions where region = '440300';\n!columns regions\ndrop table regions;\n",
        encoding="utf-8",
    )
    words = ("--silent=true", "--force=true", "--outputformat=csv2", "-f", tmp_path / "statements")
    ran = subprocess.run(
        [*BEELINE, "-u", f"jdbc:hive2://127.0.0.1:{served.port}/dti_gold", "-n", "reader", *words],
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    assert "深圳,440300" in ran.stdout
    assert ",dti_gold,regions,name_zh," in ran.stdout
    told = next(line for line in ran.stderr.splitlines() if line.startswith("Error: "))
    assert told.endswith("dti sql only reads: drop table is not allowed")


def test_whatever_writes_or_reaches_elsewhere_is_refused_in_one_sentence(served: Served, tmp_path: Path) -> None:
    (tmp_path / "other").write_text("other\n")
    before = contents(served.lake)
    file = next((served.lake / "gold" / "regions").glob("*.parquet"))
    places = {"out": tmp_path / "out", "other": tmp_path / "other", "lake": served.lake, "file": file}
    places["quoted"] = str(served.lake).replace("'", "\\'")
    with served.connected() as connection, connection.cursor() as cursor:
        for statement in (*WRITING, *REACHING):
            with pytest.raises(OperationalError, match=r"dti sql only reads: [a-z]"):
                cursor.execute(statement.format(**places))
        for statement in ("show tables", "use dti_silver", "explain select 1", "set spark.sql.shuffle.partitions=2"):
            cursor.execute(statement)
    with pytest.raises(OperationalError, match=r"dti sql only reads: the setting spark\.sql\.catalog\.mine cannot"):
        served.connected(**{"set:hiveconf:spark.sql.catalog.mine": "some.Class"})
    assert contents(served.lake) == before
    assert not (tmp_path / "out").exists()


def test_a_server_that_is_told_to_end_ends_well_and_leaves_nothing(served: Served) -> None:
    # the last of the module's tests: there is no server after it
    served.process.send_signal(signal.SIGINT)
    assert served.process.wait(60) == 0
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", served.port))
    assert sorted(path.name for path in served.folder.iterdir()) == ["errors", "log", "temporary"]
    assert list((served.folder / "temporary").iterdir()) == []
    assert processes_of(served.folder) == []


def processes_of(folder: Path) -> list[str]:
    """Processes whose words name a folder."""
    listed = subprocess.run(["ps", "-eo", "args"], check=True, capture_output=True, text=True).stdout
    return [line for line in listed.splitlines() if str(folder) in line]


def test_where_nobody_or_anybody_could_connect_nothing_starts(dti: Dti) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = dti("sql", "--lake", "lake", "--port", port)
    assert (said.code, said.err.count("\n")) == (2, 1)
    assert f"--port {port}: 127.0.0.1 cannot be listened on there (Address already in use); give another" in said.err
    said = dti("sql", "--lake", "lake", "--host", "0.0.0.0")
    assert (said.code, said.err.count("\n")) == (2, 1)
    assert "--host 0.0.0.0: other machines would reach it" in said.err
