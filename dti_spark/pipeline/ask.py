"""Questions to a lake: rows of a table, and one value taken apart."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from pyspark.sql import functions as F

from dti_spark.definition import dimensions
from dti_spark.definition.lookups import city_keys
from dti_spark.definition.model import Definition
from dti_spark.errors import UsageError
from dti_spark.events.ingested_files import ingested_files
from dti_spark.events.rejected_records import rejected_records
from dti_spark.index.base_totals import base_totals
from dti_spark.index.index_values import index_values
from dti_spark.index.weights import weights
from dti_spark.indicators.indicator_values import indicator_values
from dti_spark.lake.delta import Lake
from dti_spark.lake.failures import told
from dti_spark.pipeline import releasing
from dti_spark.pipeline.views import VIEWS
from dti_spark.report.ranked import histories, ranked
from dti_spark.report.terminal import TREND, Cell, Rows, sparkline
from dti_spark.tables import Table
from dti_spark.views.concentration import concentration
from dti_spark.views.contributions import contributions
from dti_spark.views.dio_profile import dio_profile
from dti_spark.views.explained import explained
from dti_spark.views.formation_values import formation_values
from dti_spark.views.growth import SERIES, growth
from dti_spark.views.industry_profiles import industry_profiles
from dti_spark.views.leaders import leaders
from dti_spark.views.published_check import published_check
from dti_spark.views.rankings import rankings
from dti_spark.views.region_profiles import region_profiles
from dti_spark.views.releases import releases

TABLES: dict[str, Table[Any]] = {
    table.name.split(".")[1]: table
    for table in (
        index_values,
        *(view.table for view in VIEWS),
        *dimensions.DIMENSIONS,
        releases,
        published_check,
        weights,
        base_totals,
        indicator_values,
        ingested_files,
        rejected_records,
    )
}
"""The tables that people ask for by name."""

USUAL: dict[str, dict[str, str | None]] = {
    region_profiles.name: {"region_type": "cluster"},
    concentration.name: {"region_type": "cluster"},
    contributions.name: {"region_type": "nation", "node": None},
    leaders.name: {"region_type": "province", "criterion": "level"},
    industry_profiles.name: {"index": "industry", "region_type": "nation", "industry": None},
    formation_values.name: {"index": "industry", "industry": None, "is_own_industry": "true"},
    dio_profile.name: {"region_type": "nation"},
}
"""What is meant by default in tables that have no cities, or of which other rows say more; null: all values."""

TRENDS: dict[str, str] = {
    rankings.name: "value",
    index_values.name: "value",
    growth.name: "yoy",
    region_profiles.name: "value",
    industry_profiles.name: "value",
}
"""Tables whose rows are series over periods, and the figure whose trend is drawn."""


@dataclass(frozen=True)
class Explanation:
    """A value taken apart: whose it is, and the nodes of its tree from the root down."""

    city: str
    name: str
    quarter: str
    index: str
    nodes: Rows


def show(
    lake: Lake, name: str, *, where: dict[str, str], top: int, release: str | None = None, trend: bool = False
) -> Rows:
    """The first rows of a table in which columns have the values given.

    What is part of a release is read from that which counts, or from the one that is named. Tables by region default
    to cities, the whole index over all industries, and the latest period; those in `USUAL` to other rows. With `trend`
    the rows of tables in `TRENDS` gain a sparkline of their quarters up to the period.
    """
    table = TABLES.get(name)
    if table is None:
        raise UsageError(f"there is no table {name}; there are {', '.join(TABLES)}")
    published = releasing.published(lake, release)
    if table in releasing.TABLES:
        lake = published
    if not lake.exists(table):
        writer = "dti verify" if table is published_check else "dti run"
        raise UsageError(f"{lake.root} holds no {table.name} yet; {writer} writes it")
    columns = {column.name for column in table.columns}
    for column in where:
        if column not in columns:
            raise UsageError(f"{table.name} has no column {column}; it has {', '.join(c.name for c in table.columns)}")
    chosen = {**_usual(published, table, where), **where}
    with told(f"reading {table.name}"):
        found = ranked(lake.read(table), published.read(dimensions.regions), where=chosen, top=top).collect()
        rows = [row.asDict() for row in found]
        return _with_trend(lake, table, rows, chosen) if trend and rows and table.name in TRENDS else rows


def _with_trend(lake: Lake, table: Table[Any], rows: Rows, chosen: dict[str, str]) -> Rows:
    """Rows with the sparkline of the series that each belongs to; what is chosen is no column of theirs."""
    shown = [tuple(str(row.get(name, chosen.get(name))) for name in SERIES) for row in rows]
    names = dict(zip(SERIES, map(set, zip(*shown, strict=True)), strict=True))
    figures: dict[tuple[str, ...], dict[str, float | None]] = defaultdict(dict)
    past = histories(lake.read(table), names, figure=TRENDS[table.name], until=chosen["period"])
    for *series, period, figure in past.collect():
        figures[tuple(series)][period] = figure
    quarters = sorted({period for of in figures.values() for period in of})
    lines: list[Cell] = [sparkline([figures[series].get(quarter) for quarter in quarters]) for series in shown]
    return [{**row, TREND: line} for row, line in zip(rows, lines, strict=True)]


def _usual(lake: Lake, table: Table[Any], where: dict[str, str]) -> dict[str, str]:
    """What is meant where nothing is said: cities, the root of `dti`, all industries, the latest quarter."""
    columns, others = {column.name for column in table.columns}, USUAL.get(table.name, {})
    if "period" not in columns or table in dimensions.DIMENSIONS:
        return {}
    index = where.get("index") or others.get("index") or "dti"
    usual = {"index": index, "region_type": "city", "industry": "all", "node": index}
    period = where.get("period") or latest_quarter(lake)
    chosen = {**usual, "period": period, **others}
    return {column: value for column, value in chosen.items() if value is not None and column in columns}


def latest_quarter(lake: Lake) -> str:
    """The last quarter that has been published."""
    periods = releasing.published(lake).read(dimensions.periods)
    quarters = periods.where(F.col("period_type") == "quarter").select(F.max("period"))
    return str(quarters.collect()[0][0])


def explain(lake: Lake, definition: Definition, *, city: str, quarter: str, index: str) -> Explanation:
    """One value of a city taken apart; the city by its code, or by a name that it alone bears."""
    keys = city_keys(definition)
    code = city if city in {member.city_code for member in definition.cities} else keys.get(city)
    if code is None:
        raise UsageError(f"{city} is no city of the index; give a 6-digit code or a name from cities.csv")
    tree = next((tree for tree in definition.index.indices if tree.id == index), None)
    if tree is None:
        raise UsageError(f"there is no index {index}; there are {', '.join(t.id for t in definition.index.indices)}")
    lake = releasing.published(lake)
    if not lake.exists(rankings):
        raise UsageError(f"{lake.root} holds no gold.rankings yet; dti run writes it")
    with told("reading gold"):
        rows = explained(
            *(lake.read(table) for table in (rankings, weights, base_totals, indicator_values, dimensions.nodes)),
            index=index,
            city=code,
            quarter=quarter,
            by_industry=tree.by_industry,
        ).collect()
    if not rows:
        raise UsageError(f"{quarter} is not a published quarter; gold.periods lists them")
    name = next(member.name_zh for member in definition.cities if member.city_code == code)
    return Explanation(code, name, quarter, index, [row.asDict() for row in rows])
