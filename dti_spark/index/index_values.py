"""What it adds up to: the index at every node, for every region, industry and period."""

from functools import reduce

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

from dti_spark import columns as c
from dti_spark.definition.lookups import UNATTRIBUTED
from dti_spark.definition.model import Index, Node
from dti_spark.methods.aggregate import AGGREGATE
from dti_spark.methods.normalise import NORMALISE
from dti_spark.quarters import complete_years
from dti_spark.quarters import of_year as quarters_of_year
from dti_spark.tables import table

ALL = "all"
NATION = "CN"
KEY = (c.index, c.region_type, c.region, c.industry, c.period, c.node)


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
    and aggregation are linear. An annual value is the sum of the four quarters.
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
    by_period = _with_years(valued, [node.key for node, _ in index.walk()], complete_years(quarters))
    nodes = F.inline(F.array(*(_as_row(index, node) for node, _ in index.walk())))
    return by_period.select(
        F.lit(index.id).alias("index"), "region_type", "region", "industry", "period", "period_type", nodes
    )


def _panel(
    indicator_values: DataFrame, cities: DataFrame, industries: DataFrame, index: Index, quarters: list[str]
) -> DataFrame:
    """Usage of every city (and industry) in every quarter, a column per indicator; no usage is 0."""
    by = ["city", "industry", "quarter"] if index.by_industry else ["city", "quarter"]
    counted = indicator_values.where(F.col("quarter").isin(quarters) & F.col("indicator").isin(list(index.leaves)))
    if index.by_industry:
        counted = counted.where(F.col("industry") != UNATTRIBUTED)
    sums = [
        F.sum(F.when(F.col("indicator") == leaf, F.col("value"))).cast(c.EXACT).alias(f"x_{leaf}")
        for leaf in index.leaves
    ]
    members = industries.where(~F.col("is_group")).select("industry") if index.by_industry else None
    cells = cities.select(F.col("city_code").alias("city"), F.explode(F.array(*map(F.lit, quarters))).alias("quarter"))
    panel = cells.join(F.broadcast(members), how="cross") if members else cells
    filled = panel.join(counted.groupBy(*by).agg(*sums), on=by, how="left").fillna(0)
    return filled if index.by_industry else filled.select("*", F.lit(ALL).alias("industry"))


def _region_totals(panel: DataFrame, cities: DataFrame, industries: DataFrame, index: Index) -> DataFrame:
    """Usage added up to every region and, where the index goes by industry, to groups and `all`."""
    sums = [F.sum(f"x_{leaf}").cast(c.EXACT).alias(f"x_{leaf}") for leaf in index.leaves]
    regions = cities.select(F.col("city_code").alias("city"), F.inline(_regions()))
    by_region = panel.join(F.broadcast(regions), on="city", how="inner").where(F.col("region").isNotNull())
    summed = by_region.groupBy("region_type", "region", "industry", "quarter").agg(*sums)
    if not index.by_industry:
        return summed
    groups = industries.where("is_group").select(F.col("industry").alias("industry_group"))
    upward = (
        industries.where(~F.col("is_group"))
        .join(F.broadcast(groups.select("industry_group", F.lit(True).alias("kept"))), on="industry_group", how="left")
        .select(
            "industry",
            F.array(F.col("industry"), F.lit(ALL), F.when(F.col("kept"), F.col("industry_group"))).alias("up"),
        )
        .select("industry", F.explode(F.array_compact("up")).alias("upward"))
    )
    return (
        summed.join(F.broadcast(upward), on="industry", how="inner")
        .groupBy("region_type", "region", F.col("upward").alias("industry"), "quarter")
        .agg(*sums)
    )


def _regions() -> Column:
    """The regions of a city as rows of (region_type, region); a city outside the clusters has none there."""
    of_type = {
        "nation": F.lit(NATION),
        "economic_region": F.col("economic_region"),
        "province": F.col("province_code"),
        "cluster": F.col("cluster"),
        "tier": F.col("tier"),
        "city": F.col("city_code"),
    }
    return F.array(
        *(F.struct(F.lit(name).alias("region_type"), region.alias("region")) for name, region in of_type.items())
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
        F.col(f"values.{node.key}").alias("value"),
    )


def _with_years(valued: DataFrame, nodes: list[str], years: list[str]) -> DataFrame:
    """The values of every quarter and, for complete years, the sums of four quarters, added in calendar order."""
    series = Window.partitionBy("region_type", "region", "industry").orderBy("quarter")
    now = F.struct(*(F.col(f"v_{node}").alias(node) for node in nodes))
    before = [F.lag(now, back).over(series).alias(f"back_{back}") for back in (3, 2, 1)]
    lagged = valued.select("region_type", "region", "industry", "quarter", now.alias("back_0"), *before)
    year = F.substring("quarter", 1, 4)
    of_year = F.struct(*(_sum_of_quarters(node) for node in nodes))
    quarterly = F.struct(
        F.col("quarter").alias("period"), F.lit("quarter").alias("period_type"), F.col("back_0").alias("values")
    )
    annual = F.struct(year.alias("period"), F.lit("year").alias("period_type"), of_year.alias("values"))
    ends_year = F.col("quarter").isin([quarters_of_year(name)[-1] for name in years])
    return lagged.select(
        "region_type",
        "region",
        "industry",
        F.inline(F.when(ends_year, F.array(quarterly, annual)).otherwise(F.array(quarterly))),
    )


def _sum_of_quarters(node: str) -> Column:
    """A node's values in this quarter and the three before, the earliest first."""
    first, second, third, fourth = (F.col(f"back_{back}.{node}") for back in (3, 2, 1, 0))
    return (first + second + third + fourth).alias(node)
