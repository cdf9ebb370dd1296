"""Who grows: quarter-on-quarter, year-on-year and headline growth."""

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

from dti_spark import columns as c
from dti_spark.index.index_values import KEY
from dti_spark.methods import compare
from dti_spark.tables import table
from dti_spark.views.rankings import PEERS

YEAR = 4
"""Quarters in a year."""
DECIMALS = 12
"""Rates that agree so far are ties: the same fraction of other values may differ in its last bits."""


@table(
    "gold.growth",
    grain="index, region, industry, quarter and node",
    columns=(*KEY, c.level, c.qoq, c.yoy, c.growth, c.growth_rank),
    key=KEY,
    nullable=(c.qoq, c.yoy, c.growth, c.growth_rank),
    partition_by=(c.period,),
)
def growth(index_values: DataFrame) -> DataFrame:
    """Quarter-on-quarter, year-on-year and headline growth of every index value.

    Rows: as many as quarterly `index_values`, whose quarters must follow each other without a gap. Units: fractions
    (0.33 = 33 %). Nulls: the earlier value is 0 or missing. Source: report, note under the growth tables (growth =
    mean of the yoy of two first quarters); it is neither annual nor compound.
    """
    quarterly = index_values.where(F.col("period_type") == "quarter")
    rates = quarterly.select(
        *(F.col(column.name) for column in (*KEY, c.level)),
        compare.rate(F.col("value"), _before("value", 1)).alias("qoq"),
        compare.rate(F.col("value"), _before("value", YEAR)).alias("yoy"),
    )
    headline = rates.select("*", compare.mean_of_two(F.col("yoy"), _before("yoy", YEAR)).alias("growth"))
    rank = F.rank().over(Window.partitionBy(*PEERS).orderBy(F.desc_nulls_last(F.round("growth", DECIMALS))))
    return headline.select("*", F.when(F.col("growth").isNotNull(), rank).alias("growth_rank"))


def _before(column: str, quarters: int) -> Column:
    """The value of the same series so many quarters earlier."""
    series = Window.partitionBy("index", "region_type", "region", "industry", "node").orderBy("period")
    return F.lag(column, quarters).over(series)
