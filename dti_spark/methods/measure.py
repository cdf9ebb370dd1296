"""From events to amounts: fixed point arithmetic, so that totals do not depend on the order of rows."""

from pyspark.sql import Column
from pyspark.sql import functions as F
from pyspark.sql import types as T

MILLION = 1_000_000
HALF = 32
LOWER = (1 << HALF) - 1
LARGEST = 9.0e12
"""Quantities beyond this do not fit in 64 bits as millionths."""


def millionths(quantity: Column, type: T.DataType) -> Column:
    """A quantity as whole millionths, rounded half to even; null where it is missing, not finite or too large."""
    if isinstance(type, T.FloatType | T.DoubleType):
        rounded = F.rint(quantity.cast("double") * MILLION).try_cast("bigint")
        return F.when(fits(quantity, type), rounded)
    if isinstance(type, T.DecimalType):
        return F.when(fits(quantity, type), F.bround(quantity * MILLION, 0).try_cast("bigint"))
    return F.when(fits(quantity, type), quantity.cast("bigint") * MILLION)


def fits(quantity: Column, type: T.DataType) -> Column:
    """Whether a quantity is a finite number that millionths can hold; null where it is missing."""
    small = F.abs(quantity.cast("double")) <= LARGEST
    return small & ~F.isnan(quantity) if isinstance(type, T.FloatType | T.DoubleType) else small


def exact_sum(millionths: Column) -> Column:
    """The sum of 64-bit numbers without overflow: upper and lower halves are added apart, faster than decimals.

    Null where there is no number to add.
    """
    exact = T.DecimalType(28, 0)
    upper, lower = F.sum(F.shiftright(millionths, HALF)), F.sum(millionths.bitwiseAND(F.lit(LOWER)))
    return (upper.cast(T.DecimalType(18, 0)) * F.lit(1 << HALF).cast(T.DecimalType(10, 0)) + lower.cast(exact)).cast(
        exact
    )


def units(millionths: Column) -> Column:
    """Millionths as an exact decimal in units."""
    return (millionths * F.lit("0.000001").cast(T.DecimalType(7, 6))).cast(T.DecimalType(28, 6))
