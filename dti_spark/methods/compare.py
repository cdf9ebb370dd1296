"""Comparisons between periods and between regions."""

from pyspark.sql import Column, Window
from pyspark.sql import functions as F

DECIMALS = 12
"""Figures that agree so far are ties: the same fraction of other values may differ in its last bits."""


def rate(now: Column, before: Column) -> Column:
    """Relative change `now / before - 1`; null where the earlier value is 0 or missing."""
    return F.try_divide(now, before) - 1


def mean_of_two(first: Column, second: Column) -> Column:
    """Mean of two rates; null where one is missing. Source: report, note under the growth tables."""
    return (first + second) / 2


def share(part: Column, whole: Column) -> Column:
    """`part / whole`; null where the whole is 0 or missing."""
    return F.try_divide(part, whole)


def rank(figure: Column, *peers: str) -> Column:
    """Rank by a figure among rows that share `peers`: 1 = largest, ties share the smaller; null without a figure."""
    largest = Window.partitionBy(*peers).orderBy(F.desc_nulls_last(F.round(figure, DECIMALS)))
    return F.when(figure.isNotNull(), F.rank().over(largest))
