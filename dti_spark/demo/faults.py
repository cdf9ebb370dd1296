"""Faults of every kind that a log's format allows, added to clean usage so that the clean events stay as they are."""

from dataclasses import dataclass
from typing import Literal

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from dti_spark.definition.model import Source
from dti_spark.demo.chance import Chance, entry

FAULTS = (
    "", "duplicate", "conflicting_duplicate", "late", "corrupt_record", "wrong_time_unit", "missing_event_id",
    "unknown_city", "out_of_scope_region", "unknown_industry", "missing_quantity", "negative_quantity", "not_finite",
)  # fmt: skip
"""Names of the faults. Rows bear their numbers, 0 for none: cheap to compare, and every field is compared."""
(
    CLEAN, DUPLICATE, CONFLICTING, LATE, CORRUPT, WRONG_TIME, MISSING_ID,
    UNKNOWN_CITY, OUT_OF_SCOPE, UNKNOWN_INDUSTRY, MISSING_QUANTITY, NEGATIVE, NOT_FINITE,
) = range(len(FAULTS))  # fmt: skip

EVERYWHERE = (DUPLICATE, CONFLICTING, LATE, WRONG_TIME, UNKNOWN_CITY, OUT_OF_SCOPE, MISSING_ID, NEGATIVE)
"""Faults that every format can say; the others ask for text lines, an industry, a sum, or a floating point number."""

LATE_DAYS = 61
"""A late event is delivered so many days after it happened, or more."""
LATE_SPREAD = 120
DUPLICATE_SPREAD = 90
NEW_NUMBERS = 2**39
"""Added to an event's number to make that of a faulty record, which no clean event has."""

Clock = Literal["number", "text"]


@dataclass(frozen=True)
class Delivery:
    """When logs are delivered: every so many days, in days since 1970; the last delivery ends with the last day."""

    first: int
    last: int
    every: int

    def day(self, happened: Column) -> Column:
        """The delivery that holds what happened on a day: the last day of its span."""
        end = F.floor((happened - self.first) / self.every) * self.every + (self.first + self.every - 1)
        return F.least(end, F.lit(self.last)).cast("int")

    @property
    def count(self) -> int:
        """Deliveries in all."""
        return -(-(self.last - self.first + 1) // self.every)


def possible(source: Source, kinds: dict[str, set[str]], *, industry: bool, floating: bool) -> tuple[int, ...]:
    """The faults that records of a source can have, given how its kinds of events are measured."""
    summed = bool(kinds) and all("sum" in measures for measures in kinds.values())
    return (
        *EVERYWHERE,
        *((CORRUPT,) if source.format != "parquet" else ()),
        *((UNKNOWN_INDUSTRY,) if industry else ()),
        *((MISSING_QUANTITY,) if summed else ()),
        *((NOT_FINITE,) if floating else ()),
    )


def without(usage: DataFrame, delivery: Delivery) -> DataFrame:
    """Clean usage with its day of delivery; none has a `fault`."""
    return usage.select(
        "*", F.lit(CLEAN).alias("fault"), F.lit(0.0).alias("coin"), delivery.day(F.col("day")).alias("dt")
    )


def injected(
    usage: DataFrame, chance: Chance, delivery: Delivery, *, rate: float, faults: tuple[int, ...], measured: list[str]
) -> DataFrame:
    """Clean usage and beside it one faulty record for about `rate` of the events of the measured kinds.

    Rows: all of `usage`; a late event is moved, every other fault is a row of its own. Adds `fault` (0: clean),
    `coin` (0 to 1, to tell variants of a fault) and `dt` (day of delivery, days since 1970).
    """
    row, day = F.col("id"), F.col("day")
    chosen = (chance.uniform("faulty", row) < rate) & F.col("kind").isin(measured)
    drawn = entry(faults, chance.whole("fault", len(faults), row)).cast("int")
    fault = F.when((drawn == LATE) & (day + LATE_DAYS > delivery.last), F.lit(DUPLICATE)).otherwise(drawn)
    clean = F.lit(CLEAN)
    copies = (
        F.when(chosen & (fault == LATE), F.array(fault)).when(chosen, F.array(clean, fault)).otherwise(F.array(clean))
    )
    copied = usage.select("*", chance.uniform("coin", row).alias("coin"), F.explode(copies).alias("fault"))
    coin = F.col("coin")
    same = F.col("fault").isin(CLEAN, DUPLICATE, CONFLICTING, LATE)
    conflicting = F.col("fault") == CONFLICTING
    days_late = (
        F.when(F.col("fault") == LATE, LATE_DAYS + F.floor(coin * LATE_SPREAD))
        .when((F.col("fault") == DUPLICATE) & (coin < 0.5), 1 + F.floor(coin * 2 * DUPLICATE_SPREAD))
        .otherwise(0)
    )
    return copied.select(
        F.when(same, row).otherwise(row + NEW_NUMBERS).alias("id"),
        "kind",
        "day",
        F.when(conflicting, F.col("second") + 1 + F.floor(coin * 9).cast("int"))
        .otherwise(F.col("second"))
        .alias("second"),
        "place",
        "trade",
        "organisation",
        F.when(conflicting, F.col("tail") + 1).otherwise(F.col("tail")).alias("tail"),
        F.when(conflicting, F.col("units") + 1).otherwise(F.col("units")).alias("units"),
        "fault",
        "coin",
        delivery.day(F.least(day + days_late.cast("int"), F.lit(delivery.last))).alias("dt"),
    )


def spoiled(clean: Column, faulty: dict[int, Column]) -> Column:
    """What a field says: the clean value, or that of the record's fault."""
    said = clean
    for fault, value in faulty.items():
        said = F.when(F.col("fault") == fault, value).otherwise(said)
    return said


def ledger(records: DataFrame, source: Source, clock: Clock) -> DataFrame:
    """One row per injected fault: source, dt, fault, event_id, and the verdict and reason that it should earn.

    `records` are raw records with `dt` and `fault`. Nulls: event_id where the fault is that it is missing; reason
    where the record counts or is a copy.
    """
    fault = F.col("fault")
    name = entry(FAULTS, fault)
    reason = F.when(fault == WRONG_TIME, F.lit("out_of_period" if clock == "number" else "missing_time")).when(
        ~fault.isin(DUPLICATE, LATE), name
    )
    verdict = (
        F.when(fault == LATE, F.lit("accepted"))
        .when(fault == DUPLICATE, F.lit("duplicate"))
        .when(fault == OUT_OF_SCOPE, F.lit("skipped"))
        .otherwise(F.lit("rejected"))
    )
    return records.where(fault != CLEAN).select(
        F.lit(source.id).alias("source"),
        F.date_format(F.col("dt"), "yyyy-MM-dd").alias("dt"),
        name.alias("fault"),
        F.expr(source.event.event_id).alias("event_id"),
        verdict.alias("verdict"),
        reason.alias("reason"),
    )
