"""What values are made of: points that add up exactly over nodes, industries and regions, and what moved them."""

from collections.abc import Sequence
from functools import reduce

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from dti_spark import columns as c
from dti_spark.definition.lookups import UNATTRIBUTED
from dti_spark.definition.model import Index, Node
from dti_spark.definition.regions import NATION
from dti_spark.index.index_values import KEY
from dti_spark.index.members import ALL, regions, upward
from dti_spark.methods import compare
from dti_spark.methods.grain import OF_POINTS, rounded
from dti_spark.quarters import complete_years
from dti_spark.tables import table
from dti_spark.views.growth import is_year, series, year_before

CELL = ("region_type", "region", "industry", "period")


@table(
    "gold.contributions",
    grain="index, region, industry, period and node",
    columns=(
        *KEY,
        c.period_type,
        c.level,
        c.points,
        c.share_of_index,
        c.qoq_points,
        c.yoy_points,
        c.qoq_contribution,
        c.yoy_contribution,
        c.nation_yoy_contribution,
    ),
    key=KEY,
    nullable=(
        c.share_of_index,
        c.qoq_points,
        c.yoy_points,
        c.qoq_contribution,
        c.yoy_contribution,
        c.nation_yoy_contribution,
    ),
    partition_by=(c.period,),
)
def contributions(
    indicator_values: DataFrame,
    base_totals: DataFrame,
    weights: DataFrame,
    cities: DataFrame,
    industries: DataFrame,
    *,
    indices: tuple[Index, ...],
    quarters: list[str],
) -> DataFrame:
    """What each node, industry and region adds to an index, and to its change since a quarter and a year before.

    Rows: those of `index_values` for every linear index (share of base, arithmetic mean); others cannot be taken apart
    by adding. An index that does not go by industry is split by industry as a whole, unattributed usage included.
    Units: points, in whole 2**-36 of a point: usage is rounded to them in the cell of city, industry, quarter and
    indicator, and only then added. Sums and differences of such numbers are exact in floating point up to 131,072
    points, so that parts add up to their whole to the last bit, in any order, between any two periods. Nulls: no
    earlier period in the panel, or a whole that is 0.
    Source: growth accounting (contribution of a component = its change / the whole before).
    """
    linear = [index for index in indices if index.is_linear]
    if not linear:
        nothing = (F.lit(None).cast(column.type).alias(column.name) for column in contributions.columns)
        return base_totals.limit(0).select(*nothing)
    usage = indicator_values.where(F.col("quarter").isin(quarters))
    atoms = usage.join(F.broadcast(_points_per_unit(base_totals, weights, linear)), on="indicator", how="inner")
    members = _members(industries)
    summed = _upward(_by_region(atoms, cities, linear), members, linear, quarters)
    panel = _panel(cities, members, quarters).join(summed, on=list(CELL), how="left").fillna(0)
    for index in linear:
        for node, _ in index.walk():
            if node.children:
                total = reduce(Column.__add__, [F.col(_name(index, child)) for child in node.children])
                panel = panel.select("*", total.alias(_name(index, node)))
    places = industries.limit(1).select(F.inline(F.array(*_places(linear))))
    return _compared(panel, places, linear)


def _name(index: Index, node: Node | str) -> str:
    """The column of a node's points."""
    return f"{index.id}__{node if isinstance(node, str) else node.key}"


def _points_per_unit(base_totals: DataFrame, weights: DataFrame, indices: Sequence[Index]) -> DataFrame:
    """What one unit of an indicator adds: scale / T, times the weights up the tree; a column for each index."""
    steps = [
        F.struct(F.lit(index.id).alias("index"), F.lit(leaf).alias("indicator"), F.lit(node).alias("node"))
        for index in indices
        for leaf in index.leaves
        for node in _path(index, leaf)
    ]
    weighed = (
        weights.select("index", "node", "weight")
        .join(F.broadcast(weights.limit(1).select(F.inline(F.array(*steps)))), on=["index", "node"], how="inner")
        .groupBy("index", "indicator")
        # in the order of the nodes, since a product of floating point numbers depends on it
        .agg(F.sort_array(F.collect_list(F.struct("node", "weight"))).alias("path"))
    )
    product = F.aggregate("path", F.lit(1.0), lambda whole, step: whole * step["weight"])
    per_unit = product / F.col("total").cast("double")
    return (
        weighed.join(base_totals, on=["index", "indicator"], how="inner")
        .groupBy("indicator")
        .agg(
            *(
                F.max(F.when(F.col("index") == index.id, per_unit * index.normalise.scale)).alias(f"unit__{index.id}")
                for index in indices
            )
        )
    )


def _path(index: Index, leaf: str) -> list[str]:
    """The nodes from an indicator up to, and without, the root."""
    parents = {node.key: parent.key for node, parent in index.walk() if parent}
    found, node = [], leaf
    while node != index.id:
        found.append(node)
        node = parents[node]
    return found


def _by_region(atoms: DataFrame, cities: DataFrame, indices: Sequence[Index]) -> DataFrame:
    """Points of every region, industry and quarter with usage, a column per index and indicator."""
    attributed = F.col("industry") != UNATTRIBUTED

    def points(index: Index, leaf: str) -> Column:
        counts = (F.col("indicator") == leaf) & (attributed if index.by_industry else F.lit(True))
        per_cell = rounded(F.col("value").cast("double") * F.col(f"unit__{index.id}"), OF_POINTS)
        return F.sum(F.when(counts, per_cell)).alias(_name(index, leaf))

    of_cities = atoms.groupBy("city", "industry", "quarter").agg(
        *(points(index, leaf) for index in indices for leaf in index.leaves)
    )
    return (
        of_cities.join(F.broadcast(regions(cities)), on="city", how="inner")
        .groupBy("region_type", "region", "industry", "quarter")
        .agg(*_sums(indices))
    )


def _upward(by_region: DataFrame, members: DataFrame, indices: Sequence[Index], quarters: list[str]) -> DataFrame:
    """The same for years, groups of industries and all industries."""
    whole = F.lit(complete_years(quarters)) if complete_years(quarters) else F.array().cast("array<string>")
    year = F.substring("quarter", 1, 4)
    periods = F.array_compact(F.array(F.col("quarter"), F.when(F.array_contains(whole, year), year)))
    return (
        by_region.select("*", F.explode(periods).alias("period"))
        .join(F.broadcast(members), on="industry", how="inner")
        .groupBy("region_type", "region", F.col("upward").alias("industry"), "period")
        .agg(*_sums(indices))
    )


def _sums(indices: Sequence[Index]) -> list[Column]:
    names = [_name(index, leaf) for index in indices for leaf in index.leaves]
    return [F.sum(name).alias(name) for name in names]


def _members(industries: DataFrame) -> DataFrame:
    """Each industry with what it adds to: itself, its group if that has several members, and all; so unattributed."""
    other = F.explode(F.array(F.lit(UNATTRIBUTED), F.lit(ALL))).alias("upward")
    return upward(industries).union(industries.limit(1).select(F.lit(UNATTRIBUTED).alias("industry"), other))


def _panel(cities: DataFrame, members: DataFrame, quarters: list[str]) -> DataFrame:
    """Every region in every period, for every industry."""
    periods = F.explode(F.array(*map(F.lit, [*quarters, *complete_years(quarters)]))).alias("period")
    places = regions(cities).select("region_type", "region").distinct()
    every = members.select(F.col("upward").alias("industry")).distinct()
    return places.select("region_type", "region", periods).join(F.broadcast(every), how="cross")


def _compared(panel: DataFrame, places: DataFrame, indices: Sequence[Index]) -> DataFrame:
    """A row per index and node, each beside the quarter and the year before."""
    period_type = F.when(F.length("period") == len("2020"), "year").otherwise("quarter").alias("period_type")
    points = F.array(*(_name(index, node) for index in indices for node, _ in index.walk())).alias("now")
    of_series = ("region_type", "region", "industry")
    beside = panel.select(*CELL, period_type, points).select(
        "*",
        F.when(~is_year(), F.lag("now", 1).over(series(*of_series))).alias("quarter_before"),
        year_before(F.col("now"), *of_series).alias("year_before"),
    )
    is_nation = (F.col("region_type") == "nation") & (F.col("region") == NATION) & (F.col("industry") == ALL)
    nation = beside.where(is_nation).select("period", F.col("year_before").alias("nation_before"))
    split = F.when(F.col("by_industry"), F.col("industry") != UNATTRIBUTED).otherwise(
        (F.col("industry") == ALL) | (F.col("level") == 0)
    )
    rows = beside.join(F.broadcast(nation), on="period", how="inner").select(
        "*", F.posexplode("now").alias("at", "points")
    )
    return _with_changes(rows.join(F.broadcast(places), on="at", how="inner").where(split))


def _places(indices: Sequence[Index]) -> list[Column]:
    """Where each node stands among the points, and where the whole that it is part of does."""
    keys = [(index.id, node.key) for index in indices for node, _ in index.walk()]
    return [
        F.struct(
            F.lit(keys.index((index.id, node.key))).alias("at"),
            F.lit(keys.index((index.id, index.id))).alias("root"),
            F.lit(index.id).alias("index"),
            F.lit(node.key).alias("node"),
            F.lit(index.level(node)).alias("level"),
            F.lit(index.by_industry).alias("by_industry"),
        )
        for index in indices
        for node, _ in index.walk()
    ]


def _with_changes(rows: DataFrame) -> DataFrame:
    """Changes of points, and what these are parts of."""
    points, at, root = F.col("points"), F.col("at"), F.col("root")
    quarter, year = (points - F.get(F.col(when), at) for when in ("quarter_before", "year_before"))
    return rows.select(
        *(column.name for column in (*KEY, c.period_type, c.level, c.points)),
        compare.share(points, F.get("now", root)).alias("share_of_index"),
        quarter.alias("qoq_points"),
        year.alias("yoy_points"),
        compare.share(quarter, F.get("quarter_before", root)).alias("qoq_contribution"),
        compare.share(year, F.get("year_before", root)).alias("yoy_contribution"),
        compare.share(year, F.get("nation_before", root)).alias("nation_yoy_contribution"),
    )
