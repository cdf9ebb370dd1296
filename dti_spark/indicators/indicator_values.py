"""How much: every indicator by city, industry and quarter."""

from collections.abc import Sequence

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

from dti_spark import columns as c
from dti_spark.events.verdicts import Verdict
from dti_spark.methods import cells, measure
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
def indicator_values(
    events: DataFrame,
    indicators: DataFrame,
    *,
    usages: Sequence[str],
    industries: Sequence[str],
    quarters: Sequence[str],
) -> DataFrame:
    """Usage of each indicator in each cell, exact.

    Rows: cells of `quarters` with at least one accepted event; one without usage is absent and means 0. `usages`
    lists the kinds of events that are measured, as `usage` names them; `indicators` maps a place in it to the
    indicators that measure it (`measure`), and to what its entities are compared by (`basis`: `sum` of quantities or
    `count` of events).
    Units: the indicator's own; `largest` and `second` are what the two largest entities contribute (0 where there is
    none), kept because disclosure rules need them.
    Source: design of the report, chapter 1 (indicators by city); distinct counts are taken in the cell.
    """
    usage_place = cells.place_in(usages, usage(F.col("source"), F.col("kind")))
    industry_place = cells.place_in(industries, F.col("industry"))
    quarter_place = cells.place_in(quarters, F.col("quarter"))
    by_entity = (
        events.where((F.col("verdict") == Verdict.ACCEPTED.value) & F.col("quarter").isin(list(quarters)))
        .where(usage_place > 0)
        .select(
            cells.number(F.col("city"), industry_place, quarter_place, usage_place).alias("cell"),
            # two hashes of the pseudonym, 96 bits, tell entities apart: a fixed width that needs no text in the shuffle
            F.xxhash64("entity").alias("entity"),
            F.hash("entity").alias("check"),
            F.col("entity").isNotNull().alias("known"),
            "quantity",
        )
        .groupBy("cell", "entity", "check", "known")
        .agg(F.coalesce(F.sum("quantity"), F.lit(0)).alias("quantity"), F.count("*").alias("events"))
    )
    bases = F.broadcast(indicators.select("usage", "basis").distinct())
    parts = by_entity.join(bases, cells.usage_of(F.col("cell")) == bases["usage"]).select(
        "cell", "basis", "known", "events", _part(F.col("basis")).alias("part")
    )
    place = F.row_number().over(Window.partitionBy("cell", "basis").orderBy(F.desc("part")))
    by_cell = (
        parts.select("*", place.alias("place"))
        .groupBy("cell", "basis")
        .agg(
            measure.exact_sum(F.col("part")).alias("total"),
            F.sum("events").alias("events"),
            F.count_if("known").alias("entities"),
            F.max(F.when(F.col("place") == 1, F.col("part"))).alias("largest"),
            F.coalesce(F.max(F.when(F.col("place") == 2, F.col("part"))), F.lit(0)).alias("second"),
        )
        .select("*", cells.usage_of(F.col("cell")).alias("usage"))
    )
    return by_cell.join(F.broadcast(indicators), on=["usage", "basis"]).select(
        cells.city_of(F.col("cell")).alias("city"),
        cells.industry_of(F.col("cell"), industries).alias("industry"),
        cells.quarter_of(F.col("cell"), quarters).alias("quarter"),
        "indicator",
        _measured(F.col("total"), F.col("entities")).alias("value"),
        "events",
        "entities",
        _measured(F.col("largest"), F.least("entities", F.lit(1))).alias("largest"),
        _measured(F.col("second"), (F.col("entities") > 1).cast("bigint")).alias("second"),
    )


def usage(source: Column, kind: Column) -> Column:
    """A kind of events of a source, in one text."""
    return F.concat_ws("/", source, kind)


def _part(basis: Column) -> Column:
    """What an entity adds: millionths of its quantity, or of its number of events."""
    return F.when(basis == "sum", F.col("quantity")).otherwise(F.col("events") * measure.MILLION)


def _measured(amount: Column, entities: Column) -> Column:
    """In units of the indicator: the amount in millionths, or the number of entities for a distinct count."""
    return F.when(F.col("measure") == "distinct", entities.cast("decimal(28,6)")).otherwise(measure.units(amount))
