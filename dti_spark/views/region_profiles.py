"""Regions as wholes: size, mean of their cities, share, growth and ranks of everything but single cities."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from dti_spark import columns as c
from dti_spark.definition.regions import NATION
from dti_spark.index.index_values import KEY, NAMES
from dti_spark.methods import compare
from dti_spark.tables import table
from dti_spark.views.rankings import PEERS


@table(
    "gold.region_profiles",
    grain="index, region other than a city, industry, period and node",
    columns=(
        *KEY,
        c.period_type,
        c.level,
        c.value,
        c.share_of_nation,
        c.share_of_index,
        c.cities,
        c.share_of_cities,
        c.value_per_city,
        c.rank,
        c.rank_per_city,
        c.rank_change,
        c.qoq,
        c.yoy,
        c.yoy_rank,
        c.growth,
        c.growth_rank,
    ),
    key=KEY,
    nullable=(
        c.share_of_nation,
        c.share_of_index,
        c.rank_change,
        c.qoq,
        c.yoy,
        c.yoy_rank,
        c.growth,
        c.growth_rank,
    ),
    partition_by=(c.period,),
)
def region_profiles(rankings: DataFrame, growth: DataFrame, contributions: DataFrame, regions: DataFrame) -> DataFrame:
    """The nation, economic regions, provinces, clusters and tiers, each in one row with all that is told of it.

    Rows: those of `rankings` but for cities. `share_of_index` is the part of a node in its index, such as a layer's.
    Nulls: as in `rankings` and `growth`; `share_of_index` where the index is 0 or cannot be taken apart by adding.
    Source: report, chapter 2 (national series, tiers, clusters: share of the nation against share of cities, means).
    """
    sizes = regions.select("region_type", "region", "cities")
    nation = regions.where((F.col("region_type") == "nation") & (F.col("region") == NATION)).select(
        F.col("cities").alias("all_cities")
    )
    wholes = (
        rankings.where(F.col("region_type") != "city")
        .join(F.broadcast(sizes), on=["region_type", "region"], how="inner")
        .join(F.broadcast(nation), how="cross")
        .select("*", (F.col("value") / F.col("cities")).alias("value_per_city"))
    )
    grown = growth.where(F.col("region_type") != "city").select(
        *NAMES, "qoq", "yoy", "yoy_rank", "growth", "growth_rank"
    )
    parts = contributions.where(F.col("region_type") != "city").select(*NAMES, "share_of_index")
    return (
        wholes.join(grown, on=list(NAMES), how="left")
        .join(parts, on=list(NAMES), how="left")
        .select(
            "*",
            (F.col("cities") / F.col("all_cities")).alias("share_of_cities"),
            compare.rank(F.col("value_per_city"), *PEERS).alias("rank_per_city"),
        )
    )
