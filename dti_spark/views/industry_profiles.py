"""Industries within regions and regions within industries: shares, location quotients, ranks, sizes and growth."""

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

from dti_spark import columns as c
from dti_spark.definition.regions import NATION
from dti_spark.index.index_values import KEY, NAMES
from dti_spark.index.members import ALL
from dti_spark.methods import compare
from dti_spark.tables import table
from dti_spark.views.growth import SERIES, is_year, series
from dti_spark.views.rankings import PEERS

HERE = ("index", "region_type", "region", "period", "node")
"""Industries are compared among those that share these."""
TOP = 10
"""Ranks that count as high."""
LARGE, MEDIUM = 2.0, 1.0
"""A top industry has at least twice the mean of those ranked, one in the middle at least the mean."""


@table(
    "gold.industry_profiles",
    grain="index that goes by industry, region, industry or group, period and node",
    columns=(
        *KEY,
        c.period_type,
        c.level,
        c.value,
        c.share_of_region,
        c.location_quotient,
        c.rank_in_region,
        c.size_class,
        c.cumulative,
        c.cumulative_rank,
        c.share_rank,
        c.share_rank_of_year,
        c.yoy,
        c.growth,
        c.growth_rank,
        c.growth_rank_in_region,
        c.double_high,
    ),
    key=KEY,
    nullable=(
        c.share_of_region,
        c.location_quotient,
        c.rank_in_region,
        c.size_class,
        c.cumulative,
        c.cumulative_rank,
        c.share_rank,
        c.share_rank_of_year,
        c.yoy,
        c.growth,
        c.growth_rank,
        c.growth_rank_in_region,
        c.double_high,
    ),
    partition_by=(c.period,),
)
def industry_profiles(index_values: DataFrame, growth: DataFrame, industries: DataFrame) -> DataFrame:
    """Size, share, specialisation and growth of every industry in every region.

    Rows: those of `index_values` for industries and groups of indices that go by industry; all industries together are
    the whole that shares are of. Ranks within a region take a group of several industries as one, as the report does:
    its parts have none. Nulls: shares where the region has no usage, location quotients where the nation has none, what
    growth lacks; `cumulative` of a year, and quarters before the panel begins count nothing.
    Source: report, chapter 3 (share, growth, regions high in both, first three industries of clusters); Isard (1960),
    Methods of Regional Analysis, for the location quotient.
    """
    split = index_values.where(F.col("industry") != ALL)
    wholes = _shares_of(index_values)
    known = industries.where(F.col("industry") != ALL)
    parts = known.where(~F.col("is_group")).join(
        known.where("is_group").select(F.col("industry").alias("industry_group")), on="industry_group", how="left_semi"
    )
    is_part = parts.select("industry", F.lit(True).alias("is_part"))
    so_far = [
        F.when(~is_year(), F.sum(value).over(series(*SERIES))).alias(name)
        for value, name in (("value", "cumulative"), ("whole", "whole_so_far"))
    ]
    shares = (
        split.join(F.broadcast(is_part), on="industry", how="left")
        .join(F.broadcast(wholes), on=list(HERE), how="left")
        .select("*", *so_far, compare.share(F.col("value"), F.col("whole")).alias("share_of_region"))
    )
    nation = shares.where((F.col("region_type") == "nation") & (F.col("region") == NATION)).select(
        "index", "industry", "period", "node", F.col("share_of_region").alias("share_of_nation")
    )
    rates = growth.where(F.col("industry") != ALL).select(*NAMES, "yoy", "growth", "growth_rank")
    beside = (
        shares.join(rates, on=list(NAMES), how="left")
        .join(F.broadcast(nation), on=["index", "industry", "period", "node"], how="left")
        # one shuffle serves ranks in a period among regions and among industries
        .repartition("period")
        .select(
            "*",
            compare.share(F.col("share_of_region"), F.col("share_of_nation")).alias("location_quotient"),
            F.count("*").over(Window.partitionBy(*PEERS)).alias("peers"),
            compare.rank(F.col("share_of_region"), *PEERS).alias("share_rank"),
        )
    )
    return _with_double_high(_ranked_in_region(beside))


def _shares_of(index_values: DataFrame) -> DataFrame:
    """Values of all industries together, to be shares' denominators."""
    return index_values.where(F.col("industry") == ALL).select(*HERE, F.col("value").alias("whole"))


def _ranked_in_region(industries: DataFrame) -> DataFrame:
    """Ranks and classes of size among the industries of a region."""
    ranked = F.col("is_part").isNull()

    def place(figure: Column) -> Column:
        return compare.rank(F.when(ranked, figure), *HERE)

    many = F.count(F.when(ranked, F.lit(1))).over(Window.partitionBy(*HERE))
    times_mean = F.round(F.col("share_of_region") * many, compare.DECIMALS)
    return industries.select(
        "*",
        place(F.col("share_of_region")).alias("rank_in_region"),
        place(F.when(F.col("whole_so_far") > 0, F.col("cumulative"))).alias("cumulative_rank"),
        place(F.col("growth")).alias("growth_rank_in_region"),
        F.when(
            ranked & times_mean.isNotNull(),
            F.when(times_mean >= LARGE, "top").when(times_mean >= MEDIUM, "middle").otherwise("tail"),
        ).alias("size_class"),
    )


def _with_double_high(industries: DataFrame) -> DataFrame:
    """Who is high both by share, in the year before the period, and by growth."""
    year = F.substring("period", 1, 4).cast("int")
    year_before = Window.partitionBy(*SERIES).orderBy(year).rangeBetween(-1, -1)
    by_share, by_growth = F.col("share_rank_of_year"), F.col("growth_rank")
    told = (F.col("peers") > TOP) & by_share.isNotNull() & by_growth.isNotNull()
    return industries.select(
        "*", F.max(F.when(is_year(), F.col("share_rank"))).over(year_before).alias("share_rank_of_year")
    ).select("*", F.when(told, (by_share <= TOP) & (by_growth <= TOP)).alias("double_high"))
