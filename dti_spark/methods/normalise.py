"""From totals to points: how an indicator's total is made comparable with other indicators.

A new normalisation is one function here and one entry in `NORMALISE`; index.yml then names it.
"""

from collections.abc import Callable

from pyspark.sql import Column
from pyspark.sql import functions as F

Normalisation = Callable[[Column, Column, float], Column]


def share_of_base(total: Column, base: Column, scale: float) -> Column:
    """Share of the national total of the base quarter: `scale * x / T`.

    Additive over regions and industries, and the nation is `scale` in the base quarter. Null only if an input is.
    Source: report, chapter 1 (value of the city / national total of the base period).
    """
    return F.try_divide(total.cast("double"), base.cast("double")) * scale


NORMALISE: dict[str, Normalisation] = {"share_of_base": share_of_base}
