"""The rows that a person asks for: a few of a table, with names, in the order of their rank."""

from functools import reduce

from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import ArrayType

from dti_spark.index.index_values import NATION

ORDER = ("rank", "growth_rank", "sort_order", "period", "finished")
"""Columns that say in which order to list rows; the first that a table has counts."""


def ranked(table: DataFrame, names: DataFrame, *, where: dict[str, str], top: int) -> DataFrame:
    """The first `top` rows in which columns have the values given; a list needs only to contain its value.

    Rows: `top` at most. `names` holds region_type, region, name_zh and name_en; tables with regions gain the names.
    """
    lists = {field.name for field in table.schema if isinstance(field.dataType, ArrayType)}
    found = table
    for column, value in where.items():
        found = found.where(F.array_contains(column, value) if column in lists else F.col(column) == value)
    if "region" in table.columns:
        found = found.join(F.broadcast(names), on=["region_type", "region"], how="left")
        ids = ["region_type", "region", "name_zh", "name_en"]
        found = found.select(*ids, *(name for name in found.columns if name not in ids))
    order = [F.asc_nulls_last(name) for name in ORDER if name in table.columns][:1]
    # what every row has is not told again
    told = [name for name in found.columns if name in lists or name not in where]
    return found.orderBy(*order, *told[:1]).limit(top).select(*told)


def region_names(cities: DataFrame, provinces: DataFrame, clusters: DataFrame, tiers: DataFrame) -> DataFrame:
    """Names of the regions that have them. Rows: one per region; economic regions are their own names."""

    def of(region_type: str, members: DataFrame, key: str) -> DataFrame:
        return members.select(F.lit(region_type).alias("region_type"), F.col(key).alias("region"), "name_zh", "name_en")

    nation = provinces.limit(1).select(
        F.lit("nation").alias("region_type"),
        F.lit(NATION).alias("region"),
        F.lit("全国").alias("name_zh"),
        F.lit("China").alias("name_en"),
    )
    members = (("city", cities, "city_code"), ("province", provinces, "province_code"))
    groups = (("cluster", clusters, "cluster"), ("tier", tiers, "tier"))
    return reduce(DataFrame.union, (of(*each) for each in (*members, *groups)), nation)
