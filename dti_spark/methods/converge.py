"""Whether those who are behind catch up: the spread of levels, and the slope of growth on level, from sums.

Levels are logarithms of the ratio to the mean, whose own growth is the same for all and so moves neither.
Source: Barro and Sala-i-Martin (1992), Convergence, Journal of Political Economy 100(2).
"""

from pyspark.sql import Column
from pyspark.sql import functions as F

FEWEST = 3
"""Members through which a slope is drawn: a line fits two exactly."""
ALIKE = 2.0**-26
"""Variance up to which levels are alike, some 0.01 % apart: sums of terms rounded to 2**-36 cannot tell it from 0."""


def log_ratio(share: Column, members: Column) -> Column:
    """Logarithm of a member's value over the mean of all; null where it is 0."""
    return F.when(share > 0, F.ln(share * members))


def deviation(many: Column, sum_x: Column, sum_xx: Column) -> Column:
    """Sigma, the standard deviation (population) of levels; null for fewer than two."""
    mean = F.try_divide(sum_x, many)
    variance = F.try_divide(sum_xx, many) - mean * mean
    return F.when(many > 1, F.when(variance > ALIKE, F.sqrt(variance)).otherwise(0.0))


def slope(many: Column, sum_x: Column, sum_y: Column, sum_xx: Column, sum_xy: Column, years: Column) -> Column:
    """Beta, the slope of yearly growth (y over the years) on the level before (x); below 0 the small catch up.

    The slope of plain least squares, which falls in size as the span grows, and not the speed of convergence. Null for
    fewer than three members, where all were alike before, or unless time has passed.
    """
    squares = many * sum_xx - sum_x * sum_x
    differ = squares > many * many * ALIKE
    return F.when((many >= FEWEST) & differ & (years > 0), F.try_divide(many * sum_xy - sum_x * sum_y, squares * years))
