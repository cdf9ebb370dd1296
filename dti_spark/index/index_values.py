"""What it adds up to: the index at every node, for every region, industry and period."""

from functools import reduce

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from dti_spark import columns as c
from dti_spark.definition.lookups import UNATTRIBUTED
from dti_spark.definition.model import Index, Node
from dti_spark.index.members import ALL, regions, upward
from dti_spark.methods.aggregate import AGGREGATE
from dti_spark.methods.normalise import NORMALISE
from dti_spark.quarters import complete_years
from dti_spark.tables import table

KEY = (c.index, c.region_type, c.region, c.industry, c.period, c.node)
NAMES = tuple(column.name for column in KEY)


@table(
    "gold.index_values",
    grain="index, region, industry, period and node",
    columns=(*KEY, c.period_type, c.level, c.value),
    key=KEY,
    partition_by=(c.period,),
    constraints={"value_is_a_number": "value >= 0 and not isnan(value)"},
)
def index_values(
    indicator_values: DataFrame,
    base_totals: DataFrame,
    weights: DataFrame,
    cities: DataFrame,
    industries: DataFrame,
    *,
    indices: tuple[Index, ...],
    quarters: list[str],
) -> DataFrame:
    """Values of every index and node.

    Rows: the complete panel - every region, every industry where the index goes by industry, every quarter given and
    every year whose quarters are all given; no usage is 0. Units: points, nation in the base quarter = 100. A region's
    value is computed from the sum of its cities' usage, which is the sum of its cities' values wherever normalisation
    and aggregation are linear. Likewise an annual value is computed from the usage of its four quarters: regions with
    the same usage have the same bits, and so share a rank.
    Source: report, chapter 1 (standardisation, weighted mean of layers) and the captions that sum 2021.
    """
    by_index = [
        _values(indicator_values, base_totals, weights, cities, industries, index=index, quarters=quarters)
        for index in indices
    ]
    return reduce(DataFrame.unionByName, by_index)


def _values(
    indicator_values: DataFrame,
    base_totals: DataFrame,
    weights: DataFrame,
    cities: DataFrame,
    industries: DataFrame,
    *,
    index: Index,
    quarters: list[str],
) -> DataFrame:
    """Values of one index, computed wide: a column per node, so that children fold in their stated order."""
    totals = _region_totals(_panel(indicator_values, cities, industries, index, quarters), cities, industries, index)
    wide = totals.join(F.broadcast(_base_row(base_totals, index)), how="cross").join(
        F.broadcast(_weight_row(weights, index)), how="cross"
    )
    normalise = NORMALISE[index.normalise.method]
    points = [
        normalise(F.col(f"x_{leaf}"), F.col(f"t_{leaf}"), index.normalise.scale).alias(f"v_{leaf}")
        for leaf in index.leaves
    ]
    valued = wide.select("*", *points)
    for node, _ in index.walk():
        if node.children:
            valued = valued.select("*", _mean(index, node).alias(f"v_{node.key}"))
    nodes = F.inline(F.array(*(_as_row(index, node) for node, _ in index.walk())))
    period_type = F.when(F.length("period") == len("2020"), "year").otherwise("quarter").alias("period_type")
    return valued.select(
        F.lit(index.id).alias("index"), "region_type", "region", "industry", "period", period_type, nodes
    )


def _panel(
    indicator_values: DataFrame, cities: DataFrame, industries: DataFrame, index: Index, quarters: list[str]
) -> DataFrame:
    """Usage of every city (and industry) in every quarter and complete year, a column per indicator; none is 0."""
    by = ["city", "industry", "period"] if index.by_industry else ["city", "period"]
    periods = F.array(*map(F.lit, [*quarters, *complete_years(quarters)]))
    of_quarter = F.explode(F.array("quarter", F.substring("quarter", 1, 4))).alias("period")
    counted = indicator_values.where(F.col("quarter").isin(quarters) & F.col("indicator").isin(list(index.leaves)))
    if index.by_industry:
        counted = counted.where(F.col("industry") != UNATTRIBUTED)
    sums = [
        F.sum(F.when(F.col("indicator") == leaf, F.col("value"))).cast(c.EXACT).alias(f"x_{leaf}")
        for leaf in index.leaves
    ]
    members = industries.where(~F.col("is_group")).select("industry") if index.by_industry else None
    cells = cities.select(F.col("city_code").alias("city"), F.explode(periods).alias("period"))
    panel = cells.join(F.broadcast(members), how="cross") if members else cells
    filled = panel.join(counted.select("*", of_quarter).groupBy(*by).agg(*sums), on=by, how="left").fillna(0)
    return filled if index.by_industry else filled.select("*", F.lit(ALL).alias("industry"))


def _region_totals(panel: DataFrame, cities: DataFrame, industries: DataFrame, index: Index) -> DataFrame:
    """Usage added up to every region and, where the index goes by industry, to groups and `all`."""
    sums = [F.sum(f"x_{leaf}").cast(c.EXACT).alias(f"x_{leaf}") for leaf in index.leaves]
    by_region = panel.join(F.broadcast(regions(cities)), on="city", how="inner")
    summed = by_region.groupBy("region_type", "region", "industry", "period").agg(*sums)
    if not index.by_industry:
        return summed
    return (
        summed.join(F.broadcast(upward(industries)), on="industry", how="inner")
        .groupBy("region_type", "region", F.col("upward").alias("industry"), "period")
        .agg(*sums)
    )


def _base_row(base_totals: DataFrame, index: Index) -> DataFrame:
    """The base totals of an index as one row, a column per indicator."""
    totals = [F.max(F.when(F.col("indicator") == leaf, F.col("total"))).alias(f"t_{leaf}") for leaf in index.leaves]
    return base_totals.where(F.col("index") == index.id).agg(*totals)


def _weight_row(weights: DataFrame, index: Index) -> DataFrame:
    """The weights of an index as one row, a column per node."""
    nodes = [node.key for node, parent in index.walk() if parent]
    values = [F.max(F.when(F.col("node") == node, F.col("weight"))).alias(f"w_{node}") for node in nodes]
    return weights.where(F.col("index") == index.id).agg(*values)


def _mean(index: Index, node: Node) -> Column:
    """A node's value from its children, in the order that index.yml states."""
    children = [child.key for child in node.children]
    return AGGREGATE[index.aggregate](
        [F.col(f"w_{child}") for child in children], [F.col(f"v_{child}") for child in children]
    )


def _as_row(index: Index, node: Node) -> Column:
    return F.struct(
        F.lit(node.key).alias("node"),
        F.lit(index.level(node)).alias("level"),
        F.col(f"v_{node.key}").alias("value"),
    )
