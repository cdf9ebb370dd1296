"""Quantities at the edge of what 64 bits hold: each is exact, or told to be too large; none becomes another number."""

from decimal import Decimal

import pytest
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from dti_spark.lake.frames import frame
from dti_spark.methods import measure

LARGEST = 9 * 10**12
"""In units; in millionths a little less than 64 bits hold."""
WHOLE = [0, 1, LARGEST, LARGEST + 1, 10**18, 2**63 - 1, -LARGEST, -(2**63)]


@pytest.mark.fault(22)
@pytest.mark.parametrize(
    ("type_", "quantities"),
    [
        ("bigint", WHOLE),
        ("decimal(38,0)", [Decimal(n) for n in (*WHOLE, 10**37, 10**38 - 1, 1 - 10**38)]),
        ("decimal(38,10)", [Decimal(n) / 2 for n in (1, 2 * LARGEST, 2 * LARGEST + 2, 10**27, -(10**27))]),
        ("decimal(38,38)", [Decimal("0.000001"), Decimal("0.99999999999999999999999999999999999999")]),
        ("double", [0.5, 1e12, 9e12, 9.1e12, 1e18, 1.7e308, float("inf"), float("-inf"), float("nan"), 5e-324]),
        ("float", [0.5, 1e18, 3.4e38, float("inf"), float("nan")]),
    ],
)
def test_a_quantity_of_any_type_is_exact_in_millionths_or_told_to_be_too_large(
    spark: SparkSession, type_: str, quantities: list[int | Decimal | float]
) -> None:
    rows = frame(spark, [{"quantity": quantity} for quantity in quantities], f"quantity {type_}")
    kind, quantity = rows.schema["quantity"].dataType, F.col("quantity")
    found = rows.select(quantity, measure.millionths(quantity, kind), measure.fits(quantity, kind)).collect()
    assert len(found) == len(quantities)
    for given, millionths, fits in found:
        assert fits == (abs(given) <= LARGEST)
        if fits:
            assert millionths == round(Decimal(given) * 10**6)
        else:
            assert millionths is None


@pytest.mark.fault(22)
def test_the_sum_of_the_largest_quantities_of_both_signs_is_exact(spark: SparkSession) -> None:
    amounts = [LARGEST * 10**6] * 300 + [-LARGEST * 10**6] * 7 + [1, -3]
    rows = frame(spark, [{"amount": amount} for amount in amounts], "amount bigint")
    (total,) = rows.agg(measure.units(measure.exact_sum(F.col("amount")))).collect()[0]
    assert total == Decimal(sum(amounts)) / 10**6
