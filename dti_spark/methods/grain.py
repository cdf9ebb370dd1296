"""Sums of floating point numbers that do not depend on the order of rows.

Numbers that are whole multiples of one power of two add up exactly in doubles, as long as their sum needs no more than
the 53 bits of the significand (IEEE 754). So terms are rounded to such a grain before they are added; sums beyond the
bound would still be right to 16 digits, and only depend on the order in the last of them.
"""

from pyspark.sql import Column
from pyspark.sql import functions as F

OF_POINTS = 2.0**36
"""Index points: sums up to 131,072."""
OF_SHARES = 2.0**50
"""Shares of one whole and their entropy: sums up to 8."""
OF_LOGARITHMS = 2.0**36
"""Products of logarithms: sums up to 131,072."""


def rounded(terms: Column, grain: float) -> Column:
    """Terms in whole parts of 1 / grain."""
    return F.rint(terms * grain) / grain
