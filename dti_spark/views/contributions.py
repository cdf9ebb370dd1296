"""What values are made of: points that add up exactly over nodes, industries and regions, and what moved them."""

from functools import reduce

from pyspark.sql import Column, DataFrame, Window
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

CELL = ("region_type", "region", "industry", "period")
LAYERS = 1
"""The level down to which an index that does not go by industry is split into industries."""


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
    by adding. An index that does not go by industry is also split by industry, unattributed usage included, for the
    whole index and its layers. Units: points, in whole 2**-36 of a point: usage is rounded to them in the cell of city,
    industry, quarter and indicator, and only then added. Sums and differences of such numbers are exact in floating
    point up to 131,072 points, so that parts add up to their whole to the last bit, in any order, between any two
    periods. Nulls: no earlier period in the panel, or a whole that is 0.
    Source: growth accounting (contribution of a component = its change / the whole before).
    """
    linear = [index for index in indices if index.is_linear]
    return reduce(
        DataFrame.unionByName,
        [
            _of_index(indicator_values, base_totals, weights, cities, industries, index=index, quarters=quarters)
            for index in linear
        ],
    )


def _of_index(
    indicator_values: DataFrame,
    base_totals: DataFrame,
    weights: DataFrame,
    cities: DataFrame,
    industries: DataFrame,
    *,
    index: Index,
    quarters: list[str],
) -> DataFrame:
    """Contributions to one index, computed wide: a column per node."""
    usage = indicator_values.where(F.col("quarter").isin(quarters) & F.col("indicator").isin(list(index.leaves)))
    if index.by_industry:
        usage = usage.where(F.col("industry") != UNATTRIBUTED)
    atoms = usage.join(F.broadcast(_points_per_unit(base_totals, weights, index)), on="indicator", how="inner")
    summed = _upward(_by_region(atoms, cities, index), _members(industries, index), index, quarters)
    panel = _panel(cities, _members(industries, index), quarters).join(summed, on=list(CELL), how="left").fillna(0)
    for node, _ in index.walk():
        if node.children:
            total = reduce(Column.__add__, [F.col(f"p_{child.key}") for child in node.children])
            panel = panel.select("*", total.alias(f"p_{node.key}"))
    return _compared(panel, index)


def _points_per_unit(base_totals: DataFrame, weights: DataFrame, index: Index) -> DataFrame:
    """What one unit of each indicator adds to the index: scale / T, times the weights up the tree."""
    parents = {node.key: parent.key for node, parent in index.walk() if parent}
    paths = [(leaf, node) for leaf in index.leaves for node in _path(leaf, parents, index.id)]
    steps = F.inline(F.array(*(F.struct(F.lit(a).alias("indicator"), F.lit(b).alias("node")) for a, b in paths)))
    weighed = (
        weights.where(F.col("index") == index.id)
        .select("node", "weight")
        .join(F.broadcast(weights.limit(1).select(steps)), on="node", how="inner")
        .groupBy("indicator")
        # in the order of the nodes, since a product of floating point numbers depends on it
        .agg(F.sort_array(F.collect_list(F.struct("node", "weight"))).alias("steps"))
        .select("indicator", F.aggregate("steps", F.lit(1.0), lambda whole, step: whole * step["weight"]).alias("path"))
    )
    totals = base_totals.where(F.col("index") == index.id).select("indicator", "total")
    return weighed.join(totals, on="indicator", how="inner").select(
        "indicator", (F.col("path") * index.normalise.scale / F.col("total").cast("double")).alias("per_unit")
    )


def _path(leaf: str, parents: dict[str, str], root: str) -> list[str]:
    """The nodes from an indicator up to, and without, the root."""
    found, node = [], leaf
    while node != root:
        found.append(node)
        node = parents[node]
    return found


def _by_region(atoms: DataFrame, cities: DataFrame, index: Index) -> DataFrame:
    """Points of every region, industry and quarter with usage, a column per indicator."""
    points = rounded(F.col("value").cast("double") * F.col("per_unit"), OF_POINTS)
    of_cities = atoms.groupBy("city", "industry", "quarter").agg(
        *(F.sum(F.when(F.col("indicator") == leaf, points)).alias(f"p_{leaf}") for leaf in index.leaves)
    )
    return (
        of_cities.join(F.broadcast(regions(cities)), on="city", how="inner")
        .groupBy("region_type", "region", "industry", "quarter")
        .agg(*_sums(index))
    )


def _upward(by_region: DataFrame, members: DataFrame, index: Index, quarters: list[str]) -> DataFrame:
    """The same for years, groups of industries and all industries."""
    whole = F.lit(complete_years(quarters)) if complete_years(quarters) else F.array().cast("array<string>")
    year = F.substring("quarter", 1, 4)
    periods = F.array_compact(F.array(F.col("quarter"), F.when(F.array_contains(whole, year), year)))
    return (
        by_region.select("*", F.explode(periods).alias("period"))
        .join(F.broadcast(members), on="industry", how="inner")
        .groupBy("region_type", "region", F.col("upward").alias("industry"), "period")
        .agg(*_sums(index))
    )


def _sums(index: Index) -> list[Column]:
    return [F.sum(f"p_{leaf}").alias(f"p_{leaf}") for leaf in index.leaves]


def _members(industries: DataFrame, index: Index) -> DataFrame:
    """Each industry with what it adds to: itself, its group if that has several members, and all."""
    named = upward(industries)
    if index.by_industry:
        return named
    other = F.explode(F.array(F.lit(UNATTRIBUTED), F.lit(ALL))).alias("upward")
    return named.union(industries.limit(1).select(F.lit(UNATTRIBUTED).alias("industry"), other))


def _panel(cities: DataFrame, members: DataFrame, quarters: list[str]) -> DataFrame:
    """Every region in every period, for every industry."""
    periods = F.explode(F.array(*map(F.lit, [*quarters, *complete_years(quarters)]))).alias("period")
    places = regions(cities).select("region_type", "region").distinct()
    every = members.select(F.col("upward").alias("industry")).distinct()
    return places.select("region_type", "region", periods).join(F.broadcast(every), how="cross")


def _compared(panel: DataFrame, index: Index) -> DataFrame:
    """A row per node, each beside the quarter and the year before."""
    keys = [node.key for node, _ in index.walk()]
    is_year = F.length("period") == len("2020")
    series = Window.partitionBy("region_type", "region", "industry", is_year).orderBy("period")
    values = F.struct(*(F.col(f"p_{key}") for key in keys))
    year_before = F.when(is_year, F.lag(values, 1).over(series)).otherwise(F.lag(values, 4).over(series))
    beside = panel.select(
        *CELL,
        F.when(is_year, "year").otherwise("quarter").alias("period_type"),
        values.alias("now"),
        F.when(~is_year, F.lag(values, 1).over(series)).alias("quarter_before"),
        year_before.alias("year_before"),
    )
    root = f"p_{index.id}"
    nation = beside.where((F.col("region_type") == "nation") & (F.col("region") == NATION) & (F.col("industry") == ALL))
    wholes = nation.select("period", F.col("year_before")[root].alias("nation_before"))
    shown = F.inline(
        F.filter(
            F.array(*(_as_row(index, node) for node, _ in index.walk())),
            lambda row: F.lit(index.by_industry) | (F.col("industry") == ALL) | (row["level"] <= LAYERS),
        )
    )
    rows = beside.join(F.broadcast(wholes), on="period", how="inner").select("*", shown)
    return rows.select(
        F.lit(index.id).alias("index"),
        *CELL,
        "node",
        "period_type",
        "level",
        "points",
        compare.share(F.col("points"), F.col("now")[root]).alias("share_of_index"),
        "qoq_points",
        "yoy_points",
        *(
            compare.share(F.col(change), whole).alias(name)
            for name, change, whole in (
                ("qoq_contribution", "qoq_points", F.col("quarter_before")[root]),
                ("yoy_contribution", "yoy_points", F.col("year_before")[root]),
                ("nation_yoy_contribution", "yoy_points", F.col("nation_before")),
            )
        ),
    )


def _as_row(index: Index, node: Node) -> Column:
    """A node's points and their changes."""
    now, quarter, year = (F.col(when)[f"p_{node.key}"] for when in ("now", "quarter_before", "year_before"))
    return F.struct(
        F.lit(node.key).alias("node"),
        F.lit(index.level(node)).alias("level"),
        now.alias("points"),
        (now - quarter).alias("qoq_points"),
        (now - year).alias("yoy_points"),
    )
