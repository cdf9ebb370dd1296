import pytest
from pyspark.sql import SparkSession

from dti_spark.report.ranked import histories

ROWS = [
    ("440300", "2020Q4", "quarter", 4.0),
    ("440300", "2021Q1", "quarter", 5.0),
    ("440300", "2021Q4", "quarter", None),
    ("440300", "2021", "year", 20.0),
    ("440300", "2022Q1", "quarter", 6.0),
    ("110000", "2021Q1", "quarter", 7.0),
    ("310000", "2021Q1", "quarter", 8.0),
]


@pytest.mark.parametrize(
    ("until", "quarters"),
    [
        ("2022Q1", ["2020Q4", "2021Q1", "2021Q4", "2022Q1"]),
        ("2021Q1", ["2020Q4", "2021Q1"]),
        ("2021", ["2020Q4", "2021Q1", "2021Q4"]),
    ],
)
def test_a_history_is_the_quarters_up_to_a_period_and_of_a_year_those_up_to_its_end(
    spark: SparkSession, until: str, quarters: list[str]
) -> None:
    table = spark.createDataFrame(ROWS, "region string, period string, period_type string, value double")
    found = histories(table, {"region": {"440300"}}, figure="value", until=until).collect()
    kept = {period: value for region, period, _, value in ROWS if region == "440300"}
    assert sorted(map(tuple, found)) == [("440300", quarter, kept[quarter]) for quarter in quarters]


def test_several_regions_have_a_history_each(spark: SparkSession) -> None:
    table = spark.createDataFrame(ROWS, "region string, period string, period_type string, value double")
    found = histories(table, {"region": {"110000", "310000"}}, figure="value", until="2022Q1").collect()
    assert {row["region"]: row["value"] for row in found} == {"110000": 7.0, "310000": 8.0}
