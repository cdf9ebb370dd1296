"""What happened: every record with its final verdict, copies told apart."""

from pyspark.sql import Column, DataFrame, Window
from pyspark.sql import functions as F

from dti_spark import columns as c
from dti_spark.events.contested import number
from dti_spark.events.records import CANONICAL
from dti_spark.events.verdicts import Reason, Verdict
from dti_spark.tables import table

WHAT_IS_SAID = (c.occurred_at, c.kind, c.city, c.event_industry, c.entity, c.quantity)
"""Columns in which identical copies of an event agree, in the order that decides between copies that differ."""

KEPT = tuple(column.name for column in (c.source, *CANONICAL, c.verdict, c.reason, c.file))
"""What is kept of a judged record."""


@table(
    "silver.events",
    grain="record delivered",
    columns=(c.source, *CANONICAL, c.verdict, c.reason, c.file, c.run, c.batch),
    key=(),
    nullable=(*CANONICAL, c.reason),
    partition_by=(c.quarter,),
    skipping=(c.batch,),
    constraints={
        "accepted_is_complete": "verdict <> 'accepted' or (event_id is not null and occurred_at is not null "
        "and city is not null and industry is not null and quarter is not null and reason is null)",
        "quantity_not_negative": "verdict <> 'accepted' or quantity is null or quantity >= 0",
    },
)
def events(
    records: DataFrame, suspects: DataFrame, contested: DataFrame, accepted: DataFrame, *, run: str, batch: int
) -> DataFrame:
    """Every record delivered, with what became of it.

    Rows: one per record of the batch. Of copies with the same event id, one is accepted: the one that an earlier batch
    accepted (`accepted`, rows of this table), else the smallest by time, then by the other canonical columns. Copies
    that say the same are `duplicate`, the others are rejected as `conflicting_duplicate`.

    Only records with a `contested` id are compared; all others pass through without a shuffle. `suspects` are those of
    `records` among which all contested ones are: all of them, or fewer where that is cheaper to read.
    """
    ids = F.broadcast(contested)
    is_contested = (number(F.col("event_id")) == F.col("id_number")) & (F.col("verdict") == Verdict.ACCEPTED.value)
    settled = records.join(ids, on=is_contested, how="left_anti")
    copies = suspects.join(ids, on=is_contested, how="left_semi").select("*", F.lit(1).alias("delivery"))
    winners = accepted.join(ids, on=is_contested, how="left_semi")
    earlier = winners.select(*(F.col(name) for name in KEPT), F.lit(0).alias("delivery"))
    told = _tell_copies(earlier.union(copies.select(*KEPT, "delivery"))).where(F.col("delivery") == 1)
    return (
        settled.select(*KEPT)
        .union(told.select(*KEPT))
        .select("*", F.lit(run).alias("run"), F.lit(batch).cast("bigint").alias("batch"))
    )


def _tell_copies(copies: DataFrame) -> DataFrame:
    """Verdicts within each event id: the first is accepted, equal ones are duplicates, others conflict."""
    same_id = Window.partitionBy("event_id").orderBy("delivery", *(column.name for column in WHAT_IS_SAID), "file")
    says = F.struct(*(F.col(column.name) for column in WHAT_IS_SAID))
    compared = copies.select(
        "*", F.row_number().over(same_id).alias("place"), (says == F.first(says).over(same_id)).alias("agrees")
    )
    verdict = (
        F.when(F.col("place") == 1, F.lit(Verdict.ACCEPTED.value))
        .when(F.col("agrees"), F.lit(Verdict.DUPLICATE.value))
        .otherwise(F.lit(Verdict.REJECTED.value))
    )
    reason = F.when(verdict == Verdict.REJECTED.value, F.lit(Reason.CONFLICTING_DUPLICATE.value))
    return compared.select(
        *(_replaced(name, {"verdict": verdict, "reason": reason}) for name in copies.columns),
    )


def _replaced(name: str, replacements: dict[str, Column]) -> Column:
    return replacements.get(name, F.col(name)).alias(name)
