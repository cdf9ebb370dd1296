"""Silver and gold in a catalog: what is registered, what stays, what is put right, and what is refused beforehand."""

import shutil
from collections.abc import Iterator
from dataclasses import replace

import pytest
from small_index import Place

from dti_spark.errors import UsageError
from dti_spark.lake.catalog import DATABASES
from dti_spark.lake.delta import Lake
from dti_spark.lake.hadoop import absolute
from dti_spark.lake.statements import answered
from dti_spark.pipeline.registering import registered
from dti_spark.pipeline.tables import TABLES
from dti_spark.views.rankings import rankings


@pytest.fixture
def lake(place: Place) -> Iterator[Lake]:
    """A lake that may be spoilt, in a session whose catalog holds none."""
    yield replace(place.lake, root=absolute(place.spark, place.lake.root))
    for database in DATABASES:
        place.spark.sql(f"DROP DATABASE IF EXISTS {database} CASCADE")


def known(lake: Lake) -> dict[str, str]:
    """Tables by name, with what the catalog says of each."""
    return {
        f"{database}.{row.tableName}": row.information
        for database in DATABASES
        if lake.spark.catalog.databaseExists(database)
        for row in lake.spark.sql(f"SHOW TABLE EXTENDED IN {database} LIKE '*'").collect()
    }


def test_a_second_time_changes_nothing_and_what_is_wrong_is_put_right(lake: Lake) -> None:
    there = sorted(f"dti_{t.name}" for t in TABLES if t.name.partition(".")[0] != "ops" and lake.exists(t))
    assert registered(lake).registered == there
    before = known(lake)
    assert sorted(before) == there
    assert f"Location: {lake.root}/gold/rankings\n" in before["dti_gold.rankings"]
    again = registered(lake)
    assert (again.registered, again.removed, again.unchanged) == ([], [], there)
    assert known(lake) == before
    lake.spark.sql("DROP TABLE dti_gold.rankings")
    lake.spark.sql(f"CREATE TABLE dti_gold.rankings USING delta LOCATION '{lake.root}/gold/growth'")
    lake.spark.sql("CREATE VIEW dti_gold.mine AS SELECT 1 AS one")
    shutil.rmtree(lake.root.removeprefix("file:") + "/gold/tiers")
    right = registered(lake)
    assert (right.registered, right.removed) == (["dti_gold.rankings"], ["dti_gold.tiers"])
    assert known(lake).keys() == before.keys() - {"dti_gold.tiers"} | {"dti_gold.mine"}
    assert lake.spark.table("dti_gold.rankings").columns == lake.read(rankings).columns


def test_a_release_is_registered_as_its_copies(lake: Lake) -> None:
    registered(lake, release="0001")
    found = known(lake)
    assert f"Location: {lake.root}/releases/0001-" in found["dti_gold.rankings"]
    assert "dti_silver.events" not in found
    assert "dti_silver.events" in registered(lake).registered


def test_another_lake_makes_room_only_if_told_to(lake: Lake, tmp_path_factory: pytest.TempPathFactory) -> None:
    registered(lake)
    before = known(lake)
    other = replace(lake, root=f"file:{shutil.copytree(lake.root[5:], tmp_path_factory.mktemp('other') / 'lake')}")
    with pytest.raises(UsageError, match=f"dti_silver of this catalog holds the tables of the lake {lake.root}; give"):
        registered(other)
    assert known(lake) == before
    assert registered(other, replace=True).registered == sorted(before)
    assert all(f"Location: {other.root}/" in said for said in known(lake).values())


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        ("CREATE DATABASE dti_gold", "the database dti_gold of this catalog holds what dti register has not put there"),
        (
            "ALTER TABLE delta.`{root}/gold/growth` ADD COLUMNS (trend double)",
            "written by another version of dti_spark",
        ),
        ("", "holds no release yet; dti run publishes one"),
    ],
    ids=["somebody else's database", "another version", "no release"],
)
def test_what_cannot_be_registered_is_refused_before_anything_is(lake: Lake, spoil: str, said: str) -> None:
    if spoil:
        lake.spark.sql(spoil.format(root=lake.root))
    else:
        shutil.rmtree(lake.root.removeprefix("file:") + "/releases")
    with pytest.raises(UsageError, match=said):
        registered(lake)
    assert known(lake) == {}


def test_somebody_elses_table_is_not_taken_away(lake: Lake) -> None:
    registered(lake)
    lake.spark.sql("DROP TABLE dti_gold.rankings")
    lake.spark.sql("CREATE VIEW dti_gold.rankings AS SELECT 1 AS one")
    lake.spark.sql("DROP TABLE dti_gold.growth")
    with pytest.raises(UsageError, match=r"dti_gold\.rankings in this catalog is a view"):
        registered(lake)
    assert "dti_gold.growth" not in known(lake)


def test_tables_are_not_put_into_one_catalog_where_statements_mean_another(lake: Lake) -> None:
    lake.spark.conf.set("spark.sql.defaultCatalog", "unity")
    try:
        with pytest.raises(
            UsageError, match=r"spark\.sql\.defaultCatalog is unity; only spark_catalog, .* can be filled"
        ):
            registered(lake)
    finally:
        lake.spark.conf.unset("spark.sql.defaultCatalog")
    assert known(lake) == {}


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("select * from nothing", "the statement is wrong: The table or view `nothing` cannot be found"),
        ("selec 1", "the statement is wrong: Syntax error at or near"),
        ("select nothing from regions", "the statement is wrong: A column, variable, or function parameter with name"),
    ],
)
def test_a_wrong_statement_is_told_in_one_sentence(lake: Lake, statement: str, said: str) -> None:
    registered(lake)
    with pytest.raises(UsageError) as told:
        answered(lake.spark, statement, database="dti_gold")
    assert str(told.value).startswith(said)
    assert "\n" not in str(told.value)
