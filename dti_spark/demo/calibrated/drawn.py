"""Usage drawn from a plan: each cell's total split over its events, exactly, in cost linear in events."""

from collections.abc import Iterator

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F
from pyspark.sql import types as T

from dti_spark.demo.calibrated.events import DRAWN
from dti_spark.demo.calibrated.plan import Plan
from dti_spark.demo.chance import Chance, draw
from dti_spark.demo.logs import Log
from dti_spark.demo.population import Population
from dti_spark.demo.urns import Urns, urns, whole
from dti_spark.demo.usage import CELL_ORGANISATIONS, day, second, tail

PIECE = 20_000
"""Events that one row becomes, at most: large cells are cut so that tasks have equal work."""
PIECES = T.StructType(
    [
        T.StructField("start", T.LongType()),
        T.StructField("kind", T.StringType()),
        T.StructField("quarter", T.IntegerType()),
        T.StructField("place", T.IntegerType()),
        T.StructField("trade", T.IntegerType()),
        T.StructField("events", T.LongType()),
        T.StructField("entities", T.LongType()),
        T.StructField("whole", T.LongType()),
        T.StructField("first", T.LongType()),
        T.StructField("last", T.LongType()),
    ]
)
"""Columns of the frame that is drawn from: a cell, the number of its first event, and which of its events are meant."""
Piece = tuple[int, str, int, int, int, int, int, int, int, int]


def pieces(plan: Plan, source: str, people: Population, start: int) -> Iterator[Piece]:
    """The cells of a source as rows of `PIECES`; its events are numbered from `start` on."""
    at = {f"{place.code:06d}": position for position, place in enumerate(people.places)}
    places = [at[code] for code in plan.wanted.cities]
    for kind in sorted(kind for kind in plan.cells if kind[0] == source):
        for cell in plan.cells[kind]:
            for first in range(0, cell.events, PIECE):
                last = min(first + PIECE, cell.events) - 1
                key = (start, kind[1], cell.quarter, places[cell.city], cell.trade)
                yield (*key, cell.events, cell.entities, cell.units, first, last)
            start += cell.events


def drawn(pieces: DataFrame, people: Population, log: Log, chance: Chance) -> DataFrame:
    """The usage that a plan asks for.

    Rows: an event of a cell each. Columns: those of `usage`. Nulls: `units` where nothing sums quantities, and
    `organisation` in cells for which the plan has none, where one more would exceed the targets: usage of nobody known.
    The first events of a cell are the largest, each of an organisation of its own, as many as the plan has.
    """
    row, size = F.col("id"), len(people.trades)
    each = pieces.select("*", F.explode(F.sequence("first", "last")).alias("k"))
    numbered = each.select("*", (F.col("start") + F.col("k")).alias("id"))
    ranked = numbered.select("*", _rank(chance, row).alias("rank"), _units().alias("units"))
    traded = ranked.select("*", _trade(people, log, chance).alias("of_trade"))
    cell = (F.col("place") * size + F.col("of_trade")).cast("bigint")
    return traded.select(
        row,
        "kind",
        day(people, chance, row).alias("day"),
        second(chance, row).alias("second"),
        "place",
        F.col("of_trade").alias("trade"),
        (cell * CELL_ORGANISATIONS + F.col("rank")).alias("organisation"),
        tail(chance, row).alias("tail"),
        "units",
    )


def _rank(chance: Chance, row: Column) -> Column:
    """The organisation, from 1 on, within the cell: each once, and then the first ones more often; null for none."""
    many = F.col("entities")
    again = F.least(F.floor(F.pow(many + 1, chance.uniform("organisation", row))), many)
    return F.when(many > 0, F.when(F.col("k") < many, F.col("k") + 1).otherwise(again))


def _units() -> Column:
    """An event's part of the cell's units: one, and of the rest what a square root says; the parts add to the whole.

    The k largest of n events have sqrt(k / n) of the rest: a heavy tail. The sum telescopes, and a square root has the
    same bits everywhere.
    """
    rest = F.col("whole") - F.col("events")
    upto = [F.floor(rest * F.sqrt((F.col("k") + step) / F.col("events"))) for step in (0, 1)]
    return F.when(F.col("whole") > 0, 1 + upto[1] - upto[0])


def _trade(people: Population, log: Log, chance: Chance) -> Column:
    """The cell's industry, or one that depends on the organisation alone, so that it is counted in one industry."""
    whose = F.coalesce(F.col("place") * F.lit(CELL_ORGANISATIONS).cast("bigint") + F.col("rank"), -1 - F.col("id"))
    at_will = draw(_trades(people, log), F.lit(0), "trade", chance, whose)
    return F.when(F.col("trade") == DRAWN, at_will).otherwise(F.col("trade"))


def _trades(people: Population, log: Log) -> Urns:
    return urns([whole([trade.weight * log.favours.get(trade.id or "", 1.0) for trade in people.trades])])
