"""What a dashboard asks of gold, and how the readers that it may use are asked."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from importlib import import_module
from operator import and_
from pathlib import Path
from time import perf_counter

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
from deltalake import DeltaTable, QueryBuilder

from dti_spark.errors import StorageError, UsageError

SCHEMA = "dti_gold"
"""The database of an SQL endpoint that has the tables of gold."""
Rows = list[tuple[object, ...]]
Ask = Callable[[str], Rows]
"""Runs a query."""


@dataclass(frozen=True)
class Query:
    """A query on one fact, in the SQL that all readers understand; `where` is what columns of the fact must hold."""

    name: str
    fact: str
    where: Mapping[str, str]
    columns: str
    order: str
    members: str = ""

    @property
    def sql(self) -> str:
        """The whole query."""
        holds = " AND ".join(f"{self.fact}.{column} = '{value}'" for column, value in self.where.items())
        return f"SELECT {self.columns} FROM {self.fact} {self.members} WHERE {holds} {self.order}"


@dataclass(frozen=True)
class Took:
    """Seconds of each run of a query, the first of them cold, bytes that the last one read, and the rows."""

    seconds: list[float]
    read: int | None
    rows: Rows


def queries(period: str) -> list[Query]:
    """What people look at first, of a quarter."""
    whole = {"index": "dti", "node": "dti", "industry": "all"}
    city = {**whole, "region_type": "city"}
    province = {"index": "industry", "node": "industry", "region_type": "province", "region": "440000"}
    return [
        Query(
            "ten largest cities of a quarter",
            "rankings",
            {**city, "period": period},
            "region, rank, value, share_of_nation",
            "AND rankings.rank <= 10 ORDER BY rank, region",
        ),
        Query(
            "quarters of a city",
            "rankings",
            {**city, "region": "440300", "period_type": "quarter"},
            "period, value, rank",
            "ORDER BY period",
        ),
        Query(
            "cities of a cluster in a quarter",
            "rankings",
            {**city, "period": period},
            "region, value, rank_in_cluster",
            "AND cities.cluster = 'prd' ORDER BY rank_in_cluster, region",
            "JOIN cities ON cities.city_code = rankings.region",
        ),
        Query(
            "shares of industries in a province",
            "industry_profiles",
            {**province, "period": period},
            "industry, share_of_region, location_quotient",
            "ORDER BY industry",
        ),
    ]


def files(gold: Path, query: Query) -> tuple[int, int]:
    """Files of the fact that a reader has to open, by their partitions and statistics, and all of them."""
    data = DeltaTable(gold / query.fact).to_pyarrow_dataset()
    wanted = reduce(and_, (pc.field(column) == value for column, value in query.where.items()))
    return len(list(data.get_fragments(wanted))), len(list(data.get_fragments()))


def of_duckdb(place: str, tables: list[str]) -> Ask:
    """DuckDB on the Arrow data sets of delta-rs."""
    database = duckdb.connect()
    for table in tables:
        database.register(table, DeltaTable(f"{place}/{table}").to_pyarrow_dataset())
    return lambda sql: database.sql(sql).fetchall()


def of_delta_rs(place: str, tables: list[str]) -> Ask:
    """delta-rs alone, whose SQL is that of DataFusion."""
    asked = QueryBuilder()
    for table in tables:
        asked.register(table, DeltaTable(f"{place}/{table}"))
    return lambda sql: list(zip(*pa.table(asked.execute(sql).read_all()).to_pydict().values(), strict=True))


def of_endpoint(place: str, _: list[str]) -> Ask:
    """PyHive, by a new connection to an SQL endpoint."""
    host, _, port = place.rpartition(":")
    try:
        hive = import_module("pyhive.hive")
    except ImportError as error:
        raise UsageError("PyHive is not installed; pip install 'PyHive[hive-pure-sasl]' brings it") from error
    broken = import_module("thrift.transport.TTransport").TTransportException
    try:
        cursor = hive.connect(host=host, port=int(port), database=SCHEMA).cursor()
    except (broken, hive.Error) as error:
        raise StorageError(f"no connection to {SCHEMA} at {place}: {_said(error)}") from error

    def ask(sql: str) -> Rows:
        try:
            cursor.execute(sql)
            return [tuple(row) for row in cursor.fetchall()]
        except (broken, hive.Error) as error:
            raise StorageError(f"{place} could not answer {sql}: {_said(error)}") from error

    return ask


def _said(error: Exception) -> str:
    """The server's own sentence, where it has sent one."""
    answered = getattr(error.args[0], "status", None)
    return str(answered.errorMessage if answered else error).partition("\n")[0]


READERS = {"DuckDB": of_duckdb, "delta-rs": of_delta_rs, "PyHive": of_endpoint}


def timed(reader: str, place: str, query: Query, times: int) -> Took:
    """Open the tables and run a query, and run it so many times more with the tables open."""
    of_disk = reader != "PyHive"
    if of_disk:
        _forget(Path(place))
    begun = perf_counter()
    ask = READERS[reader](place, [query.fact, "cities"])
    rows = ask(query.sql)
    seconds, before = [perf_counter() - begun], 0
    for _ in range(times):
        before, begun = _read(), perf_counter()
        ask(query.sql)
        seconds.append(perf_counter() - begun)
    return Took(seconds, _read() - before if of_disk else None, rows)


def _forget(folder: Path) -> None:
    """Let the system drop what it holds of the files of a folder, so that they are read from the disk."""
    for path in folder.rglob("*"):
        if path.is_file():
            file = os.open(path, os.O_RDONLY)
            os.posix_fadvise(file, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(file)


def _read() -> int:
    """Bytes that this process has read so far (proc(5), `rchar`)."""
    return int(Path("/proc/self/io").read_text().split()[1])
