"""Every record of an ingestion batch, judged by itself."""

from collections.abc import Collection
from datetime import datetime
from itertools import pairwise

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from dti_spark import columns as c
from dti_spark.definition.lookups import UNATTRIBUTED
from dti_spark.definition.model import OutOfScope, Source
from dti_spark.events.delivered import CORRUPT, FILE, delivered, raw_name
from dti_spark.events.verdicts import Reason, Verdict, first_reason, verdict_for
from dti_spark.tables import table

CITY_CODE_DIGITS = (6, 6)
INDUSTRY_CODE_DIGITS = (2, 4)
CANONICAL = (c.event_id, c.occurred_at, c.kind, c.city, c.event_industry, c.entity, c.quantity, c.quarter)


@table(
    "staging.records",
    grain="record delivered in a batch",
    columns=(c.source, *CANONICAL, c.verdict, c.reason, c.file, c.record),
    key=(),
    nullable=(*CANONICAL, c.reason, c.record),
)
def records(
    raw: DataFrame,
    cities: DataFrame,
    industries: DataFrame,
    hash_key: DataFrame,
    *,
    source: Source,
    kinds: dict[str, bool],
    city_codes: Collection[str],
    industry_codes: Collection[str],
    quarter_starts: dict[str, datetime],
    out_of_scope: OutOfScope,
) -> DataFrame:
    """Records of one source as delivered, each with the verdict that it earns by itself (copies are told later).

    Rows: one per raw record. `cities` and `industries` map a key to what it means (definition/lookups.py), `kinds` the
    kinds that indicators measure here to whether they need a quantity; `quarter_starts` ends with the quarter after
    the last. Nulls: what the record does not say, or says in no known code; `record` unless it is rejected.
    """
    known = (
        delivered(raw, hash_key, source=source)
        .select(
            "*",
            lookup_key("city_text", city_codes, CITY_CODE_DIGITS).alias("city_key"),
            lookup_key("industry_text", industry_codes, INDUSTRY_CODE_DIGITS).alias("industry_key"),
            quarter_of(F.col("occurred_at"), quarter_starts).alias("quarter"),
            needs_quantity(F.col("kind"), kinds).alias("needs_quantity"),
        )
        .join(F.broadcast(cities), on="city_key", how="left")
        .join(F.broadcast(industries), on="industry_key", how="left")
    )
    judged = known.select("*", first_reason(_tests(out_of_scope, corrupt=CORRUPT in raw.columns)).alias("reason"))
    fields = [name for name in raw.columns if name not in (CORRUPT, FILE)]
    return judged.select(
        F.lit(source.id).alias("source"),
        *(F.col(column.name) for column in (c.event_id, c.occurred_at, c.kind, c.city)),
        F.when(F.col("industry_text").isNull(), F.lit(UNATTRIBUTED)).otherwise(F.col("industry")).alias("industry"),
        *(F.col(column.name) for column in (c.entity, c.quantity, c.quarter)),
        verdict_for(F.col("reason")).alias("verdict"),
        "reason",
        F.col(FILE).alias("file"),
        F.when(
            verdict_for(F.col("reason")) == Verdict.REJECTED.value, as_delivered(fields, corrupt=CORRUPT in raw.columns)
        ).alias("record"),
    )


def _tests(out_of_scope: OutOfScope, *, corrupt: bool) -> dict[Reason, Column]:
    """What each reason tests, in the order in which reasons are given."""
    place = F.col("city_text")
    outside = F.substring(place, 1, 2).isin(*out_of_scope.prefixes) & (F.length(place) == CITY_CODE_DIGITS[1])
    return {
        Reason.CORRUPT_RECORD: F.col(CORRUPT).isNotNull() if corrupt else F.lit(False),
        Reason.FILTERED: ~F.col("passes"),
        Reason.MISSING_EVENT_ID: ~F.col("has_id"),
        Reason.UNUSED_KIND: F.col("needs_quantity").isNull(),
        Reason.MISSING_TIME: F.col("occurred_at").isNull(),
        Reason.OUT_OF_PERIOD: F.col("quarter").isNull(),
        Reason.OUT_OF_SCOPE_REGION: outside | place.isin(*out_of_scope.names),
        Reason.UNKNOWN_CITY: F.col("city").isNull(),
        Reason.UNKNOWN_INDUSTRY: F.col("industry_text").isNotNull() & F.col("industry").isNull(),
        Reason.NOT_FINITE: ~F.col("fits"),
        Reason.MISSING_QUANTITY: F.col("needs_quantity") & F.col("quantity").isNull(),
        Reason.NEGATIVE_QUANTITY: F.col("quantity") < 0,
    }


def as_delivered(fields: list[str], *, corrupt: bool) -> Column:
    """The record as text: the line itself where it did not parse, else its fields as JSON."""
    parsed = F.to_json(F.struct(*(F.col(f"`{raw_name(field)}`").alias(field) for field in fields)))
    return F.coalesce(F.col(CORRUPT), parsed) if corrupt else parsed


def lookup_key(name: str, codes: Collection[str], digits: tuple[int, int]) -> Column:
    """The key under which the code or name in a column is looked up: the longest known code that it begins with, or it.

    A text that begins with a digit is a code and must have as many digits as `digits` allows; null for no known code.
    """
    by_length = {length: [code for code in codes if len(code) == length] for length in sorted({*map(len, codes)})}
    # as text: as Columns, hundreds of codes would ask the JVM several times each
    starts = {f"substring({name}, 1, {length})": ", ".join(map(repr, by_length[length])) for length in by_length}
    longest_first = " ".join(f"when {start} in ({known}) then {start}" for start, known in reversed(starts.items()))
    text = F.col(name)
    is_code = (text >= "0") & (text < ":")
    fits = F.length(text).between(*digits)
    return F.when(~is_code, text).when(fits, F.expr(f"case {longest_first} end"))


def needs_quantity(kind: Column, kinds: dict[str, bool]) -> Column:
    """Whether an indicator sums events of a kind; null for a kind that none measures."""
    summed = [name for name, needed in kinds.items() if needed]
    return F.when(kind.isin(summed), F.lit(True)).when(kind.isin(list(kinds)), F.lit(False))


def quarter_of(instant: Column, starts: dict[str, datetime]) -> Column:
    """The quarter that an instant lies in; null before the first start and from the last start on."""
    names = list(starts)
    chain = F.when(instant < starts[names[0]], F.lit(None).cast("string"))
    for name, following in pairwise(names):
        chain = chain.when(instant < starts[following], F.lit(name))
    return chain
