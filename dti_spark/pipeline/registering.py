"""Which tables of a lake SQL knows, and by which names."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from dti_spark.lake import catalog, released
from dti_spark.lake.catalog import Changes, Entry
from dti_spark.lake.delta import Lake
from dti_spark.pipeline import releasing
from dti_spark.pipeline.tables import OPS, TABLES
from dti_spark.tables import Table


def registered(lake: Lake, *, release: str | None = None, replace: bool = False) -> Changes:
    """Let the catalog of the lake's session hold silver and gold: dti_silver.weights, dti_gold.rankings.

    The tables are the working ones, so that a later release is seen at once; of a release that is named they are its
    copies, which stay as they are. What the last release leaves out is not in the catalog either.

    Raises:
        UsageError: there is no release, or none of that name, another version of dti_spark wrote a table, or something
            else is in their place.
        StorageError: storage or the catalog did not do what was asked.
    """
    with ThreadPoolExecutor() as pool:
        entries = list(pool.map(lambda found: _entry(*found), _found(lake, release)))
    return catalog.register(lake.spark, lake.root, entries, replace=replace)


def _found(lake: Lake, release: str | None) -> list[tuple[Lake, Table[Any]]]:
    """The tables that are there, each with the lake that it is read from."""
    publication = released.found(lake, release)
    holds = {name for name, _ in released.manifest(lake, publication)["release"]["table_versions"]}
    if release is not None:
        source, wanted = (
            released.reader(lake, publication),
            [table for table in releasing.TABLES if table.name in holds],
        )
    else:
        others = [table for table in TABLES if table not in (*releasing.TABLES, *OPS)]
        source, wanted = lake, [*(table for table in releasing.TABLES if table.name in holds), *others]
    with ThreadPoolExecutor() as pool:
        there = pool.map(source.exists, wanted)
        return [(source, table) for table, exists in zip(wanted, there, strict=True) if exists]


def _entry(lake: Lake, table: Table[Any]) -> Entry:
    schema, name = table.name.split(".")
    return Entry(f"dti_{schema}", name, lake.path(table), lake.schema(table), table.comment)
