"""Who leads: levels, shares and ranks of every index value."""

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

from dti_spark import columns as c
from dti_spark.index.index_values import KEY
from dti_spark.methods import compare
from dti_spark.tables import table

PEERS = ("index", "region_type", "industry", "period", "node")
"""Regions are ranked among those that share these."""

WHOLE = ("index", "industry", "period", "node")
"""A share compares values that share these."""


@table(
    "gold.rankings",
    grain="index, region, industry, period and node",
    columns=(
        *KEY,
        c.period_type,
        c.level,
        c.value,
        c.share_of_nation,
        c.share_of_cluster,
        c.rank,
        c.rank_in_cluster,
        c.rank_in_province,
        c.rank_change,
    ),
    key=KEY,
    nullable=(c.share_of_nation, c.share_of_cluster, c.rank_in_cluster, c.rank_in_province, c.rank_change),
    partition_by=(c.period,),
    constraints={"rank_counts_from_one": "rank >= 1"},
)
def rankings(index_values: DataFrame, cities: DataFrame) -> DataFrame:
    """Rank and share of every index value among regions of the same type.

    Rows: as many as `index_values`. Ranks: 1 = largest, ties share the smaller rank. Nulls: shares where the whole is
    0; what is within a cluster or province, for regions that are not cities or lie in no cluster; `rank_change` where
    the year before the period is not complete. Source: report, chapter 2, where rank_change = rank(2021) -
    rank(2022Q1).
    """
    homes = cities.select(
        F.col("city_code").alias("region"), F.lit("city").alias("region_type"), "cluster", "province_code"
    )
    ranked = (
        index_values.join(F.broadcast(homes), on=["region_type", "region"], how="left")
        .join(F.broadcast(_wholes(index_values, "nation", "nation_value")), on=list(WHOLE), how="left")
        .join(
            F.broadcast(_wholes(index_values, "cluster", "cluster_value", "cluster")),
            on=[*WHOLE, "cluster"],
            how="left",
        )
        # ranks are within a period, which is what files hold, too: one shuffle serves both
        .repartition("period")
        .select(
            *(F.col(column.name) for column in (*KEY, c.period_type, c.level, c.value)),
            compare.share(F.col("value"), F.col("nation_value")).alias("share_of_nation"),
            compare.share(F.col("value"), F.col("cluster_value")).alias("share_of_cluster"),
            _rank_within(*PEERS).alias("rank"),
            F.when(F.col("cluster").isNotNull(), _rank_within(*PEERS, "cluster")).alias("rank_in_cluster"),
            F.when(F.col("province_code").isNotNull(), _rank_within(*PEERS, "province_code")).alias("rank_in_province"),
        )
    )
    return _with_rank_change(ranked, index_values)


def _wholes(index_values: DataFrame, region_type: str, value: str, *region: str) -> DataFrame:
    """Values of the regions of one type, to be shares' denominators."""
    return index_values.where(F.col("region_type") == region_type).select(
        *WHOLE, *(F.col("region").alias(name) for name in region), F.col("value").alias(value)
    )


def _rank_within(*peers: str) -> Column:
    return F.rank().over(Window.partitionBy(*peers).orderBy(F.desc("value")))


def _with_rank_change(ranked: DataFrame, index_values: DataFrame) -> DataFrame:
    """Places won since the year before the period; the panel has a year only where it is complete."""
    series = ["index", "region_type", "region", "industry", "node"]
    years = index_values.where(F.col("period_type") == "year").select(
        *series, F.substring("period", 1, 4).cast("int").alias("year"), _rank_within(*PEERS).alias("rank_before")
    )
    return (
        ranked.select("*", (F.substring("period", 1, 4).cast("int") - 1).alias("year"))
        .join(F.broadcast(years), on=[*series, "year"], how="left")
        .select("*", (F.col("rank_before") - F.col("rank")).alias("rank_change"))
    )
