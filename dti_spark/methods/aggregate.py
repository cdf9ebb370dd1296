"""From children to their parent: weighted means, folded in the stated order so that equal inputs give equal bits.

A new aggregation is one function here and one entry in `AGGREGATE`; index.yml then names it.
"""

from collections.abc import Callable
from functools import reduce

from pyspark.sql import Column
from pyspark.sql import functions as F

Aggregation = Callable[[list[Column], list[Column]], Column]


def arithmetic(weights: list[Column], values: list[Column]) -> Column:
    """Weighted arithmetic mean: `sum_j w_j v_j`; weights add to 1. Full compensation between children.

    Source: report, chapter 1; OECD/JRC Handbook 2008, section 6.3.
    """
    return _sum([weight * value for weight, value in zip(weights, values, strict=True)])


def geometric(weights: list[Column], values: list[Column]) -> Column:
    """Weighted geometric mean: `prod_j v_j ** w_j`; 0 where a child is 0. Not additive over regions.

    Source: OECD/JRC Handbook 2008, section 6.3 (partial compensation).
    """
    return F.when(F.least(*values) <= 0, 0.0).otherwise(
        F.exp(_sum([weight * F.ln(value) for weight, value in zip(weights, values, strict=True)]))
    )


def _sum(terms: list[Column]) -> Column:
    return reduce(lambda left, right: left + right, terms)


AGGREGATE: dict[str, Aggregation] = {"arithmetic": arithmetic, "geometric": geometric}
