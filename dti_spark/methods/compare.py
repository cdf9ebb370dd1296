"""Comparisons between periods and between regions."""

from pyspark.sql import Column
from pyspark.sql import functions as F


def rate(now: Column, before: Column) -> Column:
    """Relative change `now / before - 1`; null where the earlier value is 0 or missing."""
    return F.try_divide(now, before) - 1


def mean_of_two(first: Column, second: Column) -> Column:
    """Mean of two rates; null where one is missing. Source: report, note under the growth tables."""
    return (first + second) / 2


def share(part: Column, whole: Column) -> Column:
    """`part / whole`; null where the whole is 0 or missing."""
    return F.try_divide(part, whole)
