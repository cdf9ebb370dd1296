"""What cities and industries add up to: the regions of a city, the groups of an industry."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from dti_spark.definition.regions import NATION

ALL = "all"


def regions(cities: DataFrame) -> DataFrame:
    """The regions of every city. Rows: city, region_type, region; a city outside the clusters has none there."""
    of_type = {
        "nation": F.lit(NATION),
        "economic_region": F.col("economic_region"),
        "province": F.col("province_code"),
        "cluster": F.col("cluster"),
        "tier": F.col("tier"),
        "city": F.col("city_code"),
    }
    rows = F.array(
        *(F.struct(F.lit(name).alias("region_type"), region.alias("region")) for name, region in of_type.items())
    )
    found = cities.select(F.col("city_code").alias("city"), F.inline(rows))
    return found.where(F.col("region").isNotNull())


def upward(industries: DataFrame) -> DataFrame:
    """What every industry adds to. Rows: industry, upward - itself, all, and its group where that has a row."""
    groups = industries.where("is_group").select(F.col("industry").alias("industry_group"), F.lit(True).alias("kept"))
    up = F.array(F.col("industry"), F.lit(ALL), F.when(F.col("kept"), F.col("industry_group")))
    return (
        industries.where(~F.col("is_group"))
        .join(F.broadcast(groups), on="industry_group", how="left")
        .select("industry", F.explode(F.array_compact(up)).alias("upward"))
    )
