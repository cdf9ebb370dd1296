"""Cells as numbers, and sums by halves: what goes in comes out, whatever the members and amounts."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from dti_spark.lake.frames import frame
from dti_spark.methods import cells, measure
from dti_spark.quarters import between

INDUSTRIES = [f"industry {n}" for n in range(20)]
USAGES = [f"log/kind {n}" for n in range(40)]
QUARTERS = between("2020Q1", "2044Q4")
few = settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
cell = st.tuples(
    st.integers(100_000, 999_999).map(str),
    st.sampled_from(INDUSTRIES),
    st.sampled_from(QUARTERS),
    st.sampled_from(USAGES),
)


@few
@given(st.lists(cell, min_size=1, max_size=200))
def test_a_cell_is_found_again_in_its_number(spark: SparkSession, held: list[tuple[str, ...]]) -> None:
    names = ("city", "industry", "quarter", "usage")
    rows = frame(spark, [dict(zip(names, one, strict=True)) for one in held], ", ".join(f"{n} string" for n in names))
    number = cells.number(
        F.col("city"),
        cells.place_in(INDUSTRIES, F.col("industry")),
        cells.place_in(QUARTERS, F.col("quarter")),
        cells.place_in(USAGES, F.col("usage")),
    )
    found = rows.select(*names, number.alias("number")).select(
        *names,
        cells.city_of(F.col("number")),
        cells.industry_of(F.col("number"), INDUSTRIES),
        cells.quarter_of(F.col("number"), QUARTERS),
        cells.usage_of(F.col("number")),
    )
    for row in found.collect():
        assert tuple(row[4:]) == (*row[:3], USAGES.index(row[3]) + 1)


@pytest.mark.fault(22)
@few
@given(st.lists(st.integers(0, 2**63 - 1), min_size=1, max_size=200))
def test_a_sum_by_halves_is_exact_beyond_64_bits(spark: SparkSession, amounts: list[int]) -> None:
    rows = frame(spark, [{"amount": amount} for amount in amounts], "amount bigint")
    (total,) = rows.agg(measure.exact_sum(F.col("amount"))).collect()[0]
    assert total == Decimal(sum(amounts))
