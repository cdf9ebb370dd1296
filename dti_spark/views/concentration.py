"""How unequal the cities of a region are, and whether the small catch up."""

from collections.abc import Collection

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

from dti_spark import columns as c
from dti_spark.index.index_values import KEY
from dti_spark.index.members import regions
from dti_spark.methods import compare, converge, disperse
from dti_spark.methods.grain import OF_LOGARITHMS, OF_SHARES, rounded
from dti_spark.tables import table

SERIES = ("index", "industry", "node")
CELL = ("index", "industry", "period", "node")
HEAD = 10
"""Cities that make up the head of a region."""


@table(
    "gold.concentration",
    grain="index, region other than a city, industry, period and node",
    columns=(
        *KEY,
        c.period_type,
        c.level,
        c.cities,
        c.cities_in_use,
        c.value_per_city,
        c.largest_of_cities,
        c.smallest_of_cities,
        c.max_min,
        c.first_share,
        c.first_2_share,
        c.first_10_share,
        c.ranks_2_10_share,
        c.ranks_3_10_share,
        c.hhi,
        c.gini,
        c.cv,
        c.theil,
        c.theil_within_provinces,
        c.theil_between_provinces,
        c.theil_between_economic_regions,
        c.sigma,
        c.beta,
        c.beta_cities,
    ),
    key=KEY,
    nullable=(
        c.max_min,
        c.first_share,
        c.first_2_share,
        c.first_10_share,
        c.ranks_2_10_share,
        c.ranks_3_10_share,
        c.hhi,
        c.gini,
        c.cv,
        c.theil,
        c.theil_within_provinces,
        c.theil_between_provinces,
        c.theil_between_economic_regions,
        c.sigma,
        c.beta,
    ),
    partition_by=(c.period,),
)
def concentration(index_values: DataFrame, cities: DataFrame, *, linear: Collection[str], base: str) -> DataFrame:
    """Heads, inequality and convergence of the cities of every region.

    Rows: those of `index_values` but for cities, of `linear` indices: only there is a region the sum of its cities. All
    cities of the region count, those without usage as 0, except in sigma and beta, which have logarithms. Units: shares
    are fractions of the region; beta is per year, from the `base` quarter to the quarter, or from its year to the year,
    unweighted; over different spans it is not the same measure. Nulls: all shares and measures of a region without
    usage; `max_min` where a city has none; `sigma` with fewer than two cities in use; `beta` with fewer than three in
    use at both ends, where all were alike in the base, and up to the base. A region of one city has a share and HHI of
    1, and 0 for Gini, CV and Theil.
    Source: report, chapter 2 (heads of clusters); methods/disperse.py, methods/converge.py.
    """
    index_values = index_values.where(F.col("index").isin(*linear))
    cells, homes = _cells(index_values, base), _homes(cities)
    biggest = Window.partitionBy("cell", "home").orderBy(F.desc("value"))
    placed = _shares(index_values, cells, homes).select("*", F.row_number().over(biggest).alias("place"))
    return (
        _summed(placed)
        .join(F.broadcast(cells), on="cell", how="inner")
        .join(F.broadcast(homes.select("home", "region_type", "region").distinct()), on="home", how="inner")
        .select("*", *(measure.alias(name) for name, measure in _measures(_years_since(base)).items()))
    )


def _cells(index_values: DataFrame, base: str) -> DataFrame:
    """Every index, industry, period and node with a number, since numbers are shuffled faster than texts.

    `base_cell` is the number of the same series in the base; null where the panel has none.
    """
    nation = index_values.where(F.col("region_type") == "nation").select(*CELL, "period_type", "level")
    cells = nation.select("*", F.row_number().over(Window.orderBy(*CELL)).alias("cell"))
    in_base = cells.where(F.col("period").isin(base, base[:4])).select(
        *SERIES, "period_type", F.col("cell").alias("base_cell")
    )
    return cells.join(F.broadcast(in_base), on=[*SERIES, "period_type"], how="left")


def _homes(cities: DataFrame) -> DataFrame:
    """The regions that a city lies in, with their numbers and how many cities they have; and its smaller regions."""
    placed = regions(cities).where(F.col("region_type") != "city")
    numbered = placed.select(
        "*",
        F.dense_rank().over(Window.orderBy("region_type", "region")).alias("home"),
        F.count("*").over(Window.partitionBy("region_type", "region")).alias("cities"),
    )
    smaller = cities.select(F.col("city_code").alias("city"), "province_code", "economic_region")
    return numbered.join(F.broadcast(smaller), on="city", how="inner")


def _shares(index_values: DataFrame, cells: DataFrame, homes: DataFrame) -> DataFrame:
    """Every city once for each of its regions, with its share of it and its level, in the period and in the base."""
    numbered = index_values.join(F.broadcast(cells), on=list(CELL), how="inner")
    numbers = homes.select("home", "region_type", "region").distinct()
    wholes = numbered.join(F.broadcast(numbers), on=["region_type", "region"], how="inner").select(
        "cell", "home", F.col("value").alias("whole")
    )
    of_cities = numbered.where(F.col("region_type") == "city").select(
        "cell", "base_cell", F.col("region").alias("city"), "value"
    )
    before = of_cities.where(F.col("cell") == F.col("base_cell"))
    together = (
        of_cities.join(
            F.broadcast(before.select("base_cell", "city", F.col("value").alias("before"))),
            on=["base_cell", "city"],
            how="left",
        )
        .join(F.broadcast(homes), on="city", how="inner")
        .join(F.broadcast(wholes), on=["cell", "home"], how="inner")
        .join(
            F.broadcast(wholes.select(F.col("cell").alias("base_cell"), "home", F.col("whole").alias("whole_before"))),
            on=["base_cell", "home"],
            how="left",
        )
    )
    share, before_share = (
        compare.share(F.col(part), F.col(whole)) for part, whole in (("value", "whole"), ("before", "whole_before"))
    )
    return together.select(
        *("cell", "home", "cities", "province_code", "economic_region", "value", "whole"),
        share.alias("share"),
        converge.log_ratio(share, F.col("cities")).alias("log"),
        converge.log_ratio(before_share, F.col("cities")).alias("log_before"),
    )


def _summed(placed: DataFrame) -> DataFrame:
    """Sums over the cities of each region, by way of its provinces and economic regions, for the parts of Theil's T."""
    home, terms = ("cell", "home", "cities", "whole"), _terms()
    first = placed.groupBy(*home, "economic_region", "province_code").agg(
        *(F.sum(term).alias(name) for name, term in terms.items()),
        F.count("*").alias("members"),
        F.max("value").alias("largest"),
        F.min("value").alias("smallest"),
    )
    again = [F.sum(name).alias(name) for name in (*terms, "members")]
    extremes = [F.max("largest").alias("largest"), F.min("smallest").alias("smallest")]
    part = rounded(disperse.between(F.col("share"), F.col("members"), F.col("cities")), OF_SHARES)
    second = first.groupBy(*home, "economic_region").agg(*again, *extremes, F.sum(part).alias("between_provinces"))
    return second.groupBy(*home).agg(
        *again,
        *extremes,
        F.sum("between_provinces").alias("between_provinces"),
        F.sum(part).alias("between_economic_regions"),
    )


def _terms() -> dict[str, Column]:
    """What is added up over cities, each rounded so that the order of rows does not matter."""
    share, place, log, before = map(F.col, ("share", "place", "log", "log_before"))
    both = log.isNotNull() & before.isNotNull()
    x, y = F.when(both, before), F.when(both, log - before)
    of_shares = {
        "share": share,
        "first": F.when(place == 1, share),
        "first_2": F.when(place <= 2, share),
        "head": F.when(place <= HEAD, share),
        "deviations": disperse.from_mean(share, F.col("cities")),
        "places": share * place / F.col("cities"),
        "entropy": disperse.entropy(share),
    }
    of_logs = {"log": log, "log_log": log * log, "x": x, "y": y, "xx": x * x, "xy": x * y}
    return {
        "in_use": F.when(F.col("value") > 0, 1).otherwise(0),
        "both": F.when(both, 1).otherwise(0),
        **{name: rounded(term, OF_SHARES) for name, term in of_shares.items()},
        **{name: rounded(term, OF_LOGARITHMS) for name, term in of_logs.items()},
    }


def _years_since(base: str) -> Column:
    """Years from the base quarter to a quarter, or from its year to a year."""
    year, quarter = int(base[:4]), int(base[-1])
    quarters = F.coalesce(F.substring("period", 6, 1).try_cast("int") - quarter, F.lit(0)) / 4
    return F.substring("period", 1, 4).cast("int") - year + quarters


def _measures(years: Column) -> dict[str, Column]:
    """The columns of the table that are made of what was added up."""
    members, head = F.col("cities"), F.when(F.col("head") > 1, 1.0).otherwise(F.col("head"))
    theil, between = disperse.theil(F.col("entropy"), members), disperse.from_zero(F.col("between_provinces"))
    return {
        "cities_in_use": F.col("in_use"),
        "value_per_city": F.col("whole") / members,
        "largest_of_cities": F.col("largest"),
        "smallest_of_cities": F.col("smallest"),
        "max_min": F.try_divide(F.col("largest"), F.col("smallest")),
        "first_share": F.col("first"),
        "first_2_share": F.col("first_2"),
        "first_10_share": head,
        "ranks_2_10_share": head - F.col("first"),
        "ranks_3_10_share": head - F.col("first_2"),
        "hhi": disperse.herfindahl(F.col("deviations"), members),
        "gini": disperse.gini(F.col("places"), members),
        "cv": disperse.variation(F.col("deviations"), members),
        "theil": theil,
        "theil_between_provinces": between,
        "theil_within_provinces": disperse.from_zero(theil - between),
        "theil_between_economic_regions": disperse.from_zero(F.col("between_economic_regions")),
        "sigma": converge.deviation(F.col("in_use"), F.col("log"), F.col("log_log")),
        "beta": converge.slope(F.col("both"), F.col("x"), F.col("y"), F.col("xx"), F.col("xy"), years),
        "beta_cities": F.col("both"),
    }
