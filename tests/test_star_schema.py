"""What a BI tool finds in a lake, without Spark: comments on all columns, and facts that join without losing a row."""

from pathlib import Path
from typing import Any

import duckdb
from lakes import delta
from small_index import Place

from dti_spark.pipeline.releasing import TABLES as RELEASED
from dti_spark.pipeline.tables import TABLES
from dti_spark.report.dictionary import joined
from dti_spark.tables import Table


def test_the_lake_carries_the_dictionary_and_its_tables_join_without_losing_a_row(place: Place) -> None:
    lake = place.root / "lake"
    comments_are_those_of_the_contract(lake, TABLES, absent={"gold.published_check"})
    (release,) = (lake / "releases").glob("0001-*")
    comments_are_those_of_the_contract(release, RELEASED, absent=set())
    with duckdb.connect() as database:
        for table in RELEASED:
            database.register(table.name.split(".")[1], delta(release, table.name).to_pyarrow_table())
        joins = [(table, dimension) for table in RELEASED for dimension in joined(table)]
        assert len(joins) > 4 * 3
        assert [(table.name, dimension.name) for table, dimension in joins if lost(database, table, dimension)] == []
        assert named_regions(database) == {"nation", "economic_region", "province", "cluster", "tier", "city"}


def comments_are_those_of_the_contract(lake: Path, tables: tuple[Table[Any], ...], *, absent: set[str]) -> None:
    there = [table for table in tables if (lake / table.name.replace(".", "/")).exists()]
    assert {table.name for table in tables} - {table.name for table in there} == absent
    for table in there:
        stored = delta(lake, table.name)
        comments = {field.name: field.metadata.get("comment") for field in stored.schema().fields}
        assert comments == {column.name: column.comment for column in table.columns}, table.name
        assert stored.metadata().description == table.comment


def lost(database: duckdb.DuckDBPyConnection, table: Table[Any], dimension: Table[Any]) -> int:
    """By how many rows a join with a dimension differs from the table; neither null nor unattributed is a member."""
    fact, keys = table.name.split(".")[1], ", ".join(f'"{column.name}"' for column in dimension.key)
    whole = " and ".join(f"coalesce(\"{column.name}\", 'unattributed') <> 'unattributed'" for column in dimension.key)
    join = f"select count(*) from {fact} join {dimension.name.split('.')[1]} using ({keys})"
    ((rows,), (matched,)) = (
        database.execute(query).fetchall()[0] for query in (f"select count(*) from {fact} where {whole}", join)
    )
    assert rows > 0, table.name
    return int(matched - rows)


def named_regions(database: duckdb.DuckDBPyConnection) -> set[str]:
    """Types of regions whose values a join gives names in both languages."""
    query = "select distinct region_type from index_values join regions using (region_type, region) where name_en <> ''"
    return {region_type for (region_type,) in database.execute(query).fetchall()}
