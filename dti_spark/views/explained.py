"""One value taken apart: nodes, weights, raw sums and events behind a city's index in a quarter."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from dti_spark import columns as c
from dti_spark.definition.lookups import UNATTRIBUTED
from dti_spark.tables import table


@table(
    "view.explained",
    grain="node of the index tree, for one index, city and quarter",
    columns=(c.node, c.parent, c.level, c.weight, c.value, c.share_of_nation, c.rank, c.raw, c.total, c.unit, c.events),
    key=(c.node,),
    nullable=(c.parent, c.weight, c.share_of_nation, c.raw, c.total, c.unit, c.events),
)
def explained(
    rankings: DataFrame,
    weights: DataFrame,
    base_totals: DataFrame,
    indicator_values: DataFrame,
    nodes: DataFrame,
    *,
    index: str,
    city: str,
    quarter: str,
    by_industry: bool,
) -> DataFrame:
    """Nodes of an index with what each adds up from.

    Rows: one per node. `raw` is the city's usage in the indicator's unit and `total` the national total of the base
    quarter, so that value = 100 * raw / total at an indicator; events are accepted events. Nulls: what only indicators
    have, above them; weight and parent at the root.
    """
    counts = F.col("industry") != UNATTRIBUTED if by_industry else F.lit(True)
    usage = (
        indicator_values.where((F.col("city") == city) & (F.col("quarter") == quarter) & counts)
        .groupBy(F.col("indicator").alias("node"))
        .agg(F.sum("value").cast(c.EXACT).alias("raw"), F.sum("events").alias("events"))
    )
    values = rankings.where(
        (F.col("index") == index)
        & (F.col("region_type") == "city")
        & (F.col("region") == city)
        & (F.col("period") == quarter)
        & (F.col("industry") == "all")
    ).select("node", "level", "value", "share_of_nation", "rank")
    totals = base_totals.where(F.col("index") == index).select(F.col("indicator").alias("node"), "total")
    tree = nodes.where(F.col("index") == index).select("node", "parent", "unit", "sort_order")
    return (
        values.join(tree, on="node", how="inner")
        .join(weights.where(F.col("index") == index).select("node", "weight"), on="node", how="left")
        .join(usage, on="node", how="left")
        .join(totals, on="node", how="left")
        .orderBy("sort_order")
    )
