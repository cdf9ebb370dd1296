"""The regional formations of the report - four areas, two belts, one line - in figures."""

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from dti_spark import columns as c
from dti_spark.definition.regions import NATION
from dti_spark.index.members import ALL
from dti_spark.methods import compare
from dti_spark.tables import table
from dti_spark.views.growth import headline, year_on_year

PLACE = ("formation", "part")
CELL = ("index", "industry", "period", "node")
KEY = (c.index, c.formation, c.part, c.industry, c.period, c.node)
SERIES = (*PLACE, "index", "industry", "node")


@table(
    "gold.formation_values",
    grain="index, formation and part, industry, period and node",
    columns=(
        *KEY,
        c.period_type,
        c.level,
        c.points,
        c.share_of_nation,
        c.share_of_formation,
        c.location_quotient,
        c.yoy,
        c.growth,
        c.is_own_industry,
    ),
    key=KEY,
    nullable=(c.share_of_nation, c.share_of_formation, c.location_quotient, c.yoy, c.growth),
    partition_by=(c.period,),
)
def formation_values(contributions: DataFrame, formations: DataFrame, cities: DataFrame) -> DataFrame:
    """Named sets of regions, such as both sides of the Hu line, with their usage by industry.

    Rows: every part of every formation for each industry, period and node of `contributions`. Units: points of the
    index, exact sums over the members. `is_own_industry` tells the industry that the report names the formation after.
    Nulls: shares of a whole that is 0, rates whose earlier value is 0 or missing.
    Source: report, chapter 3, lines 1360-1390; members in conf/formations.csv.
    """
    named = formations.select(
        *PLACE, "region_type", F.col("industry").alias("own"), F.explode("regions").alias("region")
    )
    of_line = cities.select(F.col("hu_line").alias("region"), F.col("city_code").alias("city"))
    line = named.where(F.col("region_type") == "hu_line").join(of_line, on="region", how="inner")
    members = named.where(F.col("region_type") != "hu_line").union(line.select(*PLACE, F.lit("city"), "own", "city"))
    summed = (
        contributions.join(F.broadcast(members), on=["region_type", "region"], how="inner")
        .groupBy(*PLACE, "own", *CELL, "period_type", "level")
        .agg(F.sum("points").alias("points"))
        .select("*", (F.col("own") == F.col("industry")).alias("is_own_industry"))
    )
    nation = contributions.where((F.col("region_type") == "nation") & (F.col("region") == NATION))
    return _compared(summed, nation.select(*CELL, F.col("points").alias("in_nation")))


def _compared(summed: DataFrame, nation: DataFrame) -> DataFrame:
    """Points beside those of all industries, of the nation, and of the year before."""
    whole = summed.where(F.col("industry") == ALL).select(
        *PLACE, "index", "period", "node", F.col("points").alias("in_formation")
    )
    whole_nation = nation.where(F.col("industry") == ALL).select(
        "index", "period", "node", F.col("in_nation").alias("all_in_nation")
    )
    points = F.col("points")
    beside = (
        summed.join(F.broadcast(whole), on=[*PLACE, "index", "period", "node"], how="left")
        .join(F.broadcast(nation), on=list(CELL), how="left")
        .join(F.broadcast(whole_nation), on=["index", "period", "node"], how="left")
        .select(
            "*",
            compare.share(points, F.col("in_nation")).alias("share_of_nation"),
            compare.share(points, F.col("in_formation")).alias("share_of_formation"),
            year_on_year(points, *SERIES).alias("yoy"),
            headline(points, *SERIES).alias("growth"),
        )
    )
    in_nation = compare.share(F.col("in_nation"), F.col("all_in_nation"))
    return beside.select(
        "*",
        compare.share(F.col("share_of_formation"), in_nation).alias("location_quotient"),
    )
