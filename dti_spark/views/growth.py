"""Who grows: quarter-on-quarter, year-on-year and headline growth."""

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F
from pyspark.sql.window import WindowSpec

from dti_spark import columns as c
from dti_spark.index.index_values import KEY
from dti_spark.methods import compare
from dti_spark.tables import table
from dti_spark.views.rankings import PEERS

SERIES = ("index", "region_type", "region", "industry", "node")


@table(
    "gold.growth",
    grain="index, region, industry, period and node",
    columns=(*KEY, c.period_type, c.level, c.qoq, c.yoy, c.yoy_rank, c.growth, c.growth_rank),
    key=KEY,
    nullable=(c.qoq, c.yoy, c.yoy_rank, c.growth, c.growth_rank),
    partition_by=(c.period,),
)
def growth(index_values: DataFrame) -> DataFrame:
    """Quarter-on-quarter, year-on-year and headline growth of every index value.

    Rows: as many as `index_values`, whose periods must follow each other without a gap. Units: fractions (0.33 = 33 %).
    Nulls: the earlier value is 0 or missing; qoq of a year. Source: report, note under the growth tables (growth = mean
    of the yoy of two first quarters); it is neither annual nor compound.
    """
    value = F.col("value")
    rates = index_values.select(
        *(F.col(column.name) for column in (*KEY, c.period_type, c.level)),
        F.when(~is_year(), compare.rate(value, F.lag(value, 1).over(series(*SERIES)))).alias("qoq"),
        year_on_year(value, *SERIES).alias("yoy"),
        headline(value, *SERIES).alias("growth"),
    )
    # ranks are within a period, which is what files hold, too: one shuffle serves both
    together = rates.repartition("period")
    return together.select(
        "*", *(compare.rank(F.col(rate), *PEERS).alias(f"{rate}_rank") for rate in ("yoy", "growth"))
    )


def is_year() -> Column:
    """Whether the period is a year."""
    return F.col("period_type") == "year"


def series(*names: str) -> WindowSpec:
    """The quarters, or the years, of what shares the columns named, in their order."""
    return Window.partitionBy(*names, "period_type").orderBy("period")


def year_before(figure: Column, *names: str, years: int = 1) -> Column:
    """The figure of the same series a year or more earlier; null where the panel begins later."""
    of_year, of_quarter = (F.lag(figure, years * periods).over(series(*names)) for periods in (1, 4))
    return F.when(is_year(), of_year).otherwise(of_quarter)


def year_on_year(figure: Column, *names: str) -> Column:
    """Relative change of the figure since a year before."""
    return compare.rate(figure, year_before(figure, *names))


def headline(figure: Column, *names: str) -> Column:
    """Mean of the year-on-year changes of now and of a year before, from one pass over the series."""
    before = compare.rate(year_before(figure, *names), year_before(figure, *names, years=2))
    return compare.mean_of_two(year_on_year(figure, *names), before)
