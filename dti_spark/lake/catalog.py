"""Tables of a lake in the catalog of a session: external ones, so that the catalog knows where they lie and no more."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from py4j.java_gateway import JavaObject
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession
from pyspark.sql.types import StructType

from dti_spark.definition.model import Profile
from dti_spark.errors import UsageError
from dti_spark.lake.failures import sentence, told
from dti_spark.lake.hadoop import java

DATABASES = {
    "dti_silver": "Silver of the digital transformation index: what was delivered, and what explains its values",
    "dti_gold": "Gold of the digital transformation index: what readers ask",
}
LAKE = "dti.lake"
"""The property of a database that names the lake whose tables it holds."""
WRITERS = 4
"""Tables that are registered at the same time."""
OWN = "spark_catalog"
"""The name of the catalog that every session has."""
COMMENT = 15
"""The place of the comment among the parts of Spark's CatalogTable."""


@dataclass(frozen=True)
class Entry:
    """A table as the catalog is to know it: its name in `database`, where it lies, its columns, and its comment."""

    database: str
    name: str
    location: str
    schema: StructType
    comment: str

    @property
    def full_name(self) -> str:
        """How statements name it."""
        return f"{self.database}.{self.name}"


@dataclass(frozen=True)
class Changes:
    """What registering changed: names of tables."""

    registered: list[str]
    removed: list[str]
    unchanged: list[str]


@dataclass(frozen=True)
class _Held:
    """A table as the catalog has it."""

    kind: str
    location: str
    columns: list[tuple[str, str, str]]


def catalogued(profile: Profile) -> Profile:
    """The profile with the catalog that spark-sql has where nothing is said: Hive's, by Derby in the current folder."""
    settings = {"spark.sql.catalogImplementation": "hive"} | profile.spark
    return profile.model_copy(update={"spark": settings})


def register(spark: SparkSession, root: str, entries: Sequence[Entry], *, replace: bool) -> Changes:
    """Let the databases of the catalog hold these tables of the lake at `root`, and none that it no longer has.

    Everything is looked at before anything is changed, and what is as it should be stays as it is. What somebody else
    has put into the databases stays, too. With `replace` the tables of another lake make room.

    Raises:
        UsageError: statements go to another catalog than Spark's own, a database is another lake's or somebody else's,
            or somebody else's table has a name that is needed.
    """
    _refuse_another(spark)
    owners, held = _read(spark)
    wanted = {entry.full_name: entry for entry in entries}
    _refuse_others(owners, root, replace=replace)
    _refuse_own({name: held[name] for name in wanted.keys() & held.keys()})
    kept = {name for name, entry in wanted.items() if name in held and held[name] == _as_held(spark, entry)}
    lakes = {root, *(owner for owner in owners.values() if owner)}
    gone = sorted(name for name, table in held.items() if name not in wanted and _lies_in(table, lakes))
    for database, owner in owners.items():
        _own(spark, database, root, owner)
    with told("removing tables from the catalog"):
        for name in [*gone, *(wanted.keys() & held.keys() - kept)]:
            spark.sql(f"DROP TABLE {name}")
    with ThreadPoolExecutor(WRITERS) as pool:
        made = [entry for name, entry in wanted.items() if name not in kept]
        for _ in pool.map(lambda entry: _create(spark, entry), made):
            pass
    return Changes(sorted(entry.full_name for entry in made), gone, sorted(kept))


def _refuse_another(spark: SparkSession) -> None:
    """Stop where statements would make databases in one catalog, and the rest of this module tables in another."""
    named = spark.conf.get("spark.sql.defaultCatalog")
    if named != OWN:
        raise UsageError(
            f"spark.sql.defaultCatalog is {named}; only {OWN}, Spark's own catalog or a metastore of Hive's behind it, "
            "can be filled, so take that setting out of lake.yml"
        )


def _refuse_others(owners: Mapping[str, str | None], root: str, *, replace: bool) -> None:
    """Stop at a database that is another lake's or somebody else's."""
    for database, owner in owners.items():
        if owner not in (None, root) and not replace:
            whose = f"the tables of the lake {owner}" if owner else "what dti register has not put there"
            raise UsageError(
                f"the database {database} of this catalog holds {whose}; give --replace to put {root} in its place, or "
                "use another catalog"
            )


def _refuse_own(held: Mapping[str, _Held]) -> None:
    """Stop at tables that are more than the place where they lie, and so would be lost."""
    for name, table in held.items():
        if table.kind != "EXTERNAL":
            kind = "view" if table.kind == "VIEW" else "table of its own data"
            raise UsageError(f"{name} in this catalog is a {kind}, not from dti register; rename it or drop it")


def _read(spark: SparkSession) -> tuple[dict[str, str | None], dict[str, _Held]]:
    """The lake of each database, and all of their tables by their full names."""
    try:
        owners = {database: _owner(spark, database) for database in DATABASES}
        return owners, {
            f"{database}.{name}": table for database in DATABASES for name, table in _tables(spark, database)
        }
    except PySparkException as error:
        # what a metastore has against it stands among the causes alone
        raise sentence("reading the catalog", f"{error}\n{getattr(error, '_stackTrace', '')}") from error


def _catalog(spark: SparkSession) -> JavaObject:
    session: Any = spark
    return session._jsparkSession.sharedState().externalCatalog()


def _owner(spark: SparkSession, database: str) -> str | None:
    """The lake whose tables a database holds; "" where it does not say so, None where there is no such database."""
    catalog = _catalog(spark)
    if not catalog.databaseExists(database):
        return None
    named = catalog.getDatabase(database).properties().get(LAKE)
    return str(named.get()) if named.isDefined() else ""


def _tables(spark: SparkSession, database: str) -> Iterator[tuple[str, _Held]]:
    catalog = _catalog(spark)
    if not catalog.databaseExists(database):
        return
    names = catalog.listTables(database)
    for place in range(names.size()):
        table = catalog.getTable(database, names.apply(place))
        where = table.storage().locationUri()
        location = _path(spark, where.get()) if where.isDefined() else ""
        yield str(names.apply(place)), _Held(str(table.tableType().name()), location, _columns(table.schema().json()))


def _as_held(spark: SparkSession, entry: Entry) -> _Held:
    return _Held("EXTERNAL", _path(spark, entry.location), _columns(entry.schema.json()))


def _path(spark: SparkSession, address: JavaObject | str) -> str:
    """An address in the one way that Hadoop writes it."""
    return str(java(spark, "org.apache.hadoop.fs.Path")(address).toString())


def _columns(schema: str) -> list[tuple[str, str, str]]:
    """Names, types and comments; whether a column may be null is not kept by every catalog."""
    fields = json.loads(schema)["fields"]
    return [
        (field["name"], json.dumps(field["type"], sort_keys=True), field["metadata"].get("comment", ""))
        for field in fields
    ]


def _lies_in(table: _Held, lakes: Iterable[str]) -> bool:
    return table.kind == "EXTERNAL" and any(table.location.startswith(f"{lake.rstrip('/')}/") for lake in lakes)


def _own(spark: SparkSession, database: str, root: str, owner: str | None) -> None:
    """Let a database be that of the lake at `root`."""
    whose = f"({_quoted(LAKE)} = {_quoted(root)})"
    with told(f"registering {database}"):
        if owner is None:
            spark.sql(f"CREATE DATABASE {database} COMMENT {_quoted(DATABASES[database])} WITH DBPROPERTIES {whose}")
        elif owner != root:
            spark.sql(f"ALTER DATABASE {database} SET DBPROPERTIES {whose}")


def _create(spark: SparkSession, entry: Entry) -> None:
    """Make an entry as Delta makes it for CREATE TABLE, which would open the table by several jobs of Spark's before.

    The columns are for clients that ask the catalog for them, as JDBC does; Delta itself goes by the log of the table.
    """
    session: Any = spark
    table, some = java(spark, "org.apache.spark.sql.catalyst.catalog.CatalogTable"), java(spark, "scala.Option").apply
    usual = {place: getattr(table, f"apply$default${place}") for place in range(6, 22)}
    empty = java(spark, "org.apache.spark.sql.catalyst.catalog.CatalogStorageFormat").empty()
    where = java(spark, "org.apache.hadoop.fs.Path")(entry.location).toUri()
    storage = empty.copy(some(where), *(getattr(empty, f"copy$default${place}")() for place in range(2, 7)))
    named = java(spark, "org.apache.spark.sql.catalyst.TableIdentifier")(entry.name, some(entry.database))
    kind = java(spark, "org.apache.spark.sql.catalyst.catalog.CatalogTableType").EXTERNAL()
    columns = java(spark, "org.apache.spark.sql.types.DataType").fromJson(entry.schema.json())
    rest = [some(entry.comment) if place == COMMENT else default() for place, default in usual.items()]
    with told(f"registering {entry.full_name}"):
        made = table.apply(named, kind, storage, columns, some("delta"), *rest)
        session._jsparkSession.sessionState().catalog().createTable(made, False, False)


def _quoted(text: str) -> str:
    """A text as a literal of Spark's SQL."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
