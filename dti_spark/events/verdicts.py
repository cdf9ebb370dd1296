"""What becomes of a record, and why: every record has one verdict, and every verdict but `accepted` a reason."""

from enum import StrEnum

from pyspark.sql import Column
from pyspark.sql import functions as F


class Verdict(StrEnum):
    """What became of a record."""

    ACCEPTED = "accepted"
    """It counts in the index."""
    DUPLICATE = "duplicate"
    """An identical copy of an accepted record."""
    SKIPPED = "skipped"
    """No fault, but it does not count."""
    REJECTED = "rejected"
    """It has a fault."""


class Reason(StrEnum):
    """Why a record does not count."""

    CORRUPT_RECORD = "corrupt_record"
    """The line does not parse, or a field is not of the type that the schema gives it."""
    MISSING_EVENT_ID = "missing_event_id"
    """The event has no id, so that copies of it could not be told."""
    MISSING_TIME = "missing_time"
    """The event has no time, or one that the source's expression cannot read."""
    OUT_OF_PERIOD = "out_of_period"
    """The event lies outside the calendar; times near 1970 or far in the future suggest a wrong unit."""
    UNKNOWN_CITY = "unknown_city"
    """The code or name is missing, or belongs to no city of the index."""
    UNKNOWN_INDUSTRY = "unknown_industry"
    """The code or name is given and belongs to no known industry."""
    MISSING_QUANTITY = "missing_quantity"
    """An indicator sums this kind of event, and the quantity is missing."""
    NEGATIVE_QUANTITY = "negative_quantity"
    """The quantity is below zero."""
    NOT_FINITE = "not_finite"
    """The quantity is NaN, infinite, or too large for 64 bits of millionths."""
    CONFLICTING_DUPLICATE = "conflicting_duplicate"
    """Another record with the same id was accepted and says something else."""
    OUT_OF_SCOPE_REGION = "out_of_scope_region"
    """Hong Kong, Macao or Taiwan: outside the index, no fault."""
    UNUSED_KIND = "unused_kind"
    """No indicator measures this kind of event, no fault."""
    FILTERED = "filtered"
    """Outside the source's `where`, no fault."""


SKIPS = (Reason.OUT_OF_SCOPE_REGION, Reason.UNUSED_KIND, Reason.FILTERED)
"""Reasons that are no fault."""


def first_reason(tests: dict[Reason, Column]) -> Column:
    """The first reason whose test holds, in the order given; null where none does."""
    return F.coalesce(*(F.when(test, F.lit(reason.value)) for reason, test in tests.items()))


def verdict_for(reason: Column) -> Column:
    """The verdict that follows from a record alone: accepted without a reason, else skipped or rejected."""
    return (
        F.when(reason.isNull(), F.lit(Verdict.ACCEPTED.value))
        .when(reason.isin([skip.value for skip in SKIPS]), F.lit(Verdict.SKIPPED.value))
        .otherwise(F.lit(Verdict.REJECTED.value))
    )
