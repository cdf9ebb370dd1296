"""From expert scores to weights."""

from pyspark.sql import Column, Window
from pyspark.sql import functions as F


def score_share(score_sum: Column, *within: Column) -> Column:
    """A node's share of all scores given within its parent: `sum_i s_ij / sum_i sum_j s_ij`; adds to 1 there.

    Source: report, chapter 1 (expert scores); OECD/JRC Handbook 2008, section 6.2 (budget allocation).
    """
    return score_sum / F.sum(score_sum).over(Window.partitionBy(*within))
