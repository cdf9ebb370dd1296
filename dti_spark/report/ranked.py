"""The rows that a person asks for: a few of a table, with names, in the order of their rank, and what came before."""

from collections.abc import Collection, Mapping

from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from pyspark.sql.types import ArrayType

ORDER = ("rank", "rank_in_region", "growth_rank", "sort_order", "level", "period", "finished")
"""Columns that say in which order to list rows; the first that a table has counts."""


def ranked(table: DataFrame, regions: DataFrame, *, where: dict[str, str], top: int) -> DataFrame:
    """The first `top` rows in which columns have the values given; a list needs only to contain its value.

    Rows: `top` at most. A table with regions and without names gains those of `regions`, rows of gold.regions.
    """
    lists = {field.name for field in table.schema if isinstance(field.dataType, ArrayType)}
    found = table
    for column, value in where.items():
        found = found.where(F.array_contains(column, value) if column in lists else F.col(column) == value)
    if "region" in table.columns and "name_zh" not in table.columns:
        names = regions.select("region_type", "region", "name_zh", "name_en")
        found = found.join(F.broadcast(names), on=["region_type", "region"], how="left")
        ids = ["region_type", "region", "name_zh", "name_en"]
        found = found.select(*ids, *(name for name in found.columns if name not in ids))
    order = [F.asc_nulls_last(name) for name in ORDER if name in table.columns][:1]
    # what every row has is not told again
    told = [name for name in found.columns if name in lists or name not in where]
    return found.orderBy(*order, *told[:1]).limit(top).select(*told)


def histories(table: DataFrame, series: Mapping[str, Collection[str]], *, figure: str, until: str) -> DataFrame:
    """The figure of some series in each quarter up to a period; a year ends with its last quarter.

    Rows: those of `table` for quarters, in which every column of `series` has one of its values.
    """
    last = until if "Q" in until else f"{until}Q4"
    found = table.where((F.col("period_type") == "quarter") & (F.col("period") <= last))
    for column, values in series.items():
        found = found.where(F.col(column).isin(*values))
    return found.select(*series, "period", figure)
