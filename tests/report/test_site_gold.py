"""The numbers that pages show are those of gold, asked of a database that is not Spark."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
from deliveries import Generated
from lakes import delta
from pyspark.sql import SparkSession
from site_html import data, listed

from dti_spark.definition.model import Definition
from dti_spark.lake.delta import Lake
from dti_spark.pipeline.site import SHOWN, site
from dti_spark.report.site import maps

Series = dict[str, list[Any]]
Key = tuple[str, ...]
WHOLE = "\"index\" = 'dti' and industry = 'all'"
ROOT = "\"index\" = 'industry' and node = 'industry'"


@dataclass(frozen=True)
class Site:
    """The folder of a release, its periods in order, and the release in a database."""

    folder: Path
    periods: list[str]
    gold: duckdb.DuckDBPyConnection
    lake: Path

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return self.gold.execute(query).fetchall()

    def differences(self, found: dict[Key, Series], table: str, key: Sequence[str], where: str) -> list[str]:
        """Where series are not what a table says; both must have the same keys, and at least one."""
        measures = sorted({measure for series in found.values() for measure in series})
        assert measures
        names = ", ".join(f'"{name}"' for name in (*key, "period", *measures))
        rows = self.rows(f"select {names} from {table} where {where}")
        assert {tuple(row[: len(key)]) for row in rows} == found.keys()
        wrong = []
        for row in rows:
            of_key, period, values = tuple(row[: len(key)]), row[len(key)], row[len(key) + 1 :]
            for measure, value in zip(measures, values, strict=True):
                series = found[of_key].get(measure)
                shown = series[self.periods.index(period)] if series else None
                if not same(shown, value):
                    wrong.append(f"{of_key} {period} {measure}: {shown}, gold has {value}")
        return wrong[:10]


def same(shown: object, value: object) -> bool:
    if isinstance(value, float) and math.isfinite(value):
        return isinstance(shown, float | int) and math.isclose(shown, value, rel_tol=5e-9)
    return bool(shown == (None if isinstance(value, float) else value))


@pytest.fixture(scope="module")
def built(
    spark: SparkSession,
    definition: Definition,
    faulty: Generated,
    gold: duckdb.DuckDBPyConnection,
    tmp_path_factory: pytest.TempPathFactory,
) -> Site:
    out = tmp_path_factory.mktemp("site")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(maps, "find_spec", lambda _: None)
        folder = site(Lake(spark, str(faulty.lake)), definition, out, release=None, synthetic=True).folder
    periods = [period["id"] for period in data(folder, "core.js", "core")["periods"]]
    return Site(folder, periods, gold, faulty.lake)


def regions(built: Site) -> Iterator[dict[str, Any]]:
    for path in sorted((built.folder / "data" / "regions").iterdir()):
        yield data(built.folder, f"regions/{path.name}", "region")


def test_the_values_of_all_regions_are_those_of_gold(built: Site) -> None:
    values = data(built.folder, "core.js", "core")["values"]
    found = {(*place.split("/"), node): series for place, nodes in values.items() for node, series in nodes.items()}
    key, where = ("region_type", "region", "node"), f"{WHOLE} and level <= 1"
    ranked = {"value", "rank", "share_of_nation", "rank_change"}
    grown = {"yoy", "growth", "yoy_rank", "growth_rank"}
    for table, measures in (("rankings", ranked), ("growth", grown)):
        cut = {key: {m: s for m, s in series.items() if m in measures} for key, series in found.items()}
        assert built.differences(cut, table, key, where) == []
    cities = {
        key: {m: s for m, s in series.items() if "rank_in" in m} for key, series in found.items() if key[0] == "city"
    }
    assert built.differences(cities, "rankings", key, f"{where} and region_type = 'city'") == []
    others = {key: {m: s for m, s in series.items() if m == "qoq"} for key, series in found.items() if key[0] != "city"}
    assert built.differences(others, "growth", key, f"{where} and region_type <> 'city'") == []


@pytest.mark.parametrize(
    ("part", "table", "inner", "where"),
    [
        ("contributions", "contributions", "node", WHOLE),
        ("industries", "industry_profiles", "industry", ROOT),
        ("concentration", "concentration", "node", f"{WHOLE} and level <= 1"),
    ],
)
def test_the_file_of_each_region_says_what_gold_says(
    built: Site, part: str, table: str, inner: str, where: str
) -> None:
    found = {
        (region["type"], region["region"], member): series
        for region in regions(built)
        for member, series in region.get(part, {}).items()
    }
    assert built.differences(found, table, ("region_type", "region", inner), where) == []


def test_nodes_profiles_and_the_window_of_each_region_are_those_of_gold(built: Site) -> None:
    nodes, profiles, cells = {}, {}, {}
    for region in regions(built):
        place = (region["type"], region["region"])
        for node, series in region["nodes"].items():
            nodes[*place, node] = {m: s for m, s in series.items() if m in ("value", "rank", "share_of_nation")}
        if "profile" in region:
            profiles[place] = region["profile"]
        cells |= {(*place, *cell.split("/")): series for cell, series in region["dio"].items()}
    place = ("region_type", "region")
    assert built.differences(nodes, "rankings", (*place, "node"), WHOLE) == []
    assert built.differences(profiles, "region_profiles", place, f"{WHOLE} and level = 0") == []
    assert built.differences(cells, "dio_profile", (*place, "dio_input", "dio_outcome"), "\"index\" = 'dti'") == []


def test_the_file_of_each_industry_says_what_gold_says(built: Site) -> None:
    nodes, places, cities = {}, {}, {}
    for path in (built.folder / "data" / "industries").iterdir():
        told = data(built.folder, f"industries/{path.name}", "industry")
        nodes |= {(told["industry"], node): series for node, series in told["nodes"].items()}
        for place, series in told["regions"].items():
            into = cities if place.startswith("city/") else places
            into[told["industry"], *place.split("/")] = series
    table, key = "industry_profiles", ("industry", "region_type", "region")
    of_nation = "\"index\" = 'industry' and region_type = 'nation'"
    assert built.differences(nodes, table, ("industry", "node"), of_nation) == []
    assert built.differences(cities, table, key, f"{ROOT} and region_type = 'city'") == []
    wider = f"{ROOT} and region_type in ('province', 'cluster', 'economic_region')"
    assert built.differences(places, table, key, wider) == []


def test_what_pages_show_of_many_regions_is_what_gold_says(built: Site) -> None:
    moved = data(built.folder, "contributions.js", "contributions")
    nation = {(node,): series for node, series in moved["nation"].items()}
    assert built.differences(nation, "contributions", ("node",), f"{WHOLE} and region = 'CN'") == []
    placed = {(kind, id): series for kind, of in moved["by_region"].items() for id, series in of.items()}
    where = f"{WHOLE} and level = 0 and region_type in ('province', 'economic_region', 'tier')"
    assert built.differences(placed, "contributions", ("region_type", "region"), where) == []
    industries = {(id,): series for id, series in moved["by_industry"].items()}
    where = "node = 'dti' and region = 'CN' and industry <> 'all'"
    assert built.differences(industries, "contributions", ("industry",), where) == []
    formed = {
        (*place.split("/"), industry): series
        for place, of in data(built.folder, "formations.js", "formations")["values"].items()
        for industry, series in of.items()
    }
    assert built.differences(formed, "formation_values", ("formation", "part", "industry"), ROOT) == []


def test_the_leading_industries_of_a_cluster_are_the_first_three_by_cumulative_usage(built: Site) -> None:
    shown = data(built.folder, "industry_view.js", "industry_view")["top3"]
    rows = built.rows(
        f"""select region, list(industry order by cumulative_rank, industry) from industry_profiles
        where {ROOT} and region_type = 'cluster' and period = '2022Q1' and cumulative_rank <= 3 group by region"""
    )
    assert shown == dict(rows)
    assert len(rows) == 11


def test_records_are_counted_as_ledger_and_events_have_them(built: Site) -> None:
    quality = data(built.folder, "method.js", "method")["quality"]
    with duckdb.connect() as database:
        for name in ("ingested_files", "events"):
            database.register(name, delta(built.lake, f"silver.{name}").to_pyarrow_dataset())
        verdicts = "accepted", "duplicate", "skipped", "rejected"
        sums = ", ".join(f"sum({name})::bigint" for name in ("records", *verdicts))
        ledger = database.execute(
            f"select source, count(*), {sums} from ingested_files group by 1 order by 1"
        ).fetchall()
        reasons = database.execute(
            "select source, verdict, reason, count(*) from events where reason is not null group by all order by all"
        ).fetchall()
    assert [tuple(row.values()) for row in quality["records"]] == ledger
    assert [tuple(row.values()) for row in quality["reasons"]] == reasons
    assert len(ledger) == 9
    assert {row[1] for row in reasons} >= {"rejected", "skipped"}


def test_tables_to_take_away_hold_the_values_of_gold_to_the_last_bit(built: Site) -> None:
    for entry in listed(built.folder, "data/tables.js", "tables"):
        file = built.folder / entry["file"]
        ((rows,),) = duckdb.execute(f"select count(*) from read_csv('{file}', all_varchar = true)").fetchall()
        assert rows == entry["rows"] > 0, entry["name"]
    assert len(SHOWN) + 1 == len(listed(built.folder, "data/tables.js", "tables"))
    read = duckdb.execute(
        f"""select region_type, region, period, node, value from
        read_csv('{built.folder}/data/tables/index_values.csv.gz', types = {{'region': 'varchar'}})
        where "index" = 'dti' order by all"""
    ).fetchall()
    where = f"{WHOLE} and level <= 1"
    assert read == built.rows(
        f"select region_type, region, period, node, value from index_values where {where} order by all"
    )
