"""The national totals of the base quarter: what makes 100."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from dti_spark import columns as c
from dti_spark.definition.lookups import UNATTRIBUTED
from dti_spark.tables import table


@table(
    "silver.base_totals",
    grain="index and indicator",
    columns=(c.index, c.indicator, c.base_quarter, c.total),
    key=(c.index, c.indicator),
    constraints={"total_positive": "total > 0"},
)
def base_totals(indicator_values: DataFrame, leaves: DataFrame, *, base_quarter: str) -> DataFrame:
    """National total of each indicator in the base quarter, T_j.

    Rows: one per index and indicator with usage in the base quarter. `leaves` lists the indicators of each index and
    whether it counts attributed usage only. Units: the indicator's own. Later quarters never move a total.
    Source: report, chapter 1 (national total of the base period).
    """
    base = indicator_values.where(F.col("quarter") == base_quarter)
    counts = ~F.col("by_industry") | (F.col("industry") != UNATTRIBUTED)
    return (
        base.join(F.broadcast(leaves), on="indicator", how="inner")
        .where(counts)
        .groupBy("index", "indicator")
        .agg(F.sum("value").cast(c.EXACT).alias("total"))
        .select("index", "indicator", F.lit(base_quarter).alias("base_quarter"), "total")
    )
