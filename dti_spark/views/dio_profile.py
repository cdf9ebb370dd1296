"""Regions seen through the DIO window: how much of their index comes from each input and outcome."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from dti_spark import columns as c
from dti_spark.definition.regions import NATION
from dti_spark.index.members import ALL
from dti_spark.methods import compare
from dti_spark.tables import table

REGION = ("index", "region_type", "region", "period", "period_type")
CELL = ("dio_input", "dio_outcome")
KEY = (c.index, c.region_type, c.region, c.period, c.dio_input, c.dio_outcome)


@table(
    "gold.dio_profile",
    grain="index, region, period and cell of the DIO window",
    columns=(*KEY, c.period_type, c.cell_points, c.share_of_index, c.relative_share),
    key=KEY,
    nullable=(c.share_of_index, c.relative_share),
    partition_by=(c.period,),
)
def dio_profile(contributions: DataFrame, nodes: DataFrame, dio_cells: DataFrame) -> DataFrame:
    """What each cell of the DIO window adds to the index of a region, all industries together.

    Rows: every cell for each region and period of `contributions`; a cell to which no indicator is mapped has 0. The
    mapping of indicators to cells is reconstructed (conf/dio.yml). Units: points of the index, exact sums.
    Nulls: shares of an index that is 0, and `relative_share` where the nation has none in the cell.
    Source: report, chapter 4 (the window); which indicator belongs where is not printed.
    """
    mapped = nodes.where(F.col("dio_input").isNotNull()).select("index", "node", *CELL)
    whole = contributions.where(F.col("industry") == ALL)
    regions = whole.where(F.col("level") == 0).select(*REGION, F.col("points").alias("whole"))
    summed = (
        whole.join(F.broadcast(mapped), on=["index", "node"], how="inner")
        .groupBy(*REGION, *CELL)
        .agg(F.sum("points").alias("cell_points"))
    )
    complete = (
        regions.join(F.broadcast(dio_cells.select(*CELL)), how="cross")
        .join(summed, on=[*REGION, *CELL], how="left")
        .fillna(0, subset=["cell_points"])
        .select("*", compare.share(F.col("cell_points"), F.col("whole")).alias("share_of_index"))
    )
    nation = complete.where((F.col("region_type") == "nation") & (F.col("region") == NATION)).select(
        "index", "period", *CELL, F.col("share_of_index").alias("in_nation")
    )
    return complete.join(F.broadcast(nation), on=["index", "period", *CELL], how="left").select(
        "*", compare.share(F.col("share_of_index"), F.col("in_nation")).alias("relative_share")
    )
