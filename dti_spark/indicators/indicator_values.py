"""How much: every indicator by city, industry and quarter."""

from pyspark.sql import DataFrame, Window
from pyspark.sql import functions as F

from dti_spark import columns as c
from dti_spark.events.verdicts import Verdict
from dti_spark.methods import measure
from dti_spark.tables import table

CELL = (c.city, c.event_industry, c.quarter, c.indicator)


@table(
    "silver.indicator_values",
    grain="city, industry, quarter and indicator with usage",
    columns=(*CELL, c.amount, c.events, c.entities, c.largest, c.second),
    key=CELL,
    partition_by=(c.quarter,),
    constraints={"value_not_negative": "value >= 0", "largest_first": "largest >= second and value >= largest"},
)
def indicator_values(events: DataFrame, indicators: DataFrame) -> DataFrame:
    """Usage of each indicator in each cell, exact.

    Rows: cells with at least one accepted event; a cell without usage is absent and means 0. `indicators` maps source
    and kind to the indicators that measure them, and how. Units: the indicator's own; `largest` and `second` are what
    the two largest entities contribute (0 where there is none), kept because disclosure rules need them.
    Source: design of the report, chapter 1 (indicators by city); distinct counts are taken in the cell.
    """
    by_entity = (
        events.where(F.col("verdict") == Verdict.ACCEPTED.value)
        .groupBy("city", "industry", "quarter", "source", "kind", "entity")
        .agg(F.sum("quantity").alias("quantity"), F.count("*").alias("events"))
    )
    contributions = by_entity.join(F.broadcast(indicators), on=["source", "kind"], how="inner").select(
        "city",
        "industry",
        "quarter",
        "indicator",
        "entity",
        "events",
        measure.contribution(F.col("measure"), F.col("quantity"), F.col("events"), F.col("entity")).alias("part"),
    )
    cell = [column.name for column in CELL]
    place = F.row_number().over(Window.partitionBy(*cell).orderBy(F.desc("part")))
    return (
        contributions.select("*", place.alias("place"))
        .groupBy(*cell)
        .agg(
            measure.units(F.sum("part")).alias("value"),
            F.sum("events").alias("events"),
            F.count("entity").alias("entities"),
            measure.units(F.max(F.when(F.col("place") == 1, F.col("part")))).alias("largest"),
            measure.units(F.coalesce(F.max(F.when(F.col("place") == 2, F.col("part"))), F.lit(0))).alias("second"),
        )
    )
