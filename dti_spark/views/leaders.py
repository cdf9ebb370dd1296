"""Who comes first: the first ten of every type of region by level and by growth."""

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from dti_spark import columns as c
from dti_spark.index.index_values import KEY, NAMES
from dti_spark.tables import table
from dti_spark.views.growth import SERIES, year_before

TOP = 10
"""Ranks that count as leading; longer lists are in rankings and growth."""


@table(
    "gold.leaders",
    grain="index, type of region, industry, period, node, criterion and leading region",
    columns=(*KEY, c.criterion, c.period_type, c.level, c.rank, c.leading_figure, c.leader_change),
    key=(*KEY, c.criterion),
    nullable=(c.leader_change,),
    partition_by=(c.period,),
)
def leaders(rankings: DataFrame, growth: DataFrame) -> DataFrame:
    """The first ten regions of each type by level, by yoy and by headline growth.

    Rows: ranks 1 to 10, so more than ten where the tenth is a tie and fewer where there are fewer regions, or where
    fewer have a rate. Regions without usage do not lead by level. Nulls: `leader_change` where the panel has no earlier
    rank. Source: report, chapters 2 and 3 (the tables of the first ten, as whole and by layer).
    """
    here = [F.col(name) for name in (*NAMES, "period_type", "level")]
    level = _led("level", "rank", "value", F.col("rank_change"))
    rates = [
        _led(rate, rank, rate, year_before(F.col(rank), *SERIES) - F.col(rank))
        for rate, rank in (("yoy", "yoy_rank"), ("growth", "growth_rank"))
    ]
    by_level = rankings.where(F.col("value") > 0).select(*here, F.inline(F.array(level)))
    by_rate = growth.select(*here, F.array(*rates).alias("rates")).select(*here, F.inline("rates"))
    return by_level.unionByName(by_rate).where(F.col("rank") <= TOP)


def _led(criterion: str, rank: str, figure: str, change: Column) -> Column:
    """The place of a region by one criterion."""
    return F.struct(
        F.lit(criterion).alias("criterion"),
        F.col(rank).alias("rank"),
        F.col(figure).alias("leading_figure"),
        change.alias("leader_change"),
    )
